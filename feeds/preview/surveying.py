"""What views ask of a site beside what it would publish: its posts, and what is published."""

from __future__ import annotations

import asyncio

from feeds.newsroom.whereabouts import Survey, survey
from feeds.preview.desk import Desk
from feeds.workspace import open_site

__all__ = ["surveyed"]


async def surveyed(desk: Desk) -> Survey:
    """All posts of the site, and where they are shown."""
    snapshot = desk.state.snapshot

    def make() -> Survey:
        return survey(open_site(snapshot.site.root), snapshot.now)

    return await asyncio.to_thread(make)
