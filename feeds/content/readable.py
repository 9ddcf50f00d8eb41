"""What pages say with scripts and style sheets, said in plain HTML."""

from __future__ import annotations

from feeds.content.anchors import headings, notes
from feeds.content.drawings import FORMULA, drawing_for
from feeds.content.embeds import embed_for, quotation
from feeds.content.hidden import unseen
from feeds.content.lazy import loaded, without_fallbacks
from feeds.content.listings import listing
from feeds.content.oddities import kept_for_a_look
from feeds.content.tree import Element, change, parsed, written

__all__ = ["readable"]


def readable(html: str, base: str, lost: set[str]) -> str:
    """Any HTML on the page at `base` as HTML that readers can show, not yet safe.

    What nothing could be made of is named in `lost`. Raises `TooMuchError` for HTML that
    is nested too deeply.
    """
    kept = kept_for_a_look(html)
    page = Element("", {}, [parsed(kept)])
    for step in (
        listing,
        unseen,
        loaded,
        without_fallbacks,
        quotation,
        embed_for(base, lost),
        headings,
        notes,
        drawing_for(lost, has_sources=f"<{FORMULA}" in kept),
    ):
        change(page, step)
    return written(page)
