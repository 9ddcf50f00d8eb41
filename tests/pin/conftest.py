"""A site of one post that is to be pinned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.collect.dialects import detect
from feeds.model import PostSettings, Site
from feeds.pin import Pinned, Wanted, pin
from feeds.zones import zone

ID = "https://harbour.example/2026/11/23/walk/"
PATH = "posts/2026-11-23-walk.md"
PinIt = Callable[..., tuple[Pinned, bytes]]


@pytest.fixture
def pin_it(tmp_path: Path) -> PinIt:
    """Pins an id in a post of such bytes, and gives what was said and the bytes after."""

    def run(
        data: bytes, wanted: str = ID, *, dry_run: bool = False, **settings: object
    ) -> tuple[Pinned, bytes]:
        file = tmp_path / PATH
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
        site = Site(
            root=tmp_path,
            url="https://harbour.example",
            title="Harbour",
            language="en",
            timezone=zone("UTC"),
            posts=PostSettings(drafts=True, **settings),  # type: ignore[arg-type]
        )
        done = pin(Wanted(PATH, wanted), site, detect(tmp_path), dry_run=dry_run)
        assert sorted(each.name for each in file.parent.iterdir()) == [file.name]
        return done, file.read_bytes()

    return run
