"""A mail as inboxes list it before anybody opens it, and how much of their room it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr

from feeds.columns import cut, width
from feeds.digest.fit import size
from feeds.lint.mail import opened
from feeds.lint.page import Page
from feeds.lint.sizes import CLIPPED
from feeds.model import NewsletterSettings
from feeds.preview.reading import headers

__all__ = ["Line", "Measure", "Row", "measured", "rows"]

_LONGEST_SNIPPET = 400
_SPACE = re.compile(r"[ \t\r\n\f]+")
"""Not the no-break spaces with which preheaders are padded."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text as far as it is seen, and what is cut off; `columns` are those of the whole."""

    seen: str
    rest: str
    columns: int


@dataclass(frozen=True, slots=True)
class Row:
    """A mail in an inbox's list on a `device`: on a phone its snippet stands below the subject."""

    device: str
    sender: Line
    subject: Line
    snippet: Line


@dataclass(frozen=True, slots=True)
class Measure:
    """Bytes of a mail's HTML, decoded and as it is encoded, and what an engine adds to links."""

    decoded: int
    encoded: int
    links: int
    reserve: int
    budget: int
    clip: int = CLIPPED

    @property
    def whole(self) -> int:
        """What counts against budget and clip."""
        return max(self.decoded, self.encoded) + self.links * self.reserve


def rows(mail: bytes, html: bytes) -> tuple[Row, Row]:
    """The mail in the list of a phone, and of a desktop's mail program, by columns of text."""
    given = dict(headers(mail))
    name, address = parseaddr(given.get("From", ""))
    sender, subject = name or address, given.get("Subject", "")
    snippet = " ".join(_texts(html.decode("utf-8", "replace")))[:_LONGEST_SNIPPET]
    on_desktop = _line(subject, 80)
    room = max(110 - width(on_desktop.seen) - 3, 0)
    return (
        Row("phone", _line(sender, 28), _line(subject, 38), _line(snippet, 76)),
        Row("desktop", _line(sender, 22), on_desktop, _line(snippet, room)),
    )


def measured(mail: bytes, html: bytes, newsletter: NewsletterSettings) -> Measure:
    """How much room the mail's HTML takes."""
    part = opened(mail).part("text/html")
    return Measure(
        len(html),
        len(part.raw) if part else len(html),
        size(html.decode("utf-8", "replace")).links,
        newsletter.link_reserve,
        newsletter.budget,
    )


def _line(text: str, columns: int) -> Line:
    seen, rest = cut(text, columns)
    return Line(seen, rest, width(text))


def _texts(html: str) -> Iterator[str]:
    """The words of the page from its beginning: inboxes list those that are hidden, too."""
    for run in Page(html).runs:
        if run.element is None or run.element.name not in ("style", "script", "title", "head"):
            yield from filter(None, _SPACE.split(run.text))
