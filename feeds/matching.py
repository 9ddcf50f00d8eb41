"""Whether a post's front matter says what is wanted of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from feeds.collect.dialects.base import means_yes
from feeds.keys import value_at

__all__ = ["answers"]

Wanted = Sequence[tuple[str, Sequence[str | bool]]]


def answers(front_matter: Mapping[str, object], wanted: Wanted) -> bool:
    """Whether each of the keys has one of its values; an array has each of its own.

    Texts are the same without regard to case, a number is what it is written as, and
    `True` and `False` stand for whatever means yes or no; a key that is missing means no.
    """
    return all(
        any(_is(value_at(front_matter, key), one) for one in values) for key, values in wanted
    )


def _is(value: object, wanted: str | bool) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_is(one, wanted) for one in value)
    if isinstance(wanted, bool):
        return means_yes(value) is wanted
    return value is not None and str(value).casefold() == wanted.casefold()
