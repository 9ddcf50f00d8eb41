"""The review file of a newsletter's next issue, to be downloaded and sent to a colleague."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.newsroom.checking import linted
from feeds.newsroom.review_files import review
from feeds.newsroom.room import newsletter_of
from feeds.preview.desk import Desk
from feeds.preview.snapshot import Letter
from feeds.preview.words import spoken
from feeds.workspace import Workspace

__all__ = ["routes"]


def routes(desk: Desk) -> Sequence[Route]:
    """The route of the file."""

    async def download(request: Request) -> Response:
        letter = await desk.letter(request.path_params["name"])
        if letter is None or letter.mail is None:
            return await desk.missing(request)
        language = spoken(request.headers.get("accept-language", "")).language
        data = await asyncio.to_thread(_made, await desk.workspace(), letter, language)
        name = quote(f"{letter.name}-review.html")
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(data, headers=disposition, media_type="text/html; charset=utf-8")

    return [Route("/newsletters/{name}/review.html", download)]


def _made(workspace: Workspace, letter: Letter, language: str) -> bytes:
    found = list(letter.findings)
    if letter.prepared:
        found += linted(workspace, letter.prepared)
    newsletter = newsletter_of(workspace.site, letter.name)
    message = letter.mail.data if letter.mail else b""
    findings = tuple(dict.fromkeys(found))
    return review(workspace, newsletter, message, letter.documents.values(), findings, language)
