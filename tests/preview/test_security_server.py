"""The server itself, over real connections: what is too much, too slow, or in the clear."""

from __future__ import annotations

import os
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SETTINGS = '[site]\ntitle = "Harbour"\nurl = "https://harbour.example"\nlanguage = "en"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest site."""
    site = tmp_path_factory.mktemp("harbour")
    (site / "feeds.toml").write_text(SETTINGS, encoding="utf-8")
    (site / "posts").mkdir()
    return site


@contextmanager
def running(site: Path, *options: str) -> Iterator[str]:
    """A desk as people start it, by the address that it prints."""
    command = [sys.executable, "-m", "feeds", "preview", str(site), "--no-open", "--port", "0"]
    with subprocess.Popen(
        [*command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        assert line.startswith("Preview: "), process.communicate(timeout=10)
        yield line.split()[1]
        process.terminate()
        assert process.communicate(timeout=10) == ("", "")


@pytest.fixture(scope="module")
def start(folder: Path) -> Iterator[str]:
    """The start address of one desk for all tests."""
    with running(folder) as address:
        yield address


def come_in(address: str) -> tuple[str, int, str]:
    """Host, port and the cookie that its token is exchanged for."""
    parts = urlsplit(address)
    assert parts.hostname
    assert parts.port
    connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("GET", f"/?{parts.query}")
    with connection.getresponse() as answer:
        assert answer.status == 303
        cookie = answer.headers["set-cookie"].partition(";")[0]
    connection.close()
    return parts.hostname, parts.port, cookie


def spoken(address: tuple[str, int], *sent: bytes, pause: float = 0) -> bytes:
    """What comes back over one connection, to its end."""
    with socket.create_connection(address, timeout=20) as connection:
        heard = b""
        try:
            for part in sent:
                connection.sendall(part)
                time.sleep(pause)
            while part := connection.recv(65_536):
                heard += part
        except (BrokenPipeError, ConnectionResetError):
            pass
        return heard


@pytest.mark.parametrize("announced", [True, False])
def test_a_request_of_100_megabytes_is_refused_while_it_comes(start: str, announced: bool) -> None:
    """A page that is open by mistake could fill the memory or keep the desk busy."""
    host, port, cookie = come_in(start)
    size = 100 * 1024 * 1024
    framing = f"Content-Length: {size}" if announced else "Transfer-Encoding: chunked"
    head = (
        f"POST / HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n"
        f"Origin: http://{host}:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"{framing}\r\n\r\n"
    )
    chunk = b"a=1&" * 16_384
    if not announced:
        chunk = f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n"
    taken, heard = 0, b""
    with socket.create_connection((host, port), timeout=20) as connection:
        connection.sendall(head.encode())
        try:
            while taken < size:
                connection.sendall(chunk)
                taken += len(chunk)
            heard = connection.recv(65_536)
        except (BrokenPipeError, ConnectionResetError):
            pass
    # What the kernel buffers of both ends counts as taken.
    assert taken < 24 * 1024 * 1024
    assert heard == b"" or heard.startswith(b"HTTP/1.1 413 ")
    assert come_in(start)[2] == cookie


@pytest.mark.parametrize("pieces", [1, 40])
def test_a_long_header_is_refused(start: str, pieces: int) -> None:
    """A header could grow without an end, at once or bit by bit."""
    host, port, cookie = come_in(start)
    line = b"X-Long: " + b"x" * 40_000 + b"\r\n"
    step = len(line) // pieces + 1
    head = f"GET /feeds HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n".encode()
    parts = [line[at : at + step] for at in range(0, len(line), step)]
    heard = spoken((host, port), head, *parts, b"\r\n", pause=0.005)
    assert re.match(rb"HTTP/1\.1 4(00|31) |$", heard)


def test_a_header_that_does_not_end_is_not_waited_for(folder: Path) -> None:
    """Connections could be held until there are no more."""
    shorter = (
        "import sys, feeds.preview.http; feeds.preview.http.HEADER_SECONDS = 0.3; "
        "from feeds.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", shorter, "preview", str(folder), "--no-open", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout
        host, port, cookie = come_in(process.stdout.readline().split()[1])
        begun = time.monotonic()
        assert spoken((host, port)) == b""
        assert spoken((host, port), b"GET / HTTP/1.1\r\nHost: ", b"x", pause=0.1) == b""
        assert time.monotonic() - begun < 4
        # Between two requests over one connection too, while what is answered may last.
        events = f"GET /events HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n\r\n"
        feeds = events.replace("/events", "/feeds")
        heard = spoken((host, port), feeds.encode(), b"GET /", pause=0.5)
        assert heard.count(b"HTTP/1.1 200 OK") == 1
        with socket.create_connection((host, port), timeout=0.8) as connection:
            connection.sendall(events.encode())
            with pytest.raises(TimeoutError):
                while connection.recv(65_536):
                    pass
        process.terminate()


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("path", ["/events", "/feeds", "/static/preview.js", "/raw/atom.xml"])
def test_nothing_is_told_without_the_cookie(start: str, method: str, path: str) -> None:
    """Other users of the machine could read what is not published, or follow the work."""
    parts = urlsplit(start)
    assert parts.hostname
    for cookie in ("", "feeds-desk-{port}=guess"):
        connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
        fields = {"Cookie": cookie.format(port=parts.port), "Origin": start.partition("/?")[0]}
        connection.request(method, path, headers=fields)
        with connection.getresponse() as answer:
            assert answer.status == 403
            assert b"Harbour" not in answer.read()
        connection.close()


def test_who_has_it_open_goes_on_after_a_restart(folder: Path) -> None:
    """Work that is not saved would be stranded in a page that is shut out."""
    cookies = []
    for _ in range(2):
        with running(folder) as address:
            cookies.append(come_in(address)[2].partition("=")[2])
    assert cookies[0] == cookies[1]


def test_tls_is_served(folder: Path, tmp_path: Path, program: Callable[[str], str]) -> None:
    """Editors of other machines could not reach the desk, or would in the clear."""
    certificate, key = tmp_path / "desk.pem", tmp_path / "desk.key"
    command = (
        f"{program('openssl')} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
        f"-days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 "
        f"-keyout {key} -out {certificate}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    with running(folder, "--tls-cert", str(certificate), "--tls-key", str(key)) as address:
        parts = urlsplit(address)
        assert parts.scheme == "https"
        assert parts.hostname
        context = ssl.create_default_context(cafile=str(certificate))
        connection = HTTPSConnection(parts.hostname, parts.port, timeout=10, context=context)
        connection.request("GET", f"/?{parts.query}")
        with connection.getresponse() as answer:
            assert answer.status == 303
            cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"__Host-feeds-desk-{parts.port}=")
        assert cookie.endswith("; Secure")
        connection.request("GET", "/feeds", headers={"Cookie": cookie.partition(";")[0]})
        with connection.getresponse() as answer:
            assert answer.status == 200
        connection.close()
        plain = f"GET / HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
        assert spoken((parts.hostname, parts.port or 0), plain) == b""


def test_a_broken_certificate_is_named(folder: Path) -> None:
    """People would get a traceback."""
    command = [sys.executable, "-m", "feeds", "preview", str(folder), "--no-open", "--port", "0"]
    done = subprocess.run(
        [*command, "--tls-cert", str(folder / "feeds.toml")],
        capture_output=True,
        text=True,
        timeout=30,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "--tls-cert" in done.stderr
    assert "Traceback" not in done.stderr
