"""A feed at an address: the one thing that is ever fetched, within bounds."""

from __future__ import annotations

import gzip
import http.server
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feeds import __version__
from feeds.adopt import fetching, read_feed
from feeds.errors import BuildError, ConfigurationError

RSS = b"<rss><channel><title>T</title><item><link>a</link></item></channel></rss>"


class _Handler(http.server.BaseHTTPRequestHandler):
    """Answers by the path that is asked for."""

    asked: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.asked.append((self.path, dict(self.headers)))
        kind, _, rest = self.path[1:].partition("/")
        if kind == "to":
            self._answer(302, location=f"/{rest}")
        elif kind == "hops":
            self._answer(301, location=f"/hops/{int(rest) - 1}" if int(rest) else "/feed")
        elif kind == "round":
            self._answer(302, location=self.path)
        elif kind == "out":
            self._answer(302, location={"file": "file:///etc/passwd", "ftp": "ftp://x/"}[rest])
        elif kind == "status":
            self._answer(int(rest), RSS)
        elif kind == "gzip":
            self._answer(200, gzip.compress(RSS), encoding="gzip")
        elif kind == "bomb":
            self._answer(200, gzip.compress(b" " * (fetching.MAX_FEED_BYTES + 1)))
        elif kind == "large":
            self.send_response(200)
            self.end_headers()
            self._pour(b" " * 1024 * 1024, 0)
        elif kind == "slow":
            self.send_response(200)
            self.end_headers()
            self._pour(b" ", 0.02)
        else:
            self._answer(200, RSS)

    def _answer(
        self, status: int, body: bytes = b"", location: str = "", encoding: str = ""
    ) -> None:
        self.send_response(status)
        for name, value in (("Location", location), ("Content-Encoding", encoding)):
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _pour(self, chunk: bytes, pause: float) -> None:
        try:
            while True:
                self.wfile.write(chunk)
                time.sleep(pause)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    """A server on loopback: its address, and what it was asked."""
    _Handler.asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", _Handler.asked
    server.shutdown()
    server.server_close()


Server = tuple[str, list[tuple[str, dict[str, str]]]]


@pytest.mark.parametrize("path", ["feed", "to/feed", "hops/4", "gzip"])
def test_a_feed_is_fetched(server: Server, path: str) -> None:
    """A feed that readers get would not be had."""
    address, asked = server
    feed = read_feed(f"{address}/{path}")
    assert feed.title == "T"
    assert feed.address == f"{address}/{path}"
    assert {headers["User-Agent"] for _, headers in asked} == {
        f"feeds/{__version__} (feeds init --against)"
    }


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("status/404", "the answer is 404"),
        ("status/500", "the answer is 500"),
        ("hops/9", "redirect"),
        ("round/", "redirect"),
        ("out/file", "it redirects to file:///etc/passwd"),
        ("out/ftp", "it redirects to ftp://x/"),
        ("bomb", "the feed is larger than 32 MiB"),
        ("large", "the feed is larger than 32 MiB"),
    ],
)
def test_what_is_not_fetched(server: Server, path: str, says: str) -> None:
    """A server could send the program round in circles, to files, or fill the memory."""
    address, asked = server
    with pytest.raises((BuildError, ConfigurationError)) as caught:
        read_feed(f"{address}/{path}")
    assert says in str(caught.value)
    assert len(asked) <= 6


def test_a_server_that_never_ends(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that sends a byte now and then would hold the program for ever."""
    monkeypatch.setattr(fetching, "_SECONDS", 0.3)
    with pytest.raises(BuildError) as caught:
        read_feed(f"{server[0]}/slow")
    assert "no whole answer" in str(caught.value)


def test_a_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that takes a connection and is silent would hold the program for ever."""
    monkeypatch.setattr(fetching, "_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(BuildError) as caught:
        read_feed(f"http://127.0.0.1:{silent.getsockname()[1]}/feed")
    assert "cannot be fetched" in str(caught.value)


def test_no_server() -> None:
    """A mistyped port would end in a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(BuildError) as caught:
        read_feed(f"http://127.0.0.1:{port}/")
    assert "cannot be fetched" in str(caught.value)


@pytest.mark.parametrize("place", ["ftp://x.example/feed", "file:///etc/passwd", "http://[x/"])
def test_addresses_that_are_never_asked(place: str) -> None:
    """Something else than the web would be asked."""
    with pytest.raises(ConfigurationError) as caught:
        read_feed(place)
    assert caught.value.findings[0].path == place


def test_a_file(tmp_path: Path) -> None:
    """A feed that somebody has saved would not be read, or not as it was packed."""
    (tmp_path / "feed.xml").write_bytes(RSS)
    (tmp_path / "feed.xml.gz").write_bytes(gzip.compress(RSS))
    for name in ("feed.xml", "feed.xml.gz"):
        feed = read_feed(str(tmp_path / name))
        assert (feed.title, feed.address) == ("T", "")


def _large(file: Path) -> None:
    with file.open("wb") as sparse:
        sparse.truncate(100 * 1024 * 1024)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda _: None, "the file is not there"),
        (Path.mkdir, "this is not a regular file"),
        (os.mkfifo, "this is not a regular file"),
        (_large, "the file is larger than 32 MiB"),
        (lambda file: file.write_bytes(gzip.compress(RSS)[:-9]), "what gzip packed is cut off"),
        (lambda file: file.write_bytes(b"\x1f\x8bnone"), "what gzip packed is damaged"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, make: Callable[[Path], object], says: str
) -> None:
    """A file that is none, or without end, would hold the program up or fill the memory."""
    make(tmp_path / "feed")
    with pytest.raises(ConfigurationError) as caught:
        read_feed(str(tmp_path / "feed"))
    assert says in str(caught.value)


def test_a_name_that_no_file_has() -> None:
    """An odd argument would end in a traceback."""
    with pytest.raises(ConfigurationError):
        read_feed("a\0b")
