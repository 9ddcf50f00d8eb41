"""URLs, dates, people and numbers of RSS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed.dates import mail_date
from feeds.check.feed.elements import all_text, line_of, prefixed, text_of
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import is_email, is_iri, is_iri_reference
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "date_flaws", "email_flaws", "url_flaws"]

RULES = {
    **table(
        Level.ERROR,
        {
            "rss-url": (
                "Every URL is one: signs that are not allowed in it are escaped.",
                "Correct the address.",
            ),
            "rss-url-relative": (
                "Every URL is absolute: RSS has no base.",
                "Write the whole address.",
            ),
            "rss-date": (
                "Dates are of RFC 822, in English.",
                "Write it as Mon, 23 Nov 2026 18:30:00 +0000.",
                "date",
            ),
            "rss-date-weekday": (
                "The day of the week is that of the date.",
                "Correct one of them, or leave out the day of the week.",
                "date",
            ),
            "rss-email": (
                "Authors and editors are mail addresses, a name in parentheses after them.",
                "Write ada@example.org (Ada), or dc:creator for a name alone.",
                "author",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "rss-date-short-year": (
                "A year has four digits, as the best practices advise.",
                "Write all four.",
                "date",
            ),
            "rss-date-zone": (
                "A zone is an offset or GMT: letters are read in two ways.",
                "Write an offset such as +0900.",
                "date",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "rss-email-without-name": (
                "A mail address has a name beside it, as the best practices advise.",
                "Write ada@example.org (Ada).",
                "author",
            ),
        },
    ),
}

_MAILBOX = re.compile(r"([^\s()<>]+)(?:\s+\((.*)\))?", re.DOTALL)


def url_flaws(element: _Element, text: str | None = None, name: str = "") -> Iterator[Flaw]:
    """What is wrong with a URL: the element's text, or that of its attribute `name`."""
    value = text_of(element) if text is None else text
    shown = f"{name} of {prefixed(element)}" if name else prefixed(element)
    if not value or not is_iri_reference(value):
        yield Flaw("rss-url", f"{shown} is {shortened(value) or 'empty'}", line_of(element))
    elif not is_iri(value):
        yield Flaw("rss-url-relative", f"{shown} is {shortened(value)}", line_of(element))


def date_flaws(element: _Element) -> Iterator[Flaw]:
    """What is wrong with a date."""
    text = all_text(element).strip()
    name, line = prefixed(element), line_of(element)
    date = mail_date(text)
    shown = shortened(text) or "empty"
    if date is None:
        yield Flaw("rss-date", f"{name} is {shown}", line)
        return
    if date.weekday:
        what = f"{name} is {shown}, which is a {date.when:%A}"
        yield Flaw("rss-date-weekday", what, line)
    if date.short_year:
        yield Flaw("rss-date-short-year", f"{name} is {shown}", line)
    if date.odd_zone:
        yield Flaw("rss-date-zone", f"{name} is {shown}", line)


def email_flaws(element: _Element) -> Iterator[Flaw]:
    """What is wrong with an author, an editor or a webmaster."""
    text = text_of(element)
    found = _MAILBOX.fullmatch(text)
    name, line = prefixed(element), line_of(element)
    if found is None or not is_email(found[1]) or not _balanced(found[2] or ""):
        yield Flaw("rss-email", f"{name} is {shortened(text) or 'empty'}", line)
    elif not (found[2] or "").strip():
        yield Flaw("rss-email-without-name", f"{name} has no name beside the address", line)


def _balanced(comment: str) -> bool:
    """Whether a comment holds no more than whole comments (RFC 822 §3.4.3)."""
    depth = 0
    for sign in re.sub(r"\\.", "", comment):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0
