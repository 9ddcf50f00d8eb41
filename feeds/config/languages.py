"""The languages that a newsletter's fixed words are written in."""

from __future__ import annotations

from collections.abc import Iterable

from feeds.config.source import Spot
from feeds.errors import Finding
from feeds.suggest import shown

__all__ = ["WORDED", "unworded"]

WORDED = ("en", "ja")
"""Those that `feeds.digest.words` has a file for."""


def unworded(languages: Iterable[tuple[str, Spot]]) -> tuple[Finding, ...]:
    """A warning for each language without words, at the first of its spots."""
    first: dict[str, Finding] = {}
    for tag, spot in languages:
        low = tag.lower()
        if low not in first and not any(f"{low}-".startswith(f"{known}-") for known in WORDED):
            first[low] = spot.warning(
                f"no fixed words are known in {shown(tag)}, so newsletters have them in English",
                f"Known are {', '.join(map(shown, WORDED))}; "
                "set the language of [[newsletters]] to one of them.",
            )
    return tuple(first.values())
