"""The program starts where it can, says where, and stops cleanly."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from feeds import preview
from feeds.errors import ConfigurationError
from feeds.preview.server import listen


def start(site: Path, *options: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """`feeds preview` as people start it."""
    return subprocess.Popen(
        [sys.executable, "-m", "feeds", "preview", str(site), "--no-open", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )


def test_a_port_in_use_gives_way_to_a_free_one() -> None:
    """Two previews could not run at a time."""
    with listen(0) as first, listen(first.getsockname()[1]) as second:
        addresses = first.getsockname(), second.getsockname()
    assert [host for host, _ in addresses] == ["127.0.0.1", "127.0.0.1"]
    assert len({port for _, port in addresses}) == 2


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    """People would get a traceback for a mistyped port."""
    with pytest.raises(ConfigurationError, match="is not a port"):
        listen(port)


def test_a_forbidden_port_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """People would get a traceback for a port that only root may use."""

    def refuse(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(ConfigurationError, match="--port: 80 cannot be used: Permission denied"):
        listen(80)


def test_a_site_that_cannot_be_read_is_refused_at_once(tmp_path: Path) -> None:
    """The program would serve an empty page for a mistyped folder."""
    with pytest.raises(ConfigurationError):
        preview.serve(
            tmp_path / "none", port=0, now=None, drafts=False, future=False, open_browser=False
        )


def test_a_date_that_is_none_is_refused_at_once(small_site: Path) -> None:
    """A mistyped --now would stay an error on the page for ever."""
    with pytest.raises(ConfigurationError, match="is not a date"):
        preview.serve(
            small_site, port=0, now="soon", drafts=False, future=False, open_browser=False
        )


def test_a_browser_is_opened_where_there_is_a_display(
    small_site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """People would have to copy the address by hand."""
    opened: list[str] = []

    def look(address: str) -> None:
        opened.append(address)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", look)
    preview.serve(small_site, port=0, now=None, drafts=False, future=False, open_browser=True)
    assert capsys.readouterr().out == f"Preview: {opened[0]} (Ctrl-C stops it)\n"


def test_it_tells_of_a_save_and_stops_with_pages_open(small_site: Path) -> None:
    """Pages would have to be reloaded by hand, or would keep the program from ending cleanly."""
    with start(small_site, "--port", "0") as process:
        assert process.stdout
        found = re.fullmatch(
            r"Preview: http://127\.0\.0\.1:(\d+)/ \(Ctrl-C stops it\)\n", process.stdout.readline()
        )
        assert found
        connections = [HTTPConnection("127.0.0.1", int(found[1]), timeout=10) for _ in range(2)]
        answers = []
        for connection in connections:
            connection.request("GET", "/events")
            answers.append(connection.getresponse())
        heard = [[answer.readline() for _ in range(4)][2] for answer in answers]
        post = small_site / "posts" / "ferry.md"
        post.write_text(post.read_text().replace("The first ferry", "The last ferry"))
        news = [answer.readline() for answer in answers]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
        for opened in (*answers, *connections):
            opened.close()
    assert heard[0] == heard[1]
    assert news[0] == news[1]
    assert re.fullmatch(rb"data: \w+\.0\n", heard[0])
    assert re.fullmatch(rb"data: \w+\.1\n", news[0])
    assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_without_a_cache_nothing_is_left_behind(
    small_site: Path, tmp_path: Path, how: signal.Signals
) -> None:
    """Every day would leave another folder among the machine's temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with start(
        small_site, "--port", "0", "--no-cache", env={**os.environ, "TMPDIR": str(temporary)}
    ) as process:
        assert process.stdout
        address = process.stdout.readline().split()[1]
        parts = urlsplit(address)
        connection = HTTPConnection("127.0.0.1", parts.port, timeout=30)
        connection.request("GET", f"/newsletters/weekly?{parts.query}")
        connection.getresponse().read()
        assert len(list(temporary.iterdir())) == 1
        process.send_signal(how)
        out, err = process.communicate(timeout=20)
        connection.close()
    assert (process.returncode, out, err) == (0, "", "")
    assert list(temporary.iterdir()) == []
    assert not (small_site / ".feeds").exists()
