"""Newsletters: the next issue of each, as a mail."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from feeds.preview import frames
from feeds.preview.desk import Desk, decoded, frame, view
from feeds.preview.reading import headers
from feeds.preview.snapshot import Letter

__all__ = ["routes"]

_VIEWS = {
    "desktop": "letter.desktop",
    "phone": "letter.phone",
    "text": "letter.text",
    "source": "letter.source",
    "mail": "letter.mail",
}


def routes(desk: Desk) -> Sequence[Route]:
    """The routes of newsletters, the home page among them."""

    async def home(_request: Request) -> Response:
        shown = desk.names()
        return RedirectResponse(_address(shown[0]) if shown else "/feeds")

    async def letter(request: Request) -> Response:
        shown = await desk.letter(request.path_params["name"])
        if shown is None:
            return await desk.missing(request)
        wanted = view(request, _VIEWS)
        document = {"text": shown.text, "source": shown.html, "mail": shown.mail}.get(wanted)
        return desk.page(
            request,
            "newsletter.html",
            _address(shown),
            letter=shown,
            headers=headers(shown.mail.data) if shown.mail else (),
            views=_VIEWS,
            view=wanted,
            document=document,
            source=decoded(document.data) if document else "",
        )

    async def framed(request: Request) -> Response:
        document = await desk.document(request.path_params["path"])
        if document is None or document.media_type != "text/html":
            return await desk.missing(request)
        return frame(frames.digest_frame(document.data, desk.site))

    return [
        Route("/", home),
        Route("/newsletters/{name}", letter),
        Route("/frame/digest/{path:path}", framed),
    ]


def _address(letter: Letter) -> str:
    return f"/newsletters/{quote(letter.name)}"
