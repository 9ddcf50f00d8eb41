"""Keys of front matter, written with dots into tables, and values that say yes or no."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["means_no", "means_yes", "value_at"]


def value_at(table: Mapping[str, object], key: str) -> object:
    """The value of a key, with dots into tables where no key is written so; None for none."""
    if key in table:
        return table[key]
    first, dot, rest = key.partition(".")
    below = table.get(first)
    return value_at(below, rest) if dot and isinstance(below, Mapping) else None


def means_yes(value: object) -> bool:
    """Whether a value of front matter says yes, in any of YAML's words."""
    return value is not None and str(value).lower() in ("true", "yes", "on", "y", "1")


def means_no(value: object) -> bool:
    """Whether a value of front matter says no, in any of YAML's words."""
    return value is not None and str(value).lower() in ("false", "no", "off", "n", "0")
