"""Sites made for one test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.collect import Collection, collect
from feeds.collect.dialects import detect
from feeds.model import PostSettings, Query, Site
from feeds.zones import zone

MakeSite = Callable[..., Site]
Collected = Callable[[Site], Collection]


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Writes files below a new folder and gives the site that they make."""

    def make(
        files: Mapping[str, str | bytes], *, timezone: str = "Asia/Tokyo", **posts: object
    ) -> Site:
        root = tmp_path / "site"
        shutil.rmtree(root, ignore_errors=True)
        for name, text in files.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Site(
            root=root,
            url="https://harbour.example",
            title="Harbour",
            language="en",
            timezone=zone(timezone),
            posts=PostSettings(**posts),  # type: ignore[arg-type]
        )

    return make


EVERYTHING = Query(datetime.now(UTC), drafts=True, future=True)


@pytest.fixture
def collected(tmp_path: Path) -> Iterator[Collected]:
    """Collects a site from nothing, with a new index and with a warm one: all must agree."""
    with ExitStack() as stack:

        def run(site: Site) -> Collection:
            dialect = detect(site.root)
            collection = stack.enter_context(collect(site, dialect))
            expected = collection.store.select(EVERYTHING)
            for _ in ("a new index", "a warm index"):
                with collect(site, dialect, tmp_path / "cache") as remembered:
                    assert remembered.findings == collection.findings
                    assert remembered.store.select(EVERYTHING) == expected
            return collection

        yield run


@pytest.fixture
def gather(
    make_site: MakeSite, collected: Callable[[Site], Collection]
) -> Callable[..., Collection]:
    """Collects a site of such files, in whatever dialect they are."""

    def run(files: Mapping[str, str | bytes], **settings: object) -> Collection:
        return collected(make_site(files, **settings))

    return run
