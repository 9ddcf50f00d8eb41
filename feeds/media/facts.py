"""What a media file says of itself: how long it plays, how large its picture is.

tinytag and imagesize read it, through a reader that gives so much and no more: a file that
is damaged, or made to keep them busy, has no facts.
"""

from __future__ import annotations

import math
import os
import re
from contextlib import closing
from typing import BinaryIO, NamedTuple, cast

from feeds.media.files import open_unblocked

__all__ = ["TIMED", "Facts", "read_facts"]

_MOST_CALLS = 500_000
_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_SECONDS = 10_000_000
_WIDEST = 1_000_000
_SVG_HEAD = 4096

# tinytag goes by a file's extension; these are those of the formats that it reads.
_NAMES = {
    "audio/flac": "a.flac",
    "audio/mp4": "a.mp4",
    "audio/mpeg": "a.mp3",
    "audio/ogg": "a.ogg",
    "audio/wav": "a.wav",
    "video/mp4": "a.mp4",
    "video/ogg": "a.ogg",
    "video/quicktime": "a.mp4",
}
TIMED = frozenset(_NAMES)
"""The types whose files say how long they play."""
_SIZED = frozenset(
    f"image/{kind}" for kind in ("avif", "bmp", "gif", "jpeg", "png", "svg+xml", "tiff", "webp")
)
_SVG = re.compile(rb"<svg\b([^>]*)>")
_SVG_SIZE = re.compile(rb"""\s(width|height)\s*=\s*["']\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*["']""")


class Facts(NamedTuple):
    """A duration in seconds, a width and a height in pixels, each None where not known.

    `damaged` says that the file's format has them, and that this file does not tell.
    """

    duration: float | None = None
    width: int | None = None
    height: int | None = None
    damaged: bool = False


def read_facts(path: str, kind: str) -> Facts:
    """The facts of the file at that path, whose MIME type is `kind`."""
    if kind not in TIMED and kind not in _SIZED:
        return Facts()
    try:
        with closing(_Reader(path)) as file:
            if kind in TIMED:
                duration = _duration(file, _NAMES[kind])
                return Facts(duration=duration, damaged=duration is None)
            if kind == "image/svg+xml":
                return _svg_size(file.read(_SVG_HEAD))
            return _size(file)
    except OSError:
        return Facts(damaged=True)


class _TooMuchError(Exception):
    """More was asked of a file than any honest one needs."""


class _Reader:
    """A file that is read and moved in only so often, and only so much of it."""

    def __init__(self, path: str) -> None:
        self._file = open_unblocked(path)
        self._calls = 0
        self._bytes = 0

    def read(self, size: int = -1) -> bytes:
        """As a file's; raises `_TooMuchError` beyond the bounds."""
        self._count()
        most = _MOST_BYTES - self._bytes + 1
        data = self._file.read(most if size < 0 else min(size, most))
        self._bytes += len(data)
        if self._bytes > _MOST_BYTES:
            raise _TooMuchError
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As a file's; raises `_TooMuchError` beyond the bounds."""
        self._count()
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As a file's."""
        return self._file.tell()

    def close(self) -> None:
        """As a file's."""
        self._file.close()

    def _count(self) -> None:
        self._calls += 1
        if self._calls > _MOST_CALLS:
            raise _TooMuchError


def _duration(file: _Reader, name: str) -> float | None:
    from tinytag import TinyTag, TinyTagException

    # Only where it also reads the tags does it pass over the pages of Ogg unread.
    tags = name.endswith(".ogg")
    try:
        found = TinyTag.get(name, cast(BinaryIO, file), tags=tags, image=False).duration
    except (TinyTagException, _TooMuchError, ValueError):
        return None
    if found is None or not math.isfinite(found) or not 0 < found <= _LONGEST_SECONDS:
        return None
    return round(found, 3) or None


def _size(file: _Reader) -> Facts:
    import imagesize

    width, height = imagesize.get(cast(BinaryIO, file))
    if not (0 < width <= _WIDEST and 0 < height <= _WIDEST):
        return Facts(damaged=True)
    return Facts(width=round(width), height=round(height))


def _svg_size(head: bytes) -> Facts:
    """The size that the outermost element gives in pixels; SVG need not have any."""
    element = _SVG.search(head)
    sizes = (
        {name: round(float(size)) for name, size in _SVG_SIZE.findall(element[1])}
        if element
        else {}
    )
    width, height = sizes.get(b"width"), sizes.get(b"height")
    return Facts(width=width, height=height) if width and height else Facts()
