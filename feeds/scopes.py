"""Which feeds a declared feed is: itself, or one for each term, and the pages of archives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from feeds.errors import Finding, warning
from feeds.model import Feed, FeedFormat, FeedSettings, Person, Post, PostStore, Query, Site
from feeds.periods import Period, periods
from feeds.text import slugify

__all__ = ["Scope", "named", "scopes", "slugs"]

_MAX_SLUG_BYTES = 120
_WORD = re.compile("[A-Za-z0-9_]{1,120}")


@dataclass(frozen=True, slots=True)
class Scope:
    """One feed, still without entries, and the posts that it is to show.

    `page` is the period of one that is a page of an archive.
    """

    feed: Feed
    posts: Sequence[Post]
    page: Period | None = None


def scopes(
    site: Site, settings: FeedSettings, store: PostStore, query: Query, *, archives: bool = True
) -> tuple[list[Scope], list[Finding]]:
    """The feeds of one declaration, each before the pages of its archive, if they are wanted.

    `query` says which posts a run may show at all.
    """
    wanted = replace(query, filter=settings.filter, listed=True)
    if settings.by is None:
        feed = _feed(site, settings)
        return _with_archive(site, settings, store, wanted, feed, archives=archives), []
    those, findings = named(site, settings, store, wanted)
    found: list[Scope] = []
    for term, slug, narrowed in those:
        feed = _feed(site, settings, term, slug)
        found += _with_archive(site, settings, store, narrowed, feed, archives=archives)
    return found, findings


def named(
    site: Site, settings: FeedSettings, store: PostStore, query: Query
) -> tuple[list[tuple[str, str, Query]], list[Finding]]:
    """The feeds of a declaration with `by`: what each is called, as text and in paths, and shows.

    Nothing for a declaration of one feed.
    """
    if settings.by is None:
        return [], []
    omitted = {term.casefold() for term in settings.omit}
    if settings.by == "year":
        years = periods(store.months(query, site.timezone), "year")
        labels = ((year.label, within(query, year, site)) for year in years)
        return [(label, label, one) for label, one in labels if label not in omitted], []
    terms = [term for term in store.terms(settings.by, query) if term.casefold() not in omitted]
    by_term, findings = slugs(terms, f"feeds.{settings.name}")
    kind = settings.by
    return [
        (term, slug, replace(query, term=(kind, term))) for term, slug in by_term.items()
    ], findings


def _with_archive(
    site: Site,
    settings: FeedSettings,
    store: PostStore,
    query: Query,
    feed: Feed,
    *,
    archives: bool,
) -> list[Scope]:
    """A feed and, if they are wanted, its archive's pages; nothing where it has too few posts."""
    if settings.least > 1 and store.count(query) < settings.least:
        return []
    posts = store.select(replace(query, limit=settings.limit or None))
    if settings.by == "language" and posts:
        feed = replace(feed, language=posts[0].language)
    pages: Sequence[Period] = []
    if settings.archive != "none":
        pages = periods(store.months(query, site.timezone), settings.archive)
    if not pages:
        return [Scope(replace(feed, complete=settings.limit == 0), posts)]
    paths = [_page_paths(feed.paths, page) for page in pages]
    nothing: Mapping[FeedFormat, str] = {}
    found = [Scope(replace(feed, previous=paths[-1]), posts)]
    if not archives:
        return found
    for page, own, before, after in zip(
        pages, paths, [nothing, *paths[:-1]], [*paths[1:], nothing], strict=True
    ):
        placed = replace(feed, paths=own, previous=before, next=after, current=feed.paths)
        found.append(Scope(placed, store.select(within(query, page, site)), page))
    return found


def within(query: Query, period: Period, site: Site) -> Query:
    """The query of those posts that were published in a period, in the site's zone."""
    return replace(query, since=period.since(site.timezone), until=period.until(site.timezone))


def _page_paths(paths: Mapping[FeedFormat, str], page: Period) -> Mapping[FeedFormat, str]:
    """A page's paths, beside those of its feed: `news/atom-2025-03.xml`."""

    def of(path: str) -> str:
        folder, slash, name = path.rpartition("/")
        stem, dot, ending = name.rpartition(".")
        return f"{folder}{slash}{stem}-{page.label}{dot}{ending}"

    return {form: of(path) for form, path in paths.items()}


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
        rights=(settings.podcast and settings.podcast.copyright) or site.rights,
        icon=site.icon,
        logo=site.logo,
        term=term,
        name=settings.name,
        hubs=site.hubs,
        extra=settings.extra,
        extensions=settings.extensions,
        stylesheet=site.subscribe.stylesheet,
        podcast=settings.podcast,
    )
