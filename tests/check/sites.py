"""A site's posts as readers get them, from its folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from feeds.check.pages import Page
from feeds.collect import collect
from feeds.model import Post, Query
from feeds.renderer import Renderer, Shown
from feeds.workspace import Workspace

__all__ = ["EVERYTHING", "posts_and_pages"]

EVERYTHING = Query(datetime(2020, 1, 1, tzinfo=UTC), drafts=True, future=True)
"""Every post of a site, but for those that had expired long ago."""


def posts_and_pages(
    workspace: Workspace, query: Query = EVERYTHING
) -> tuple[Sequence[Post], list[Page]]:
    """Every post, drafts and future ones too, and the pages of those that match."""
    site, root = workspace.site, Path(workspace.site.root)
    everything = replace(site, posts=replace(site.posts, drafts=True, future=True))
    with collect(everything, workspace.dialect) as collection:
        posts = collection.store.select(EVERYTHING)
        shown = collection.store.select(query)
        informed = replace(workspace, dialect=collection.dialect, jobs=1)
        renderer = Renderer(informed, collection.folders, remembers=False)
        work = [renderer.read(Shown(post)) for post in shown]
        bodies = [body for _, body in renderer.render(work)]
    texts = [(root / post.path).read_text(encoding="utf-8", errors="replace") for post in shown]
    return posts, [
        Page(post, body.html, text) for post, body, text in zip(shown, bodies, texts, strict=True)
    ]
