"""Which feeds a declared feed is: itself, or one for each category, tag or author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from feeds.errors import Finding, warning
from feeds.model import Feed, FeedSettings, Person, Post, PostStore, Query, Site
from feeds.text import slugify

__all__ = ["Scope", "scopes", "slugs"]

_MAX_SLUG_BYTES = 120
_WORD = re.compile("[A-Za-z0-9_]{1,120}")


@dataclass(frozen=True, slots=True)
class Scope:
    """One feed, still without entries, and the posts that it is to show."""

    feed: Feed
    posts: Sequence[Post]


def scopes(
    site: Site, settings: FeedSettings, store: PostStore, query: Query
) -> tuple[list[Scope], list[Finding]]:
    """The feeds of one declaration; `query` says which posts a run may show at all."""
    wanted = replace(query, filter=settings.filter, limit=settings.limit or None)
    if settings.by is None:
        return [Scope(_feed(site, settings), store.select(wanted))], []
    omitted = {term.casefold() for term in settings.omit}
    terms = (term for term in store.terms(settings.by, wanted) if term.casefold() not in omitted)
    by_term, findings = slugs(terms, f"feeds.{settings.name}")
    return [
        Scope(
            _feed(site, settings, term, slug),
            store.select(replace(wanted, term=(settings.by, term))),
        )
        for term, slug in by_term.items()
    ], findings


def slugs(terms: Iterable[str], where: str) -> tuple[Mapping[str, str], list[Finding]]:
    """A path segment for each term, no two the same.

    Terms come by first use: of several that would share a segment, the first keeps it,
    so that a new term never moves the feed of an old one.
    """
    taken: dict[str, str] = {}
    by_term: dict[str, str] = {}
    findings: list[Finding] = []
    for term in terms:
        plain = _short(slugify(term) or f"term-{_hash(term)}")
        slug = next(free for free in _numbered(plain) if free not in taken)
        if slug != plain:
            findings.append(
                warning(
                    f"{where}: “{term}” and “{taken[plain]}” would share the address {plain}; "
                    f"“{term}” is at {slug}",
                    remedy="Write both the same way, or rename one.",
                )
            )
        taken[slug] = term
        by_term[term] = slug
    return by_term, findings


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1


def _short(slug: str) -> str:
    """A slug that fits a file's name on every system."""
    data = slug.encode()
    if len(data) <= _MAX_SLUG_BYTES:
        return slug
    return f"{data[:_MAX_SLUG_BYTES].decode(errors='ignore').rstrip('-')}-{_hash(slug)}"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def _placed(path: str, term: str | None, slug: str) -> str:
    """A feed's path, in which `:term` is the term itself where that is a plain word."""
    as_written = term if term and _WORD.fullmatch(term) else slug
    return path.replace(":slug", slug).replace(":term", as_written)


def _feed(site: Site, settings: FeedSettings, term: str | None = None, slug: str = "") -> Feed:
    def filled(pattern: str) -> str:
        values = {":site": site.title, ":term": term or ""}
        return re.sub(r":(?:site|term)\b", lambda found: values[found[0]], pattern)

    languages = settings.filter.languages
    return Feed(
        title=filled(settings.title),
        description=filled(settings.description),
        home=f"{site.url}/",
        base=site.url,
        language=languages[0] if len(languages) == 1 else site.language,
        paths={form: _placed(path, term, slug) for form, path in settings.paths.items()},
        entries=(),
        id=settings.id,
        content=settings.content,
        authors=site.authors or (Person(site.title),),
        rights=site.rights,
        icon=site.icon,
        logo=site.logo,
        term=term,
    )
