"""A page's data once they are together: what of them is known, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from feeds.collect.dialects.eleventy.data import with_tags
from feeds.collect.script import Code, is_code

__all__ = ["Unseen", "computed", "seen_values", "tags_of"]


class Unseen(str):
    """A value that only running JavaScript would tell."""

    __slots__ = ()


def tags_of(front_matter: Mapping[str, object]) -> Sequence[str]:
    """A page's collections: its tags, but for those that it is kept out of."""
    try:
        tags = with_tags({"tags": front_matter.get("tags")})["tags"]
    except ValueError:
        return ()
    left = front_matter.get("eleventyExcludeFromCollections")
    apart = left.split(",") if isinstance(left, str) else left if isinstance(left, list) else ()
    return [tag for tag in tags if tag not in apart] if isinstance(tags, list) else ()


def computed(front_matter: Mapping[str, object]) -> Mapping[str, object]:
    """What `eleventyComputed` gives; nothing where it is no mapping."""
    given = front_matter.get("eleventyComputed")
    return given if isinstance(given, Mapping) else {}


def seen_values(values: Mapping[str, object]) -> dict[str, object]:
    """The values without those that only running JavaScript would tell."""
    kept: dict[str, object] = {}
    for key, value in values.items():
        if isinstance(value, Code):
            continue
        if isinstance(value, Mapping):
            value = seen_values(value)
        elif isinstance(value, list):
            value = [item for item in value if not is_code(item)]
        kept[key] = value
    return kept
