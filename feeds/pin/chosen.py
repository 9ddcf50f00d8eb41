"""Which posts are to be given which ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from os.path import relpath
from pathlib import Path

from feeds.adopt import KnownEntry, KnownFeed, compare, survey
from feeds.collect import collect
from feeds.collect.dialects import Dialect
from feeds.compare.matching import match
from feeds.errors import ConfigurationError, Finding, error, warning
from feeds.model import Post, Query, Site
from feeds.text import one_line
from feeds.urls import is_absolute_uri
from feeds.workspace import open_site

__all__ = ["Opened", "Wanted", "of_feed", "of_posts", "opened"]

_BEFORE_ALL = datetime(2, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A post, by its path in the site, and the id that it shall keep."""

    path: str
    id: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A site with all its posts by path, drafts and those of the future too.

    `dialect` knows what the site's folders say, and `findings` what is wrong with posts.
    """

    site: Site
    dialect: Dialect
    posts: Mapping[str, Post]
    findings: Sequence[Finding]


@contextmanager
def opened(root: Path) -> Iterator[Opened]:
    """The site in a folder; raises `ConfigurationError` where its settings cannot be used."""
    workspace = open_site(root, drafts=True, future=True)
    with collect(workspace.site, workspace.dialect) as collection:
        posts = collection.store.select(Query(_BEFORE_ALL, drafts=True, future=True))
        yield Opened(
            workspace.site,
            collection.dialect,
            {post.path: post for post in posts},
            (*workspace.findings, *collection.findings),
        )


def of_posts(site: Opened, names: Sequence[str]) -> list[Wanted]:
    """Posts with the ids that they have, by paths from here, or else from the site.

    Raises `ConfigurationError` where one is no post, or cannot be read.
    """
    wrong: list[Finding] = []
    found: dict[str, Wanted] = {}
    for name in names:
        path = _path(site, name)
        if post := site.posts.get(path):
            found[path] = Wanted(path, post.id)
            continue
        known = [finding for finding in site.findings if finding.path == path]
        remedy = "feeds list names the posts."
        wrong += known or [error("this is no post of the site", name, remedy=remedy)]
    if wrong:
        raise ConfigurationError(*wrong)
    return [*found.values()]


def _path(site: Opened, name: str) -> str:
    """A post's path in the site, by a path from here or from there."""
    root = site.site.root
    for start in (Path(), root):
        # No link is followed: a post is known by its name in the site.
        path = Path(relpath(start / name, root)).as_posix()
        if path in site.posts or any(finding.path == path for finding in site.findings):
            return path
    return Path(name).as_posix()


def of_feed(site: Opened, feed: KnownFeed) -> tuple[list[Wanted], list[Finding]]:
    """Posts with the ids that readers of a feed know them by, and what has none.

    They are found as `feeds init --against` finds them, and else as `feeds diff` does.
    """
    found = _found(site, feed)
    wanted: list[Wanted] = []
    findings: list[Finding] = []
    owners = {post.id: post.path for post in site.posts.values()}
    times = Counter(post.path for _, post in found if post)
    for entry, post in found:
        name = f"“{one_line(entry.title)[:60]}”" if entry.title else entry.link or entry.id
        if post is None:
            what = f"{name} of the feed is no post here"
            findings.append(warning(what, remedy="Readers who have it keep it, as it is."))
        elif times[post.path] > 1:
            what = "several entries of the feed are this post"
            findings.append(error(what, post.path, remedy="Add feed_id by hand."))
        elif not is_absolute_uri(entry.id):
            what = f"readers know it by {one_line(entry.id)[:60] or 'nothing'}, which is no URI"
            findings.append(error(what, post.path, remedy="Such an id cannot be kept."))
        elif owners.get(entry.id, post.path) != post.path:
            what = f"readers know it by the id that {owners[entry.id]} has"
            findings.append(error(what, post.path, remedy="Pin that post first, or change its id."))
        else:
            wanted.append(Wanted(post.path, entry.id))
    return wanted, [*dict.fromkeys(findings)]


def _found(site: Opened, feed: KnownFeed) -> list[tuple[KnownEntry, Post | None]]:
    """Each entry of the feed, and the post that it is here."""
    verdicts = compare(feed, survey(site.site.root, None)).verdicts
    known = {verdict.post.path for verdict in verdicts if verdict.post}
    left = [verdict.entry for verdict in verdicts if verdict.post is None]
    posts = [post for path, post in site.posts.items() if path not in known]
    matched = match(left, [*map(_as_entry, posts)])
    others = {id(left[place]): posts[other] for place, (other, _) in matched.items()}
    return [(each.entry, each.post or others.get(id(each.entry))) for each in verdicts]


def _as_entry(post: Post) -> KnownEntry:
    return KnownEntry(post.id, post.url, post.title, post.published, post.updated)
