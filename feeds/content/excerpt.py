"""How long an excerpt may be, and where it is cut."""

from __future__ import annotations

from feeds.columns import shorten

__all__ = ["LIMIT", "cut"]

LIMIT = 280
"""How wide an excerpt may be, in columns: a Latin letter is one wide, a kanji two."""


def cut(text: str, limit: int = LIMIT) -> str:
    """One line, or its beginning, at most `limit` columns wide: whole sentences if they fit."""
    return shorten(text, limit, sentences=True)
