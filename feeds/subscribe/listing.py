"""The feeds of a site as people are shown them: in groups, each with its addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from feeds.model import By, Feed, FeedFormat, Filter, Subscriptions
from feeds.subscribe.readers import Reader, podcast_apps, readers
from feeds.text import one_line
from feeds.urls import output_url

__all__ = ["Address", "Group", "GroupKind", "Listed", "groups", "leading"]

GroupKind = Literal["main", "language", "category", "tag", "author", "folder", "year", "other"]

_ORDER: tuple[GroupKind, ...] = get_args(GroupKind)
_FORMATS: Mapping[FeedFormat, tuple[str, str]] = {
    "atom": ("Atom", "application/atom+xml"),
    "rss": ("RSS", "application/rss+xml"),
    "json": ("JSON Feed", "application/feed+json"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a feed is in one format: the format's name, its media type, and the URL."""

    format: FeedFormat
    label: str
    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One feed: every text on one line, and its addresses, the one to prefer first.

    `name` is what tells it from others of its group, and `term` what it is of, where it is
    one of several. `language` is a BCP 47 tag. A podcast is one in RSS only.
    """

    title: str
    name: str
    term: str
    description: str
    language: str
    home: str
    addresses: tuple[Address, ...]
    is_podcast: bool = False

    @property
    def podcast_apps(self) -> tuple[Reader, ...]:
        """Podcast apps, each with the link that adds this feed to it; none for other feeds."""
        rss = (address.url for address in self.addresses if address.format == "rss")
        url = next(rss, None) if self.is_podcast else None
        return podcast_apps(url) if url else ()

    @property
    def readers(self) -> tuple[Reader, ...]:
        """Feed readers, each with the link that adds this feed to it."""
        return readers(self.addresses[0].url)


@dataclass(frozen=True, slots=True)
class Group:
    """Feeds that are of one kind."""

    kind: GroupKind
    feeds: tuple[Listed, ...]


def groups(subscriptions: Subscriptions) -> tuple[Group, ...]:
    """All feeds, the main one first, which is the first that has every post.

    Raises ValueError where no URL can be made of a feed's base and path.
    """
    declared = subscriptions.site.feeds
    by = {settings.name: settings.by for settings in declared}
    whole = {each.name for each in declared if each.by is None and each.filter == Filter()}
    main = next((feed for feed in subscriptions.feeds if feed.name in whole), None)
    found: dict[GroupKind, list[Feed]] = {kind: [] for kind in _ORDER}
    for feed in subscriptions.feeds:
        found["main" if feed is main else _kind(by.get(feed.name))].append(feed)
    return tuple(_group(kind, feeds) for kind, feeds in found.items() if feeds)


def leading(subscriptions: Subscriptions) -> tuple[Listed, ...]:
    """The feeds that every page of a site can name: the main one and others of their own."""
    return tuple(
        feed
        for group in groups(subscriptions)
        if group.kind in ("main", "language", "other")
        for feed in group.feeds
    )


def _kind(by: By | None) -> GroupKind:
    return "other" if by is None else by


def _group(kind: GroupKind, feeds: Sequence[Feed]) -> Group:
    """The group, by name; terms are names enough where one declaration gave all its feeds."""
    if kind in ("main", "other") or len({feed.name for feed in feeds}) > 1:
        return Group(kind, tuple(_listed(feed, "other") for feed in feeds))
    listed = sorted(
        (_listed(feed, kind) for feed in feeds),
        key=lambda feed: (feed.name.casefold(), feed.addresses[0].url),
        reverse=kind == "year",
    )
    return Group(kind, tuple(listed))


def _autonym(tag: str) -> str:
    """What a language calls itself; its tag where nobody has written that down."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    is_known = tag.casefold().startswith(locale.language)
    return (is_known and locale.get_display_name()) or tag


def _listed(feed: Feed, named_as: GroupKind) -> Listed:
    title, term = one_line(feed.title) or feed.home, one_line(feed.term or "")
    name = title if named_as == "other" else term
    return Listed(
        title=title,
        name=(_autonym(term) if named_as == "language" else name) or title,
        term=term,
        description=one_line(feed.description),
        language=feed.language,
        home=feed.home,
        addresses=tuple(
            Address(form, *_FORMATS[form], output_url(feed.base, feed.paths[form]))
            for form in sorted(_FORMATS, key=lambda form: bool(feed.podcast) and form != "rss")
            if form in feed.paths
        ),
        is_podcast=feed.podcast is not None,
    )
