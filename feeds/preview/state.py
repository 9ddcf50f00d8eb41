"""What the preview shows at the moment: parts of a site's output, each made when it is asked for.

A part is kept until a change touches it; where it cannot be made anew, its last good version
is kept, and why there is no newer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any, Generic, TypeVar, cast

from feeds.errors import FeedsError, Finding
from feeds.media_types import media_type
from feeds.model import Document, Site
from feeds.workspace import Workspace, moment

__all__ = ["Part", "State", "anything"]

T = TypeVar("T")

_REPEAT_SECONDS = 15.0
_OLD = timedelta(minutes=10)
_MOST_SINCE = 1000
_SETTLED = ("editions/", "templates/")

_noted: ContextVar[_Noted | None] = ContextVar("noted", default=None)


def anything(_path: str) -> bool:
    """Every change touches it."""
    return True


def _no_errors(_value: object) -> Sequence[Finding]:
    return ()


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """What can be made by itself, in a thread; `empty` stands for it where it never could.

    No two parts share a `name`. `make` raises `FeedsError` where it cannot. `touched` says
    whether a change of the file at that path, below the site, may make it another; changes of
    the settings always do. `errors` are what was left out on the way: those in a file that was
    saved since the last good version keep that shown.
    """

    name: str
    make: Callable[[Workspace, datetime], T]
    empty: T
    touched: Callable[[str], bool] = anything
    errors: Callable[[T], Sequence[Finding]] = _no_errors


class _Kept:
    """A part as it was last made: `wanted` and `made` count changes.

    `since` are the files that were saved since it was good, with the change that it was.
    """

    def __init__(self, part: Part[Any]) -> None:
        self.part = part
        self.value: Any = part.empty
        self.good = False
        self.problem: tuple[Finding, ...] = ()
        self.wanted = 0
        self.made = -1
        self.at = datetime.max.replace(tzinfo=UTC)
        self.since: dict[str, int] = {}
        self.making: asyncio.Task[None] | None = None

    def touch(self, paths: Sequence[str], number: int) -> None:
        """Notes that those files changed what it is made from."""
        self.wanted = number
        self.since.update(dict.fromkeys(paths, number))
        if len(self.since) > _MOST_SINCE:
            self.since.clear()

    def take(self, value: Any, number: int) -> None:
        """Notes what it was made as, after that many changes, unless a mistake cost something."""
        errors = [each for each in self.part.errors(value) if each.path in self.since]
        self.problem = tuple(errors) if self.good else ()
        if not self.problem:
            self.value, self.good = value, True
            self.since = {path: at for path, at in self.since.items() if at > number}


@dataclass(slots=True)
class _Noted:
    """What one request asked for, and the version at which it began."""

    version: str
    asked: list[_Kept]


class State:
    """Lives in one event loop. `open_it` is run in a thread and raises `FeedsError`.

    `version` names what a page was made from; no two runs share one. `now` is what counts as
    now, as `feeds.workspace.moment` reads it.
    """

    def __init__(
        self, open_it: Callable[[], Workspace], workspace: Workspace, now: str | None = None
    ) -> None:
        self.workspace = workspace
        self._now = now
        self._open = open_it
        self._unopened: tuple[Finding, ...] = ()
        self._kept: dict[str, _Kept] = {}
        self._run = token_hex(4)
        self._number = 0
        self._pictures = 0
        self._first = asyncio.Lock()
        self._warm = False
        self._closed = False
        self._news = asyncio.Event()

    @property
    def site(self) -> Site:
        """The site by its last good settings."""
        return self.workspace.site

    @property
    def version(self) -> str:
        """Another text after every change; within a request, as it was when that began."""
        noted = _noted.get()
        return noted.version if noted else self._latest

    @property
    def _latest(self) -> str:
        return f"{self._run}.{self._number}"

    def noting(self) -> None:
        """From here on, what the present task asks for is noted: it is about one request."""
        _noted.set(_Noted(self._latest, []))

    @property
    def now(self) -> datetime:
        """What counts as now."""
        return moment(self._now, self.site)

    def version_of(self, document: Document) -> str:
        """Another text wherever a frame would show the document otherwise, pictures included."""
        return f"{sha256(document.data).hexdigest()[:16]}.{self._pictures}"

    @property
    def problem(self) -> tuple[Finding, ...]:
        """Why the settings, or what the present request asked for, could not be made anew."""
        noted = _noted.get()
        asked = noted.asked if noted else ()
        found = (finding for kept in asked for finding in kept.problem)
        return tuple(dict.fromkeys((*self._unopened, *found)))

    async def get(self, part: Part[T]) -> T:
        """The part as it is now, or as it last could be made; made once for all who wait."""
        kept = self._kept.setdefault(part.name, _Kept(part))
        noted = _noted.get()
        if noted and kept not in noted.asked:
            noted.asked.append(kept)
        wanted = kept.wanted
        while kept.made < wanted or self.now - kept.at > _OLD:
            if kept.making is None:
                kept.making = asyncio.create_task(self._make(kept))
            await asyncio.shield(kept.making)
        return cast("T", kept.value)

    def why_not(self, part: Part[Any]) -> tuple[Finding, ...]:
        """Why the part could not be made anew; empty where it could."""
        kept = self._kept.get(part.name)
        return kept.problem if kept else ()

    def last(self, part: Part[T]) -> T | None:
        """The part as it was last made, if ever; nothing is made for it."""
        kept = self._kept.get(part.name)
        return cast("T", kept.value) if kept and kept.made >= 0 else None

    async def changed(self, paths: Collection[str]) -> None:
        """Files of the site were saved: what they touch is no longer as it should be shown."""
        if not all(path.startswith(_SETTLED) for path in paths):
            await self._reopen()
        self._number += 1
        self._pictures += any((media_type(path) or "").startswith("image/") for path in paths)
        for kept in self._kept.values():
            if touching := [path for path in paths if kept.part.touched(path)]:
                kept.touch(touching, self._number)
        self._tell()

    async def versions(self) -> AsyncGenerator[str, None]:
        """The version, at once, whenever it changes, and now and then; ends with `close`."""
        while not self._closed:
            news = self._news
            yield self._latest
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), _REPEAT_SECONDS)

    def close(self) -> None:
        """Ends whatever waits for a version."""
        self._closed = True
        self._tell()

    async def _reopen(self) -> None:
        """Reads the settings again; new ones touch everything."""
        try:
            workspace = await asyncio.to_thread(self._open)
        except FeedsError as problem:
            self._unopened = tuple(problem.findings)
            return
        self._unopened = ()
        if (workspace.site, workspace.findings) != (self.site, self.workspace.findings):
            for kept in self._kept.values():
                kept.wanted = self._number + 1
        self.workspace = workspace

    async def _make(self, kept: _Kept) -> None:
        number, now = self._number, self.now
        try:
            kept.take(await self._alone_at_first(kept.part, now), number)
        except FeedsError as problem:
            kept.problem = tuple(problem.findings)
        finally:
            kept.making = None
        kept.made, kept.at = number, now

    async def _alone_at_first(self, part: Part[T], now: datetime) -> T:
        """Makes a part; the first one by itself, so that posts are read only once for all."""
        async with self._first:
            if not self._warm:
                try:
                    return await asyncio.to_thread(part.make, self.workspace, now)
                finally:
                    self._warm = True
        return await asyncio.to_thread(part.make, self.workspace, now)

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
