"""The mark by which a writer says where the opening of a post ends: `<!--more-->`, or another."""

from __future__ import annotations

import re

__all__ = ["before_more", "opening_of"]

_REFERENCE = re.compile(r"^ {0,3}(\[[^\]\n]{1,200}\]):[^\n]+$", re.MULTILINE)
_MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)


def before_more(html: str) -> str | None:
    """The HTML before the mark, elements left open; None where there is no mark.

    In code the mark is escaped, and so is none.
    """
    match = _MORE.search(html)
    return html[: match.start()] if match else None


def opening_of(source: str, separator: object) -> str | None:
    """The source before a site's own mark, with what its links refer to; None without one.

    Empty lines are no mark of anybody's own: the first paragraph is taken without one.
    """
    if not isinstance(separator, str) or not separator.strip():
        return None
    head, mark, tail = source.partition(separator)
    if not mark:
        return None
    references = [found[0] for found in _REFERENCE.finditer(tail) if found[1] in head]
    return "\n".join((head, "", *references)) if references else head
