"""Feeds: all of them, and each as its readers read it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.preview import frames
from feeds.preview.desk import Desk, decoded, frame, view
from feeds.preview.snapshot import FeedDocument

__all__ = ["routes"]

_VIEWS = {"entries": "feed.entries", "source": "feed.source"}


def routes(desk: Desk) -> Sequence[Route]:
    """The routes of feeds and their entries."""

    async def overview(request: Request) -> Response:
        return desk.page(request, "feeds.html", "/feeds", feeds=await desk.feeds())

    async def feed(request: Request) -> Response:
        found = await _found(desk, request.path_params["path"])
        if found is None:
            return await desk.missing(request)
        formats, shown = found
        wanted = view(request, _VIEWS)
        return desk.page(
            request,
            "feed.html",
            f"/feeds/{quote(formats[0].document.path)}",
            formats=formats,
            feed=shown,
            views=_VIEWS,
            view=wanted,
            source=decoded(shown.document.data) if wanted == "source" else "",
        )

    async def entry(request: Request) -> Response:
        found = await _found(desk, request.path_params["path"])
        number = request.path_params["number"]
        if found is None or number >= len(found[1].channel.items):
            return await desk.missing(request)
        content = found[1].channel.items[number].content
        return frame(frames.entry_frame(content, desk.site))

    return [
        Route("/feeds", overview),
        Route("/feeds/{path:path}", feed),
        Route("/frame/entry/{number:int}/{path:path}", entry),
    ]


async def _found(desk: Desk, path: str) -> tuple[tuple[FeedDocument, ...], FeedDocument] | None:
    for formats in await desk.feeds():
        for made in formats:
            if made.document.path == path:
                return formats, made
    return None
