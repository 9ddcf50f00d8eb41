"""Finds template code that a site's own generator would have worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["first_tag", "without_code"]

_TAGS = (("{{", "}}"), ("{%", "%}"))


def first_tag(source: str) -> tuple[int, str] | None:
    """The line, counted from 1, and the text of the first tag; None where there is none."""
    found: list[tuple[int, int]] = []
    for opener, closer in _TAGS:
        start = source.find(opener)
        end = source.find(closer, start + 2) if start >= 0 else -1
        if end >= 0:
            found.append((start, end + 2))
    if not found:
        return None
    start, end = min(found)
    tag = " ".join(source[start : min(end, start + 500)].split())
    if len(tag) > 60:
        tag = tag[:59] + "…"
    return source.count("\n", 0, start) + 1, tag


def without_code(source: str) -> str:
    """Markdown with the text of its code blocks and code spans blanked, lines kept.

    Only what is surely code is blanked (CommonMark §4.4, §4.5, §6.1). An indented block
    counts after a blank line and outside of lists; a span within one line. Where a fence
    may as well begin as end, the rest of the text is kept as it is.
    """
    lines = source.split("\n")
    kept: list[str] = []
    reader = _Reader()
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        seen = reader.read(line, following)
        if seen is None:
            kept += lines[number:]
            break
        kept.append(seen)
    return "\n".join(kept)


_PREFIX = r"(?:[ \t>]|[-+*~:](?=[ \t]|$)|\d{1,9}[.)]|\[\^[^\]\n]*+\]:)*+"
_MARKER = re.compile(
    r"[ \t>]*+(?:(?P<definition>[~:](?:[ \t]|$))|[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|\[\^)"
)
_QUOTED_FENCE = re.compile(rf"{_PREFIX}(?:```|~~~)")
_HTML = re.compile(
    rf"{_PREFIX}<(?:(?P<comment>!--)|(?P<instruction>\?)|(?P<cdata>!\[CDATA\[)|(?P<declaration>![A-Z])"
    r"|(?P<verbatim>(?:script|pre|style|textarea)(?=[\s>]|$))|/?[A-Z])",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[ \t]*\Z")
_HTML_ENDS = {
    "comment": re.compile("-->"),
    "instruction": re.compile(r"\?>"),
    "cdata": re.compile(r"\]\]>"),
    "declaration": re.compile(">"),
    "verbatim": re.compile("</(?:script|pre|style|textarea)>", re.IGNORECASE),
}
_DELIMITER_ROW = re.compile(r"(?=[^-]*-)[ \t|:>-]+")
_TICKS = re.compile("`+")
_UNQUOTED = r"[^<>\"'`\\\[\]{}]*+"
_QUOTED = r"(?:\"[^\"<>`\\\[\]{}]*+\"|'[^'<>`\\\[\]{}]*+')"
_INLINE = re.compile(
    r"(?P<plain>\]\([^\s()<>\"'`\\\[\]{}]*+\)"
    rf"|</?[A-Za-z]{_UNQUOTED}(?:{_QUOTED}{_UNQUOTED})*+>)"
    r"|(?P<ticks>`+)"
    r"|(?P<doubt>\\`|<[A-Za-z/!?]|\]\(|\]:|\{[^{}`]*+(?:`|\Z))",
)


@dataclass(frozen=True, slots=True)
class _Fence:
    """An open fence; `contained` where it may belong to a list item, which can end it."""

    marks: str
    indent: int
    contained: bool

    def closed_by(self, text: str) -> bool:
        text = text.rstrip(" \t")
        return len(text) >= len(self.marks) and not text.strip(self.marks[0])


class _Reader:
    """What is known of the blocks at one line of Markdown."""

    def __init__(self) -> None:
        self._fence: _Fence | None = None
        self._html: re.Pattern[str] | None = None
        self._in_item = False
        self._in_definitions = False
        self._in_indented = False
        self._in_table = False
        self._after_blank = True
        self._spans_count = True

    def read(self, line: str, following: str) -> str | None:
        """The line without its code; None where nothing below can be told for sure."""
        if self._fence:
            return self._in_fence(self._fence, line)
        if _BLANK.match(line):
            self._after_blank, self._spans_count = True, True
            self._in_indented = self._in_table = False
            if self._html is _BLANK:
                self._html = None
            return line
        after_blank, self._after_blank = self._after_blank, False
        text = line.lstrip(" \t")
        indent = _width(line[: len(line) - len(text)])
        code_may_follow = after_blank or self._in_indented
        self._in_indented = (
            indent >= 4
            and code_may_follow
            and not self._in_item
            and self._html is None
            and not text.startswith((":", "~"))
        )
        if self._in_indented:
            return ""
        marks = _fence_marks(text)
        if marks and (self._html or self._in_definitions or _DELIMITER_ROW.fullmatch(following)):
            return None
        if marker := _MARKER.match(line):
            self._in_item = True
            self._in_definitions = self._in_definitions or bool(marker["definition"])
        elif after_blank and indent == 0:
            self._in_item = self._in_definitions = False
        if marks:
            if indent > 3 and self._in_item and not after_blank:
                return None
            if indent <= 3 or self._in_item:
                self._fence = _Fence(marks, indent, self._in_item and indent > 0)
                return line
        elif _QUOTED_FENCE.match(line) and not text.startswith((">", "`")):
            return None
        if self._html not in (None, _BLANK) and (start := _HTML.match(line)) and start.lastgroup:
            return None
        if self._in_html(line):
            return line
        self._in_table = self._in_table or any(map(_DELIMITER_ROW.fullmatch, (line, following)))
        return self._without_spans(line)

    def _in_fence(self, fence: _Fence, line: str) -> str | None:
        text = line.lstrip(" \t")
        indent = _width(line[: len(line) - len(text)])
        closes = fence.closed_by(text)
        if (
            fence.contained
            and text
            and (indent < fence.indent or (closes and indent > fence.indent))
        ):
            return None
        if closes and (fence.contained or indent <= 3):
            self._fence = None
        return ""

    def _in_html(self, line: str) -> bool:
        """Whether the line may be of an HTML block (CommonMark §4.6), where nothing is code."""
        start = _HTML.match(line) if self._html in (None, _BLANK) else None
        if start:
            self._html = _HTML_ENDS.get(start.lastgroup or "", _BLANK)
        if self._html is None:
            return False
        self._spans_count = False
        if self._html is not _BLANK and self._html.search(line):
            self._html = _BLANK
        return True

    def _without_spans(self, line: str) -> str:
        """The line without its code spans, up to where it cannot be told what is a span."""
        kept: list[str] = []
        position = 0
        while self._spans_count and (found := _INLINE.search(line, position)):
            kept.append(line[position : found.end()])
            position = found.end()
            if found["plain"]:
                continue
            closing = _closing(line, position, found["ticks"]) if found["ticks"] else None
            if closing is None or (self._in_table and "|" in line[position:closing]):
                self._spans_count = False
            else:
                kept.append(" ")
                position = closing
                kept.append(found["ticks"])
                position += len(found["ticks"])
        return "".join((*kept, line[position:]))


def _closing(line: str, position: int, ticks: str) -> int | None:
    for run in _TICKS.finditer(line, position):
        if run[0] == ticks:
            return run.start()
    return None


def _fence_marks(text: str) -> str | None:
    """The marks of a line that begins a fence, without its indent."""
    if not text.startswith(("```", "~~~")):
        return None
    info = text.lstrip(text[0])
    if text[0] == "`" and "`" in info:
        return None
    return text[: len(text) - len(info)]


def _width(indent: str) -> int:
    return len(indent.expandtabs(4))
