"""How long a post takes to read."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.columns import UNSPACED

__all__ = ["reading_minutes"]

_CHARACTERS_A_MINUTE = 500
_WORDS_A_MINUTE = 220
_LONGEST = 600


def reading_minutes(text: str, front_matter: Mapping[str, object]) -> int:
    """Minutes for a plain text, at least 1.

    A whole number from 1 to 600 in the front matter's `reading_time` or
    `reading_minutes` wins.
    """
    for key in ("reading_time", "reading_minutes"):
        value = front_matter.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _LONGEST:
            return value
    spaced, runs = UNSPACED.subn(" ", text)
    characters = len(text) - len(spaced) + runs
    words = len(spaced.split())
    whole = _CHARACTERS_A_MINUTE * _WORDS_A_MINUTE
    effort = characters * _WORDS_A_MINUTE + words * _CHARACTERS_A_MINUTE
    return max(1, (effort + whole // 2) // whole)
