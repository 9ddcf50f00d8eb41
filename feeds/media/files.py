"""The files of a site that its posts show: which one a URL means, never one outside the site."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from posixpath import dirname
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote, urlsplit

from feeds.model import Post

__all__ = ["Files", "Found", "open_unblocked"]

_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Found(NamedTuple):
    """A regular file of the site: its path below the root, and its stamp.

    The stamp is bytes, the times of the last change of content and of status in
    nanoseconds, and the inode, so that a change of the file shows.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


class Files:
    """Finds the file behind a URL of the site in that folder, with that URL.

    `static` are the folders whose files lie below the site's URL as they do there; "" is
    the site's own folder.
    """

    def __init__(self, root: Path, url: str, static: Sequence[str] = ("",)) -> None:
        self._url = url
        self._static = static
        self._home = os.path.realpath(root)

    def places(self, url: str, post: Post | None = None) -> list[str]:
        """Where the file may lie, as paths below the root, the likeliest first.

        What lies below the post's URL may be beside the post. None at all for a URL that is
        not the site's, and for one that leads to a dotfile or out of its folder.
        """
        found = []
        below = _names(url, self._url)
        if post is not None and (beside := _names(url, dirname(post.url))):
            folder = dirname(post.path)
            found.append("/".join((folder, *beside) if folder else beside))
        if below:
            found += ["/".join((folder, *below) if folder else below) for folder in self._static]
        return list(dict.fromkeys(found))

    def is_own(self, url: str) -> bool:
        """Whether the URL is the site's."""
        return bool(_names(url, self._url))

    def look(self, path: str) -> Found | None:
        """The file at that path; None where no regular file inside the site is there."""
        try:
            place = os.path.realpath(Path(self._home, path), strict=True)
            status = os.stat(place)  # noqa: PTH116 - a Path costs too much here
        except (OSError, ValueError):
            return None
        if not place.startswith(f"{self._home.rstrip(os.sep)}{os.sep}"):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        return Found(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    def absolute(self, found: Found) -> str:
        """Where that file is on this machine."""
        return os.path.join(self._home, found.path)  # noqa: PTH118 - likewise

    def read(self, found: Found, most: int) -> bytes:
        """That file's bytes, and of a larger one the first `most`. Raises OSError."""
        with open_unblocked(self.absolute(found)) as file:
            return file.read(most)

    def find(self, url: str, post: Post | None = None) -> Found | None:
        """The file behind the URL; None where the site has none."""
        return next(filter(None, map(self.look, self.places(url, post))), None)


def open_unblocked(path: str) -> BinaryIO:
    """A file to read from, without waiting for one that has become a pipe. Raises OSError."""
    return os.fdopen(os.open(path, _OPENING), "rb")


def _names(url: str, home_url: str) -> list[str]:
    """The decoded path segments of a URL below another, or none at all."""
    try:
        parts, home = urlsplit(url), urlsplit(home_url)
    except ValueError:
        return []
    if (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
        return []
    if not parts.path.startswith(f"{home.path.rstrip('/')}/"):
        return []
    below = parts.path.removeprefix(f"{home.path.rstrip('/')}/")
    names = [unquote(name) for name in below.split("/")]
    if any(not name or name.startswith(".") or set(name) & set("/\\\0") for name in names):
        return []
    return names
