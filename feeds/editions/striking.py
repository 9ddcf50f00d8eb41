"""`withdrawn`: posts that are struck from an edition's web page, on its bytes alone.

Each post of a page stands between `<!--post N-->` and `<!--/post N-->`, where N counts from 1 in
the order of the edition's `posts`.
"""

from __future__ import annotations

import html

from feeds.editions.words import words
from feeds.errors import Finding, warning
from feeds.model import Edition

__all__ = ["strike"]


def strike(page: bytes, edition: Edition, language: str) -> tuple[bytes, list[Finding]]:
    """The page without the posts that were withdrawn, and which of them are not in it.

    A short note in that language stands in the place of each.
    """
    findings = []
    note = f'<p class="withdrawn">{html.escape(words(language)["withdrawn"])}</p>'.encode()
    for name in edition.withdrawn:
        numbers = [
            number
            for number, post in enumerate(edition.posts, 1)
            if name in (post.id, post.path, post.url)
        ]
        struck = page
        for number in numbers:
            struck = _without(struck, number, note)
        if struck == page:
            what = f"{name} is withdrawn, but it is not on the edition's page"
            line = edition.lines.get("withdrawn")
            remedy = "Write a path, id or URL as under posts."
            findings.append(warning(what, edition.path, line, remedy=remedy))
        page = struck
    return page, findings


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
