"""Where each post of a site is shown, and why it is not shown elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from feeds.choosing.choose import candidates, choose
from feeds.choosing.claims import Claims
from feeds.choosing.names import Names
from feeds.choosing.picks import exclusions
from feeds.collect import collect
from feeds.digest.words import words
from feeds.errors import Finding, Level
from feeds.model import Edition, Feed, NewsletterSettings, Post, PostStore, Query, Site
from feeds.newsroom.reasons import (
    DeclaredFeed,
    MadeFeed,
    NextIssue,
    Reason,
    why_not_in_feed,
    why_not_in_issue,
)
from feeds.newsroom.room import enter
from feeds.pieces import feed_pieces, rolling
from feeds.workspace import Workspace, eligible

__all__ = ["Survey", "empty", "survey"]

_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Survey:
    """All posts of a site at one moment: drafts, those of the future, and those that expired.

    `posts` are newest first. `findings` are of the posts that could be read and `unread` of files
    that could not, or that may not be used, by path.
    """

    site: Site
    now: datetime
    posts: Sequence[Post]
    feeds: Sequence[DeclaredFeed]
    issues: Sequence[NextIssue]
    findings: Mapping[str, Sequence[Finding]]
    unread: Mapping[str, Sequence[Finding]]

    @cached_property
    def shown(self) -> Set[str]:
        """The paths of all posts that a feed or an issue shows."""
        in_feeds = (feed.posts for declared in self.feeds for feed in declared.feeds)
        return {path for paths in (*in_feeds, *self._chosen) for path in paths}

    def feeds_of(self, post: Post) -> Iterator[tuple[DeclaredFeed, Reason | None]]:
        """Each declared feed, and what keeps the post out of it."""
        for declared in self.feeds:
            yield declared, why_not_in_feed(post, declared, self.site, self.now)

    def issues_of(self, post: Post) -> Iterator[tuple[NextIssue, Reason | None]]:
        """Each issue, and what keeps the post out of it."""
        for issue in self.issues:
            yield issue, why_not_in_issue(post, issue, self.site, self.now)

    @cached_property
    def _chosen(self) -> Sequence[Set[str]]:
        return [issue.chosen for issue in self.issues]


def empty(site: Site, now: datetime) -> Survey:
    """What is known of a site that could not be read."""
    return Survey(site, now, (), (), (), {}, {})


def survey(workspace: Workspace, now: datetime) -> Survey:
    """Reads the records of all posts, and chooses what each feed and each issue would show.

    No body is read. Editions that do not tell what they have are taken as far as they do.
    """
    site = workspace.site
    asked = replace(site, posts=replace(site.posts, drafts=True))
    with collect(asked, workspace.dialect, workspace.cache, jobs=workspace.jobs) as collection:
        store = collection.store
        # At the beginning of time, nothing has expired.
        posts = store.select(Query(_EVER, drafts=True, future=True))
        read = {post.path for post in posts}
        findings: dict[str, list[Finding]] = defaultdict(list)
        for finding in (*workspace.findings, *collection.findings):
            findings[finding.path or ""].append(finding)
        return Survey(
            site,
            now,
            posts,
            _feeds(site, store, now),
            [*_issues(site, store, posts, now)],
            {path: some for path, some in findings.items() if path in read},
            {
                path: some
                for path, some in findings.items()
                if path not in read and any(each.level is Level.ERROR for each in some)
            },
        )


def _feeds(site: Site, store: PostStore, now: datetime) -> list[DeclaredFeed]:
    pieces, _ = feed_pieces(site, store, eligible(site, now), archives=False)
    made: dict[str, list[MadeFeed]] = defaultdict(list)
    for piece in pieces:
        if isinstance(piece.of, Feed):
            made[piece.of.name].append(_made(piece.of, piece.posts))
    return [
        DeclaredFeed(settings, _title(settings.title, site), made[settings.name])
        for settings in site.feeds
    ]


def _made(feed: Feed, posts: Sequence[Post]) -> MadeFeed:
    path = next(iter(feed.paths.values()))
    shown = frozenset(post.path for post in posts)
    return MadeFeed(feed.title, path, feed.language, feed.term, shown)


def _title(title: str, site: Site) -> str:
    """A declaration's title, in which `:term` stands for any."""
    return title.replace(":site", site.title).replace(":term", "…")


def _issues(
    site: Site, store: PostStore, posts: Sequence[Post], now: datetime
) -> Iterator[NextIssue]:
    valid = [post for post in posts if post.expires is None or post.expires > now]
    names = Names(valid, site.posts.folders)
    for newsletter in site.newsletters:
        room = enter(site, newsletter.name)
        if not room.shelf.files:
            choice = rolling(site, store, eligible(site, now), newsletter)
            yield NextIssue(newsletter, choice, now)
            continue
        drafts = [file.edition for file in room.open_drafts if file.edition]
        before = room.chain.newest
        begun = bool(drafts)
        if before and not begun:
            drafts = [Edition(newsletter.name, "", "", before.until, max(before.until, now))]
        held = Claims(room.chain).among(valid)
        for edition in drafts:
            last = edition.until if site.posts.future else min(edition.until, now)
            some = candidates(newsletter, site, valid, last)
            choice, _ = choose(newsletter, site, some, _other(newsletter), edition, held, names)
            excluded, _ = exclusions(edition, names)
            yield NextIssue(newsletter, choice, edition.until, edition, begun, held, excluded)


def _other(newsletter: NewsletterSettings) -> str:
    return words(newsletter.language).phrases.other
