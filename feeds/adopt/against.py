"""Whether each entry of a feed that readers know keeps its id, link and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.adopt.survey import State, Survey
from feeds.compare.texts import plain_title
from feeds.known import KnownEntry, KnownFeed, plain_link
from feeds.model import Post

__all__ = ["Comparison", "Part", "Verdict", "compare"]

Part = Literal["id", "link", "date"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """An entry that readers know, and the post that it is here; None where there is none.

    `differs` names what the post would change of it, and `state` says whether feeds show
    the post.
    """

    entry: KnownEntry
    post: Post | None
    differs: tuple[Part, ...] = ()
    state: State = "shown"

    @property
    def same(self) -> bool:
        """Whether no reader would notice."""
        return self.post is not None and not self.differs and self.state == "shown"

    @property
    def here(self) -> datetime | None:
        """The date of the post that is to be the entry's."""
        if self.post is None:
            return None
        return self.post.updated if self.entry.dated_by_change else self.post.published


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found of every entry, in the feed's order.

    `shown` are the posts that feeds show here, the newest first.
    """

    feed: KnownFeed
    verdicts: Sequence[Verdict]
    shown: Sequence[Post]

    @property
    def same(self) -> int:
        """How many entries keep id, link and date."""
        return sum(verdict.same for verdict in self.verdicts)

    @property
    def ids_are_urls(self) -> bool:
        """Whether readers know every post by its URL, and some would see it as new for that."""
        found = [(each.entry.id, each.post) for each in self.verdicts if each.post]
        return all(entry_id == post.url for entry_id, post in found) and any(
            entry_id != post.id for entry_id, post in found
        )

    @property
    def is_whole(self) -> bool:
        """Whether it is a feed of the whole site: no newer post is missing between its own."""
        paths = {verdict.post.path for verdict in self.verdicts if verdict.post}
        newest = [post.path for post in self.shown[: len(paths)]]
        return bool(paths) and paths.issuperset(newest)


def compare(feed: KnownFeed, survey: Survey) -> Comparison:
    """Finds each entry among the posts: by its id, its link, its title and date, its title.

    A title counts only where no other entry and no other post that is left has it.
    """
    finder = _Finder(feed, survey)
    verdicts = tuple(_judge(entry, finder, survey) for entry in feed.entries)
    return Comparison(feed, verdicts, survey.shown)


def _judge(entry: KnownEntry, finder: _Finder, survey: Survey) -> Verdict:
    post = finder.find(entry)
    if post is None:
        return Verdict(entry, None)
    verdict = Verdict(entry, post, state=survey.state(post))
    differs: list[Part] = []
    if entry.id and entry.id != post.id:
        differs.append("id")
    if entry.link and plain_link(entry.link) != plain_link(post.url):
        differs.append("link")
    if verdict.here and entry.date and not _same_date(entry, verdict.here):
        differs.append("date")
    return Verdict(entry, post, tuple(differs), verdict.state)


class _Finder:
    """The posts of a site by what an entry may be found by, those that are shown first."""

    def __init__(self, feed: KnownFeed, survey: Survey) -> None:
        posts = sorted(survey.posts, key=lambda post: survey.state(post) != "shown")
        self._by_id = _by(posts, [post.id for post in posts])
        self._by_link = _by(posts, [plain_link(post.url) for post in posts])
        known = {post.path for entry in feed.entries if (post := self._surely(entry))}
        self._by_title: dict[str, list[Post]] = {}
        for post in posts:
            if post.path not in known:
                self._by_title.setdefault(plain_title(post.title), []).append(post)
        self._titles = Counter(
            plain_title(entry.title) for entry in feed.entries if not self._surely(entry)
        )

    def find(self, entry: KnownEntry) -> Post | None:
        """The post that the entry is; None where none can be told to be."""
        if post := self._surely(entry):
            return post
        title = plain_title(entry.title)
        candidates = self._by_title.get(title, []) if title else []
        dated = [post for post in candidates if _is_of(entry, post)]
        if dated:
            return dated[0] if len(dated) == 1 else None
        return candidates[0] if len(candidates) == 1 and self._titles[title] == 1 else None

    def _surely(self, entry: KnownEntry) -> Post | None:
        return self._by_id.get(entry.id) or self._by_link.get(plain_link(entry.link))


def _by(posts: Sequence[Post], keys: Sequence[str]) -> Mapping[str, Post]:
    found: dict[str, Post] = {}
    for post, key in zip(posts, keys, strict=True):
        if key:
            found.setdefault(key, post)
    return found


def _is_of(entry: KnownEntry, post: Post) -> bool:
    return entry.date is not None and (
        _same_date(entry, post.updated if entry.dated_by_change else post.published)
    )


def _same_date(entry: KnownEntry, here: datetime) -> bool:
    if entry.date is None or entry.day_only:
        return entry.date is not None and entry.date.date() == here.date()
    return entry.date == here
