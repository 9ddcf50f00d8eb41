"""What all views of the preview share: the state, the pages, and answers in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from feeds.errors import Finding
from feeds.model import Document, Post, Site
from feeds.preview.forms import Form, form
from feeds.preview.pages import Pages
from feeds.preview.policies import FRAME_POLICY
from feeds.preview.snapshot import (
    FEEDS,
    POSTS,
    Count,
    FeedDocument,
    Letter,
    counts,
    findings,
    issued_part,
    letter_part,
    named,
)
from feeds.preview.state import Part, State
from feeds.preview.words import spoken
from feeds.workspace import Workspace

__all__ = ["Desk", "decoded", "frame", "view"]

T = TypeVar("T")


class Desk:
    """One state, and the pages that show it, in the language of whoever asks.

    What is asked of it is made when it is asked for, in a thread, and kept until a change
    touches it. `commands` says whether the site's own may be run.
    """

    def __init__(self, state: State, *, commands: bool = False) -> None:
        self.state = state
        self.commands = commands
        self._pages = Pages(state)

    @property
    def site(self) -> Site:
        """The site, by its settings as they last were good."""
        return self.state.site

    @property
    def now(self) -> datetime:
        """What counts as now."""
        return self.state.now

    def page(
        self, request: Request, template: str, here: str, *, status: int = 200, **context: object
    ) -> HTMLResponse:
        """A page; `here` is the address that the navigation shows as the current one."""
        words = spoken(request.headers.get("accept-language", ""))
        return HTMLResponse(self._pages.page(template, here, words, **context), status)

    async def form(self, request: Request) -> Form:
        """What a form sent, bounded and decoded. Raises `HTTPException` as `forms.form` does."""
        return await form(request)

    def names(self) -> Sequence[Letter]:
        """The newsletters by name alone: nothing is made."""
        return named(self.site)

    async def workspace(self) -> Workspace:
        """The site as it was opened, by its settings as they last were good."""
        return self.state.workspace

    async def letters(self) -> Sequence[Letter]:
        """The next issue of every newsletter."""
        return [await self.state.get(letter_part(each)) for each in self.names()]

    async def letter(self, name: str) -> Letter | None:
        """The next issue of the newsletter of that name; None where there is no such one."""
        for each in self.names():
            if each.name == name:
                return await self.state.get(letter_part(each))
        return None

    async def feeds(self) -> Sequence[tuple[FeedDocument, ...]]:
        """All feeds, each in its formats."""
        return (await self.state.get(FEEDS)).feeds

    async def posts(self) -> Sequence[Post]:
        """All posts that can be read, drafts and those of the future too, newest first."""
        return await self.state.get(POSTS)

    async def findings(self) -> Sequence[Finding]:
        """All that is to be said of the site, each once."""
        await self.state.get(FEEDS)
        await self.letters()
        return findings(self.state)

    async def counts(self) -> Mapping[str, Count]:
        """How many there are of what the navigation names; all is made for it."""
        await self.findings()
        return counts(self.state)

    async def document(self, path: str) -> Document | None:
        """What would be published at that path; None for nothing."""
        for each in self.names():
            if path.startswith(f"{each.name}/"):
                made = (await self.state.get(letter_part(each))).documents
                if path not in made:
                    made = await self.state.get(issued_part(each.name))
                if path in made:
                    return made[path]
        return (await self.state.get(FEEDS)).documents.get(path)

    async def documents(self) -> Mapping[str, Document]:
        """All documents by path. Where one is wanted, ask for it alone."""
        found = dict((await self.state.get(FEEDS)).documents)
        for each in self.names():
            issued = await self.state.get(issued_part(each.name))
            found |= {**issued, **(await self.state.get(letter_part(each))).documents}
        return found

    async def part(self, part: Part[T]) -> T:
        """Something else that is made when it is asked for, and kept until a change touches it."""
        return await self.state.get(part)

    async def saved(self, *paths: str) -> None:
        """Says that the desk itself wrote those files, by their paths below the site."""
        await self.state.changed(paths)

    def making(self, request: Request) -> Response:
        """What is answered as long as a page is being made."""
        return self.page(request, "making.html", request.url.path)

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
