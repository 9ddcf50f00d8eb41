"""Shortcodes in a Zola body: `{{ name(key="value") }}`, and `{% name() %}…{% end %}`.

The grammar is Zola's: what looks like a call and is none of that form is text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feeds.expand.zola.components import attributes
from feeds.expand.zola.literals import gap, literal

__all__ = ["Call", "Escaped", "ShortcodeError", "parse"]

MOST_CALLS = 2000
_MOST_LEVELS = 20

_OPENERS = re.compile(r"\{\{(?:/\*)?|\{%(?:/\*)?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_END = re.compile(r"\{%[ \t\r\n]*end[ \t\r\n]*%\}")
_USE = re.compile(r"(?:\{\{|\{%)-?[ \t\r\n]*<([A-Za-z_][\w.]*)")
_USE_END = re.compile(r"\{%-?[ \t\r\n]*</([A-Za-z_][\w.]*)[ \t\r\n]*>[ \t\r\n]*-?%\}")
_CLOSERS = {"{{": r"/>[ \t\r\n]*-?\}\}", "{%": r">[ \t\r\n]*-?%\}"}
_ESCAPED_END = re.compile(r"\{%/\*([ \t\r\n]*end[ \t\r\n]*)\*/%\}")


class ShortcodeError(ValueError):
    """A body whose shortcodes cannot be told apart; `position` is where, `tag` what."""

    def __init__(self, what: str, position: int, tag: str) -> None:
        super().__init__(what)
        self.position = position
        self.tag = tag


class Escaped(str):
    """A shortcode that is to be shown, as it is to be read."""

    __slots__ = ()


@dataclass(slots=True)
class Call:
    """A shortcode's use: which of that name it is, from 1, and what is in it, if it has a body.

    A component is what Zola has since 0.23, `{{ <name key="value" /> }}`. `start` is where in
    the source the use begins, and `tag` how it is written there.
    """

    name: str
    arguments: Mapping[str, object]
    start: int
    tag: str
    nth: int = 1
    body: list[str | Call] | None = None
    is_component: bool = False


def parse(source: str) -> Sequence[str | Call]:
    """The text and the calls in it, in order; escaped calls are text without their escapes.

    Raises `ShortcodeError` for a body without end, an end without body, and more calls than
    any post has.
    """
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._counts: dict[str, int] = {}
        self._calls = 0
        self._open: list[Call] = []
        self._top: list[str | Call] = []
        self._escaped_ends = True

    def parse(self) -> Sequence[str | Call]:
        source = self._source
        done = 0
        position = 0
        while found := _OPENERS.search(source, position):
            start, after = found.span()
            taken = self._take(found[0], start, after)
            if taken is None:
                position = start + 2
                continue
            end, item = taken
            self._add(source[done:start])
            if item is None:
                self._open.pop()
            else:
                self._add(item)
            if isinstance(item, Call) and item.body is not None:
                self._open.append(item)
            done = position = end
        self._add(source[done:])
        if self._open:
            call = self._open[0]
            raise ShortcodeError("the shortcode has no {% end %}", call.start, call.tag)
        return self._top

    def _take(self, opener: str, start: int, after: int) -> tuple[int, str | Call | None] | None:
        """Where what begins here ends, and what it is; None where it is text."""
        if use := _USE.match(self._source, start):
            return self._use(start, use)
        if opener == "{%" and (end := _USE_END.match(self._source, start)):
            return self._close(start, end.end())
        if opener == "{{":
            return self._call(start, after, "}}")
        if opener == "{%":
            if end := _END.match(self._source, start):
                return self._close(start, end.end())
            return self._call(start, after, "%}")
        if opener == "{{/*":
            call = _arguments(self._source, after, "*/}}")
            text = f"{{{{{self._source[after : call[2] - 4]}}}}}" if call else ""
            return (call[2], Escaped(text)) if call else None
        return self._escaped_block(after)

    def _call(self, start: int, after: int, closer: str) -> tuple[int, Call | None] | None:
        found = _arguments(self._source, after, closer)
        if found is None:
            return None
        name, arguments, end = found
        return self._called(name, arguments, start, end, has_body=closer != "}}")

    def _use(self, start: int, use: re.Match[str]) -> tuple[int, Call | None] | None:
        opener = self._source[start : start + 2]
        found = attributes(self._source, use.end(), _CLOSERS[opener])
        if found is None:
            return None
        arguments, end = found
        end, call = self._called(use[1], arguments, start, end, has_body=opener == "{%")
        call.is_component = True
        return end, call

    def _called(
        self, name: str, arguments: Mapping[str, object], start: int, end: int, *, has_body: bool
    ) -> tuple[int, Call]:
        tag = self._source[start:end]
        self._counts[name] = nth = self._counts.get(name, 0) + 1
        self._calls += 1
        if self._calls > MOST_CALLS:
            raise ShortcodeError("the body has too many shortcodes", start, tag)
        if has_body and len(self._open) >= _MOST_LEVELS:
            raise ShortcodeError("shortcodes are nested too deeply", start, tag)
        return end, Call(name, arguments, start, tag, nth, [] if has_body else None)

    def _close(self, start: int, end: int) -> tuple[int, None]:
        if not self._open:
            raise ShortcodeError("there is no shortcode that ends here", start, "{% end %}")
        return end, None

    def _escaped_block(self, after: int) -> tuple[int, str] | None:
        call = _arguments(self._source, after, "*/%}")
        if call is None or not self._escaped_ends:
            return None
        end = _ESCAPED_END.search(self._source, call[2] + 1)
        if end is None:
            self._escaped_ends = False
            return None
        text = self._source[call[2] : end.start()]
        start = self._source[after : call[2] - 4]
        return end.end(), Escaped(f"{{%{start}%}}{text}{{%{end[1]}%}}")

    def _add(self, item: str | Call) -> None:
        if item == "":
            return
        inside = self._open[-1].body if self._open else None
        (self._top if inside is None else inside).append(item)


def _arguments(
    source: str, position: int, closer: str
) -> tuple[str, Mapping[str, object], int] | None:
    """The name, the arguments and the end of a call; None where that is none."""
    position = gap(source, position)
    name = _NAME.match(source, position)
    if name is None:
        return None
    position = gap(source, name.end())
    if not source.startswith("(", position):
        return None
    position = gap(source, position + 1)
    arguments: dict[str, object] = {}
    while key := _NAME.match(source, position):
        position = gap(source, key.end())
        if not source.startswith("=", position):
            return None
        value = literal(source, gap(source, position + 1))
        if value is None:
            return None
        arguments[key[0]] = value[0]
        position = gap(source, value[1])
        if source.startswith(",", position):
            position = gap(source, position + 1)
            if not _NAME.match(source, position):
                return None
    if not source.startswith(")", position):
        return None
    position = gap(source, position + 1)
    return (
        (name[0], arguments, position + len(closer))
        if source.startswith(closer, position)
        else None
    )
