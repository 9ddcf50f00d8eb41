"""Small blogs and the feeds that their readers know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from feeds.adopt import Survey, survey

NOW = "2026-11-23T12:00Z"
Look = Callable[..., Survey]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes files below a new folder and gives it."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "blog"
        root.mkdir(exist_ok=True)
        for name, text in files.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return make


@pytest.fixture
def look(write: Callable[[Mapping[str, str | bytes]], Path]) -> Look:
    """The survey of a blog of such files."""

    def run(files: Mapping[str, str | bytes], **options: str) -> Survey:
        return survey(write(files), NOW, **options)  # type: ignore[arg-type]

    return run
