"""Feeds and the pages of their archives, made period by period: no more than one is in hand.

The pages of a period show much the same posts, whichever feeds they belong to: each body
is read once for all of them, and each entry made once a format, one format after another.
Where there are many, processes share them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args

from feeds.cores import Told, spread
from feeds.entries import Entries, Learnt, entry_of, learnt
from feeds.errors import ExtensionError
from feeds.model import Body, FeedFormat, Site, Staged, Standing
from feeds.pieces import Maker, Piece
from feeds.renderer import Renderer, Shown
from feeds.staging import Stage

__all__ = ["by_period", "make_pages"]

_FORMATS: Sequence[FeedFormat] = get_args(FeedFormat)
_MOST_POSTS = 1500
_MOST_NEWEST = 500
_WORTH_ENTRIES = 2000


@dataclass(frozen=True, slots=True)
class _Work:
    """The pages of one period, what is known of their posts, and the bodies there are."""

    pieces: Sequence[Piece]
    shown: Sequence[Shown]
    bodies: Mapping[str, Body]


class _Done(NamedTuple):
    """What came out for each page, and the bodies that had to be rendered."""

    outputs: list[list[Staged | Standing] | ExtensionError]
    made: list[Learnt]


def by_period(pages: Sequence[Piece]) -> list[list[Piece]]:
    """Pages that show the same posts together: those of a year or, if it is large, a month.

    Feeds, which are no pages, come by themselves, and not too many of them at once.
    """
    newest: dict[int, list[Piece]] = {}
    years: dict[int, list[Piece]] = {}
    shown = 0
    for page in pages:
        if page.period:
            years.setdefault(page.period.year, []).append(page)
        else:
            newest.setdefault(shown // _MOST_NEWEST, []).append(page)
            shown += len(page.posts)
    found = [*newest.values()]
    for year in years.values():
        if len({post.path for page in year for post in page.posts}) <= _MOST_POSTS:
            found.append(year)
            continue
        months: dict[int, list[Piece]] = {}
        for page in year:
            months.setdefault(page.period.month if page.period else 0, []).append(page)
        found += months.values()
    return found


def make_pages(
    site: Site,
    renderer: Renderer,
    entries: Entries,
    pages: Sequence[Piece],
    stage: Stage,
    *,
    jobs: int,
    told: Told | None = None,
) -> Iterator[tuple[Piece, Sequence[Staged | Standing] | ExtensionError]]:
    """Makes pages and stages them; what comes of each, or why nothing, as `by_period` has them."""
    groups = by_period(pages)
    many = sum(len(page.posts) for page in pages) >= _WORTH_ENTRIES
    work = (
        _Work(group, *entries.lent(post for page in group for post in page.posts))
        for group in groups
    )
    make = _Making(site, renderer, stage)
    done = 0
    results = spread(make, work, jobs=jobs, worth=2 if many else len(groups) + 1)
    for group, (outputs, made) in zip(groups, results, strict=True):
        entries.learn(made)
        yield from zip(group, outputs, strict=True)
        done += len(group)
        if told:
            told(done, len(pages))


@dataclass(frozen=True, slots=True)
class _Making:
    """What any process needs for it."""

    site: Site
    renderer: Renderer
    stage: Stage

    def __call__(self, work: _Work) -> _Done:
        missing = [each for each in work.shown if each.post.path not in work.bodies]
        made = list(self.renderer.render([self.renderer.read(each) for each in missing]))
        bodies = {**work.bodies, **{shown.post.path: body for shown, body in made}}
        entries = {each.post.path: entry_of(each, bodies[each.post.path]) for each in work.shown}
        outputs: list[list[Staged | Standing] | ExtensionError] = [[] for _ in work.pieces]
        maker = Maker(self.site)
        for form in _FORMATS:
            for number, page in enumerate(work.pieces):
                staged = outputs[number]
                if isinstance(staged, ExtensionError):
                    continue
                shown = tuple(entries[post.path] for post in page.posts)
                try:
                    staged += map(self.stage.put, maker.make(page.only(form), shown).documents)
                except ExtensionError as problem:
                    outputs[number] = problem
            maker.forget_items()
        return _Done(outputs, [learnt(shown, body) for shown, body in made])
