"""Notices when a file of the site is saved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, awatch

from feeds.errors import BuildError, error

__all__ = ["matters", "saves"]

_OUTPUTS = {"public", "_site"}
_CACHES = {"__pycache__", "node_modules"}
_QUIET_MS = 25
_LONGEST_MS = 400


def matters(root: Path, path: Path) -> bool:
    """Whether a change of that file can change what is published.

    Outputs, caches, dotfiles and editors' own files cannot.
    """
    if not path.is_relative_to(root):
        return False
    names = path.relative_to(root).parts
    if not names or names[0] in _OUTPUTS or _CACHES & set(names):
        return False
    return not any(name.startswith((".", "~", "#")) or name.endswith("~") for name in names)


async def saves(root: Path) -> AsyncGenerator[frozenset[str], None]:
    """Yields nothing as soon as the site is being watched, then what was saved, where it matters.

    That is paths below the site, with `/` between folders. Saves that come close together, or
    while nobody waits, are one. Raises `BuildError` where the system refuses to watch.
    """
    real = root.resolve()

    def wanted(_change: Change, path: str) -> bool:
        return matters(real, Path(path))

    changes = awatch(
        real,
        watch_filter=wanted,
        debounce=_LONGEST_MS,
        step=_QUIET_MS,
        ignore_permission_denied=True,
    )
    upcoming = asyncio.ensure_future(anext(changes))
    try:
        # The first step of `awatch` sets the watch: what is saved from here on is not missed.
        await asyncio.sleep(0)
        yield frozenset()
        while True:
            saved = await upcoming
            upcoming = asyncio.ensure_future(anext(changes))
            yield frozenset(Path(path).relative_to(real).as_posix() for _, path in saved)
    except OSError as problem:
        raise BuildError(
            error(
                f"the folder {root} cannot be watched: {problem}",
                remedy="On Linux, raise fs.inotify.max_user_watches.",
            )
        ) from problem
    finally:
        upcoming.cancel()
        with suppress(asyncio.CancelledError, OSError):
            await upcoming
        await changes.aclose()
