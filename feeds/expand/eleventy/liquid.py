"""The filters that Eleventy adds to Liquid."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, join, normpath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from feeds.collect.dialects.eleventy import slug as eleventy_slug
from feeds.expand.liquid import Context, Filter, RefusedError, needs_context, text
from feeds.urls import is_web_url

__all__ = ["FILTERS", "Asked"]


class Asked(Protocol):
    """What the filters may ask for: the page's own path, the input folder, and other pages."""

    path: str
    start: str
    prefix: str

    def url_of(self, path: str) -> str | None:
        """The path in links to the page in that file; None where there is none."""
        ...


def _slugify(value: object) -> str:
    try:
        return eleventy_slug.slugify(text(value))
    except ValueError as problem:
        raise RefusedError(str(problem)) from None


def _slug(value: object) -> str:
    try:
        return eleventy_slug.slug(text(value))
    except ValueError as problem:
        raise RefusedError(str(problem)) from None


@needs_context
def _url(context: Context, value: object, prefix: object = None) -> str:
    """A path from the host's root on: with the folder that the site lies in before it."""
    asked: Asked = context.registers
    url = text(value)
    if is_web_url(url) or (url.startswith("//") and url != "//"):
        return url
    before = text(prefix) or asked.prefix
    if url in ("", "/"):
        return f"{before.rstrip('/')}/"
    return join(before, url.lstrip("/")) if url.startswith("/") else url


@needs_context
def _input_path_to_url(context: Context, value: object) -> str:
    """The URL of the page in a file, by its path from the site, the input or this page."""
    asked: Asked = context.registers
    url = text(value)
    if is_web_url(url):
        return url
    parts = urlsplit(url)
    path = unquote(parts.path)
    rest = url[len(parts.path) :]
    places = (path, join(asked.start, path.lstrip("/")), join(dirname(asked.path), path))
    for place in places:
        if found := asked.url_of(normpath(place).lstrip("/")):
            return f"{found}{rest}"
    raise RefusedError(f"there is no page {path}")


FILTERS: Mapping[str, Filter] = {
    "slugify": _slugify,
    "slug": _slug,
    "url": _url,
    "inputPathToUrl": _input_path_to_url,
}
