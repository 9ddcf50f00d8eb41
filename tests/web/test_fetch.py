"""What an address gives, within bounds, from real servers."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis.strategies import sampled_from, text

from feeds import __version__
from feeds.urls import is_web_url
from feeds.web import Bounds, NoAnswerError, Reply, TooLargeError, exchange, fetch
from feeds.web.fetch import redirected
from feeds.web.problems import RefusedError

if TYPE_CHECKING:
    from tests.conftest import Answering

HERE = Bounds(seconds=5, size=1000, private=True)


def why(url: str, **options: object) -> str:
    """Why an address gives nothing."""
    with pytest.raises(NoAnswerError) as caught:
        fetch(url, "tests", **{"bounds": HERE, **options})
    return caught.value.why


def test_an_answer(server: Answering) -> None:
    """Servers would not know who asks, or be given what is nobody's business."""
    server.at("/a?b=1", 200, b"body", Content_Type="text/plain", Set_Cookie="a=b")
    reply = fetch(f"{server.address}/a?b=1#there", "feeds ping", bounds=HERE)
    assert (reply.status, reply.data, reply.failed) == (200, b"body", False)
    assert reply.headers["content-type"] == "text/plain"
    assert (reply.address, reply.moved) == (f"{server.address}/a?b=1", "")
    (asked,) = server.asked
    assert asked.path == "/a?b=1"
    assert asked.headers == {
        "Host": server.address.removeprefix("http://"),
        "Accept-Encoding": "identity",
        "User-Agent": f"feeds/{__version__} (feeds ping)",
        "Connection": "close",
    }


def test_an_address_without_a_path(server: Answering) -> None:
    """The home page of a site could not be asked."""
    server.at("/", 200, b"home")
    assert fetch(server.address, "tests", bounds=HERE).data == b"home"


def test_a_status_is_an_answer(server: Answering) -> None:
    """Whoever asks could not say what the server said."""
    server.at("/gone", 410, b"no more")
    reply = fetch(f"{server.address}/gone", "tests", bounds=HERE)
    assert (reply.failed, reply.words, reply.data) == (True, "the answer is 410 Gone", b"no more")


def test_redirects(server: Answering) -> None:
    """A site that has moved could not be asked, or nobody told that it has."""
    server.at("/a", 301, Location="/b")
    server.at("/b", 308, Location=f"{server.address}/c#x")
    server.at("/c", 302, Location="d", Set_Cookie="a=b")
    server.at("/d", 301, Location="/e")
    server.at("/e", 200, b"here")
    reply = fetch(f"{server.address}/a", "tests", bounds=HERE)
    assert reply.data == b"here"
    assert (reply.address, reply.moved) == (f"{server.address}/e", f"{server.address}/c")
    assert not any("Cookie" in each.headers for each in server.asked)


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://x.example/", "gopher://x/", "http://[", "data:,x"]
)
def test_redirects_to_what_is_not_asked(server: Answering, target: str) -> None:
    """A server could send the program to files or other services."""
    server.at("/a", 302, Location=target)
    assert why(f"{server.address}/a") == f"it redirects to {target}"


def test_redirects_without_end(server: Answering) -> None:
    """A server could send the program round in circles."""
    server.at("/a", 302, Location="/a")
    assert why(f"{server.address}/a") == "it redirects more than 5 times"
    assert len(server.asked) == 6


def test_a_post_is_redirected_as_a_post_or_not_at_all(server: Answering) -> None:
    """A hub that has moved would get a question without what was to be told."""
    server.at("/same", 307, Location="/end")
    server.at("/other", 302, Location="/end")
    server.at("/end", 204)
    for path, status in (("same", 204), ("other", 302)):
        url = f"{server.address}/{path}"
        assert fetch(url, "tests", method="POST", body=b"x=1", bounds=HERE).status == status
    assert [(each.method, each.path, each.body) for each in server.asked] == [
        ("POST", "/same", b"x=1"),
        ("POST", "/end", b"x=1"),
        ("POST", "/other", b"x=1"),
    ]


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"body", mtime=0)),
        ("X-GZip", gzip.compress(b"body", mtime=0)),
        ("deflate", zlib.compress(b"body")),
        ("identity", b"body"),
    ],
)
def test_what_is_packed_unasked(server: Answering, coding: str, body: bytes) -> None:
    """A server that packs in any case could not be read."""
    server.at("/a", 200, body, Content_Encoding=coding)
    assert fetch(f"{server.address}/a", "tests", bounds=HERE).data == b"body"


@pytest.mark.parametrize(
    ("coding", "body", "says"),
    [
        ("gzip", gzip.compress(b"body", mtime=0)[:-3], "what gzip packed is cut off"),
        ("gzip", b"body", "what gzip packed is damaged"),
        ("br", b"body", "the answer is packed as br, unasked"),
        ("gzip", gzip.compress(b" " * 100_000, mtime=0), "the answer is larger than 1,000 bytes"),
        ("", b" " * 1001, "the answer is larger than 1,000 bytes"),
    ],
)
def test_what_cannot_be_unpacked(server: Answering, coding: str, body: bytes, says: str) -> None:
    """A server could fill the memory, or pass damage off as a feed."""
    server.at("/a", 200, body, Content_Encoding=coding)
    assert why(f"{server.address}/a") == says


def test_what_is_too_large_is_told_apart(server: Answering) -> None:
    """Those who ask could not say it in their own words."""
    server.at("/a", 200, b" " * 1001)
    with pytest.raises(TooLargeError):
        fetch(f"{server.address}/a", "tests", bounds=HERE)


def test_a_long_word_on_what_failed(server: Answering) -> None:
    """A large page would hide that it is one for what is not there."""
    server.at("/a", 404, b" " * 100_000)
    reply = fetch(f"{server.address}/a", "tests", bounds=HERE)
    assert (reply.status, len(reply.data)) == (404, 1000)


def test_a_body_that_nobody_wants(server: Answering) -> None:
    """A question of whether something is there would load all of it."""
    server.at("/a", 200, b" " * 100_000)
    reply = fetch(f"{server.address}/a", "tests", wanted=False, bounds=HERE)
    assert (reply.status, reply.data) == (200, b"")


def test_an_answer_that_is_cut_off(server: Answering) -> None:
    """Half a feed would be taken for one from which posts are gone."""
    server.at("/a", 200, b"half", Content_Length="8")
    assert "4 bytes read, 4 more expected" in why(f"{server.address}/a")


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_a_server_that_does_not_speak_http(answer: bytes) -> None:
    """Whatever listens at a port could end the program."""
    with socket.create_server(("127.0.0.1", 0)) as other:

        def speak() -> None:
            with other.accept()[0] as connection:
                connection.recv(1000)
                connection.sendall(answer)

        threading.Thread(target=speak, daemon=True).start()
        assert why(f"http://127.0.0.1:{other.getsockname()[1]}/")


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_never_ends(start: bytes) -> None:
    """A server that sends a byte now and then would hold the program, or a thread, for ever."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as other:

        def trickle() -> None:
            with other.accept()[0] as connection:
                try:
                    connection.sendall(start)
                    while True:
                        connection.sendall(b" ")
                        time.sleep(0.01)
                except OSError:
                    ended.set()

        threading.Thread(target=trickle, daemon=True).start()
        url = f"http://127.0.0.1:{other.getsockname()[1]}/"
        started = time.monotonic()
        said = why(url, bounds=Bounds(seconds=0.2, size=10**9, private=True))
        assert said == "there was no whole answer in 0.2 seconds"
        assert time.monotonic() - started < 3
        assert ended.wait(5)


def test_a_resolver_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network without a name server would hold the program up for minutes."""
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(10) and [])
    said = why("http://x.example/", bounds=Bounds(seconds=0.1))
    over.set()
    assert said == "there was no whole answer in 0.1 seconds"


def test_nobody_listens() -> None:
    """A server that is down would end in a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert why(f"http://127.0.0.1:{port}/") == "connection refused"


def test_the_next_address_is_tried(
    serve: Callable[..., Answering], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site whose first address is out of reach, as with IPv6, could not be asked at all."""
    server = serve("127.0.0.2")
    server.at("/", 200, b"here")
    port = int(server.address.rpartition(":")[2])
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
        for each in ("127.0.0.3", "127.0.0.2")
    ]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **o: found if "x" in host else real(host, *a, **o)
    )
    assert fetch(f"http://x.example:{port}/", "tests", bounds=HERE).data == b"here"
    assert server.asked[0].headers["Host"] == f"x.example:{port}"


def test_an_address_of_ipv6() -> None:
    """A site that has no other could not be asked."""
    asked = []
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("there is no IPv6 on this machine")
    with listening:

        def answer() -> None:
            with listening.accept()[0] as connection:
                asked.append(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere")

        threading.Thread(target=answer, daemon=True).start()
        url = f"http://[::1]:{listening.getsockname()[1]}"
        assert fetch(url, "tests", bounds=HERE).data == b"here"
    assert f"\r\nHost: {url.removeprefix('http://')}\r\n".encode() in asked[0]


def test_a_name_is_looked_up_once(
    serve: Callable[..., Answering], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere the second time would get past the check of where it leads."""
    outside, inside = serve("127.0.0.2"), serve("127.0.0.1")
    port = int(outside.address.rpartition(":")[2])
    places = [("127.0.0.2", port)]
    real = socket.getaddrinfo

    def resolve(host: str, *args: object, **options: object) -> list[object]:
        if host != "turns.example":
            return real(host, *args, **options)
        place = places.pop() if places else ("127.0.0.1", int(inside.address.rpartition(":")[2]))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr("feeds.web.addresses.is_public", lambda address: address == "127.0.0.2")
    outside.at("/", 302, Location=f"http://turns.example:{port}/again")
    said = why(f"http://turns.example:{port}/", bounds=Bounds(seconds=5))
    assert said == "turns.example is not on the public web"
    assert (outside.paths, inside.paths) == (["GET /"], [])


@pytest.mark.parametrize(
    "url", ["http://u:p@127.0.0.1/", "http://u@127.0.0.1/", "ftp://127.0.0.1/", "file:///x", "x"]
)
def test_addresses_that_are_never_asked(url: str) -> None:
    """A password in a post would be sent, or a file be read."""
    with pytest.raises(RefusedError):
        fetch(url, "tests", bounds=HERE)


def test_what_is_private_is_not_asked(server: Answering) -> None:
    """A post could have the program ask what only its own machine reaches."""
    port = server.address.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1"):
        said = why(f"http://{host}:{port}/", bounds=Bounds(seconds=5))
        assert said.endswith("is not on the public web"), host
    assert server.asked == []


def test_a_redirect_to_what_is_private(
    serve: Callable[..., Answering], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public server could send the program to a private one."""
    outside, inside = serve("127.0.0.2"), serve("127.0.0.1")
    outside.at("/", 302, Location=f"{inside.address}/")
    monkeypatch.setattr("feeds.web.addresses.is_public", lambda address: address == "127.0.0.2")
    said = why(f"{outside.address}/", bounds=Bounds(seconds=5))
    assert said == "127.0.0.1 is not on the public web"
    assert (outside.paths, inside.paths) == (["GET /"], [])


@pytest.fixture
def certificate(tmp_path: Path, program: Callable[[str], str]) -> Path:
    """A certificate and its key for one name, which nobody trusts."""
    file = tmp_path / "both.pem"
    command = (
        f"{program('openssl')} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
        f"-subj /CN=x -addext subjectAltName=IP:127.0.0.1 -keyout {file}.key -out {file}.crt"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    file.write_text("".join(Path(f"{file}.{end}").read_text() for end in ("key", "crt")))
    return file


@pytest.fixture
def secure(serve: Callable[..., Answering], certificate: Path) -> Callable[[str], Answering]:
    """A server over TLS on a loopback address, whose certificate is for 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    exchange._trust.cache_clear()

    def start(host: str) -> Answering:
        server = serve(host, context)
        server.at("/", 200, b"safe")
        return server

    return start


def test_a_certificate_that_the_system_trusts(
    secure: Callable[[str], Answering], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No site over https could be asked, or a company's own authority would not count."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    assert fetch(secure("127.0.0.1").address, "tests", bounds=HERE).data == b"safe"
    other = secure("127.0.0.2")
    assert why(other.address).startswith("its certificate is not accepted: IP address mismatch")
    assert other.asked == []
    exchange._trust.cache_clear()


def test_a_certificate_that_nobody_trusts(secure: Callable[[str], Answering]) -> None:
    """Anybody on the way could answer for a site."""
    server = secure("127.0.0.1")
    assert why(server.address) == "its certificate is not accepted: self-signed certificate"
    assert server.asked == []


def test_https_where_there_is_none(server: Answering) -> None:
    """A server that speaks plainly would end in a traceback."""
    said = why(server.address.replace("http:", "https:"))
    assert said.startswith("no safe connection can be made")


def test_a_proxy_of_the_environment(server: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cron job behind a company's proxy could ask nothing."""
    server.at("*", 200, b"through")
    monkeypatch.setenv("http_proxy", server.address.replace("//", "//user:p%40ss@"))
    assert fetch("http://93.184.215.14:81/a?b", "tests").data == b"through"
    (asked,) = server.asked
    assert asked.path == "http://93.184.215.14:81/a?b"
    assert asked.headers["Host"] == "93.184.215.14:81"
    assert asked.headers["Proxy-Authorization"] == "Basic dXNlcjpwQHNz"


def test_a_proxy_for_https(
    serve: Callable[..., Answering], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would be asked for pages rather than for a way to them."""
    proxy = serve()
    proxy.at("*", 403)
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    assert "403" in why("https://93.184.215.14/a")
    assert proxy.paths == ["CONNECT 93.184.215.14:443"]


def test_a_way_through_a_proxy(
    secure: Callable[[str], Answering], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site over https could not be asked from behind a proxy, or without its certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    server, asked = secure("127.0.0.1"), []
    with socket.create_server(("127.0.0.2", 0)) as proxy:

        def carry(source: socket.socket, target: socket.socket) -> None:
            with suppress(OSError):
                while data := source.recv(65536):
                    target.sendall(data)
            target.close()

        def lead() -> None:
            client = proxy.accept()[0]
            asked.append(client.recv(65536))
            target = socket.create_connection(("127.0.0.1", int(server.address.split(":")[2])))
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            threading.Thread(target=carry, args=(target, client), daemon=True).start()
            carry(client, target)

        threading.Thread(target=lead, daemon=True).start()
        monkeypatch.setenv("https_proxy", f"http://u:p@127.0.0.2:{proxy.getsockname()[1]}")
        assert fetch(server.address, "tests", bounds=HERE).data == b"safe"
    (head,) = asked
    assert head.startswith(b"CONNECT 127.0.0.1:")
    assert b"Proxy-Authorization: Basic dTpw\r\n" in head
    (request,) = server.asked
    assert "Proxy-Authorization" not in request.headers


def test_no_proxy(server: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is to be asked directly would be asked through a proxy."""
    server.at("/", 200, b"direct")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert fetch(server.address, "tests", bounds=HERE).data == b"direct"


def test_a_proxy_is_not_a_way_in(server: Answering, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that runs beside what is private could be sent there by a post."""
    monkeypatch.setenv("http_proxy", server.address)
    said = why("http://169.254.169.254/latest", bounds=Bounds(seconds=5))
    assert said == "169.254.169.254 is not on the public web"
    assert server.asked == []


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "https://127.0.0.1:1", "http://:x"])
def test_a_proxy_that_is_none(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The web would be asked past a proxy that was meant."""
    monkeypatch.setenv("all_proxy", proxy)
    assert why("http://93.184.215.14/").startswith("the proxy in the environment is none")


@given(sampled_from(["", "http://", "https://x.example:"]), text())
@example("", "http://x.example\\@127.0.0.1/")
@example("", "http://x.example:99999999/")
@example("", "http://[::1%25lo]/")
@example("http://", "x.\u2100.example/\r\nX: y")
def test_any_text_is_an_address_or_none(start: str, rest: str) -> None:
    """An odd address in a post would end the program."""
    with patch.object(socket, "getaddrinfo", side_effect=OSError), pytest.raises(NoAnswerError):
        fetch(start + rest, "tests", bounds=HERE)


@given(sampled_from([301, 302, 303, 307, 308]), sampled_from(["", "//", "http://"]), text())
def test_any_redirect_leads_somewhere_or_nowhere(status: int, start: str, rest: str) -> None:
    """A server could end the program, or lead it off the web."""
    reply = Reply(status, "", {"location": start + rest}, b"", "https://x.example/a")
    try:
        target = redirected(reply, "GET")
    except RefusedError:
        return
    assert target is not None
    assert is_web_url(target)
    assert "#" not in target
