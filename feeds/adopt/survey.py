"""What a folder is, as far as the program understands it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from feeds.adopt.places import post_folders
from feeds.collect import Collection, collect
from feeds.collect.dialects import signs
from feeds.config.document import read_document
from feeds.errors import ConfigurationError, Finding, error
from feeds.model import Adopted, By, FeedFormat, FeedSettings, Post, PostStore, Query, Site
from feeds.scopes import named, scopes
from feeds.workspace import Workspace, eligible, moment, open_site

__all__ = ["FeedAt", "State", "Survey", "state_of", "survey"]

State = Literal["shown", "draft", "future", "expired"]
UrlFrom = Literal["site", "given", "nobody"]
FeedsFrom = Literal["feeds.toml", "site", "readers", "default"]

_STAND_IN = "https://your-site.example"
_GENERAL = ("title", "language", "timezone")
_BEFORE_ALL = datetime(2, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedAt:
    """A feed as it would be written: below the site's URL, at a path for each format.

    With `by` it is one feed for each of `count` terms, and `:slug` in a path stands for
    the term.
    """

    name: str
    title: str
    paths: Mapping[FeedFormat, str]
    by: By | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in a folder at a moment.

    `signs` are the files and folders that speak for the dialect. `settings_file` says
    whether there is a `feeds.toml`. `url_from` tells whose the site's URL is: its own
    files', the caller's, or a stand-in because nobody said any. `unset` names what nobody
    sets of title, language and timezone, for which `site` has defaults. `found_folders`
    are where posts lie, if that had to be found out. `posts` are all of them, those too
    that are not shown, in the order of the store. `feeds_from` tells who says where the
    feeds are: `feeds.toml`, the generator's files, the feed that readers have, or nobody.
    `adopted` names what that feed gives: `title` and `language`, if unset, `permalink` and
    `id_from`.
    """

    site: Site
    dialect: str
    signs: Sequence[str]
    settings_file: bool
    url_from: UrlFrom
    unset: frozenset[str]
    found_folders: tuple[str, ...]
    posts: Sequence[Post]
    now: datetime
    feeds: Sequence[FeedAt]
    feeds_from: FeedsFrom
    findings: Sequence[Finding]
    adopted: frozenset[str] = frozenset()

    def state(self, post: Post) -> State:
        """Whether feeds show the post at that moment, or why they do not."""
        return state_of(post, self.site, self.now)

    @property
    def shown(self) -> Sequence[Post]:
        """The posts that feeds can show."""
        return [post for post in self.posts if self.state(post) == "shown"]

    @property
    def states(self) -> Mapping[State, int]:
        """How many posts there are of each state."""
        counted = Counter(map(self.state, self.posts))
        states: tuple[State, ...] = ("shown", "draft", "future", "expired")
        return {state: counted[state] for state in states}


def state_of(post: Post, site: Site, now: datetime) -> State:
    """Whether feeds of that site show the post at that moment, or why they do not."""
    if post.draft and not site.posts.drafts:
        return "draft"
    if post.expires and post.expires <= now:
        return "expired"
    return "future" if post.published > now and not site.posts.future else "shown"


def survey(root: Path, now: str | None, *, url: str | None = None, hint: str = "") -> Survey:
    """Looks at a folder; nothing is written, and nothing is remembered.

    `now` is a date as `--now` takes it, None for the clock. `url` is the site's URL, over
    what its generator's files say; `hint` the one to take where nobody says any. Raises
    `ConfigurationError` where the settings cannot be used, or there are no posts.
    """
    workspace, url_from, folders = _opened(root, url, hint)
    site, adopted = workspace.site, workspace.dialect.adopted()
    at = moment(now, site)
    document, _ = read_document(root) or (None, None)
    with collect(site, workspace.dialect) as collection:
        findings = (*workspace.findings, *collection.findings)
        feeds = list(_feeds(site, collection.store, eligible(site, at)))
        posts = None if not site.posts.drafts else _all_posts(collection)
    if posts is None:
        with_drafts = replace(site, posts=replace(site.posts, drafts=True))
        with collect(with_drafts, workspace.dialect) as collection:
            posts = _all_posts(collection)
    told = {**adopted.settings.get("site", {}), **_table(document, "site")}
    return Survey(
        site=site,
        dialect=workspace.dialect.name,
        signs=signs(root, workspace.dialect.name),
        settings_file=document is not None,
        url_from=url_from,
        unset=frozenset(key for key in _GENERAL if not _is_set(told.get(key))),
        found_folders=folders,
        posts=posts,
        now=at,
        feeds=feeds,
        feeds_from=_feeds_from(document or {}, adopted),
        findings=findings,
    )


def _opened(root: Path, url: str | None, hint: str) -> tuple[Workspace, UrlFrom, tuple[str, ...]]:
    """The site, whose its URL is, and where its posts lie, if that had to be found out.

    What nobody says of the two is tried with a stand-in.
    """
    given: Mapping[str, object] = {"url": url} if url else {}
    own: UrlFrom = "given" if url else "site"
    stand_in: Mapping[str, object] = {"url": url or hint or _STAND_IN}
    other: UrlFrom = "given" if url or hint else "nobody"
    try:
        return open_site(root, given={"site": given}), own, ()
    except ConfigurationError as problem:
        mistakes = problem
    with suppress(ConfigurationError):
        return open_site(root, given={"site": stand_in}), other, ()
    try:
        folders = post_folders(root, stand_in)
    except ConfigurationError:
        raise mistakes from None
    if folders is None:
        raise mistakes
    if not folders:
        raise _nothing_here(root)
    with suppress(ConfigurationError):
        return _with_folders(root, given, folders), own, folders
    return _with_folders(root, stand_in, folders), other, folders


def _with_folders(root: Path, site: Mapping[str, object], folders: Sequence[str]) -> Workspace:
    return open_site(root, given={"site": site, "posts": {"folders": [*folders]}})


def _nothing_here(root: Path) -> ConfigurationError:
    return ConfigurationError(
        error(
            f"no posts were found in {root}",
            remedy="Write posts as Markdown files with a title and a date, in a folder posts/; "
            "or give the folder in which the blog is: feeds init FOLDER.",
        )
    )


def _all_posts(collection: Collection) -> Sequence[Post]:
    return collection.store.select(Query(_BEFORE_ALL, drafts=True, future=True))


def _feeds(site: Site, store: PostStore, query: Query) -> Iterator[FeedAt]:
    for settings in site.feeds:
        yield _feed(site, settings, store, query)


def _feed(site: Site, settings: FeedSettings, store: PostStore, query: Query) -> FeedAt:
    if settings.by:
        found, _ = named(site, settings, store, replace(query, filter=settings.filter))
        return FeedAt(settings.name, settings.title, settings.paths, settings.by, len(found))
    (scope,), _ = scopes(site, replace(settings, least=1, archive="none"), store, query)
    return FeedAt(settings.name, scope.feed.title, settings.paths)


def _feeds_from(document: Mapping[str, object], adopted: Adopted) -> FeedsFrom:
    if "feeds" in document:
        return "feeds.toml"
    return "site" if adopted.feeds else "default"


def _is_set(value: object) -> bool:
    return value is not None and bool(str(value).strip())


def _table(document: Mapping[str, object] | None, name: str) -> Mapping[str, object]:
    table = (document or {}).get(name)
    return table if isinstance(table, Mapping) else {}
