"""What all views of the preview share: the state, the pages, and answers in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from feeds.model import Document
from feeds.preview.forms import Form, form
from feeds.preview.pages import Pages
from feeds.preview.policies import FRAME_POLICY
from feeds.preview.snapshot import FeedDocument, Letter
from feeds.preview.state import State
from feeds.preview.words import spoken

__all__ = ["Desk", "decoded", "frame", "view"]


class Desk:
    """One state, and the pages that show it, in the language of whoever asks."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._pages = Pages(state)

    def page(
        self, request: Request, template: str, here: str, *, status: int = 200, **context: object
    ) -> HTMLResponse:
        """A page; `here` is the address that the navigation shows as the current one."""
        words = spoken(request.headers.get("accept-language", ""))
        return HTMLResponse(self._pages.page(template, here, words, **context), status)

    async def form(self, request: Request) -> Form:
        """What a form sent, bounded and decoded. Raises `HTTPException` as `forms.form` does."""
        return await form(request)

    async def letters(self) -> Sequence[Letter]:
        """The next issue of every newsletter."""
        return self.state.snapshot.letters

    async def letter(self, name: str) -> Letter | None:
        """The next issue of the newsletter of that name; None where there is no such one."""
        return next((each for each in await self.letters() if each.name == name), None)

    async def feeds(self) -> Sequence[tuple[FeedDocument, ...]]:
        """All feeds, each in its formats."""
        return self.state.snapshot.feeds

    async def documents(self) -> Mapping[str, Document]:
        """All documents by path."""
        return self.state.snapshot.documents

    async def missing(self, request: Request, _problem: Exception | None = None) -> Response:
        """The answer where there is nothing."""
        return self.page(request, "missing.html", "", status=404)


def view(request: Request, views: Mapping[str, str]) -> str:
    """The view that an address asks for, or the first."""
    wanted = request.query_params.get("view", "")
    return wanted if wanted in views else next(iter(views))


def decoded(data: bytes) -> str:
    """A document's text."""
    return data.decode("utf-8", "replace")


def frame(data: bytes) -> Response:
    """A document for a frame, in which nothing runs and nothing is fetched."""
    return HTMLResponse(data, headers={"Content-Security-Policy": FRAME_POLICY})
