"""`withdrawn`: posts that are struck from an edition's web page, on its bytes alone.

Each post of a page stands between `<!--post N-->` and `<!--/post N-->`, where N counts from 1 in
the order of the edition's `posts`.
"""

from __future__ import annotations

import html
import re

from feeds.editions.words import words
from feeds.model import Edition

__all__ = ["strike"]

_DESCRIPTION = re.compile(rb'<meta (?:name|property)="(?:og:)?description" content="[^"]*">\n?')


def strike(page: bytes, edition: Edition, language: str) -> bytes:
    """The page without the posts that were withdrawn.

    A short note in that language stands in the place of each. What the page's head says of its
    posts, which is the preheader, goes too: it may be their words.
    """
    before = page
    note = f'<p class="withdrawn">{html.escape(words(language)["withdrawn"])}</p>'.encode()
    for number, post in enumerate(edition.posts, 1):
        if edition.has_withdrawn(post):
            page = _without(page, number, note)
    return page if page == before else _DESCRIPTION.sub(b"", page)


def _without(page: bytes, number: int, note: bytes) -> bytes:
    opening, closing = b"<!--post %d-->" % number, b"<!--/post %d-->" % number
    kept: list[bytes] = []
    rest = page
    while opening in rest:
        before, _, within = rest.partition(opening)
        _, closed, after = within.partition(closing)
        if not closed:
            break
        kept += (before, opening, note, closing)
        rest = after
    return b"".join((*kept, rest))
