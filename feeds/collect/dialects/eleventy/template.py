"""The little template code that permalinks hold: values, and filters that change them.

It is what Liquid and Nunjucks have in common: `{{ page.fileSlug }}`, `{{ title | slugify }}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from feeds.collect.dialects.eleventy.slug import slug, slugify
from feeds.collect.script import Code

__all__ = ["UnknownCodeError", "filled"]

_LONGEST = 8000
_CODE = re.compile(r"\{\{-?(.*?)-?\}\}|\{%.*?(?:%\}|\Z)|\{\{", re.DOTALL)
_PART = re.compile(
    r"\s*(?:(?P<text>\"[^\"]*\"|'[^']*')|(?P<number>-?\d+)"
    r"|(?P<name>[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\"[^\"]*\"|'[^']*'|\d+)\])*)|(?P<mark>[|:,()]))\s*"
)
_STEP = re.compile(r"\.?([\w-]+)|\[[\"']?([^\]\"']*)[\"']?\]")
_DIRECTIVE = re.compile(r"%([-0_^#]?)([A-Za-z%])")
_NUMERIC = {"Y": "%Y", "m": "%m", "d": "%d", "H": "%H", "M": "%M", "S": "%S", "j": "%j", "y": "%y"}
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


class UnknownCodeError(ValueError):
    """Template code that cannot be worked out; the text is the code."""


def filled(text: str, data: Mapping[str, object]) -> str:
    """The text with its code worked out; raises `UnknownCodeError` where that cannot be done."""

    def value(found: re.Match[str]) -> str:
        if found[1] is None:
            raise UnknownCodeError(found[0])
        return _shown(_worked_out(found[1], data, found[0]))

    made = _CODE.sub(value, text)
    if len(made) > _LONGEST:
        raise UnknownCodeError(f"{text[:40]}…")
    return made


def _worked_out(code: str, data: Mapping[str, object], written: str) -> object:
    parts = _parts(code, written)
    value = _operand(parts[0], data, written) if parts else ""
    place = 1
    while place < len(parts):
        if parts[place] != ("mark", "|") or place + 1 >= len(parts):
            raise UnknownCodeError(written)
        name = parts[place + 1][1]
        place += 2
        arguments: list[object] = []
        while place < len(parts) and parts[place] != ("mark", "|"):
            if parts[place][0] != "mark":
                arguments.append(_operand(parts[place], data, written))
            place += 1
        function = _FILTERS.get(name)
        if function is None:
            raise UnknownCodeError(written)
        try:
            value = function(value, *arguments)
        except (ValueError, TypeError, IndexError):
            raise UnknownCodeError(written) from None
    return value


def _parts(code: str, written: str) -> Sequence[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    place = 0
    while place < len(code):
        found = _PART.match(code, place)
        if found is None:
            if not code[place:].strip():
                break
            raise UnknownCodeError(written)
        parts.append((str(found.lastgroup), found[str(found.lastgroup)]))
        place = found.end()
    return parts


def _operand(part: tuple[str, str], data: Mapping[str, object], written: str) -> object:
    kind, text = part
    if kind == "text":
        return text[1:-1]
    if kind == "number":
        return int(text) if len(text) < 16 else text
    if kind != "name":
        raise UnknownCodeError(written)
    value: object = data
    for step in _STEP.finditer(text):
        key = step[1] or step[2]
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list) and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        elif isinstance(value, list) and key in ("first", "last"):
            value = value[0 if key == "first" else -1] if value else None
        else:
            value = None
        if isinstance(value, Code):
            raise UnknownCodeError(written)
    return value


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "".join(map(_shown, value))
    if isinstance(value, (Mapping, datetime)):
        raise UnknownCodeError("a value that is no text")
    return str(value)


def _date(value: object, pattern: object) -> str:
    """A date in UTC by the directives that give numbers or English names."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
        value = value if value.tzinfo else value.replace(tzinfo=UTC)
    if not isinstance(value, datetime) or not isinstance(pattern, str):
        raise ValueError("no date")
    moment = value.astimezone(UTC)

    def directive(found: re.Match[str]) -> str:
        flag, letter = found.groups()
        if letter in _NUMERIC:
            text = moment.strftime(_NUMERIC[letter])
            return (text.lstrip("0") or "0") if flag == "-" else text
        names = {"B": _MONTHS, "b": _MONTHS, "A": _DAYS, "a": _DAYS}.get(letter)
        if names is None or flag:
            raise ValueError("an unknown directive")
        name = names.split()[moment.month - 1 if letter in "Bb" else moment.weekday()]
        return name if letter in "BA" else name[:3]

    return _DIRECTIVE.sub(directive, pattern)


def _slice(value: object, start: object, length: object = 1) -> str:
    text = _shown(value)
    if not isinstance(start, int) or not isinstance(length, int):
        raise ValueError("no place")
    begin = start if start >= 0 else max(len(text) + start, 0)
    return text[begin : begin + max(length, 0)]


def _text_filter(function: Callable[..., str]) -> Callable[..., object]:
    return lambda value, *rest: function(_shown(value), *map(_shown, rest))


_FILTERS: Mapping[str, Callable[..., object]] = {
    "date": _date,
    "slice": _slice,
    "slugify": _text_filter(slugify),
    "slug": _text_filter(slug),
    "default": lambda value, other="": other if value in (None, "", False, []) else value,
    "first": lambda value: value[0] if isinstance(value, list) and value else None,
    "join": lambda value, by=" ": _shown(by).join(map(_shown, value)),
    "safe": lambda value: value,
    **dict.fromkeys(("downcase", "lower"), _text_filter(str.lower)),
    **dict.fromkeys(("upcase", "upper"), _text_filter(str.upper)),
    **dict.fromkeys(("strip", "trim"), _text_filter(str.strip)),
    "append": _text_filter(lambda text, more: text + more),
    "prepend": _text_filter(lambda text, more: more + text),
    "remove": _text_filter(lambda text, part: text.replace(part, "")),
    "replace": _text_filter(lambda text, part, other: text.replace(part, other)),
}
