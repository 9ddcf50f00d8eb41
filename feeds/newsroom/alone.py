"""Runs that change editions come one after the other, as when cron and an editor meet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from feeds.collect.index_file import cache_made
from feeds.errors import BuildError, error
from feeds.model import Site
from feeds.publish import locked

__all__ = ["alone"]

_FOLDER = ".feeds"


@contextmanager
def alone(site: Site) -> Iterator[None]:
    """Holds the lock of a site's editions, whichever cache its runs use.

    Raises `BuildError` where another run does not end, or the site cannot be written.
    """
    folder = site.root / _FOLDER
    try:
        cache_made(folder)
    except OSError as problem:
        what = f"the folder cannot be made: {problem.strerror}"
        remedy = "Mend the permissions of the site's folder."
        raise BuildError(error(what, _FOLDER, remedy=remedy)) from None
    with locked(folder):
        yield
