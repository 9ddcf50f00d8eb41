"""Whether a post is one that is wanted: a filter, answered from the record alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from feeds.keys import means_yes, value_at
from feeds.model import Filter, Post

__all__ = ["answers", "matcher"]

Wanted = Sequence[tuple[str, Sequence[str | bool]]]


def matcher(wanted: Filter) -> Callable[[Post], bool]:
    """What says of a post whether it passes the filter; the index answers the same in SQL."""
    categories, tags, authors = map(_folded, (wanted.categories, wanted.tags, wanted.authors))
    no_categories, no_tags = map(_folded, (wanted.exclude_categories, wanted.exclude_tags))
    languages = tuple(language.casefold() for language in wanted.languages)

    def matches(post: Post) -> bool:
        of_post = _folded(post.categories), _folded(post.tags)
        return (
            (not categories or not categories.isdisjoint(of_post[0]))
            and (not tags or not tags.isdisjoint(of_post[1]))
            and (not authors or not authors.isdisjoint(_folded(p.name for p in post.authors)))
            and no_categories.isdisjoint(of_post[0])
            and no_tags.isdisjoint(of_post[1])
            and (not languages or _speaks(post.language.casefold(), languages))
            and (not wanted.folders or _lies(post.path, wanted.folders))
            and not _lies(post.path, wanted.exclude_folders)
            and answers(post.front_matter, wanted.front_matter)
        )

    return matches


def answers(front_matter: Mapping[str, object], wanted: Wanted) -> bool:
    """Whether each of the keys has one of its values; an array has each of its own.

    Texts are the same without regard to case, a number is what it is written as, and
    `True` and `False` stand for whatever means yes or no; a key that is missing means no.
    """
    return all(
        any(_is(value_at(front_matter, key), one) for one in values) for key, values in wanted
    )


def _folded(terms: Iterable[str]) -> frozenset[str]:
    return frozenset(term.casefold() for term in terms)


def _speaks(tag: str, languages: Iterable[str]) -> bool:
    return any(tag == one or tag.startswith(f"{one}-") for one in languages)


def _lies(path: str, folders: Iterable[str]) -> bool:
    return any(one == "." or path.startswith(f"{one}/") for one in folders)


def _is(value: object, wanted: str | bool) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_is(one, wanted) for one in value)
    if isinstance(wanted, bool):
        return means_yes(value) is wanted
    return value is not None and str(value).casefold() == wanted.casefold()
