"""Which section each post of an issue stands in, in which order, and how long it may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from feeds.matching import matcher
from feeds.model import (
    Length,
    NewsletterSettings,
    Pick,
    Picked,
    Post,
    SectionSettings,
)

__all__ = ["Sections", "arrange"]

Sections = Sequence[tuple[str | None, Sequence[Picked]]]
"""Posts by section; a title is None where nothing is grouped."""


@dataclass(slots=True)
class _Section:
    """A section that is being filled; `limit` is 0 where there is none."""

    title: str | None
    limit: int = 0
    length: Length | None = None
    members: list[tuple[Post, Pick | None]] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether it takes no more."""
        return 0 < self.limit <= len(self.members)


def arrange(
    newsletter: NewsletterSettings,
    sections: Sequence[SectionSettings],
    posts: Iterable[tuple[Post, Pick | None]],
    other: str,
    limit: int | None,
) -> tuple[Sections, list[Post]]:
    """The posts in sections, in their order, and those that are over a limit.

    A post stands in the first section whose filter it passes, even if that is full; without
    sections, under the first of the terms that `group_by` names, in the order of their first
    posts. The rest comes last, under `other` if anything else has a heading. Where `limit` is
    None, no limit counts, not those of sections either, as for posts that somebody picked.
    """
    home = _by_filter(sections) if sections else _by_term(newsletter)
    left: list[Post] = []
    taken = 0
    places: dict[str | int | None, _Section] = {
        number: _Section(section.title, section.limit, section.length)
        for number, section in enumerate(sections)
    }
    rest = _Section(None)
    for post, pick in posts:
        place = home(post)
        section = rest if place is None else places.setdefault(*place)
        if limit is not None and (taken >= limit or section.full):
            left.append(post)
        else:
            section.members.append((post, pick))
            taken += 1
    filled = [section for section in places.values() if section.members]
    if rest.members:
        rest.title = other if filled else None
        filled.append(rest)
    return [(section.title, _lengths(newsletter, section)) for section in filled], left


_Home = Callable[[Post], tuple[str | int, _Section] | None]
"""Where a post stands: what the section is known by, and the section if it is a new one."""


def _by_filter(sections: Sequence[SectionSettings]) -> _Home:
    matches = [matcher(section.filter) for section in sections]
    unused = _Section(None)

    def home(post: Post) -> tuple[int, _Section] | None:
        found = (number for number, passes in enumerate(matches) if passes(post))
        number = next(found, None)
        return None if number is None else (number, unused)

    return home


def _by_term(newsletter: NewsletterSettings) -> _Home:
    def home(post: Post) -> tuple[str, _Section] | None:
        match newsletter.group_by:
            case "category":
                terms: Sequence[str] = post.categories
            case "tag":
                terms = post.tags
            case "author":
                terms = [author.name for author in post.authors]
            case "none":
                terms = ()
        return (terms[0].casefold(), _Section(terms[0])) if terms else None

    return home


def _lengths(newsletter: NewsletterSettings, section: _Section) -> list[Picked]:
    return [
        Picked(post, (pick and pick.length) or section.length or newsletter.length, pick)
        for post, pick in section.members
    ]
