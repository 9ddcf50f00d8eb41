"""`feeds.toml` as tomllib reads it, and its mistakes in words that every Python shares."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISREG

from feeds.config.source import Source
from feeds.errors import ConfigurationError, Finding, error

__all__ = ["NAME", "read_document"]

NAME = "feeds.toml"

_MAX_BYTES = 256 * 1024
_MAX_DEPTH = 50
_DEEP_KEY = re.compile(
    rf"(?<![^\s.=\[\]{{}},#])(?:[^\s.=\[\]{{}},#]++[ \t]*+\.[ \t]*+){{{_MAX_DEPTH}}}"
)
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_REMEDIES = (
    ("Cannot declare", "this table is there already", "Keep one of the two."),
    ("Cannot overwrite", "this key is there already", "Keep one of the two."),
    ("Duplicate inline table key", "this key is there already", "Keep one of the two."),
    ("Cannot mutate", "this adds to a table that is complete", "Write it all in one place."),
    ("Cannot redefine", "this adds to a table that is complete", "Write it all in one place."),
    ("Expected '='", "after the key, = is missing", "Write key = value."),
    ("Expected ']", "the name of a table is not closed", "Write [site] or [[feeds]]."),
    ("Invalid initial character", "a key is missing or has characters that it cannot have", ""),
    ("Invalid date", "this is no date that exists", ""),
    ("Invalid value", "this is no TOML value", 'Text stands in quotes: key = "text".'),
    ("Unclosed array", "an array is not closed", "Add the missing ], or a comma before this."),
    ("Unclosed inline", "a table is not closed", "Add the missing }, or a comma before this."),
    ("Unterminated", "a text is not closed", "Add the missing quotation mark."),
    ("Unescaped", "this backslash stands for nothing", "Write it twice, or use single quotes."),
    ("Illegal character", "a text is not closed", "Add the missing quotation mark."),
    ("Expected \"'", "a text is not closed", "Add the missing quotation mark."),
    ("Expected newline", "after a value its line must end", 'Text stands in quotes: key = "text".'),
    ("Invalid statement", "this is neither a key nor a table", "Write key = value or [table]."),
    ("Found invalid character '\\n'", "a text is not closed", "Add the missing quotation mark."),
    ("Found invalid", "this character cannot stand in TOML", "Take it out."),
    ("Escaped character", "this stands for no character", ""),
    ("Invalid hex", "this stands for no character", ""),
)


def read_document(root: Path) -> tuple[Mapping[str, object], Source] | None:
    """The tables of `root/feeds.toml`; None where there is no such file.

    Raises ConfigurationError where it cannot be read, is not UTF-8, or is not TOML.
    """
    data = _read(root / NAME)
    if data is None:
        return None
    text = _decode(data)
    return _parse(text), Source(NAME, text)


def _read(path: Path) -> bytes | None:
    try:
        if not S_ISREG(path.stat().st_mode):
            raise _wrong("this is not a file")
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        if path.is_symlink():
            raise _wrong("this link leads nowhere") from None
        return None
    except OSError as cause:
        raise _wrong(f"this cannot be read: {cause.strerror}") from cause
    if len(data) > _MAX_BYTES:
        raise _wrong(f"this is larger than {_MAX_BYTES // 1024} KiB")
    return data


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        before = cause.object[: cause.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8")) + 1
        raise _wrong(
            "this is not UTF-8",
            line=before.count(b"\n") + 1,
            column=column,
            remedy="Save the file as UTF-8.",
        ) from cause


def _parse(text: str) -> Mapping[str, object]:
    if _DEEP_KEY.search(text):
        # tomllib takes for such a key a time that grows with the square of its length.
        raise _wrong("arrays or tables are nested too deeply")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise ConfigurationError(_syntax(str(cause), text)) from cause
    except RecursionError:
        raise _wrong("arrays or tables are nested too deeply") from None
    except ValueError as cause:
        raise _wrong("a number has too many digits") from cause


def _syntax(message: str, text: str) -> Finding:
    """The finding for what tomllib says, whose wording changes between Pythons."""
    what, remedy = next(
        ((what, remedy) for start, what, remedy in _REMEDIES if message.startswith(start)),
        ("this is not TOML", ""),
    )
    place = _AT.search(message)
    if place is None:
        return error(what, NAME, remedy=remedy)
    if place[1] is None:
        return error(what, NAME, text.rstrip().count("\n") + 1, remedy=remedy)
    return error(what, NAME, int(place[1]), int(place[2]), remedy)


def _wrong(
    what: str, line: int | None = None, column: int | None = None, remedy: str = ""
) -> ConfigurationError:
    return ConfigurationError(error(what, NAME, line, column, remedy))
