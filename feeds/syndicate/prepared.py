"""A feed as every format needs it: gaps filled, nothing left to decide.

Records are as the model promises, with one defence: in the body, the only text that others'
code wrote last, a character that XML forbids would stop the build.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from feeds.media_types import medium
from feeds.model import ContentMode, Element, Enclosure, Entry, Feed, FeedFormat, Person
from feeds.podcast import Episode, Show
from feeds.syndicate.extra import entry_elements, extra_namespaces, feed_elements
from feeds.syndicate.read_on import read_on
from feeds.text import legal
from feeds.urls import output_url, relative

__all__ = ["Category", "PreparedEntry", "PreparedFeed", "Preparing", "Way", "way"]

_PLAYED = ("audio", "video")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAME = r"[^@\s<>()\[\],;:\\\"]"
_EMAIL = re.compile(rf"{_NAME}{{1,64}}@(?:(?!/){_NAME}){{1,255}}")


@dataclass(frozen=True, slots=True)
class Category:
    """A category (RFC 4287 §4.2.2): the term as it was written, and the scheme's URI."""

    term: str
    scheme: str


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """One entry. `title` is never empty; `excerpt` is plain text and may be.

    `html` is the whole content, empty where the feed shows summaries only.
    `own_language` is set where it is not the feed's, and `episode` in podcasts alone.
    """

    id: str
    url: str
    title: str
    published: datetime
    updated: datetime
    language: str
    own_language: str | None
    authors: tuple[Person, ...]
    categories: tuple[Category, ...]
    excerpt: str
    html: str
    enclosures: tuple[Enclosure, ...] = ()
    picture: Enclosure | None = None
    episode: Episode | None = None
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class PreparedFeed:
    """One feed; a text that it does not have is empty, but `id` is None.

    `updated` is the latest `updated` of the entries; without entries it is the epoch.
    `namespaces` are those of elements of the site's own, by prefix.
    """

    id: str | None
    title: str
    description: str
    home: str
    language: str
    updated: datetime
    authors: tuple[Person, ...]
    rights: str
    icon: str
    logo: str
    hubs: tuple[str, ...]
    complete: bool
    entries: tuple[PreparedEntry, ...]
    podcast: Show | None = None
    elements: tuple[Element, ...] = ()
    namespaces: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a feed is in one of its formats: `link` is the self link.

    The others, empty where there is none, are those of its archive (RFC 5005 §4): the pages
    before and after, and, of a page, the feed that readers subscribe to. `stylesheet` is the
    style sheet with which browsers show it, relative to the feed.
    """

    link: str
    previous: str = ""
    next: str = ""
    current: str = ""
    stylesheet: str = ""


class Preparing:
    """Prepares feeds; entries that several of them show in the same way, once."""

    def __init__(self) -> None:
        self._entries: dict[tuple[object, ...], dict[str, PreparedEntry]] = {}

    def feed(self, feed: Feed) -> PreparedFeed:
        """What all formats of the feed share."""
        language = feed.language.casefold()
        shown = (feed.content, feed.base, feed.podcast is not None, feed.extra, feed.extensions)
        known = self._entries.setdefault((language, *shown), {})
        for entry in feed.entries:
            if entry.post.path not in known:
                foreign = entry.post.language.casefold() != language
                known[entry.post.path] = _entry(entry, feed, foreign=foreign)
        return PreparedFeed(
            id=feed.id,
            title=feed.title,
            description=feed.description,
            home=feed.home,
            language=feed.language,
            updated=max((entry.post.updated for entry in feed.entries), default=_EPOCH),
            authors=_people(feed.authors),
            rights=feed.rights or "",
            icon=feed.icon or "",
            logo=feed.logo or "",
            hubs=() if feed.current else feed.hubs,
            complete=feed.complete,
            entries=tuple(known[entry.post.path] for entry in feed.entries),
            podcast=feed.podcast,
            elements=feed_elements(feed),
            namespaces=extra_namespaces(feed),
        )


def way(feed: Feed, form: FeedFormat) -> Way:
    """Where the feed and the pages of its archive are in one of its formats.

    Raises ValueError where no URL can be made of the base and a path.
    """
    pages = (paths.get(form) for paths in (feed.previous, feed.next, feed.current))
    own = feed.paths[form]
    previous, following, current = (output_url(feed.base, path) if path else "" for path in pages)
    stylesheet = relative(feed.stylesheet, own) if feed.stylesheet else ""
    return Way(output_url(feed.base, own), previous, following, current, stylesheet)


def _entry(entry: Entry, feed: Feed, *, foreign: bool) -> PreparedEntry:
    post = entry.post
    base = feed.base.rstrip("/")
    return PreparedEntry(
        id=post.id,
        url=post.url,
        title=post.title or post.url,
        published=post.published,
        updated=post.updated,
        language=post.language,
        own_language=post.language if foreign else None,
        authors=_people(post.authors),
        categories=(
            *_categories(post.categories, f"{base}/categories/"),
            *_categories(post.tags, f"{base}/tags/"),
        ),
        excerpt=entry.body.excerpt,
        html=_html(entry, feed.content),
        enclosures=_in_podcast(entry) if feed.podcast else entry.enclosures,
        picture=entry.picture,
        episode=(post.episode or Episode()) if feed.podcast else None,
        elements=entry_elements(entry, feed),
    )


def _html(entry: Entry, content: ContentMode) -> str:
    """What a feed shows as an entry's content."""
    if content == "full":
        return legal(entry.body.html)
    if content == "read on":
        return read_on(entry.body.excerpt, entry.post.url, entry.post.language)
    return ""


def _in_podcast(entry: Entry) -> tuple[Enclosure, ...]:
    """The files of an episode, what is played first: apps play whatever they are given."""
    played = [each for each in entry.enclosures if medium(each.media_type) != "image"]
    return tuple(sorted(played, key=lambda each: medium(each.media_type) not in _PLAYED))


def _people(people: Iterable[Person]) -> tuple[Person, ...]:
    """The people, without what is no e-mail address (RFC 4287 §3.2.3)."""
    return tuple(
        replace(person, email=None)
        if person.email and not _EMAIL.fullmatch(person.email)
        else person
        for person in people
    )


def _categories(terms: Iterable[str], scheme: str) -> Iterator[Category]:
    return (Category(term, scheme) for term in dict.fromkeys(terms))
