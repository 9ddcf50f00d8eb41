"""How long remote media files are, and of what type."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.errors import BuildError
from feeds.web.links import Manners
from feeds.web.probe import Probed, RemoteFile

if TYPE_CHECKING:
    from tests.conftest import Answering

QUICK = Manners(pause=0)


def learn(file: Path, *urls: str) -> tuple[list[RemoteFile | None], dict[str, str]]:
    """What is known after asking, and what could not be learned."""
    failed = Probed(file).learn(urls, manners=QUICK, private=True)
    return [Probed(file).get(url) for url in urls], failed


def test_a_file_is_asked_for_once(server: Answering, tmp_path: Path) -> None:
    """A feed would change with what a server says, or be asked about at every build."""
    server.at("/a.mp3", 200, Content_Length="123456", Content_Type="Audio/MPEG; x=y")
    file, url = tmp_path / "cache/probed.json", f"{server.address}/a.mp3"
    assert Probed(file).get(url) is None
    for _ in range(2):
        assert learn(file, url, url) == ([RemoteFile(123456, "audio/mpeg")] * 2, {})
    assert server.paths == ["HEAD /a.mp3"]
    assert json.loads(file.read_text())["media"] == {url: {"length": 123456, "type": "audio/mpeg"}}


@pytest.mark.parametrize("type_", ["application/octet-stream", "", "audio", "a b/c", "a/b c"])
def test_a_type_that_says_nothing(server: Answering, tmp_path: Path, type_: str) -> None:
    """A feed would say of an episode that it is anything at all."""
    server.at("/a", 200, Content_Length="5", Content_Type=type_)
    assert learn(tmp_path / "x", f"{server.address}/a")[0] == [RemoteFile(5, "")]


@pytest.mark.parametrize("head", [{}, {"Content-Length": "0"}, {"Content-Encoding": "gzip"}])
def test_a_server_that_does_not_count(
    server: Answering, tmp_path: Path, head: dict[str, str]
) -> None:
    """A file whose length only its bytes tell would have none, or a wrong one."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "HEAD":
            handler.send_response(200)
            for name, value in head.items():
                handler.send_header(name, value)
            handler.end_headers()
            return
        assert handler.headers["Range"] == "bytes=0-0"
        handler.send_response(206)
        handler.send_header("Content-Range", "bytes 0-0/98765")
        handler.send_header("Content-Length", "1")
        handler.send_header("Content-Type", "video/mp4")
        handler.end_headers()
        handler.wfile.write(b"x")

    server.answers["/a"] = answer
    assert learn(tmp_path / "x", f"{server.address}/a")[0] == [RemoteFile(98765, "video/mp4")]


@pytest.mark.parametrize(
    ("status", "headers", "why"),
    [
        (404, {}, "the answer is 404 Not Found"),
        (200, {"Content_Type": "text/html; charset=utf-8"}, "there is a web page, not a file"),
        (200, {"Content_Length": "x"}, "the server does not say how long the file is"),
        (200, {"Content_Length": "-1"}, "the server does not say how long the file is"),
        (200, {"Content_Length": "9" * 40}, "the server does not say how long the file is"),
        (206, {"Content_Range": "bytes 0-0/*"}, "the server does not say how long the file is"),
        (200, {"Content_Length": "0"}, "the file is empty"),
        (416, {"Content_Range": "bytes */0"}, "the file is empty"),
    ],
)
def test_what_is_not_learned(
    server: Answering, tmp_path: Path, status: int, headers: dict[str, str], why: str
) -> None:
    """A feed would tell readers of a file that is not there, or be wrong about it for ever."""
    server.at("/a", status, **headers)
    known, failed = learn(tmp_path / "x", f"{server.address}/a")
    assert known == [None]
    assert failed[f"{server.address}/a"].startswith(why)
    assert not (tmp_path / "x").exists()


def test_one_file_that_fails_costs_no_other(server: Answering, tmp_path: Path) -> None:
    """An episode that is gone would cost the length of every other."""
    server.at("/a", 200, Content_Length="5")
    urls = [f"{server.address}/{path}" for path in ("gone", "a")]
    known, failed = learn(tmp_path / "x", *urls)
    assert known == [None, RemoteFile(5, "")]
    assert list(failed) == urls[:1]


def test_what_is_private_is_not_asked(server: Answering, tmp_path: Path) -> None:
    """A post could have the program ask its own machine."""
    failed = Probed(tmp_path / "x").learn([f"{server.address}/a"], manners=QUICK)
    assert list(failed.values()) == ["127.0.0.1 is not on the public web"]
    assert server.asked == []


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"version": 2, "media": {"u": {}}}'),
        *(b'{"version": 1, "media": [1]}', b'{"version": 1, "media": {"u": 7, "v": null}}'),
        b'{"version": 1, "media": {"u": {"length": -1, "type": ""}}}',
        b'{"version": 1, "media": {"u": {"length": true, "type": "a/b"}}}',
        b'{"version": 1, "media": {"u": {"length": 5, "type": "a/b<script>"}}}',
        b'{"version": 1, "media": {"u": {"length": "5", "type": "a/b"}}}',
    ],
)
def test_a_damaged_note(tmp_path: Path, data: bytes) -> None:
    """A crash of the machine would stop all builds, or put nonsense into the feed."""
    (tmp_path / "x").write_bytes(data)
    assert Probed(tmp_path / "x").get("u") is None


def test_a_note_that_cannot_be_written(server: Answering, tmp_path: Path) -> None:
    """The next build would give other bytes, and nobody know why."""
    server.at("/a", 200, Content_Length="5")
    (tmp_path / "file").write_text("")
    with pytest.raises(BuildError, match="cannot be written"):
        learn(tmp_path / "file/x", f"{server.address}/a")
