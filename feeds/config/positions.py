"""Where each key of a TOML document stands, which tomllib does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

__all__ = ["Place", "assignments", "positions"]

Place = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*+")
_KEY = re.compile(r""""(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|[A-Za-z0-9_-]++""")
_SCALAR = re.compile(
    r'''
      """ (?: [^"\\] | \\. | "(?!"") )*+ "{3,5}
    | \'\'\' (?: [^'] | '(?!'') )*+ '{3,5}
    | " (?: [^"\\] | \\. )*+ "
    | ' [^']*+ '
    | [^,\]}\#\n]++
    ''',
    re.VERBOSE | re.DOTALL,
)


def positions(text: str) -> Mapping[Place, int]:
    """The line, counted from 1, of every key, table and array element in `text`.

    A place is the way to a value as tomllib nests it: text for a key, a number for an
    element of an array. `text` is a document that tomllib reads without error.
    """
    scan = _Scan(text)
    scan.document()
    return scan.lines


def assignments(text: str) -> Mapping[str, tuple[int, int, int]]:
    """Where keys stand that are set outside of all tables, by one name without dots.

    For each the offsets at which the key and its value begin, and at which the value ends.
    `text` as for `positions`.
    """
    scan = _Scan(text)
    scan.document()
    return scan.values


class _Scan:
    """One pass over a valid document: keys and brackets matter, values are stepped over."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Place, int] = {}
        self.values: dict[str, tuple[int, int, int]] = {}
        self._text = text
        self._at = 0
        self._line = 1
        self._counted = 0
        self._tables: dict[Place, int] = {}

    def document(self) -> None:
        table: Place = ()
        while self._next():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._assignment(table)

    def _next(self) -> str:
        """The next character that means something; empty at the end."""
        self._step(_BLANK)
        return self._text[self._at : self._at + 1]

    def _step(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise ValueError(f"not TOML at character {self._at}")
        self._at = match.end()
        return match[0]

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._next()
            written = self._step(_KEY)
            quoted = written[0] in "\"'"
            parts.append(tomllib.loads(f"v = {written}")["v"] if quoted else written)
            if self._next() != ".":
                return parts
            self._at += 1

    def _header(self) -> Place:
        array = self._text.startswith("[[", self._at)
        line = self._here()
        self._at += 1 + array
        place: Place = ()
        *parents, last = self._key()
        for part in parents:
            place = (*place, part)
            self.lines.setdefault(place, line)
            if place in self._tables:
                place = (*place, self._tables[place])
        place = (*place, last)
        if array:
            self.lines.setdefault(place, line)
            self._tables[place] = self._tables.get(place, -1) + 1
            place = (*place, self._tables[place])
        self.lines[place] = line
        self._at += 1 + array
        return place

    def _assignment(self, place: Place) -> None:
        line, start = self._here(), self._at
        for part in self._key():
            place = (*place, part)
            self.lines.setdefault(place, line)
        self._at += 1
        self._next()
        value = self._at
        self._value(place)
        if len(place) == 1:
            end = value + len(self._text[value : self._at].rstrip())
            self.values[str(place[0])] = start, value, end

    def _value(self, place: Place) -> None:
        opening = self._next()
        if opening not in ("[", "{"):
            self._step(_SCALAR)
            return
        self._at += 1
        index = 0
        while self._next() not in ("]", "}"):
            if opening == "{":
                self._assignment(place)
            else:
                self.lines[(*place, index)] = self._here()
                self._value((*place, index))
                index += 1
        self._at += 1
