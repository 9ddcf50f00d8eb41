"""Which of a site's posts an editor wants to see: what an address asks for, and the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from unicodedata import normalize

from feeds.model import Post
from feeds.newsroom.whereabouts import Survey
from feeds.zones import in_zone

__all__ = ["STATES", "Terms", "Wanted", "found_files", "found_posts", "terms", "wanted"]

_LONGEST = 200
_MOST_TERMS = 300

_Test = Callable[[Post, Survey], bool]

STATES: Mapping[str, _Test] = {
    "": lambda _post, _survey: True,
    "shown": lambda post, survey: post.path in survey.shown,
    "nowhere": lambda post, survey: post.path not in survey.shown,
    "draft": lambda post, _survey: post.draft,
    "future": lambda post, survey: post.published > survey.now,
    "expired": lambda post, survey: bool(post.expires and post.expires <= survey.now),
    "unlisted": lambda post, _survey: not post.listed,
    "noted": lambda post, survey: post.path in survey.findings,
    "unread": lambda _post, _survey: False,
}
"""The states that posts can be asked for by; "unread" is of files, and "noted" has findings."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a post must have; what is empty is not asked for.

    Every word of `text` is in its title, path, address, terms or authors. `category`, `tag` and
    `author` are whole, without regard to case; `since` and `until` are days in the site's zone,
    both included, as ISO 8601 writes them.
    """

    text: str = ""
    state: str = ""
    category: str = ""
    tag: str = ""
    author: str = ""
    language: str = ""
    since: str = ""
    until: str = ""

    @property
    def is_of_posts(self) -> bool:
        """Whether it asks for what only a post that was read can have."""
        others = (self.category, self.tag, self.author, self.language, self.since, self.until)
        return any(others) or self.state not in ("", "unread", "nowhere")


@dataclass(frozen=True, slots=True)
class Terms:
    """What can be chosen from: the terms that most posts have, those first."""

    categories: Sequence[str]
    tags: Sequence[str]
    authors: Sequence[str]
    languages: Sequence[str]


def wanted(given: Mapping[str, str]) -> Wanted:
    """What an address asks for; what makes no sense is not asked for."""
    values = {each.name: given.get(each.name, "").strip()[:_LONGEST] for each in fields(Wanted)}
    for name in ("since", "until"):
        values[name] = _day(values[name])
    if values["state"] not in STATES:
        values["state"] = ""
    return Wanted(**values)


def found_posts(survey: Survey, asked: Wanted) -> Sequence[Post]:
    """The posts that have all of it, newest first."""
    tests = [*_tests(survey, asked)]
    return [post for post in survey.posts if all(test(post) for test in tests)]


def found_files(survey: Survey, asked: Wanted) -> Sequence[str]:
    """The paths of files that could not be read and have all of it."""
    if asked.is_of_posts:
        return []
    words = _folded(asked.text).split()
    return [path for path in survey.unread if all(word in _folded(path) for word in words)]


def terms(posts: Iterable[Post]) -> Terms:
    """All that posts can be asked for by."""
    posts = [*posts]
    return Terms(
        _most(term for post in posts for term in post.categories),
        _most(term for post in posts for term in post.tags),
        _most(author.name for post in posts for author in post.authors),
        _most(post.language for post in posts),
    )


def _tests(survey: Survey, asked: Wanted) -> Iterable[Callable[[Post], bool]]:
    """What tells whether a post is wanted, the cheapest first."""
    if asked.state:
        state = STATES[asked.state]
        yield lambda post: state(post, survey)
    if asked.language:
        yield lambda post: post.language.casefold() == asked.language.casefold()
    for term, of in ((asked.category, _categories), (asked.tag, _tags), (asked.author, _authors)):
        if term:
            yield _has(_folded(term), of)
    if asked.since or asked.until:
        last = asked.until or date.max.isoformat()
        zone = survey.site.timezone
        yield lambda post: asked.since <= in_zone(post.published, zone).date().isoformat() <= last
    if words := _folded(asked.text).split():
        yield lambda post: all(word in _text(post) for word in words)


def _has(term: str, of: Callable[[Post], Iterable[str]]) -> Callable[[Post], bool]:
    return lambda post: any(_folded(each) == term for each in of(post))


def _categories(post: Post) -> Iterable[str]:
    return post.categories


def _tags(post: Post) -> Iterable[str]:
    return post.tags


def _authors(post: Post) -> Iterable[str]:
    return [author.name for author in post.authors]


def _text(post: Post) -> str:
    return _folded(
        "\n".join((post.title, post.path, post.url, *post.categories, *post.tags, *_authors(post)))
    )


def _folded(text: str) -> str:
    """The text in one form, whatever its case, and whether its signs are wide or narrow."""
    return normalize("NFKC", text).casefold()


def _most(given: Iterable[str]) -> Sequence[str]:
    """The most used, each as it was written first."""
    counted: Counter[str] = Counter()
    written: dict[str, str] = {}
    for term in given:
        counted[term.casefold()] += 1
        written.setdefault(term.casefold(), term)
    return [written[folded] for folded, _ in counted.most_common(_MOST_TERMS)]


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
