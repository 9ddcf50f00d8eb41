"""Newsletters: the next issue of each, as inboxes show it, and what is to be said of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from feeds.errors import Level
from feeds.model import Document, NewsletterSettings
from feeds.preview.choices import LOOKS, NARROWEST, VIEWS, WIDEST, WIDTHS, Choices
from feeds.preview.desk import Desk, decoded
from feeds.preview.display import Display, display
from feeds.preview.inbox import measured, rows
from feeds.preview.letter_pictures import LetterPictures
from feeds.preview.policies import FRAME_POLICY
from feeds.preview.reading import headers
from feeds.preview.remarks import Remark, Remarks
from feeds.preview.snapshot import Letter

__all__ = ["routes"]

_FRAMED = ("mail", "web")
_WITH_REMOTE = FRAME_POLICY.replace("img-src 'self'", "img-src 'self' https:")


def routes(desk: Desk) -> Sequence[Route]:
    """The routes of newsletters, the home page among them."""
    remarks = Remarks()

    async def home(_request: Request) -> Response:
        shown = desk.names()
        return RedirectResponse(_address(shown[0]) if shown else "/feeds")

    async def letter(request: Request) -> Response:
        shown = await desk.letter(request.path_params["name"])
        if shown is None:
            return await desk.missing(request)
        choices = Choices.read(request.query_params)
        if not (shown.html and shown.text and shown.mail):
            return desk.page(
                request,
                "newsletter.html",
                _address(shown),
                letter=shown,
                choices=choices,
                made=False,
            )
        sheets = {"text": shown.text, "source": shown.html, "headers": shown.mail}
        sheet = sheets.get(choices.view)
        mail, html = shown.mail.data, shown.html.data
        return desk.page(
            request,
            "newsletter.html",
            _address(shown),
            letter=shown,
            choices=choices,
            made=True,
            headers=headers(mail),
            rows=await asyncio.to_thread(rows, mail, html),
            measure=await asyncio.to_thread(measured, mail, html, _settings(desk, shown)),
            framed=await _framed(desk, shown, choices) if sheet is None else None,
            sheet=sheet,
            lines=decoded(sheet.data).splitlines(keepends=True) if sheet else (),
            views=[each for each in VIEWS if each != "web" or shown.page],
            looks=LOOKS,
            widths=WIDTHS,
            narrowest=NARROWEST,
            widest=WIDEST,
        )

    async def framed(request: Request) -> Response:
        shown = await desk.letter(request.path_params["name"])
        view = request.path_params["view"]
        if shown is None or view not in _FRAMED:
            return await desk.missing(request)
        choices = Choices.read({**request.query_params, "view": view})
        made = await _framed(desk, shown, choices)
        if made is None:
            return await desk.missing(request)
        policy = _WITH_REMOTE if choices.remote else FRAME_POLICY
        return HTMLResponse(made.html, headers={"Content-Security-Policy": policy})

    async def picture(request: Request) -> Response:
        shown = await desk.letter(request.path_params["name"])
        if shown is None:
            return await desk.missing(request)
        pictures = await _pictures(desk, shown)
        found = await asyncio.to_thread(pictures.read, request.path_params["path"])
        if found is None:
            return await desk.missing(request)
        # Opened by itself, an SVG picture would be a document that can hold scripts.
        policy = {"Content-Security-Policy": FRAME_POLICY}
        return Response(found.data, headers=policy, media_type=found.media_type)

    async def findings(request: Request) -> Response:
        shown = await desk.letter(request.path_params["name"])
        if shown is None:
            return await desk.missing(request)
        found = await asyncio.to_thread(remarks.of, await desk.workspace(), shown)
        return desk.page(
            request,
            "newsletter_findings.html",
            _address(shown),
            letter=shown,
            choices=Choices.read(request.query_params),
            found=found,
            levels={level: sum(_is(each, level) for each in found) for level in Level},
        )

    return [
        Route("/", home),
        Route("/newsletters/{name}", letter),
        Route("/newsletters/{name}/findings", findings),
        Route("/frame/letter/{name}/{view}", framed),
        Route("/picture/{name}/{path:path}", picture),
    ]


async def _framed(desk: Desk, letter: Letter, choices: Choices) -> Display | None:
    """The HTML that these choices show of a letter; None where it has none."""
    document: Document | None = letter.page if choices.view == "web" else letter.html
    if document is None:
        return None
    local = (await _pictures(desk, letter)).address
    reserve = _settings(desk, letter).link_reserve
    html = decoded(document.data)
    return await asyncio.to_thread(display, html, choices, local, reserve=reserve)


async def _pictures(desk: Desk, letter: Letter) -> LetterPictures:
    return LetterPictures(desk.site, (await desk.workspace()).dialect.static, letter)


def _settings(desk: Desk, letter: Letter) -> NewsletterSettings:
    return next(each for each in desk.site.newsletters if each.name == letter.name)


def _is(remark: Remark, level: Level) -> bool:
    return remark.finding.level is level


def _address(letter: Letter) -> str:
    return f"/newsletters/{quote(letter.name)}"
