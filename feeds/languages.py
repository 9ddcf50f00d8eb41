"""Language tags (BCP 47): which of the languages that have words is meant by one."""

from __future__ import annotations

from collections.abc import Collection

__all__ = ["nearest_language"]


def nearest_language(tag: str, known: Collection[str]) -> str | None:
    """The most specific of the known tags, in lower case, that the tag begins with.

    None where there is none.
    """
    subtags = tag.lower().split("-")
    prefixes = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    return next((prefix for prefix in prefixes if prefix in known), None)
