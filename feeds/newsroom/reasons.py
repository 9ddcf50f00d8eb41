"""Why a post is in no feed or issue that it might be in: pure, from its record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Literal

from feeds.choosing.claims import Held
from feeds.choosing.offers import why_not
from feeds.collect.places import folder_of
from feeds.matching import matcher
from feeds.model import (
    Choice,
    Edition,
    FeedSettings,
    Filter,
    NewsletterSettings,
    Post,
    Site,
    Until,
)
from feeds.zones import in_zone

__all__ = [
    "DeclaredFeed",
    "MadeFeed",
    "NextIssue",
    "Reason",
    "Why",
    "hidden",
    "why_not_in_feed",
    "why_not_in_issue",
]

Why = Literal[
    "draft",
    "future",
    "expired",
    "unlisted",
    "filter",
    "term",
    "omitted",
    "few",
    "unmade",
    "limit",
    "archive",
    "after",
    "window",
    "claimed",
    "never",
    "old",
    "later",
    "unpicked",
]
"""What keeps a post out.

It is a draft; dated in the future; no longer valid; its front matter says `feed: false`; a filter
does not take it; it has no term of those that feeds are made by; its terms have no feed, since the
settings omit them, or since they have too few posts; or the feed could not be made at all.
Newer posts fill the feed, and it has no archive; or it has one, and there the post is. It is dated
after the edition; before the time that a rolling issue shows; another edition has it; it is
left out for good; it is older than the program goes back; it is left to the next edition; or
others were picked.
"""

_SEVERAL = ", "


@dataclass(frozen=True, slots=True)
class Reason:
    """What keeps a post out; `about` is what it is about, such as an edition's label or a limit.

    Of a filter it is the key and its values, as settings say them.
    """

    why: Why
    about: str = ""


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """One feed as readers subscribe to it; `posts` are the paths of those that it shows.

    `path` is its output path in the first of its formats.
    """

    title: str
    path: str
    language: str
    term: str | None
    posts: Set[str]


@dataclass(frozen=True, slots=True)
class DeclaredFeed:
    """A declaration, and the feeds that come of it: one, or one for each term."""

    settings: FeedSettings
    title: str
    feeds: Sequence[MadeFeed]


@dataclass(frozen=True, slots=True)
class NextIssue:
    """The issue of a newsletter that comes next.

    It is the open draft, or, where none is open, what an edition that began now would have
    (`begun` is false); without any editions, the issue that rolls, and `edition` is None. `until`
    is the moment up to which it may have posts. `excluded` are paths.
    """

    newsletter: NewsletterSettings
    choice: Choice
    until: datetime
    edition: Edition | None = None
    begun: bool = False
    held: Held = field(default_factory=Held)
    excluded: Mapping[str, Until] = field(default_factory=dict)

    @property
    def chosen(self) -> Set[str]:
        """The paths of its posts."""
        return {post.path for post in self.choice.posts}


def hidden(post: Post, site: Site, now: datetime) -> Reason | None:
    """Why a post is shown nowhere at that moment, whatever feeds and newsletters want."""
    if post.draft and not site.posts.drafts:
        return Reason("draft")
    if post.expires is not None and post.expires <= now:
        return Reason("expired", _day(post.expires, site))
    if post.published > now and not site.posts.future:
        return Reason("future", _day(post.published, site))
    return None


def why_not_in_feed(post: Post, declared: DeclaredFeed, site: Site, now: datetime) -> Reason | None:
    """What keeps a post out of all feeds of a declaration; None where one of them shows it."""
    if any(post.path in feed.posts for feed in declared.feeds):
        return None
    settings = declared.settings
    kept_out = hidden(post, site, now)
    if kept_out:
        return kept_out
    if not post.listed:
        return Reason("unlisted")
    if failed := _failed(settings.filter, post):
        return Reason("filter", failed)
    if settings.by is None:
        return _past_limit(settings) if declared.feeds else Reason("unmade")
    terms = {term.casefold(): term for term in _terms(post, settings, site)}
    if not terms:
        return Reason("term", settings.by)
    for term in settings.omit:
        terms.pop(term.casefold(), None)
    if not terms:
        return Reason("omitted", settings.by)
    made = {feed.term.casefold() for feed in declared.feeds if feed.term is not None}
    if made.isdisjoint(terms):
        return Reason("few", str(settings.least)) if settings.least > 1 else Reason("unmade")
    return _past_limit(settings)


def why_not_in_issue(post: Post, issue: NextIssue, site: Site, now: datetime) -> Reason | None:
    """What keeps a post out of an issue; None where it is in it."""
    if post.path in issue.chosen:
        return None
    newsletter, edition, hold = issue.newsletter, issue.edition, issue.held.of(post)
    why = edition and why_not(post, newsletter, edition, issue.held, issue.excluded)
    # That an edition has it, or is not to have it, says most.
    if why in ("claimed", "never") and hold:
        return Reason(why, hold.edition.label)
    if edition and why == "excluded":
        return Reason(issue.excluded[post.path], edition.label)
    if kept_out := hidden(post, site, now):
        return kept_out
    if post.published > issue.until:
        return Reason("after", _day(issue.until, site))
    if post.expires is not None and post.expires <= issue.until:
        return Reason("expired", _day(post.expires, site))
    if failed := _failed(newsletter.filter, post):
        return Reason("filter", failed)
    if why == "old":
        return Reason("old")
    if any(post.path == left.path for left in issue.choice.left):
        return Reason("limit", str(newsletter.limit))
    return Reason("unpicked") if edition else Reason("window", str(newsletter.window))


def _past_limit(settings: FeedSettings) -> Reason:
    return Reason("limit" if settings.archive == "none" else "archive", str(settings.limit))


def _failed(wanted: Filter, post: Post) -> str:
    """The first key of a filter that does not take the post, with its values; empty for none."""
    for each in fields(wanted):
        value = getattr(wanted, each.name)
        if value and not matcher(replace(Filter(), **{each.name: value}))(post):
            return f"{each.name}: {_SEVERAL.join(map(_said, value))}"
    return ""


def _said(value: object) -> str:
    """A value of a filter: a term, or a key of front matter with what it may be."""
    match value:
        case (str(key), tuple(values)):
            return f"{key} = {' | '.join(map(str, values))}"
    return str(value)


def _terms(post: Post, settings: FeedSettings, site: Site) -> Iterator[str]:
    match settings.by:
        case "category":
            yield from post.categories
        case "tag":
            yield from post.tags
        case "author":
            yield from (author.name for author in post.authors)
        case "language":
            yield post.language
        case "folder":
            yield from filter(None, [folder_of(post.path, site.posts.folders)])
        case "year":
            yield str(in_zone(post.published, site.timezone).year)


def _day(moment: datetime, site: Site) -> str:
    return f"{in_zone(moment, site.timezone):%Y-%m-%d %H:%M}"
