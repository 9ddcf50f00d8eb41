"""What the preview answers to which request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from feeds.preview import frames
from feeds.preview.media import PREFIX, local_picture
from feeds.preview.pages import ASSETS, Pages, asset
from feeds.preview.reading import headers
from feeds.preview.security import FRAME_POLICY, Guard, own_hosts
from feeds.preview.snapshot import FeedDocument, Letter
from feeds.preview.state import State

__all__ = ["make_app"]

_LETTER_VIEWS = {
    "desktop": "Desktop",
    "phone": "Phone",
    "text": "Text",
    "source": "Source",
    "mail": "Mail",
}
_FEED_VIEWS = {"entries": "Entries", "source": "XML"}


def make_app(state: State, port: int) -> ASGIApp:
    """The ASGI application that shows a state, to those who ask for our own address."""
    desk = _Desk(state)
    routes = [
        Route("/", desk.home),
        Route("/newsletters/{name}", desk.newsletter),
        Route("/feeds", desk.feeds),
        Route("/feeds/{path:path}", desk.feed),
        Route("/posts", desk.posts),
        Route("/findings", desk.findings),
        Route("/frame/digest/{path:path}", desk.digest_frame),
        Route("/frame/entry/{number:int}/{path:path}", desk.entry_frame),
        Route("/raw/{path:path}", desk.raw),
        Route(PREFIX + "{path:path}", desk.media),
        Route("/static/{name}", desk.static),
        Route("/events", desk.events),
    ]
    missing = {404: desk.missing}
    return Guard(Starlette(routes=routes, exception_handlers=missing), own_hosts(port))


class _Desk:
    """The endpoints, over one state."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._pages = Pages(state)

    async def home(self, _request: Request) -> Response:
        letters = self._state.snapshot.letters
        return RedirectResponse(_letter_address(letters[0]) if letters else "/feeds")

    async def newsletter(self, request: Request) -> Response:
        name = request.path_params["name"]
        letter = next((it for it in self._state.snapshot.letters if it.name == name), None)
        if letter is None:
            return await self.missing(request)
        view = _view(request, _LETTER_VIEWS)
        shown = {"text": letter.text, "source": letter.html, "mail": letter.mail}.get(view)
        return self._page(
            "newsletter.html",
            _letter_address(letter),
            letter=letter,
            headers=headers(letter.mail.data) if letter.mail else (),
            views=_LETTER_VIEWS,
            view=view,
            document=shown,
            source=_decoded(shown.data) if shown else "",
        )

    async def feeds(self, _request: Request) -> Response:
        return self._page("feeds.html", "/feeds")

    async def feed(self, request: Request) -> Response:
        feed = self._feed(request.path_params["path"])
        if feed is None:
            return await self.missing(request)
        formats, shown = feed
        view = _view(request, _FEED_VIEWS)
        return self._page(
            "feed.html",
            _feed_address(formats[0]),
            formats=formats,
            feed=shown,
            views=_FEED_VIEWS,
            view=view,
            source=_decoded(shown.document.data) if view == "source" else "",
        )

    async def posts(self, _request: Request) -> Response:
        return self._page("posts.html", "/posts")

    async def findings(self, _request: Request) -> Response:
        return self._page("findings.html", "/findings")

    async def digest_frame(self, request: Request) -> Response:
        path = request.path_params["path"]
        document = self._state.snapshot.documents.get(path)
        if document is None or document.media_type != "text/html":
            return await self.missing(request)
        return _frame(frames.digest_frame(document.data, self._state.snapshot.site))

    async def entry_frame(self, request: Request) -> Response:
        feed = self._feed(request.path_params["path"])
        number = request.path_params["number"]
        if feed is None or number >= len(feed[1].channel.items):
            return await self.missing(request)
        content = feed[1].channel.items[number].content
        return _frame(frames.entry_frame(content, self._state.snapshot.site))

    async def raw(self, request: Request) -> Response:
        """The exact bytes; as text, so that a browser shows them and does nothing else."""
        document = self._state.snapshot.documents.get(request.path_params["path"])
        if document is None:
            return await self.missing(request)
        if document.media_type == "message/rfc822":
            download = {"Content-Disposition": "attachment"}
            return Response(document.data, headers=download, media_type=document.media_type)
        return Response(document.data, media_type="text/plain")

    async def media(self, request: Request) -> Response:
        site = self._state.snapshot.site
        picture = await asyncio.to_thread(local_picture, request.path_params["path"], site)
        if picture is None:
            return await self.missing(request)
        # Opened by itself, an SVG picture would be a document that can hold scripts.
        policy = {"Content-Security-Policy": FRAME_POLICY}
        return Response(picture.data, headers=policy, media_type=picture.media_type)

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            return await self.missing(request)
        return Response(asset(name), media_type=ASSETS[name])

    async def events(self, request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        return StreamingResponse(self._events(), media_type="text/event-stream")

    async def missing(self, _request: Request, _problem: Exception | None = None) -> Response:
        return self._page("missing.html", "", status=404)

    async def _events(self) -> AsyncGenerator[str, None]:
        yield "retry: 500\n\n"
        async for version in self._state.versions():
            yield f"data: {version}\n\n"

    def _feed(self, path: str) -> tuple[tuple[FeedDocument, ...], FeedDocument] | None:
        for formats in self._state.snapshot.feeds:
            for made in formats:
                if made.document.path == path:
                    return formats, made
        return None

    def _page(
        self, template: str, here: str, *, status: int = 200, **context: object
    ) -> HTMLResponse:
        return HTMLResponse(self._pages.page(template, here, **context), status)


def _view(request: Request, views: dict[str, str]) -> str:
    wanted = request.query_params.get("view", "")
    return wanted if wanted in views else next(iter(views))


def _letter_address(letter: Letter) -> str:
    return f"/newsletters/{quote(letter.name)}"


def _feed_address(feed: FeedDocument) -> str:
    return f"/feeds/{quote(feed.document.path)}"


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _frame(data: bytes) -> Response:
    return HTMLResponse(data, headers={"Content-Security-Policy": FRAME_POLICY})
