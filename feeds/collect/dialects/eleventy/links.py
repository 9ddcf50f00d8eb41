"""Where Eleventy writes a page, and what that is called in links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from posixpath import basename, dirname, normpath, splitext
from typing import NamedTuple

__all__ = ["Page", "default_link", "language_of", "url_of"]

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(.*)")
_LANGUAGE = re.compile(r"[a-z]{2}(?:-(?:[A-Z][a-z]{3}|[a-z]{4}))?(?:-(?:[A-Za-z]{2}|\d{3}))?")


class Page(NamedTuple):
    """A page by its path below the input folder."""

    path: str

    @property
    def stem(self) -> str:
        """`page.filePathStem`: the path without its ending, and without a date in the name."""
        folder = dirname(self.path)
        return f"/{folder}/{self._name}" if folder else f"/{self._name}"

    @property
    def slug(self) -> str:
        """`page.fileSlug`: the name without its ending and its date, or the folder's likewise."""
        if self._name != "index":
            return self._name
        return _without_date(basename(dirname(self.path)))

    @property
    def _name(self) -> str:
        return _without_date(splitext(basename(self.path))[0])

    def variables(
        self, site_path: str, published: datetime, url: str | None = None
    ) -> Mapping[str, object]:
        """What templates know as `page`; `site_path` is the path below the site."""
        return {
            "fileSlug": self.slug,
            "filePathStem": self.stem,
            "inputPath": f"./{site_path}",
            "date": published,
            "outputFileExtension": "html",
            **({"url": url} if url is not None else {}),
        }


def default_link(path: str) -> str:
    """Where a page is written that says nothing of it: `a/b.md` as `a/b/index.html`."""
    folder, name = dirname(path), splitext(basename(path))[0]
    inside = f"{folder}/" if folder else ""
    if name == "index" or basename(folder) == name:
        return f"{inside}index.html"
    return f"{inside}{name}/index.html"


def url_of(link: str) -> str:
    """The path in links to what is written there; raises ValueError where that is outside."""
    written = f"{link}index.html" if link.endswith("/") else link
    path = normpath(written.lstrip("/") or "/")
    if path == ".." or path.startswith("../") or "\0" in path:
        raise ValueError("it leads out of the site")
    url = f"/{path.lstrip('/')}"
    for ending in ("/index.html", "/index"):
        if url.endswith(ending):
            return url[: -len(ending)] + "/"
    return url


def language_of(path: str) -> str | None:
    """The first folder in a path that is a language tag."""
    return next((part for part in path.split("/")[:-1] if _LANGUAGE.fullmatch(part)), None)


def _without_date(name: str) -> str:
    found = _DATED.search(name)
    return found[1] if found else name
