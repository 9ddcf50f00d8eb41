"""Feeds: all of them, and each as its readers read it, will see it change, and may trip over it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.check.checking import check_documents
from feeds.errors import Finding
from feeds.model import Document
from feeds.preview import frames
from feeds.preview.changes import OUTPUT, beside_published, overview
from feeds.preview.colouring import Line, coloured
from feeds.preview.desk import Desk, decoded, frame, view
from feeds.preview.snapshot import FeedDocument
from feeds.preview.surveying import SURVEY

__all__ = ["routes"]

_ALL_VIEWS = {"feeds": "feed.list", "changes": "feed.changes"}
_VIEWS = {
    "entries": "feed.entries",
    "changes": "feed.changes",
    "findings": "feed.findings",
    "source": "feed.source",
}


def routes(desk: Desk) -> Sequence[Route]:
    """The routes of feeds and their entries."""

    async def every(request: Request) -> Response:
        feeds = await desk.feeds()
        wanted = view(request, _ALL_VIEWS)
        documents = [made.document for formats in feeds for made in formats]
        return desk.page(
            request,
            "feeds.html",
            "/feeds",
            feeds=feeds,
            views=_ALL_VIEWS,
            view=wanted,
            output=OUTPUT,
            compared=await asyncio.to_thread(overview, desk.site.root, documents)
            if wanted == "changes"
            else None,
        )

    async def feed(request: Request) -> Response:
        found = await _found(desk, request.path_params["path"])
        if found is None:
            return await desk.missing(request)
        formats, shown = found
        wanted = view(request, _VIEWS)
        document, items = shown.document, shown.channel.items
        number = None
        if "entry" in request.query_params:
            wanted, number = "entries", _number(shown, request.query_params["entry"])
            if number is None:
                return await desk.missing(request)
        return desk.page(
            request,
            "feed.html" if number is None else "entry.html",
            "/feeds",
            formats=formats,
            feed=shown,
            views=_VIEWS,
            view=wanted,
            output=OUTPUT,
            beside=await asyncio.to_thread(beside_published, desk.site.root, document),
            lines=await asyncio.to_thread(_coloured, document) if wanted == "source" else (),
            findings=await _checked(desk, shown) if wanted == "findings" else (),
            number=number,
            item=None if number is None else items[number],
        )

    async def entry(request: Request) -> Response:
        found = await _found(desk, request.path_params["path"])
        number = request.path_params["number"]
        if found is None or number >= len(found[1].channel.items):
            return await desk.missing(request)
        content = found[1].channel.items[number].content
        return frame(frames.entry_frame(content, desk.site))

    return [
        Route("/feeds", every),
        Route("/feeds/{path:path}", feed),
        Route("/frame/entry/{number:int}/{path:path}", entry),
    ]


async def _found(desk: Desk, path: str) -> tuple[tuple[FeedDocument, ...], FeedDocument] | None:
    for formats in await desk.feeds():
        for made in formats:
            if made.document.path == path:
                return formats, made
    return None


def _number(feed: FeedDocument, entry: str) -> int | None:
    """The position of the entry with that id; None where the feed has it no more."""
    ids = [item.id for item in feed.channel.items]
    return ids.index(entry) if entry in ids else None


def _coloured(document: Document) -> Sequence[Line]:
    return coloured(decoded(document.data), document.media_type)


async def _checked(desk: Desk, feed: FeedDocument) -> Sequence[Finding]:
    """What `feeds check` says of the document, at the lines of its posts where it can."""
    survey = await desk.part(SURVEY)
    posts = survey.posts if survey else ()
    site, now = desk.site, desk.now
    outputs = [site.root / OUTPUT]
    return await asyncio.to_thread(check_documents, site, posts, [feed.document], now, outputs)
