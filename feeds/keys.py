"""Keys of front matter, written with dots into tables."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["value_at"]


def value_at(table: Mapping[str, object], key: str) -> object:
    """The value of a key, with dots into tables where no key is written so; None for none."""
    if key in table:
        return table[key]
    first, dot, rest = key.partition(".")
    below = table.get(first)
    return value_at(below, rest) if dot and isinstance(below, Mapping) else None
