"""Records as text and back, for an index that outlives a run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any

from feeds.errors import Finding, Level
from feeds.model import Enclosure, Person, Picture, Post

if TYPE_CHECKING:
    from feeds.podcast import Episode

__all__ = [
    "RECORD_FORMAT",
    "dump_findings",
    "dump_post",
    "load_findings",
    "load_front_matter",
    "load_post",
]

RECORD_FORMAT = 5
"""To be raised when records come out otherwise than they did, so that all are made anew."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def dump_post(post: Post) -> str:
    """A record as JSON."""
    published = post.published.isoformat()
    return _encode(
        [
            post.path,
            post.id,
            post.url,
            post.title,
            published,
            published if post.updated is post.published else post.updated.isoformat(),
            post.language,
            post.categories,
            post.tags,
            [(person.name, person.email, person.url) for person in post.authors],
            post.excerpt,
            (post.image.url, post.image.alt) if post.image else None,
            post.draft,
            post.front_matter,
            post.body_line,
            post.expires.isoformat() if post.expires else None,
            post.listed,
            [astuple(each) for each in post.enclosures],
            asdict(post.episode) if post.episode else None,
        ]
    )


def load_post(text: str) -> Post:
    """The record that `dump_post` wrote."""
    (
        path,
        entry_id,
        url,
        title,
        published,
        updated,
        language,
        categories,
        tags,
        authors,
        excerpt,
        image,
        draft,
        front_matter,
        body_line,
        expires,
        listed,
        enclosures,
        episode,
    ) = json.loads(text)
    return Post(
        path=path,
        id=entry_id,
        url=url,
        title=title,
        published=datetime.fromisoformat(published),
        updated=datetime.fromisoformat(updated),
        language=intern(language),
        categories=tuple(map(intern, categories)),
        tags=tuple(map(intern, tags)),
        authors=tuple(_person(*person) for person in authors),
        excerpt=excerpt,
        image=Picture(*image) if image else None,
        draft=draft,
        front_matter=_sharing(front_matter, title, excerpt),
        body_line=body_line,
        expires=datetime.fromisoformat(expires) if expires else None,
        listed=listed,
        enclosures=tuple(Enclosure(*each) for each in enclosures),
        episode=_load_episode(episode) if episode else None,
    )


@lru_cache(64)
def _person(name: str, email: str | None, url: str | None) -> Person:
    """One record for all posts of a person."""
    return Person(name, email, url)


def _sharing(front_matter: dict[str, object], *said: str | None) -> Mapping[str, object]:
    """Front matter with the texts that records have beside it, or many have, there only once."""
    texts = {text: text for text in said if text}
    return {intern(key): _shared(value, texts) for key, value in front_matter.items()}


def _shared(value: object, texts: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return texts.get(value, value)
    if isinstance(value, list):
        return [intern(one) if isinstance(one, str) else one for one in value]
    return value


def _load_episode(values: Mapping[str, Any]) -> Episode:
    from feeds.podcast.records import load_episode

    return load_episode(values)


def load_front_matter(text: str) -> Mapping[str, object]:
    """The front matter of the record that `dump_post` wrote."""
    front_matter: Mapping[str, object] = json.loads(text)[13]
    return front_matter


def dump_findings(findings: Iterable[Finding]) -> str:
    """Findings as JSON; empty text for none."""
    rows = [
        [one.level.value, one.what, one.path, one.line, one.column, one.remedy, one.rule]
        for one in findings
    ]
    return json.dumps(rows, ensure_ascii=False) if rows else ""


def load_findings(text: str) -> tuple[Finding, ...]:
    """The findings that `dump_findings` wrote."""
    return tuple(Finding(Level(level), *rest) for level, *rest in json.loads(text or "[]"))
