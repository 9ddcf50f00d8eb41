"""Plain Markdown posts, with the conventions that `feeds.toml` states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from posixpath import dirname, splitext
from typing import Self

from feeds.collect.dates import parse_date
from feeds.collect.dialects import permalink
from feeds.collect.dialects.base import (
    MARKDOWN,
    Dialect,
    Identity,
    date_and_slug,
    flatten,
    means_no,
    means_yes,
    own_id,
    own_text,
    read_date,
    shown,
    stem_of,
    title_of,
    unique,
    updated_of,
    wrong_date,
)
from feeds.errors import PostError, error
from feeds.model import Site
from feeds.urls import absolute, normalise, web_url

__all__ = ["DIALECT", "PlainDialect"]

_UPDATED = ("updated", "last_modified_at", "lastmod", "modified")
_COMMAS = re.compile("[,、，]")


class PlainDialect(Dialect):
    """Markdown files in the folders of `[posts]`; ids and URLs from their front matter.

    The date is `date`, or the one that the file's name begins with. Terms come from
    `category` and `categories`, `tag` and `tags`, each a list or one text that commas
    divide.
    """

    name = "plain"

    @classmethod
    def bare(cls) -> Self:
        """There is nothing to be configured."""
        return cls()

    @classmethod
    def at(cls, root: Path) -> Self | None:  # noqa: ARG003 - every site may be one
        """Any site."""
        return cls()

    def enters(self, folder: str, site: Site) -> bool:
        """The post folders, all below them, and the way to them."""
        return any(
            start == "." or f"{folder}/".startswith(f"{start}/") or start.startswith(f"{folder}/")
            for start in site.posts.folders
        )

    def takes(self, path: str, site: Site) -> bool:
        """Every Markdown file in a post folder."""
        return splitext(path)[1].lower() in MARKDOWN and any(
            start == "." or path.startswith(f"{start}/") for start in site.posts.folders
        )

    def is_draft(
        self,
        path: str,  # noqa: ARG002 - only front matter decides here
        front_matter: Mapping[str, object],
    ) -> bool:
        """What `draft` and `published` say."""
        return means_yes(front_matter.get("draft")) or means_no(front_matter.get("published"))

    def identify(self, path: str, front_matter: Mapping[str, object], site: Site) -> Identity:
        """As the class says; raises `PostError` for a date or a URL that is missing or none."""
        name = _named(path)
        name_date, name_slug = date_and_slug(name)
        written = read_date(front_matter, name_date, path)
        parse = partial(parse_date, zone=site.timezone)
        try:
            published = parse(written)
        except ValueError:
            raise PostError(wrong_date(path, "date", written)) from None
        updated, update_findings = updated_of(_UPDATED, front_matter, published, parse, path)
        own_slug, slug_findings = own_text("slug", front_matter, path)
        slug = own_slug or name_slug
        categories = _terms(front_matter, "category", "categories")
        title, title_findings = title_of(front_matter, slug, path)
        values = permalink.Placeholders(
            date=published.astimezone(site.timezone),
            slug=slug,
            name=stem_of(name),
            path=splitext(name)[0],
            categories=categories,
        )
        key = (
            "url" if not front_matter.get("permalink") and front_matter.get("url") else "permalink"
        )
        own, url_findings = own_text(key, front_matter, path)
        try:
            url = self._url(own or site.posts.permalink, values, site)
        except ValueError:
            raise PostError(error(f"{key}: {shown(own)} is not a URL", path)) from None
        entry_id, id_findings = own_id(("feed_id", "id", "guid"), front_matter, path)
        return Identity(
            id=entry_id or url,
            url=url,
            title=title,
            published=published,
            updated=updated,
            categories=categories,
            tags=_terms(front_matter, "tag", "tags"),
            findings=(
                *update_findings,
                *slug_findings,
                *title_findings,
                *url_findings,
                *id_findings,
            ),
        )

    def resolve(self, reference: str, post_url: str, site: Site) -> str:
        """A path from the site's URL, or a reference relative to the post's URL."""
        if reference.startswith("/") and not reference.startswith("//"):
            return normalise(site.url + reference)
        return absolute(reference, post_url)

    def _url(self, pattern: str, values: permalink.Placeholders, site: Site) -> str:
        if pattern.startswith(("http://", "https://")):
            url = web_url(pattern)
            if url is None:
                raise ValueError(f"not a URL: {pattern}")
            return url
        return normalise(site.url + permalink.expand(pattern, values))


DIALECT = PlainDialect


def _named(path: str) -> str:
    """The path that names a post: of `trip/index.md`, a page in a folder of its own, `trip.md`."""
    folder = dirname(path)
    if stem_of(path) == "index" and "/" in folder:
        return f"{folder}{splitext(path)[1]}"
    return path


def _terms(front_matter: Mapping[str, object], *keys: str) -> tuple[str, ...]:
    terms: list[str] = []
    for value in map(front_matter.get, keys):
        terms += _COMMAS.split(value) if isinstance(value, str) else flatten(value)
    return unique(terms)
