"""jekyll-feed's settings, `feed` in `_config.yml`, as feeds of `feeds.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from feeds.text import one_line, slugify

__all__ = ["Feeds", "read_feeds"]

_PLUGIN = "jekyll-feed"
_THEMES = frozenset(
    (
        *("minima", "jekyll/minima", "minimal-mistakes-jekyll", "mmistakes/minimal-mistakes"),
        *("jekyll-theme-minimal-mistakes", "beautiful-jekyll-theme", "daattali/beautiful-jekyll"),
    )
)
"""Themes that bring jekyll-feed with them."""

_POSTS = 10
_MOST_POSTS = 1_000_000
_IN_TAG = re.compile(r"[A-Za-z0-9_]+")
_NOT_IN_PATH = re.compile(r"[\\?#%:\x00-\x1f\x7f]|(?:^|/)\.")
_PLACEHOLDER = re.compile(r":(?:site|term)\b")
_LONGEST_NAME = 40

Odd = tuple[str, str, str]
"""A key of the configuration, what is wrong with it, and what then holds."""


class Feeds(NamedTuple):
    """Tables as under `[[feeds]]`, none where jekyll-feed is not used, and what is odd."""

    tables: tuple[Mapping[str, object], ...] = ()
    odd: tuple[Odd, ...] = ()


def read_feeds(settings: object, plugins: Set[str], themes: Set[str], base: str) -> Feeds:
    """The feeds that jekyll-feed writes; `base` is what their URLs begin with."""
    told = isinstance(settings, Mapping)
    if not (told or _PLUGIN in plugins or themes & _THEMES):
        return Feeds()
    return _Reading(settings if isinstance(settings, Mapping) else {}, base).feeds()


class _Reading:
    def __init__(self, settings: Mapping[str, object], base: str) -> None:
        self._settings = settings
        self._base = base
        self._odd: list[Odd] = []
        self._taken: set[str] = set()
        self._names: set[str] = set()
        self._common: dict[str, object] = {"limit": self._limit()}
        if settings.get("excerpt_only") not in (None, False, "no", "off"):
            self._common["content"] = "summary"

    def feeds(self) -> Feeds:
        collections = self._settings.get("collections")
        posts = collections.get("posts") if isinstance(collections, Mapping) else None
        posts = posts if isinstance(posts, Mapping) else {}
        others = (
            [str(name) for name in collections if str(name) != "posts"]
            if isinstance(collections, (list, Mapping))
            else []
        )
        if others:
            what = f"the feeds of {', '.join(others)} are not made"
            self._odd.append(
                ("feed.collections", what, "Only posts are read, not other collections.")
            )
        main = self._main(str(posts.get("path") or self._settings.get("path") or "feed.xml"))
        categories = posts.get("categories") or self._settings.get("categories")
        tables = [main, *self._categories(categories), *self._tags(self._settings.get("tags"))]
        if not any("by" in table for table in tables[1:]):
            tables.append({"name": "categories", "by": "category", **self._common})
        return Feeds(tuple(tables), tuple(self._odd))

    def _limit(self) -> int:
        limit = self._settings.get("posts_limit")
        try:
            number = int(str(limit)) if limit is not None else _POSTS
        except ValueError:
            number = 0
        if 0 < number <= _MOST_POSTS:
            return number
        self._odd.append(("feed", f"posts_limit {limit} is no number of posts", "It is 10."))
        return _POSTS

    def _main(self, path: str) -> Mapping[str, object]:
        atom = self._path(path)
        if atom is None:
            atom = "feed.xml"
            self._taken.add(atom)
        paths = {"atom": atom}
        if self._path("rss.xml", quiet=True):
            paths["rss"] = "rss.xml"
        return self._table("main", atom, path=paths)

    def _categories(self, written: object) -> Iterable[Mapping[str, object]]:
        if written is None or written is False:
            return
        if not isinstance(written, list):
            self._odd.append(
                ("feed", "categories is not a list", "There are no feeds of single categories.")
            )
            return
        for category in written:
            name = str(category)
            path = self._path(f"feed/{name}.xml")
            if path is not None and one_line(name):
                yield self._table(
                    f"feed-{name}",
                    path,
                    path={"atom": path},
                    title=_titled(name.capitalize()),
                    filter={"categories": [name]},
                )

    def _tags(self, written: object) -> Iterable[Mapping[str, object]]:
        if written in (None, False, "no", "off", ""):
            return
        settings = written if isinstance(written, Mapping) else {}
        folder = str(settings.get("path") or "feed/by_tag/")
        excepted = _names(settings.get("except"))
        if settings.get("only") is None:
            path = self._path(f"{folder}:term.xml", placeholder=True)
            if path is not None:
                table = {"name": "feed-tags", "by": "tag", "path": {"atom": path}}
                if excepted:
                    table["omit"] = sorted(excepted)
                yield {**table, "title": ":site | :term", **self._common}
            return
        for tag in _names(settings["only"]):
            if tag in excepted or not _IN_TAG.fullmatch(tag):
                continue
            path = self._path(f"{folder}{tag}.xml")
            if path is not None:
                yield self._table(
                    f"feed-tag-{tag}",
                    path,
                    path={"atom": path},
                    title=_titled(tag),
                    filter={"tags": [tag]},
                )

    def _table(self, name: str, atom: str, **more: object) -> Mapping[str, object]:
        """One feed, whose id is its address where that has two slashes after the host."""
        table: dict[str, object] = {"name": self._name(name), **more, **self._common}
        if self._base.endswith("/") or "//" in self._base.partition("://")[2]:
            table["id"] = f"{self._base}/{atom}"
        return table

    def _name(self, written: str) -> str:
        plain = slugify(written)[:_LONGEST_NAME].strip("-") or "feed"
        name = plain
        number = 2
        while name in self._names:
            name = f"{plain}-{number}"
            number += 1
        self._names.add(name)
        return name

    def _path(self, written: str, *, placeholder: bool = False, quiet: bool = False) -> str | None:
        """A path below the output folder; None, and a word on it, for one that cannot be."""
        path = "/".join(part for part in written.split("/") if part)
        tried = path.replace(":term", "x") if placeholder else path
        name = path.rpartition("/")[2]
        if _NOT_IN_PATH.search(tried) or ".." in path or "." not in name or written.endswith("/"):
            self._odd.append(("feed", f"no feed can be at {written}", "That feed is not made."))
            return None
        key = path.casefold()
        parents = {key[:at] for at, char in enumerate(key) if char == "/"}
        if key in self._taken or parents & self._taken:
            if not quiet:
                self._odd.append(("feed", f"two feeds are at {written}", "The first is made."))
            return None
        self._taken.add(key)
        return path


def _titled(term: str) -> str:
    """The feed's title, in which the term is no placeholder."""
    return ":site" if _PLACEHOLDER.search(term) else f":site | {one_line(term)}"


def _names(value: object) -> dict[str, None]:
    return dict.fromkeys(map(str, value)) if isinstance(value, list) else {}
