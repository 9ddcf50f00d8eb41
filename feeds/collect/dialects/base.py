"""What every dialect answers, and what several of them need."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import ClassVar, NamedTuple, Self

from feeds.errors import Finding, Level, PostError, error, warning
from feeds.model import Adopted, Person, Picture, Site
from feeds.text import one_line
from feeds.urls import is_absolute_uri, normalise

__all__ = [
    "MARKDOWN",
    "Dialect",
    "Identity",
    "date_and_slug",
    "flatten",
    "own_id",
    "own_text",
    "read_date",
    "shown",
    "stem_of",
    "title_of",
    "unique",
    "updated_of",
    "within",
    "wrong_date",
]

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mkdown"})

_DATED = re.compile(r"(\d{2,4}-\d{1,2}-\d{1,2})-(.+)", re.DOTALL | re.ASCII)


class Identity(NamedTuple):
    """What a post is to the world: the part of a record that its generator decides.

    Every text in it is as the record wants it. What is None is found as for every other
    dialect, in the keys that all of them share: `lang`, `authors`, `excerpt`, `image`.
    """

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    expires: datetime | None = None
    language: str | None = None
    authors: tuple[Person, ...] | None = None
    excerpt: str | None = None
    image: Picture | None = None


class Dialect(ABC):
    """One generator's conventions. Paths are relative to the site, with `/` in them."""

    name: ClassVar[str]
    settings_files: Sequence[str] = ()
    """The files, relative to the site, that its settings come from, there or not."""
    headers: ClassVar[bool] = False
    """Whether a file may begin with lines such as `Title: A walk` instead of front matter."""
    other_names: Mapping[str, Sequence[str]] = {}
    """Other names of keys in front matter, by the program's own, the first that counts first.

    One with dots in it leads into mappings.
    """
    static: Sequence[str] = ("",)
    """The folders whose files lie below the site's URL as they do there; "" is the site's own."""
    findings: Sequence[Finding] = ()
    """What of the generator's own configuration was not understood, and what that means."""

    @classmethod
    @abstractmethod
    def at(cls, root: Path) -> Self | None:
        """The dialect of the site in that folder; None where it is another generator's.

        Raises `ConfigurationError` where the generator's own configuration cannot be read.
        """

    @classmethod
    @abstractmethod
    def bare(cls) -> Self:
        """The dialect of a site that has no configuration of the generator's own."""

    def fingerprint(self) -> str:
        """All of the generator's configuration that shapes a record, as text."""
        return ""

    def adopted(self) -> Adopted:
        """The settings that the generator's own configuration already gives."""
        return Adopted(path="", settings={})

    @abstractmethod
    def enters(self, folder: str, site: Site) -> bool:
        """Whether posts may lie in that folder or below it."""

    @abstractmethod
    def takes(self, path: str, site: Site) -> bool:
        """Whether that file is a post."""

    def shapes(self, path: str, site: Site) -> bool:  # noqa: ARG002 - most have no such files
        """Whether that file, itself no post, says something of the posts in its folder."""
        return False

    def informed(self, site: Site, paths: Sequence[str]) -> tuple[Self, tuple[Finding, ...]]:  # noqa: ARG002
        """The dialect with what those files say, and what is wrong in them.

        `paths` are all for which `shapes` holds, in order. What they say belongs into the
        new dialect's `fingerprint`.
        """
        return self, ()

    @abstractmethod
    def is_draft(self, path: str, front_matter: Mapping[str, object]) -> bool:
        """Whether its place or its front matter keeps a post from being published."""

    def excludes(self, path: str, front_matter: Mapping[str, object]) -> bool:  # noqa: ARG002
        """Whether the front matter says that the file is no post after all."""
        return False

    def defaults(self, path: str) -> Mapping[str, object]:  # noqa: ARG002 - most have none
        """Front matter that the site's configuration gives to that file."""
        return {}

    def merged(self, path: str, front_matter: Mapping[str, object]) -> Mapping[str, object]:
        """A file's front matter together with what `defaults` gives to it."""
        return {**self.defaults(path), **front_matter}

    @abstractmethod
    def identify(self, path: str, front_matter: Mapping[str, object], site: Site) -> Identity:
        """The post's identity, as its generator would make it.

        Raises `PostError` where there is none, such as for a missing date.
        """

    @abstractmethod
    def resolve(self, reference: str, post_url: str, site: Site) -> str:
        """A reference found in front matter as an absolute URL; ValueError if none."""


def date_and_slug(path: str) -> tuple[str | None, str]:
    """The date that a file's name begins with, as text, and the rest of its name."""
    stem = stem_of(path)
    found = _DATED.fullmatch(stem)
    return (found[1], found[2]) if found else (None, stem)


def stem_of(path: str) -> str:
    """A file's name without its folders and its extension."""
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0]
    return stem if stem.strip(".") else name


def title_of(
    front_matter: Mapping[str, object], slug: str, path: str
) -> tuple[str, tuple[Finding, ...]]:
    """The title, or the words of the file's name, each with a capital, and a warning."""
    title, odd = own_text("title", front_matter, path)
    if title:
        return title, ()
    words = one_line(" ".join(word.capitalize() for word in slug.split("-") if word)) or path
    return words, odd or (
        warning(
            f"the post has no title; the file's name gives “{words}”",
            path,
            remedy="Add title: to its front matter.",
        ),
    )


def own_text(
    key: str, front_matter: Mapping[str, object], path: str
) -> tuple[str | None, tuple[Finding, ...]]:
    """A value that is to be one text; None, and a warning, for a list or a mapping."""
    value = front_matter.get(key)
    if value is None:
        return None, ()
    if not isinstance(value, str) and isinstance(value, (list, Mapping)):
        kind = "list" if isinstance(value, list) else "mapping"
        return None, (
            warning(
                f"{key}: a text is wanted here, and this is a {kind}",
                path,
                remedy="It is passed over; put a text with special characters in quotes.",
            ),
        )
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return one_line(text) or None, ()


def read_date(front_matter: Mapping[str, object], name_date: str | None, path: str) -> object:
    """The date as it is written: `date`, else the one in the file's name.

    Raises `PostError` where there is neither.
    """
    for value in (front_matter.get("date"), name_date):
        if value not in (None, ""):
            return value
    raise PostError(
        error(
            "the post has no date",
            path,
            remedy="Add date: 2026-11-23 to its front matter, "
            "or begin the file's name with the date.",
        )
    )


def own_id(
    keys: Iterable[str], front_matter: Mapping[str, object], path: str
) -> tuple[str | None, tuple[Finding, ...]]:
    """The id that a post itself gives, by the first of the keys that has an absolute URI.

    None where there is none. A `feed_id` that is something else is a warning, and so is
    a URI that cannot be read; `id` and `guid` may be a matter of other programs.
    """
    findings: list[Finding] = []
    for key in keys:
        value = front_matter.get(key)
        if value is None:
            continue
        is_uri = isinstance(value, str) and is_absolute_uri(value)
        if is_uri:
            try:
                return normalise(str(value)), tuple(findings)
            except ValueError:
                pass
        if is_uri or (key == "feed_id" and value != ""):
            findings.append(
                warning(
                    f"{key}: {shown(value)} is not an absolute URI",
                    path,
                    remedy="The post has another id; write one such as tag:harbour.example,2026:1.",
                )
            )
    return None, tuple(findings)


def shown(value: object) -> str:
    """A value as findings show it: one line of at most sixty characters."""
    text = one_line(str(value))
    return text if len(text) <= 60 else f"{text[:59]}…"


_term = lru_cache(1024)(one_line)


def unique(terms: Iterable[str]) -> tuple[str, ...]:
    """The terms, each one line, without empty ones and repetitions."""
    return tuple(dict.fromkeys(filter(None, map(_term, terms))))


def within(table: str) -> Mapping[str, Sequence[str]]:
    """Other names of the keys for a post's files, where a site's own keys belong into a table."""
    keys = ("enclosure", "enclosures", "audio", "video", "podcast")
    return {key: (f"{table}.{key}",) for key in keys}


def wrong_date(path: str, key: str, value: object) -> Finding:
    """What every dialect says of a date that is none."""
    return error(
        f"{key}: {shown(value)} is not a date",
        path,
        remedy=f"Write {key}: 2026-11-23 18:30:00 +0900.",
    )


def updated_of(
    keys: Iterable[str],
    front_matter: Mapping[str, object],
    published: datetime,
    parse: Callable[[object], datetime],
    path: str,
) -> tuple[datetime, tuple[Finding, ...]]:
    """When the post last changed, by the first of the keys that it has; else `published`."""
    for key in keys:
        value = front_matter.get(key)
        if value not in (None, ""):
            try:
                return parse(value), ()
            except ValueError:
                wrong = wrong_date(path, key, value)
                return published, (replace(wrong, level=Level.WARNING),)
    return published, ()


def flatten(value: object) -> list[str]:
    """Terms from whatever a list of terms was written as, each as text, in order.

    Lists may be nested; a mapping stands for its `name` or `title`, or else for its keys.
    """
    if isinstance(value, str):
        return [str(value)] if value else []
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        terms: list[str] = []
        for item in value:
            terms += (item,) if type(item) is str and item else flatten(item)
        return terms
    if isinstance(value, Mapping):
        for key in ("name", "title"):
            if value.get(key):
                return flatten(value[key])
        return [str(key) for key in value]
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(value)]
