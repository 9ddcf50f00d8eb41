"""The session in docs/moving.md is what somebody would see who types it."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs/moving.md"


def replace(before: str, after: str, file: str) -> None:
    """What the page calls `replace`."""
    text = Path(file).read_text(encoding="utf-8")
    assert before in text
    Path(file).write_text(text.replace(before, after), encoding="utf-8")


def test_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, feeds: Callable[..., Any]
) -> None:
    """Somebody who follows the page would see something else than it says."""
    monkeypatch.chdir(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    files = re.findall(r"`([\w./-]+)`\n\n```(?:toml|markdown)\n(.*?)^```", page, re.S | re.M)
    assert [name for name, _ in files] == [
        "feeds.toml",
        "posts/2026-11-20-nets.md",
        "posts/2026-11-23-ferry.md",
    ]
    for name, text in files:
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    sessions = re.findall(r"^```console\n(.*?)^```", page, re.S | re.M)
    steps = [step for session in sessions for step in re.split(r"^\$ ", session, flags=re.M)[1:]]
    assert len(steps) == 12
    for step in steps:
        command, _, expected = step.partition("\n")
        name, *arguments = shlex.split(command)
        if name == "feeds":
            said = feeds(*arguments)
            assert said.out + said.err == expected, command
            assert said.status == (1 if "error: " in expected else 0), command
        else:
            assert not expected
            {
                "cp": lambda _, *paths: shutil.copytree(*paths),
                "mv": shutil.move,
                "replace": replace,
            }[name](*arguments)
