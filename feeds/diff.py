"""From two places to what readers will see of the way from one to the other."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feeds.adopt import read_feed
from feeds.collect.scan import read_file, read_head
from feeds.compare import Overall, compare_all
from feeds.compare.overall import without_archives
from feeds.errors import ConfigurationError, Finding, Level, PostError, error
from feeds.known import KnownFeed, looks_like_feed, parse
from feeds.plan import Progress, make_plan
from feeds.urls import is_web_url
from feeds.workspace import Workspace

__all__ = ["Side", "between", "planned", "read_side"]

_SUFFIXES = frozenset({".atom", ".json", ".jsonfeed", ".rdf", ".rss", ".xml"})
_HEAD_BYTES = 4096
_MOST_FEEDS = 20_000


@dataclass(frozen=True, slots=True)
class Side:
    """The feeds of one place, and what could not be read there.

    Of a folder, a feed's place is its path below it. `left_out` is what of a site's posts
    will not be published as it is; what that means for readers, a comparison shows.
    """

    place: str
    feeds: Sequence[KnownFeed]
    findings: tuple[Finding, ...] = ()
    left_out: tuple[Finding, ...] = ()

    @property
    def largest(self) -> str:
        """Where the feed with most entries is, as somebody would name it."""
        feed = max(self.feeds, key=lambda feed: len(feed.entries))
        place = Path(self.place)
        return str(place / feed.place) if place.is_dir() else feed.place


def read_side(place: str, *, archives: bool = False) -> Side:
    """The feeds that a file, a folder or a web address holds.

    Pages of archives are left out of a folder unless `archives`. Raises `ConfigurationError`
    where there is no feed, and `BuildError` where an address cannot be asked.
    """
    folder = Path(place)
    if is_web_url(place) or not folder.is_dir():
        return Side(place, [read_feed(place)])
    feeds: list[KnownFeed] = []
    findings: list[Finding] = []
    for path in _files(folder):
        try:
            head, _ = read_head(folder, path, _HEAD_BYTES)
            if looks_like_feed(head):
                feeds.append(parse(read_file(folder, path), path))
        except (ConfigurationError, PostError) as problem:
            findings += problem.findings
        if len(feeds) > _MOST_FEEDS:
            what = f"there are more than {_MOST_FEEDS:,} feeds here"
            raise ConfigurationError(error(what, place, remedy="Give a folder within it."))
    if not feeds:
        remedy = "Give the folder that feeds build writes to, a feed's file, or its address."
        raise ConfigurationError(*findings, error("no feed was found here", place, remedy=remedy))
    return Side(place, feeds if archives else without_archives(feeds), tuple(findings))


def _files(folder: Path) -> Iterator[str]:
    """The files below a folder that may be feeds by their names; no link leads out of it."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(parent, name)
            if file.suffix.lower() in _SUFFIXES and not file.is_symlink():
                yield file.relative_to(folder).as_posix()


def planned(
    workspace: Workspace,
    now: datetime,
    *,
    archives: bool = False,
    progress: Progress | None = None,
) -> Side:
    """The feeds that a site would publish at that moment; nothing is published.

    Raises `ConfigurationError` where it asks for none.
    """
    plan = make_plan(workspace, now, parts=("feeds",), progress=progress, archives=archives)
    feeds = [
        parse(document.data, document.path)
        for document in plan.documents
        if looks_like_feed(document.data[:_HEAD_BYTES])
    ]
    left_out = tuple(each for each in plan.findings if each.level is Level.ERROR)
    if not feeds:
        what = "the site asks for no feed"
        raise ConfigurationError(*left_out, error(what, str(workspace.site.root)))
    return Side(str(workspace.site.root), feeds, left_out=left_out)


def between(old: Side, new: Side) -> Overall:
    """What readers of the old feeds will see.

    Raises `ConfigurationError` where the feeds of the two have nothing to do with each other.
    """
    overall = compare_all(old.feeds, new.feeds)
    if not overall.differences:
        raise ConfigurationError(
            error(
                f"no feed in {new.place} is one of those in {old.place}, by its path, its "
                "address, its id or its entries",
                remedy="Name the two files that belong together.",
            )
        )
    return overall
