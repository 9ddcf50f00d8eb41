"""Which files a site has, as far as its folders tell: looked up, never read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from posixpath import dirname
from typing import Protocol
from urllib.parse import unquote, urlsplit

__all__ = ["Files", "SiteFiles", "is_file_name"]

_STATIC = ("", "static", "public", "assets", "src", "content", "source", "www")
_FILE_NAMES = (
    "jpg jpeg png gif webp avif svg bmp ico tif tiff heic jxl mp3 m4a aac ogg oga opus wav flac "
    "mp4 m4v mov webm ogv pdf epub zip gz txt csv json"
)
_FILES = frozenset(_FILE_NAMES.split())
_ENOUGH = 20
_MOST_LOOKED_AT = 1000
_PAGES = ("", ".html", "/index.html", "/index.htm")


def is_file_name(name: str) -> bool:
    """Whether a name, or the path that ends with it, is of a file that is no page."""
    return name.rpartition("/")[2].rpartition(".")[2].lower() in _FILES


class Files(Protocol):
    """What can be known of the files behind a site's addresses."""

    def holds(self, url: str) -> bool:
        """Whether a file is there for a URL at or below the site's."""
        ...

    def knows(self, url: str) -> bool:
        """Whether what is there for such a URL would have to be here, if there were any.

        A folder of posts is often all that there is of a site: that no page and no picture is
        there says nothing then.
        """
        ...


class SiteFiles:
    """The files of a site's folder and of the folders into which something is written.

    `bundles` are the posts' URLs, each with the post's path: what lies beside a post is
    found below its URL. Nothing outside of these folders is looked at.
    """

    def __init__(
        self, root: Path, site: str, outputs: Sequence[Path], bundles: Mapping[str, str]
    ) -> None:
        self._home = urlsplit(site).path
        self._root = root.resolve()
        self._bundles = bundles
        self._outputs = [place for output in outputs if (place := _resolved(output))]
        inside = (place for folder in _STATIC if (place := _resolved(root / folder)))
        own = [place for place in inside if place.is_relative_to(self._root)]
        self._roots = [*own, *self._outputs]
        self._is_file = cache(partial(_is_below, kind=Path.is_file))
        self._has_files = cache(partial(_is_below, kind=_has_files))

    def holds(self, url: str) -> bool:
        """Whether a file is there, or the page of a folder."""
        path = self._path(url)
        if path is None:
            return False
        ends = _PAGES[:1] if is_file_name(path) else _PAGES
        return any(
            self._is_file(root, f"{place}{end}".lstrip("/"))
            for root, place in self._places(url, path)
            for end in ends
        )

    def size(self, url: str) -> int | None:
        """How many bytes the file of a URL has; None where there is none."""
        path = self._path(url)
        for root, place in self._places(url, path) if path else ():
            if self._is_file(root, place):
                return (root / place).stat().st_size
        return None

    def knows(self, url: str) -> bool:
        """Whether files lie where it would lie; for pages, whether those of posts are there."""
        path = self._path(url)
        if path is None:
            return False
        if is_file_name(path):
            return any(
                self._has_files(root, folder)
                for root, place in self._places(url, path)
                if (folder := dirname(place))
            )
        return any(
            self._is_file(root, f"{page}{end}")
            for root in self._outputs
            for page in self._some_pages()
            for end in _PAGES[1:]
        )

    def _places(self, url: str, path: str) -> Iterator[tuple[Path, str]]:
        for root in self._roots:
            yield root, path
        folder, _, name = url.rpartition("/")
        if name and (post := self._bundles.get(f"{folder}/")) is not None:
            yield self._root, f"{dirname(post)}/{unquote(name)}"

    def _some_pages(self) -> Iterator[str]:
        for _, url in zip(range(_ENOUGH), self._bundles, strict=False):
            if path := self._path(url):
                yield path

    def _path(self, url: str) -> str | None:
        """The decoded path below the site's; None where it could leave a folder."""
        path = urlsplit(url).path.removeprefix(self._home).strip("/")
        names = [unquote(name) for name in path.split("/")] if path else []
        if any(not name or name == ".." or set(name) & set("/\\\0") for name in names):
            return None
        return "/".join(names)


def _resolved(place: Path) -> Path | None:
    try:
        return place.resolve() if place.is_dir() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _is_below(root: Path, path: str, kind: Callable[[Path], bool]) -> bool:
    try:
        place = (root / path).resolve()
        return place.is_relative_to(root) and kind(place)
    except (OSError, RuntimeError, ValueError):
        return False


def _has_files(folder: Path) -> bool:
    """Whether a folder has a file that is neither a post nor a page."""
    with os.scandir(folder) as entries:
        return any(
            is_file_name(entry.name)
            for _, entry in zip(range(_MOST_LOOKED_AT), entries, strict=False)
        )
