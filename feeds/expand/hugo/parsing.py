"""Finds the shortcodes in a body, as Hugo's lexer does (gohugo.io/content-management/shortcodes).

They are found in code blocks too: Hugo looks for them before it reads any Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["MAX_NESTING", "MAX_SHORTCODES", "Shortcode", "ShortcodeError", "parse"]

MAX_NESTING = 30
MAX_SHORTCODES = 2000

_OPENING = re.compile(r"\{\{[<%]")
_CLOSING = re.compile(r"\{\{[<%]\s*/\s*([\w./-]+?)\s*[>%]\}\}")
_WHITE = re.compile(r"\s*")
_NAME = re.compile(r"[\w./-]+")
_KEY = re.compile(r"[\w-]+\s*=\s*")
_PLAIN = re.compile(r"(?:(?![>%]\}\}|/[>%]\}\})[^\s\"`=])+")
_QUOTED = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_RAW = re.compile(r"`([^`]*)`")


class ShortcodeError(Exception):
    """A body that Hugo would not build; `position` is where its tag begins."""

    def __init__(self, what: str, position: int) -> None:
        super().__init__(what)
        self.what = what
        self.position = position


@dataclass(slots=True)
class Shortcode:
    """One shortcode: what stands between its tags is text and other shortcodes.

    `start` and `end` are its place in the body. `is_markdown` says that Hugo reads its
    output as Markdown: `{{%`. `inner` is None where it has no closing tag.
    `bare` are the names and positions of what was written without quotes.
    """

    name: str
    start: int
    end: int
    is_markdown: bool
    positional: Sequence[str] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    inner: list[str | Shortcode] | None = None
    bare: frozenset[str | int] = frozenset()

    def get(self, *names: str | int) -> str:
        """The first parameter of those names and positions that is there; empty without."""
        for name in names:
            if isinstance(name, int):
                if name < len(self.positional):
                    return self.positional[name]
            elif name in self.named:
                return self.named[name]
        return ""


def parse(text: str, pairs: Callable[[str], bool | None]) -> list[str | Shortcode]:
    """The text in pieces: plain text, and the shortcodes in it.

    `pairs` says of a name whether such shortcodes have a closing tag; None leaves that to
    whether there is one. Raises `ShortcodeError` for what Hugo refuses.
    """
    return _Parser(text, pairs).pieces()


class _Parser:
    def __init__(self, text: str, pairs: Callable[[str], bool | None]) -> None:
        self.text = text
        self.pairs = pairs
        self.count = 0

    def pieces(self) -> list[str | Shortcode]:
        top: list[str | Shortcode] = []
        into = top
        opened: list[tuple[Shortcode, list[str | Shortcode]]] = []
        position = 0
        while found := _OPENING.search(self.text, position):
            start = found.start()
            into.append(self.text[position:start])
            if self.text.startswith("/*", found.end()):
                shown, position = self._comment(start)
                into.append(shown)
                continue
            self.count += 1
            if self.count > MAX_SHORTCODES:
                raise ShortcodeError(f"more than {MAX_SHORTCODES} shortcodes", start)
            closes, code, position = self._tag(start)
            if closes:
                into = self._close(code, opened)
                continue
            into.append(code)
            if code.inner is not None:
                continue
            expected = self.pairs(code.name)
            if expected or (expected is None and self._is_closed_later(code.name, position)):
                if len(opened) >= MAX_NESTING:
                    raise ShortcodeError(f"more than {MAX_NESTING} shortcodes in each other", start)
                code.inner = []
                opened.append((code, into))
                into = code.inner
        into.append(self.text[position:])
        if opened:
            raise ShortcodeError("never closed", opened[-1][0].start)
        return top

    def _close(
        self, code: Shortcode, opened: list[tuple[Shortcode, list[str | Shortcode]]]
    ) -> list[str | Shortcode]:
        if not opened or opened[-1][0].name != code.name:
            raise ShortcodeError("closed without being open", code.start)
        closed, outer = opened.pop()
        closed.end = code.end
        return outer

    def _is_closed_later(self, name: str, position: int) -> bool:
        return self._last_closing.get(name, -1) >= position

    @cached_property
    def _last_closing(self) -> Mapping[str, int]:
        """Where each name is closed for the last time."""
        return {found[1]: found.start() for found in _CLOSING.finditer(self.text)}

    def _comment(self, start: int) -> tuple[str, int]:
        """What a commented tag shows: itself, without the marks of the comment."""
        closer = f"*/{'>' if self.text[start + 2] == '<' else '%'}}}}}"
        end = self.text.find(closer, start + 5)
        if end < 0:
            raise ShortcodeError("a comment that never ends", start)
        shown = self.text[start : start + 3] + self.text[start + 5 : end] + closer[2:]
        return shown, end + len(closer)

    def _tag(self, start: int) -> tuple[bool, Shortcode, int]:
        """Whether the tag there closes, the shortcode, and where the tag ends."""
        mark = self.text[start + 2]
        closer = ">}}" if mark == "<" else "%}}"
        position = self._skip(start + 3)
        closes = self.text.startswith("/", position)
        if closes:
            position = self._skip(position + 1)
        name = _NAME.match(self.text, position)
        if name is None:
            raise ShortcodeError("a shortcode without a name", start)
        word = name[0]
        position = name.end()
        if word.endswith("/") and self.text.startswith(closer, position):
            word, position = word[:-1], position - 1
        positional: list[str] = []
        named: dict[str, str] = {}
        bare: set[str | int] = set()
        while True:
            position = self._skip(position)
            if self.text.startswith(closer, position):
                end, closed_itself = position + 3, False
                break
            if self.text.startswith(f"/{closer}", position):
                end, closed_itself = position + 4, True
                break
            position = self._parameter(start, position, positional, named, bare)
        if positional and named:
            raise ShortcodeError("named and positional parameters in one shortcode", start)
        code = Shortcode(
            name=word,
            start=start,
            end=end,
            is_markdown=mark == "%",
            positional=positional,
            named=named,
            inner=[] if closed_itself else None,
            bare=frozenset(bare),
        )
        return closes, code, end

    def _parameter(
        self,
        start: int,
        position: int,
        positional: list[str],
        named: dict[str, str],
        bare: set[str | int],
    ) -> int:
        key = _KEY.match(self.text, position)
        if key:
            position = key.end()
        value: str | None = None
        for form in (_QUOTED, _RAW, _PLAIN):
            if found := form.match(self.text, position):
                value = found[1] if form is not _PLAIN else found[0]
                if form is _QUOTED:
                    value = value.replace('\\"', '"')
                break
        if found is None or value is None:
            raise ShortcodeError("a tag that never ends, or cannot be read", start)
        name = key[0].partition("=")[0].strip() if key else len(positional)
        if form is _PLAIN:
            bare.add(name)
        if isinstance(name, str):
            named[name] = value
        else:
            positional.append(value)
        return found.end()

    def _skip(self, position: int) -> int:
        found = _WHITE.match(self.text, position)
        return found.end() if found else position
