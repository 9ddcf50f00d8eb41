"""One body safe for feeds and mail. nh3 decides; what it says last is what goes out."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache

import nh3

from feeds.content.limits import TooMuchError, check_depth, check_length, check_markup
from feeds.content.oddities import has_oddities
from feeds.content.policy import (
    ATTRIBUTES,
    FORCED,
    REMOVED_WHOLE,
    SCHEMES,
    TAGS,
    attribute_value,
)
from feeds.content.readable import readable
from feeds.content.tidy import tidy

__all__ = ["sanitise"]

_ROUNDS = 4
_EDGES = " \t\r\n"


class _Page:
    """The page that a body stands on, and the values already made absolute for it."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.settled: dict[tuple[str, str], str | None] = {}


_page: ContextVar[_Page] = ContextVar("page")


def sanitise(html: str, base: str, lost: set[str] | None = None) -> str:
    """Any HTML as one safe fragment, every URL absolute against `base`.

    Sanitising the result again gives the same text: what a reader's parser makes of it
    is what was checked. Characters that XML forbids are gone, also those written as
    references. The names of what the page shows and no feed can are added to `lost`.
    Raises `TooMuchError` for HTML that is nested too deeply, that swells, or that reads
    differently each time.
    """
    check_length(html)
    check_markup(html)
    token = _page.set(_Page(base))
    try:
        cleaned = _cleaner().clean(html)
        if cleaned == html == tidy(html):
            check_depth(html)
            return html.strip(_EDGES)
        if has_oddities(html):
            cleaned = _cleaner().clean(readable(html, base, set() if lost is None else lost))
        return _settled(cleaned)
    finally:
        _page.reset(token)


def _settled(html: str) -> str:
    """HTML that is read again until that changes nothing."""
    cleaner = _cleaner()
    for _ in range(_ROUNDS):
        tidied = tidy(html).strip(_EDGES)
        html = cleaner.clean(tidied)
        if html == tidied:
            check_depth(html)
            return html
    raise TooMuchError("the HTML reads differently each time")


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags=REMOVED_WHOLE,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        set_tag_attribute_values=FORCED,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _attribute(_tag: str, name: str, value: str) -> str | None:
    page = _page.get()
    if (name, value) in page.settled:
        return page.settled[name, value]
    result = attribute_value(name, value, page.base)
    page.settled[name, value] = result
    if result is not None:
        page.settled[name, result] = result
    return result
