"""An edition's introduction: an editor's Markdown becomes one safe fragment of HTML."""

from __future__ import annotations

from feeds.content import markdown
from feeds.content.limits import TooMuchError, check_length
from feeds.content.sanitise import sanitise
from feeds.model import COMMON
from feeds.text import legal

__all__ = ["introduction"]


def introduction(text: str, base: str) -> str:
    """The fragment, empty where there is no text; relative URLs are relative to `base`.

    A text that is too large or too deep to be shown is left out.
    """
    if not text.strip():
        return ""
    try:
        check_length(text)
        return sanitise(markdown.to_html(legal(text), base, COMMON), base)
    except TooMuchError:
        return ""
