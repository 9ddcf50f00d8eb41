"""How far a long run is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

    from feeds.build import Progress
    from feeds.cores import Told

__all__ = ["progress"]

_SECONDS_BEFORE = 0.5
_SECONDS_BETWEEN = 0.1


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on a terminal, once the work has taken half a second; else nothing."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar.begin
    finally:
        bar.close()


class _Bar:
    """Draws nothing, and imports nothing, before the work takes long."""

    def __init__(self) -> None:
        self._started = self._shown = monotonic()
        self._drawn: RichProgress | None = None

    def begin(self, what: str) -> Told:
        """Begins another kind of work; its bar takes the place of the one before."""
        self.close()
        begun = monotonic()
        return lambda done, total: self._show(what, begun, done, total)

    def close(self) -> None:
        """Takes the bar away."""
        if self._drawn:
            self._drawn.stop()
            self._drawn = None

    def _show(self, what: str, begun: float, done: int, total: int) -> None:
        now = monotonic()
        if now - self._started < _SECONDS_BEFORE or now - self._shown < _SECONDS_BETWEEN:
            return
        self._shown = now
        if self._drawn is None:
            self._drawn = _draw(what, total)
        rate = done / (now - begun)
        task = self._drawn.task_ids[0]
        self._drawn.update(task, completed=done, total=total, rate=rate, refresh=True)


def _draw(what: str, total: int) -> RichProgress:
    """A bar without a thread of its own: beside one, no process could be begun."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    drawn = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:,.0f} a second,"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    )
    drawn.add_task(what, total=total, rate=0.0)
    drawn.start()
    return drawn
