"""The mark `<!--more-->`, by which a writer says where the opening of a post ends."""

from __future__ import annotations

import re

__all__ = ["before_more"]

_MORE = re.compile(r"<!--\s*more\s*-->", re.IGNORECASE)


def before_more(html: str) -> str | None:
    """The HTML before the mark, elements left open; None where there is no mark.

    In code the mark is escaped, and so is none.
    """
    match = _MORE.search(html)
    return html[: match.start()] if match else None
