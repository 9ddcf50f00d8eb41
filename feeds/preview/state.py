"""What the preview shows at the moment: the last good snapshot, and why there is no newer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from secrets import token_hex

from feeds.errors import FeedsError, Finding
from feeds.preview.snapshot import Snapshot

__all__ = ["State"]

_REPEAT_SECONDS = 15.0


class State:
    """Lives in one event loop; `make` is run in a thread and raises `FeedsError`.

    `problem` explains why the newest state of the site could not be shown, and is empty
    where it is. `version` names what a page was made from; no two runs share one.
    """

    def __init__(self, make: Callable[[], Snapshot], snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.problem: tuple[Finding, ...] = ()
        self._make = make
        self._run = token_hex(4)
        self._number = 0
        self._closed = False
        self._news = asyncio.Event()

    @property
    def version(self) -> str:
        """Another text after every rebuild."""
        return f"{self._run}.{self._number}"

    async def rebuild(self) -> None:
        """Makes a new snapshot, or keeps the last one and says why."""
        try:
            self.snapshot = await asyncio.to_thread(self._make)
        except FeedsError as problem:
            self.problem = tuple(problem.findings)
        else:
            self.problem = ()
        self._number += 1
        self._tell()

    async def versions(self) -> AsyncGenerator[str, None]:
        """The version, at once, whenever it changes, and now and then; ends with `close`."""
        while not self._closed:
            news = self._news
            yield self.version
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), _REPEAT_SECONDS)

    def close(self) -> None:
        """Ends whatever waits for a version."""
        self._closed = True
        self._tell()

    def _tell(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
