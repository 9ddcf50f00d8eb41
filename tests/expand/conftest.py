"""Bodies worked out on sites made for one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from feeds.collect import collect, read_body
from feeds.collect.dialects import detect
from feeds.expand import Sources, expander
from feeds.model import Expanded, PostSettings, Query, Site
from feeds.workspace import moment
from feeds.zones import zone

Expanding = Callable[..., Expanded]


@pytest.fixture
def expanded(tmp_path: Path) -> Expanding:
    """Works out a body: that of a post at such a path, with such front matter and other files.

    What the sources then say of every input is what the body was made from.
    """

    def run(
        source: str,
        path: str,
        front_matter: str = "title: T",
        files: Mapping[str, str | bytes] | None = None,
        **posts: object,
    ) -> Expanded:
        root = tmp_path / "site"
        text = f"---\n{front_matter}\n---\n{source}"
        for name, data in {**(files or {}), path: text}.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data if isinstance(data, bytes) else data.encode())
        dialect = detect(root)
        settings = PostSettings(drafts=True, **posts)  # type: ignore[arg-type]
        site = Site(root, "https://x.example/blog", "X", "en", zone("Asia/Tokyo"), posts=settings)
        with collect(site, dialect) as collection:
            everything = Query(moment("2030-01-01", site), drafts=True, future=True)
            (post,) = (p for p in collection.store.select(everything) if p.path == path)
            sources = Sources(site, collection.dialect, collection.folders)
        done = expander(site, collection.dialect, sources).expand(read_body(site, post), post)
        again = Sources(site, collection.dialect, collection.folders)
        assert done.inputs == tuple((name, again.digest(name)) for name, _ in done.inputs)
        return done

    return run
