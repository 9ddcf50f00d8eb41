"""What a YAML scalar without quotes means.

It is a number only where writing the number gives the same text again, so that `1.10`, `012`
and `12:30` stay what somebody wrote; `yes`, `no`, `on` and `off` stay words; and a date stays
text, marked as a `Timestamp` where YAML itself would have read one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["NUMBER", "TIMESTAMP", "WORDS", "Timestamp", "meaning", "number"]

WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,15})?\Z")
TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?\Z"
)
_NUMERIC = frozenset("-0123456789")


class Timestamp(str):
    """A YAML scalar, written without quotes, that is a date with a time to the second.

    Generators that let their YAML parser read it take it as UTC where no offset is given.
    """

    __slots__ = ()


def meaning(text: str) -> object:
    """The value of a scalar that was written without quotes."""
    if text in WORDS:
        return WORDS[text]
    if text[0] in _NUMERIC:
        if ":" in text:
            return Timestamp(text) if TIMESTAMP.match(text) else text
        if NUMBER.match(text):
            return number(text)
    return text


def number(text: str) -> int | float | str:
    """The number, or the text where the number would be written otherwise."""
    if len(text) > 40:
        return text
    for kind in (int, float):
        try:
            made = kind(text)
        except ValueError:
            continue
        if str(made) == text:
            return made
    return text
