"""What a JavaScript file says in plain literals: it is looked at, and never run.

Only values that are written out are read: texts, numbers, true, false, null, and arrays and
objects of them. Whatever would have to be run to be known is a `Code`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

__all__ = ["Code", "Script", "ScriptError", "is_code"]

_DEEPEST = 40
_MOST_TOKENS = 50_000
_MOST_PLACES = 100
_TOKEN = re.compile(
    r"(?P<skip>\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+')"
    r"|(?P<number>0[xXbBoO][\da-fA-F_]+n?|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?n?)"
    r"|(?P<name>[A-Za-z_$#\u0080-\uffff][\w$\u0080-\uffff]*)"
    r"|(?P<mark>\.\.\.|=>|[{}()\[\],;:.]|[^\s\w\"'`])",
    re.DOTALL,
)
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'")
_REGEX = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_ESCAPE = re.compile(
    r"\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))", re.DOTALL
)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_CONSTANTS: Mapping[str, object] = {"true": True, "false": False, "null": None, "undefined": None}
_BEFORE_REGEX = frozenset({"return", "typeof", "case", "in", "of", "void", "delete", "await"})
_DECLARING = ("const", "let", "var")
_OPENING, _CLOSING = "([{", ")]}"


class ScriptError(ValueError):
    """A file that is no JavaScript, as far as one can see; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__("this cannot be read as JavaScript")
        self.line = line


def is_code(value: object) -> bool:
    """Whether only running the script would tell a value, or a part of it."""
    inside = value.values() if isinstance(value, Mapping) else value
    return isinstance(value, Code) or (
        isinstance(inside, Iterable) and not isinstance(inside, str) and any(map(is_code, inside))
    )


@dataclass(frozen=True, slots=True)
class Code:
    """A value that only running the script would tell; `name` where it is a name alone."""

    name: str = ""


class _Token(NamedTuple):
    kind: str
    text: str


class Script:
    """A script's tokens, comments left out.

    Raises `ScriptError` where its brackets do not match, it holds what is no token, or more
    tokens than anybody writes.
    """

    def __init__(self, text: str) -> None:
        self._tokens = tuple(islice(_tokens(text), _MOST_TOKENS))
        if len(self._tokens) == _MOST_TOKENS:
            raise ScriptError(1)

    def exported(self) -> object:
        """What the file exports by default; `Code` where that is not written out.

        None where it exports nothing, or in several places.
        """
        found: list[object] = []
        for place in range(len(self._tokens)):
            start = self._after(place, ("export", "default")) or self._after(
                place, ("module", ".", "exports", "=")
            )
            if start and len(found) < 2:
                found.append(self._value(start)[0])
        if len(found) != 1:
            return None
        if isinstance(found[0], Code) and len(values := self.named(found[0].name)) == 1:
            return values[0]
        return found[0]

    def declared(self) -> Mapping[str, object] | None:
        """The values that the script declares; None where it does anything beside that."""
        values: dict[str, object] = {}
        place = 0
        while place < len(self._tokens):
            name = self._text(place + 1)
            if self._text(place) not in _DECLARING or self._text(place + 2) != "=":
                return None
            values[name], place = self._literal(place + 3, 0)
            if self._text(place) not in ("", ";", *_DECLARING):
                return None
            while self._text(place) == ";":
                place += 1
        return values

    def named(self, name: str) -> Sequence[object]:
        """Each value of that name: of a member, or assigned to it."""
        places = (
            place
            for place in range(len(self._tokens) - 2)
            if name
            and self._tokens[place].text.strip("\"'") == name
            and self._tokens[place].kind in ("name", "text")
            and self._tokens[place + 1].text in (":", "=")
        )
        return [self._value(place + 2)[0] for place in islice(places, _MOST_PLACES)]

    def calls(self, name: str) -> Sequence[Sequence[object]]:
        """The arguments of each call of a method or function; `a.b` is the `b` of an `a`."""
        texts = (*name.replace(".", " . ").split(), "(")
        places = (end for place in range(len(self._tokens)) if (end := self._after(place, texts)))
        return [self._items(end, ")")[0] for end in islice(places, _MOST_PLACES)]

    def methods(self, *starts: str) -> Sequence[str]:
        """The names of all methods that are called and begin so, each once."""
        return list(
            dict.fromkeys(
                token.text
                for before, token, after in zip(
                    self._tokens, self._tokens[1:], self._tokens[2:], strict=False
                )
                if before.text == "." and after.text == "(" and token.text.startswith(starts)
            )
        )

    def _after(self, place: int, texts: Sequence[str]) -> int | None:
        end = place + len(texts)
        if self._tokens[place].text != texts[0]:
            return None
        return end if tuple(each.text for each in self._tokens[place:end]) == tuple(texts) else None

    def _text(self, place: int) -> str:
        return self._tokens[place].text if place < len(self._tokens) else ""

    def _value(self, place: int, depth: int = 0) -> tuple[object, int]:
        """The value that begins there, and the place after it."""
        value, end = self._literal(place, depth)
        if self._text(end) in ("", ",", ";", *_CLOSING):
            return value, end
        newline = isinstance(value, (dict, list)) and self._tokens[end].kind == "name"
        return (value, end) if newline and depth == 0 else (Code(), self._skipped(end))

    def _literal(self, place: int, depth: int) -> tuple[object, int]:
        if place >= len(self._tokens) or depth > _DEEPEST:
            return Code(), self._skipped(place)
        kind, text = self._tokens[place]
        if kind == "text":
            value = _unquoted(text)
            return (Code() if value is None else value), place + 1
        if kind == "number":
            return _number(text), place + 1
        if (
            text == "-"
            and place + 1 < len(self._tokens)
            and self._tokens[place + 1].kind == "number"
        ):
            number = _number(self._tokens[place + 1].text)
            return (-number if isinstance(number, (int, float)) else number), place + 2
        if kind == "name":
            return _CONSTANTS.get(text, Code(text)), place + 1
        if text == "[":
            return self._items(place + 1, "]", depth + 1)
        if text == "{":
            return self._members(place + 1, depth + 1)
        return Code(), self._skipped(place)

    def _items(self, place: int, closing: str, depth: int = 0) -> tuple[list[object], int]:
        items: list[object] = []
        while self._text(place) not in ("", closing):
            value, end = self._value(place, depth + 1)
            items.append(value)
            place = end + 1 if self._text(end) == "," else max(end, place)
            if self._text(end) not in (",", closing):
                break
        return items, place + 1

    def _members(self, place: int, depth: int) -> tuple[object, int]:
        members: dict[str, object] = {}
        while self._text(place) not in ("", "}"):
            key, value, end = self._member(place, depth)
            members[key] = value
            if self._text(end) not in (",", "}"):
                return Code(), self._skipped(place)
            place = end + 1 if self._text(end) == "," else end
        return members, place + 1

    def _member(self, place: int, depth: int) -> tuple[str, object, int]:
        """A member's key, value and the place after it; the key `...` where it cannot be known."""
        kind, text = self._tokens[place]
        after = self._text(place + 1)
        key = _unquoted(text) if kind == "text" else text
        if kind not in ("name", "text", "number") or key is None:
            return "...", Code(), self._skipped(place)
        if after == ":":
            return key, *self._value(place + 2, depth)
        if after in (",", "}"):
            return key, Code(text), place + 1
        if text in ("async", "get", "set", "*") and after != "(":
            key = after
        return key, Code(), self._skipped(place)

    def _skipped(self, place: int) -> int:
        """The place of the comma, semicolon or bracket that ends what is there."""
        depth = 0
        while place < len(self._tokens):
            text = self._tokens[place].text if self._tokens[place].kind == "mark" else ""
            if depth == 0 and text and (text in ",;" or text in _CLOSING):
                break
            depth += (text != "" and text in _OPENING) - (text != "" and text in _CLOSING)
            place += 1
        return place


def _tokens(source: str) -> Iterator[_Token]:
    """The tokens; a regular expression is one of its own kind, a text with code in it a mark."""
    place = 0
    before = _Token("mark", "")
    open_brackets: list[str] = []
    while place < len(source):
        if source[place] == "`":
            end = _template_end(source, place)
            before = _Token("text", source[place:end])
            place = end
            yield before
            continue
        value_may_begin = (
            before.text in _BEFORE_REGEX
            if before.kind == "name"
            else before.kind == "mark" and before.text not in (")", "]", "}")
        )
        found = _TOKEN.match(source, place)
        if source[place] == "/" and value_may_begin and not (found and found["skip"]):
            found = _REGEX.match(source, place) or found
        if found is None:
            raise ScriptError(source.count("\n", 0, place) + 1)
        place = found.end()
        if found.re is _TOKEN and found["skip"]:
            continue
        before = _Token((found.lastgroup or "regex") if found.re is _TOKEN else "regex", found[0])
        if before.kind == "mark" and before.text in ("(", "[", "{"):
            open_brackets.append(_CLOSING[_OPENING.index(before.text)])
        elif (
            before.kind == "mark"
            and before.text in (")", "]", "}")
            and (not open_brackets or open_brackets.pop() != before.text)
        ):
            raise ScriptError(source.count("\n", 0, place) + 1)
        yield before
    if open_brackets:
        raise ScriptError(source.count("\n") + 1)


def _template_end(source: str, start: int) -> int:
    """The place after the template that begins there, with the code and templates in it."""
    inside = ["`"]
    place = start + 1
    while place < len(source):
        char = source[place]
        step = 1
        if char == "\\":
            step = 2
        elif inside[-1] == "`":
            if char == "`":
                inside.pop()
                if not inside:
                    return place + 1
            elif source.startswith("${", place):
                inside.append("{")
                step = 2
        elif char in "`{":
            inside.append(char)
        elif char == "}":
            inside.pop()
        elif quoted := _QUOTED.match(source, place):
            step = len(quoted[0])
        place += step
    raise ScriptError(source.count("\n", 0, start) + 1)


def _unquoted(text: str) -> str | None:
    """The text of a literal; None for a template with code in it, or half a character."""
    inner = text[1:-1]
    if text[0] == "`" and "${" in inner:
        return None
    if "\\" not in inner:
        return inner
    unescaped = _ESCAPE.sub(_unescape, inner).encode("utf-16", "surrogatepass")
    try:
        return unescaped.decode("utf-16")
    except UnicodeDecodeError:
        return None


def _unescape(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _ESCAPED.get(escape[4], escape[4])


def _number(text: str) -> object:
    try:
        return int(text) if text.isdigit() and len(text) <= 18 else float(text)
    except ValueError:
        return Code()
