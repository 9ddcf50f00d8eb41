"""Reading the sanitiser's own HTML, which is regular: every tag that opens also closes,
names are in lower case, attributes have double quotes, `<` and `>` stand only in tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

__all__ = ["VOID", "Tag", "tokens"]

VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input"),
        *("link", "meta", "param", "source", "track", "wbr"),
    }
)
"""Elements that never have a closing tag (HTML §13.1.2, and `param` of old)."""

_TAG = re.compile(r'<([^<>"]*(?:"[^"]*"[^<>"]*)*)>')


class Tag(NamedTuple):
    """A tag; `attributes` is as written, with a space in front."""

    name: str
    closing: bool
    attributes: str

    def attribute(self, name: str) -> str | None:
        """The value of an attribute, unescaped; None where the tag does not have it."""
        start = self.attributes.find(f' {name}="')
        if start < 0:
            return None
        start += len(name) + 3
        return unescape(self.attributes[start : self.attributes.index('"', start)])


def tokens(html: str) -> Iterator[tuple[str, Tag]]:
    """The texts of sanitised HTML as written, each with the tag after it, in order.

    Texts may be empty. After the last one stands a tag without a name.
    """
    parts = _TAG.split(html)
    parts.append("")
    return zip(parts[::2], map(_tag, parts[1::2]), strict=True)


@lru_cache(maxsize=512)
def _tag(inside: str) -> Tag:
    closing = inside.startswith("/")
    name, space, attributes = inside.removeprefix("/").partition(" ")
    return Tag(name, closing, space + attributes)
