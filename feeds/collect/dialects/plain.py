"""Plain Markdown posts, with the conventions that `feeds.toml` states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
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
from feeds.collect.dialects.plain_paths import date_in_path, under_folder
from feeds.errors import Finding, PostError, error
from feeds.keys import means_no, means_yes
from feeds.model import Site
from feeds.urls import absolute, normalise, web_url

__all__ = ["DIALECT", "PlainDialect"]

_SUFFIXES = MARKDOWN | {".mdx"}
_COMMAS = re.compile("[,、，]")
_UNPUBLISHED = frozenset({"draft", "drafts", "pending", "private", "hidden", "trash", "inherit"})
_NOT_PUBLIC = frozenset({"members", "paid", "tiers", "private", "hidden"})
_NAMES_OF_TERMS = ("name", "title", "label", "slug")
_MONTH_FIRST = re.compile(r"([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}),? (\d{4})", re.ASCII)
_GHOST_URL = "__GHOST_URL__"

_OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "date": (
        *("pubDate", "pubDatetime", "pubdate", "publishDate", "publish_date", "published_at"),
        *("publishedAt", "publishedDate", "datePublished", "date_published", "published"),
        *("created_at", "createdAt", "created", "createdDate", "dateCreated"),
    ),
    "updated": (
        *("updatedDate", "updated_at", "updatedAt", "modDatetime", "lastmod", "last_modified_at"),
        *("lastModified", "modified", "modified_at", "dateModified", "date_modified"),
    ),
    "expires": ("expiryDate", "expiry_date", "expires_at", "expirationDate", "unpublish_date"),
    "draft": ("isDraft", "is_draft"),
    "tags": ("tagList",),
    "excerpt": ("custom_excerpt", "description", "summary", "abstract", "meta_description"),
    "image": (
        *("heroImage", "feature_image", "featured_image", "featuredImage", "cover", "coverImage"),
        *("cover_image", "hero_image", "hero", "banner", "thumbnail", "ogImage", "og_image"),
    ),
    "image_alt": (
        *("imageAlt", "heroImageAlt", "feature_image_alt", "featured_image_alt"),
        *("featuredImageAlt", "coverAlt", "coverImageAlt", "cover_image_alt", "hero_image_alt"),
    ),
}


class PlainDialect(Dialect):
    """Markdown files in the folders of `[posts]`; ids and URLs from their front matter.

    The date is `date`, or the one that the file's name begins with; or, if `[posts]` says
    so, the one in the path. Terms come from `category` and `categories`, `tag` and `tags`,
    each a list or one text that commas divide. Keys go by the names of Astro, Ghost and
    others too, and a file may begin with Pelican's header.
    """

    name = "plain"
    static = ("", "public", "static")
    headers = True
    other_names = _OTHER_NAMES

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
        """Every Markdown file in a post folder, with JSX in it too."""
        return splitext(path)[1].lower() in _SUFFIXES and any(
            start == "." or path.startswith(f"{start}/") for start in site.posts.folders
        )

    def is_draft(
        self,
        path: str,  # noqa: ARG002 - only front matter decides here
        front_matter: Mapping[str, object],
    ) -> bool:
        """What `draft`, `published`, `status` and `visibility` say."""
        return (
            means_yes(front_matter.get("draft"))
            or means_no(front_matter.get("published"))
            or str(front_matter.get("status")).lower() in _UNPUBLISHED
            or str(front_matter.get("visibility")).lower() in _NOT_PUBLIC
        )

    def identify(self, path: str, front_matter: Mapping[str, object], site: Site) -> Identity:
        """As the class says; raises `PostError` for a date or a URL that is missing or none."""
        name = _named(path)
        name_date, name_slug = date_and_slug(name)
        parse = partial(_parse, zone=site.timezone)
        if site.posts.date_from == "path":
            in_path, name_slug = date_in_path(under_folder(name, site.posts.folders))
            written: object = in_path
            if in_path is None or not in_path.whole:
                written = read_date(front_matter, in_path, path)
        else:
            written = read_date(front_matter, name_date, path)
        try:
            published = parse(written)
        except ValueError:
            raise PostError(wrong_date(path, "date", written)) from None
        updated, update_findings = updated_of(("updated",), front_matter, published, parse, path)
        expires, expiry_findings = _expires(front_matter, parse, path)
        own_slug, slug_findings = own_text("slug", front_matter, path)
        slug = own_slug or name_slug
        categories = _terms(map(front_matter.get, ("category", "categories")))
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
            tags=_terms(map(front_matter.get, ("primary_tag", "tag", "tags"))),
            findings=(
                *update_findings,
                *expiry_findings,
                *slug_findings,
                *title_findings,
                *url_findings,
                *id_findings,
            ),
            expires=expires,
        )

    def resolve(self, reference: str, post_url: str, site: Site) -> str:
        """A path from the site's URL, or a reference relative to the post's URL."""
        reference = reference.removeprefix(_GHOST_URL)
        if reference.startswith("/") and not reference.startswith("//"):
            return normalise(site.url + reference)
        return absolute(reference, post_url)

    def _url(self, pattern: str, values: permalink.Placeholders, site: Site) -> str:
        if pattern.startswith(("http://", "https://")):
            url = web_url(pattern)
            if url is None:
                raise ValueError(f"not a URL: {pattern}")
            return url
        return normalise(site.url + permalink.expand(pattern.removeprefix(_GHOST_URL), values))


DIALECT = PlainDialect


def _named(path: str) -> str:
    """The path that names a post: of `trip/index.md`, a page in a folder of its own, `trip.md`."""
    folder = dirname(path)
    if stem_of(path) == "index" and "/" in folder:
        return f"{folder}{splitext(path)[1]}"
    return path


def _parse(value: object, zone: tzinfo) -> datetime:
    """As `parse_date`, and a date as Astro's starter writes it: `Jul 08 2022`."""
    if isinstance(value, str) and (found := _MONTH_FIRST.fullmatch(value.strip())):
        value = f"{found[2]} {found[1]} {found[3]} 00:00:00"
    return parse_date(value, zone)


def _expires(
    front_matter: Mapping[str, object], parse: partial[datetime], path: str
) -> tuple[datetime | None, tuple[Finding, ...]]:
    """When the post is to be shown no more.

    Raises `PostError` for what is no date: nobody may see a post that should have gone.
    """
    value = front_matter.get("expires")
    if value in (None, ""):
        return None, ()
    try:
        return parse(value), ()
    except ValueError:
        raise PostError(wrong_date(path, "expires", value)) from None


def _terms(values: Iterable[object]) -> tuple[str, ...]:
    terms: list[str] = []
    for value in values:
        if isinstance(value, str):
            terms += _COMMAS.split(value)
        else:
            terms += flatten(_without_objects(value))
    return unique(terms)


def _without_objects(value: object) -> object:
    """Terms of which those that are objects, as Ghost has them, are their names.

    What is for the editors alone is left out.
    """
    if isinstance(value, list):
        return [_without_objects(item) for item in value]
    if isinstance(value, Mapping):
        if value.get("visibility") == "internal":
            return None
        return next((value[key] for key in _NAMES_OF_TERMS if value.get(key)), value)
    return value
