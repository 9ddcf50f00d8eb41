"""What a run says while it works, and to whom."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
from pathlib import Path

import pytest

from feeds.cli import bar


def test_one_bar_for_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run would look stuck, or its bar stand in the way of what is printed after."""
    monkeypatch.setattr(bar, "_SECONDS_BEFORE", 0)
    monkeypatch.setattr(bar, "_SECONDS_BETWEEN", 0)
    main_end, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
    monkeypatch.setenv("TERM", "xterm")
    before = threading.active_count()
    with os.fdopen(terminal, "w") as screen:
        monkeypatch.setattr(sys, "stderr", screen)
        with bar.progress(quiet=False) as begin:
            assert begin is not None
            for what in ("Reading posts", "Rendering posts"):
                told = begin(what)
                for done in range(1, 5):
                    told(done, 5000)
                assert threading.active_count() == before
        drawn = os.read(main_end, 100_000).decode()
    os.close(main_end)
    for what in ("Reading posts", "Rendering posts"):
        assert what in drawn
    for shown in ("4/5000", "a second", "left"):
        assert shown in drawn


def test_no_bar_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """A log would fill with the signs of a progress bar."""
    with bar.progress(quiet=False) as begin:
        assert begin is None
    assert capsys.readouterr().err == ""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a title that not every terminal can show."""
    (tmp_path / "feeds.toml").write_text('[site]\nurl = "https://x.example"\ntimezone = "UTC"\n')
    (tmp_path / "posts").mkdir()
    for number in range(300):
        text = f"---\ntitle: 港 {number}\ndate: 2026-01-01\n---\n"
        (tmp_path / f"posts/{number}.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_terminal_of_another_encoding(site: Path) -> None:
    """A Japanese title would end the run on an old terminal."""
    run = subprocess.run(
        [sys.executable, "-m", "feeds", "list", "--format", "json", site],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
    )
    assert run.returncode == 0
    assert rb"\u6e2f 7" in run.stdout


@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_a_reader_that_leaves_early(site: Path, reader: str) -> None:
    """`feeds list | head` would end with a traceback, or look as if it had failed."""
    command = f'"{sys.executable}" -m feeds list "{site}" | {reader}; echo "${{PIPESTATUS[0]}}"'
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert "Traceback" not in run.stderr
    assert "BrokenPipe" not in run.stderr
    assert run.stdout.splitlines()[-1] == "0"
