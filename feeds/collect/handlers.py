"""What every front matter handler does, and the handlers for TOML and JSON.

They are python-frontmatter's, with their gaps closed. Every handler gives the same kinds of
values: text, whole and decimal numbers, true and false, None, lists, and mappings with text as
keys. TOML's dates are text too. Whole numbers have at most 64 bits, no text holds a surrogate,
and nothing is nested deeper than `MAX_DEPTH`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from datetime import date, time
from typing import Any

from frontmatter.default_handlers import BaseHandler

__all__ = [
    "MAX_DEPTH",
    "BadFrontMatterError",
    "Handler",
    "HeaderHandler",
    "JavaScriptHandler",
    "JsonHandler",
    "TomlHandler",
]

MAX_BYTES = 256 * 1024
MAX_DEPTH = 50

_SURROGATE = re.compile("[\ud800-\udfff]")


class BadFrontMatterError(ValueError):
    """Front matter that cannot be read; `line` and `column` count from 1 within its text."""

    def __init__(self, what: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.line = line
        self.column = column


class Handler(BaseHandler):
    """Reads one block of front matter, the text between its delimiters.

    python-frontmatter strips the text that it is given, and with it the indent of the
    first key; the block, which is known beforehand, is kept whole here. `subject` is
    what findings call it.
    """

    FM_BOUNDARY = re.compile(r"\A\Z")

    def __init__(self, block: str, subject: str = "the front matter") -> None:
        super().__init__()
        self.block = block
        self.subject = subject
        self.duplicates: list[tuple[str, int | None]] = []

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 - the base class's signature
        """The block as front matter, and an empty body."""
        return self.block, ""

    def load(self, fm: str) -> dict[str, Any]:
        """The keys and values of that text.

        Raises `BadFrontMatterError` where they cannot be read, are nested too deeply, are
        too many, or are no text or numbers that a record can hold. Keys given twice are
        left in `duplicates`, with their line.
        """
        if len(fm) > MAX_BYTES:
            raise BadFrontMatterError(f"{self.subject} is longer than {MAX_BYTES // 1024} KiB")
        try:
            loaded = self.parse(fm)
        except RecursionError:
            raise self.nested_too_deeply() from None
        if not isinstance(loaded, dict):
            raise BadFrontMatterError(f"{self.subject} is not a list of `key: value` lines", 1)
        self._check(loaded, 1)
        return loaded

    def parse(self, fm: str) -> object:
        """What the format's own parser makes of it."""
        raise NotImplementedError

    def nested_too_deeply(self, line: int | None = None) -> BadFrontMatterError:
        """What is said of lists and mappings that lie too deep in each other."""
        return BadFrontMatterError(f"{self.subject} is nested too deeply", line)

    def _check(self, value: object, depth: int) -> None:
        if isinstance(value, str):
            if _SURROGATE.search(value):
                raise BadFrontMatterError(f"{self.subject} holds half of a character (\\ud800)")
        elif isinstance(value, (dict, list)):
            if depth > MAX_DEPTH:
                raise self.nested_too_deeply()
            for item in (*value, *value.values()) if isinstance(value, dict) else value:
                self._check(item, depth + 1)
        elif isinstance(value, int) and value.bit_length() > 64:
            raise BadFrontMatterError(f"{self.subject} holds a number of more than 64 bits")


_DEEP_KEY = re.compile(
    rf"(?<![^\s.=\[\]{{}},#])(?:[^\s.=\[\]{{}},#]++[ \t]*+\.[ \t]*+){{{MAX_DEPTH}}}"
)
_TOML_PLACE = re.compile(r" \((?:at line (\d+), column (\d+)|at end of document)\)$")


def _as_text(value: object) -> object:
    """TOML's dates and times in ISO 8601: what they mean is the dialect's to say."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, (date, time)):
        return value.isoformat()
    return value


class TomlHandler(Handler):
    """TOML between `+++` lines."""

    def parse(self, fm: str) -> object:
        """The table; a key given twice is an error in TOML."""
        if _DEEP_KEY.search(fm):
            raise self.nested_too_deeply()
        try:
            return _as_text(tomllib.loads(fm))
        except tomllib.TOMLDecodeError as problem:
            text = str(problem)
            place = _TOML_PLACE.search(text)
            what = text[: place.start()] if place else text
            line, column = (place[1], place[2]) if place else (None, None)
            raise BadFrontMatterError(
                f"the TOML cannot be read: {what}",
                int(line) if line else None,
                int(column) if column else None,
            ) from None
        except ValueError:
            raise BadFrontMatterError(
                f"{self.subject} holds a number of more than 64 bits"
            ) from None


def _whole(digits: str) -> int | str:
    """A number, or, where it is longer than any that means something, its text: as in YAML."""
    return int(digits) if len(digits) <= 18 else digits


class JsonHandler(Handler):
    """A JSON object at the top of the file."""

    def parse(self, fm: str) -> object:
        """The object's members."""
        try:
            return json.loads(
                fm, object_pairs_hook=self._members, parse_int=_whole, parse_constant=str
            )
        except json.JSONDecodeError as problem:
            raise BadFrontMatterError(
                f"the JSON cannot be read: {problem.msg}", problem.lineno, problem.colno
            ) from None

    def _members(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(members) < len(pairs):
            times = Counter(name for name, _ in pairs)
            twice = sorted(name for name, count in times.items() if count > 1)
            self.duplicates.extend((name, None) for name in twice)
        return members


class JavaScriptHandler(Handler):
    """JavaScript between `---js` and `---`, which is never run.

    It is read where it only declares values that are written out, or is one object of them.
    """

    def parse(self, fm: str) -> object:
        """The values by their names."""
        from feeds.collect.script import Script, ScriptError, is_code

        is_object = fm.lstrip().startswith("{")
        try:
            script = Script(f"export default {fm}" if is_object else fm)
        except ScriptError as problem:
            raise BadFrontMatterError(str(problem), problem.line) from None
        values = script.exported() if is_object else script.declared()
        if values is None or is_code(values):
            raise BadFrontMatterError("the front matter is JavaScript, which is not run", 1)
        return values


_HEADER_KEY = re.compile(r"([A-Za-z][\w-]*):[ \t]*(.*)")
_LISTED = frozenset({"authors", "tags"})


class HeaderHandler(Handler):
    """Lines such as `Title: A walk`, as MultiMarkdown has them.

    Every value is text, and every key in lower case. Lines with an indent go on with the
    value before them; `Authors` and `Tags` are divided at semicolons, or else at commas.
    """

    def parse(self, fm: str) -> object:
        """The keys and their texts."""
        lines: dict[str, list[str]] = {}
        key = ""
        for number, line in enumerate(fm.splitlines(), 1):
            if found := _HEADER_KEY.match(line):
                key = found[1].lower()
                if key in lines:
                    self.duplicates.append((found[1], number))
                lines[key] = [found[2].strip()]
            else:
                lines[key].append(line.strip())
        return {key: _header_value(key, " ".join(some).strip()) for key, some in lines.items()}


def _header_value(key: str, text: str) -> object:
    if key not in _LISTED:
        return text
    return [part for part in map(str.strip, text.split(";" if ";" in text else ",")) if part]
