"""Sanitised HTML as plain text that keeps its links and its structure.

A paragraph is one line, for whoever shows it to wrap. Headings are underlined, quotes
begin with `> `, code is indented by four columns, a link is `text <URL>`, a picture
`[its alternative text]`, a table has ` | ` between cells, a rule is a row of hyphens.
"""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

from feeds.columns import width
from feeds.content.grid import Grid
from feeds.content.lines import Lines
from feeds.content.scripts import joined
from feeds.content.tokens import Tag, tokens
from feeds.text import clean

__all__ = ["plain_text"]

_RULE = "-" * 40
_WIDEST_UNDERLINE = 72
_BREAK = "\v"


def plain_text(html: str) -> str:
    """The plain text of HTML that `sanitise` made; without a line break at its end.

    It does not recurse: HTML may be as deep as it likes.
    """
    writer = _Writer()
    for text, tag in tokens(html):
        if text:
            writer.words(unescape(text))
        if handle := _HANDLERS.get(tag.name):
            handle(writer, tag)
    return clean(writer.finished())


class _Writer:
    """The text so far, and where in the document it stands."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._parts: list[str] = []
        self._counters: list[int | None] = []
        self._links: list[tuple[str, int]] = []
        self._films: list[bool] = []
        self._grid: Grid | None = None
        self._code = 0
        self._unread = 0
        self._raised = False

    def finished(self) -> str:
        self._flush()
        return str(self._lines)

    def words(self, text: str) -> None:
        if self._unread:
            return
        if self._raised and not text.startswith("["):
            self._parts.append("^")
        self._raised = False
        self._parts.append(text)

    # ── Blocks ────────────────────────────────────────────────────────────────────────

    def _write(self, *texts: str) -> None:
        if self._grid is None:
            self._lines.write(*texts)
        else:
            self._grid.add(" ".join(texts))

    def _flush(self) -> str:
        """End the line of words: what its last line said, or nothing."""
        if not self._parts:
            return ""
        text = "".join(self._parts)
        self._parts = []
        if self._links:
            self._links = [(url, 0) for url, _ in self._links]
        if not text or text.isspace():
            return ""
        if self._code:
            lines = text.expandtabs(4).strip("\n").split("\n")
        else:
            lines = [joined(line) for line in text.split(_BREAK)]
        self._write(*lines)
        return lines[-1]

    def _indent(self, closing: bool, margin: str, marker: str = "") -> None:
        if self._grid is not None:
            return
        if closing:
            self._lines.dedent()
        else:
            self._lines.indent(margin, marker)

    def paragraph(self, _tag: Tag) -> None:
        if self._flush() or not self._counters:
            self._lines.gap()

    def line(self, _tag: Tag) -> None:
        self._flush()

    def heading(self, tag: Tag) -> None:
        text = self._flush()
        if tag.closing and text and self._grid is None:
            underline = "=" if tag.name == "h1" else "-"
            self._lines.write(underline * min(max(width(text), 1), _WIDEST_UNDERLINE))
        self._lines.gap()

    def rule(self, _tag: Tag) -> None:
        self._flush()
        self._lines.gap()
        self._write(_RULE)
        self._lines.gap()

    def listing(self, tag: Tag) -> None:
        self._flush()
        if tag.closing:
            self._counters.pop()
        else:
            start = tag.attribute("start") or "1"
            self._counters.append(int(start) if tag.name == "ol" else None)
        if len(self._counters) == (0 if tag.closing else 1):
            self._lines.gap()

    def item(self, tag: Tag) -> None:
        self._flush()
        number = self._counters[-1] if self._counters else None
        if number is not None and not tag.closing:
            number = int(tag.attribute("value") or number)
            self._counters[-1] = number + 1
        marker = "- " if number is None else f"{number}. "
        self._indent(tag.closing, " " * len(marker), marker)

    def definition(self, tag: Tag) -> None:
        self._flush()
        self._indent(tag.closing, "    ")

    def quotation(self, tag: Tag) -> None:
        self.paragraph(tag)
        self._indent(tag.closing, "> ")

    def code(self, tag: Tag) -> None:
        self._flush()
        self._code += -1 if tag.closing else 1
        self._lines.gap()
        self._indent(tag.closing, "    ")

    def table(self, tag: Tag) -> None:
        self._flush()
        if self._grid is None:
            self._lines.gap()
            self._grid = Grid()
        self._grid.depth += -1 if tag.closing else 1
        if self._grid.depth == 0:
            lines = self._grid.lines()
            self._grid = None
            if lines:
                self._lines.write(*lines)
            self._lines.gap()

    def row(self, tag: Tag) -> None:
        self._flush()
        if self._grid is not None and self._grid.depth == 1 and not tag.closing:
            self._grid.row()

    def cell(self, tag: Tag) -> None:
        self._flush()
        if self._grid is not None and self._grid.depth == 1 and not tag.closing:
            self._grid.cell(header=tag.name == "th")

    # ── Inside a line ─────────────────────────────────────────────────────────────────

    def line_break(self, _tag: Tag) -> None:
        self._parts.append("\n" if self._code else _BREAK)

    def raised(self, tag: Tag) -> None:
        self._raised = not tag.closing

    def quoted(self, tag: Tag) -> None:
        self._parts.append("”" if tag.closing else "“")

    def reading(self, tag: Tag) -> None:
        self._parts.append(")" if tag.closing else "(")

    def unread(self, tag: Tag) -> None:
        self._unread += -1 if tag.closing else 1

    def picture(self, tag: Tag) -> None:
        if alt := joined(tag.attribute("alt") or ""):
            self._parts.append(f"[{alt}]")

    def link(self, tag: Tag) -> None:
        if not tag.closing:
            self._links.append((tag.attribute("href") or "", len(self._parts)))
            return
        url, start = self._links.pop()
        label = joined("".join(self._parts[start:]).replace(_BREAK, " "))
        if not url or label == url.removeprefix("mailto:").removeprefix("tel:"):
            return
        if _bare(label) == _bare(url):
            self._parts[start:] = [url]
        else:
            self._parts.append(f" <{url}>" if label else f"<{url}>")

    def film(self, tag: Tag) -> None:
        if tag.closing:
            self._films.pop()
            self._unread -= 1
            return
        url = tag.attribute("src")
        if tag.name != "source":
            self._films.append(url is None)
            self._unread += 1
            self._parts.append(f"[{tag.name}]")
        if url is not None and (tag.name != "source" or (self._films and self._films[-1])):
            self._parts.append(f" <{url}>")
            if self._films:
                self._films[-1] = False


def _bare(url: str) -> str:
    return unquote(url).removeprefix("https://").removeprefix("http://").removesuffix("/")


_HANDLERS: dict[str, Callable[[_Writer, Tag], None]] = {
    "a": _Writer.link,
    "address": _Writer.paragraph,
    "article": _Writer.paragraph,
    "aside": _Writer.paragraph,
    "audio": _Writer.film,
    "blockquote": _Writer.quotation,
    "br": _Writer.line_break,
    "caption": _Writer.line,
    "dd": _Writer.definition,
    "details": _Writer.paragraph,
    "div": _Writer.paragraph,
    "dl": _Writer.paragraph,
    "dt": _Writer.line,
    "figcaption": _Writer.paragraph,
    "figure": _Writer.paragraph,
    "footer": _Writer.paragraph,
    "h1": _Writer.heading,
    "h2": _Writer.heading,
    "h3": _Writer.heading,
    "h4": _Writer.heading,
    "h5": _Writer.heading,
    "h6": _Writer.heading,
    "header": _Writer.paragraph,
    "hr": _Writer.rule,
    "img": _Writer.picture,
    "li": _Writer.item,
    "ol": _Writer.listing,
    "p": _Writer.paragraph,
    "pre": _Writer.code,
    "q": _Writer.quoted,
    "rp": _Writer.unread,
    "rt": _Writer.reading,
    "section": _Writer.paragraph,
    "source": _Writer.film,
    "summary": _Writer.paragraph,
    "sup": _Writer.raised,
    "table": _Writer.table,
    "td": _Writer.cell,
    "th": _Writer.cell,
    "tr": _Writer.row,
    "ul": _Writer.listing,
    "video": _Writer.film,
}
