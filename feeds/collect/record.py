"""Front matter and a dialect's reading of it, made into one Post record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from feeds.collect.dialects.base import (
    Dialect,
    Identity,
    own_id,
    shown,
)
from feeds.collect.enclosures import read_enclosures
from feeds.collect.episodes import read_episode
from feeds.errors import Finding, PostError, error, warning
from feeds.keys import means_no
from feeds.model import Person, Picture, Post, Site
from feeds.text import one_line
from feeds.urls import is_web_url, web_url

__all__ = ["make_post"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ADDRESSES = ("url", "path", "src", "image")
_NUMBER = re.compile(r"\d+|[0-9a-f]{24}")
_WITH_MAIL = re.compile(r"([^<>]+)<([^<>@\s]+@[^<>@\s]+)>\s*")
_CLIMBING = re.compile(r"/(?:\.|%2E){1,2}(?:[/?#]|$)", re.IGNORECASE)


def make_post(
    path: str,
    values: Mapping[str, object],
    body_line: int,
    site: Site,
    dialect: Dialect,
    *,
    draft: bool,
) -> tuple[Post, tuple[Finding, ...]]:
    """The record of one post, and what is odd about it.

    Raises `PostError` where the dialect can make no identity of it, or one whose URL
    would lead out of the site.
    """
    identity = dialect.identify(path, values, _where_posts_are(site))
    language, language_findings = _language(path, values, site)
    image, image_findings = _image(path, values, identity, site, dialect)
    enclosures, enclosure_findings = read_enclosures(path, values, identity.url, site, dialect)
    episode, episode_findings = read_episode(path, values, identity.url, site, dialect)
    if _CLIMBING.search(identity.url):
        raise PostError(_climbs(path, identity.url))
    post = Post(
        path=path,
        id=_id(identity, path, values, site),
        url=identity.url,
        title=identity.title,
        published=identity.published,
        updated=identity.updated,
        language=identity.language or language,
        categories=identity.categories,
        tags=identity.tags,
        authors=identity.authors or _authors(values) or site.authors,
        excerpt=_excerpt(values) if identity.excerpt is None else identity.excerpt,
        image=identity.image or image,
        draft=draft,
        front_matter=values,
        body_line=body_line,
        expires=identity.expires,
        listed=not means_no(values.get("feed")),
        enclosures=enclosures,
        episode=episode,
    )
    return post, (
        *(*identity.findings, *language_findings, *image_findings),
        *(*enclosure_findings, *episode_findings),
    )


def _where_posts_are(site: Site) -> Site:
    """The site as the URLs of its posts are made from it."""
    return replace(site, url=site.posts.url) if site.posts.url else site


def _excerpt(values: Mapping[str, object]) -> str | None:
    for key in ("excerpt", "description", "summary"):
        value = values.get(key)
        if isinstance(value, str) and (text := one_line(value)):
            return text
    return None


def _language(
    path: str, values: Mapping[str, object], site: Site
) -> tuple[str, tuple[Finding, ...]]:
    written = values.get("lang") or values.get("language") or values.get("locale")
    if not written:
        return site.language, ()
    tag = str(written).strip().replace("_", "-")
    if _LANGUAGE.fullmatch(tag):
        return tag, ()
    return site.language, (
        warning(
            f"lang: {shown(written)} is not a language tag", path, remedy="Write lang: ja or en-GB."
        ),
    )


def _id(identity: Identity, path: str, values: Mapping[str, object], site: Site) -> str:
    if site.posts.id_from == "url" and own_id(("feed_id",), values, path)[0] is None:
        return identity.url
    return identity.id


def _climbs(path: str, url: str) -> Finding:
    return error(
        f"the post's URL climbs out of its folder: {shown(url)}",
        path,
        remedy="Give it a permalink without .. between slashes.",
    )


def _image(
    path: str, values: Mapping[str, object], identity: Identity, site: Site, dialect: Dialect
) -> tuple[Picture | None, tuple[Finding, ...]]:
    value = values.get("image")
    if value is None:
        return None, ()
    alt: object = values.get("image_alt", "")
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        alt = value.get("alt", alt)
        value = next(
            (value[key] for key in ("url", "path", "src", "image") if value.get(key)), None
        )
    if not isinstance(value, str) or not value.strip():
        return None, ()
    try:
        url = dialect.resolve(value.strip(), identity.url, site)
    except ValueError:
        url = ""
    if is_web_url(url):
        return Picture(url, one_line(str(alt or ""))), ()
    return None, (
        warning(
            f"image: {shown(value)} is not a picture's address",
            path,
            remedy="Write a path such as /media/harbour.jpg.",
        ),
    )


def _authors(values: Mapping[str, object]) -> tuple[Person, ...]:
    written = values.get("authors") or values.get("author")
    if written is None:
        return ()
    people = written if isinstance(written, list) else [written]
    return tuple(filter(None, map(_person, people)))


def _person(value: object) -> Person | None:
    if isinstance(value, Mapping):
        return _made(value.get("name"), value.get("email"), value.get("url") or value.get("uri"))
    return _written(value) if isinstance(value, str) else None


@lru_cache(64)
def _written(text: str) -> Person | None:
    """A person as one text: a name, or a name and an address in angle brackets.

    Another program's number for a person is no name.
    """
    if _NUMBER.fullmatch(text):
        return None
    if "<" in text and (parts := _WITH_MAIL.fullmatch(text)):
        return _made(parts[1].strip().strip('"'), parts[2])
    return _made(text)


def _made(written: object, email: object = None, url: object = None) -> Person | None:
    name = one_line(str(written)) if written not in (None, "", False) else ""
    if not name:
        return None
    return Person(
        name,
        email=one_line(email) if isinstance(email, str) and "@" in email else None,
        url=web_url(url) if isinstance(url, str) else None,
    )
