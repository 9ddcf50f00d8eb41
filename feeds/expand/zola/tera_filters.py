"""Tera's filters and tests, as far as shortcodes use them; none that a clock would change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from feeds.collect.dates import parse_date
from feeds.collect.dialects.zola.slugs import slugify_zola
from feeds.expand.zola.tera_values import MAX_TEXT, MISSING, Safe, TeraError, as_text, escaped

__all__ = ["FILTERS", "TESTS", "Arguments", "filtered_default"]

Arguments = Mapping[str, object]
Filter = Callable[[object, Arguments], object]

_TAG = re.compile(r"<[^<>]*>")
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_CODE = re.compile(r"%(-?[A-Za-z%])")


def _text(change: Callable[[str], str]) -> Filter:
    return lambda value, _: change(as_text(value))


def _wanted(arguments: Arguments, key: str) -> str:
    if key not in arguments:
        raise TeraError(f"a filter needs the argument {key}")
    return as_text(arguments[key])


def _whole(arguments: Arguments, key: str, default: int) -> int:
    value = arguments.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TeraError(f"the argument {key} of a filter must be a whole number")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TeraError("a filter needs a list")
    return value


def _replace(value: object, arguments: Arguments) -> object:
    text, old, new = as_text(value), _wanted(arguments, "from"), _wanted(arguments, "to")
    if old and text.count(old) * len(new) > MAX_TEXT:
        raise TeraError("a text becomes too long")
    return text.replace(old, new)


def _join(value: object, arguments: Arguments) -> object:
    separator = as_text(arguments.get("sep", ""))
    parts = [as_text(item) for item in _list(value)]
    if sum(map(len, parts)) + len(separator) * len(parts) > MAX_TEXT:
        raise TeraError("a text becomes too long")
    return separator.join(parts)


def _split(value: object, arguments: Arguments) -> object:
    separator = _wanted(arguments, "pat")
    return list(as_text(value).split(separator)) if separator else list(as_text(value))


def _truncate(value: object, arguments: Arguments) -> object:
    length, end = _whole(arguments, "length", 255), as_text(arguments.get("end", "…"))
    text = as_text(value)
    return text if len(text) <= length else text[: max(length, 0)] + end


def _trim_start(value: object, arguments: Arguments, step: int = 1) -> str:
    text, pattern = as_text(value), _wanted(arguments, "pat")[::step]
    count = 0
    while pattern and text.startswith(pattern, count):
        count += len(pattern)
    return text[count:]


def _nth(value: object, arguments: Arguments) -> object:
    return next(iter(_list(value)[_whole(arguments, "n", 0) :]), "")


def _length(value: object, _: Arguments) -> object:
    if isinstance(value, (str, list, Mapping)):
        return len(value)
    raise TeraError("only texts, lists and tables have a length")


def _slice(value: object, arguments: Arguments) -> object:
    items = _list(value)
    return items[_whole(arguments, "start", 0) : _whole(arguments, "end", len(items))]


def _get(value: object, arguments: Arguments) -> object:
    found = value.get(_wanted(arguments, "key"), MISSING) if isinstance(value, Mapping) else MISSING
    return arguments.get("default", MISSING) if found is MISSING else found


def _concat(value: object, arguments: Arguments) -> object:
    more = arguments.get("with")
    return [*_list(value), *(more if isinstance(more, list) else [more])]


def _number(kind: type[int] | type[float]) -> Filter:
    def change(value: object, arguments: Arguments) -> object:
        text = as_text(value)
        try:
            return kind(float(text)) if len(text) < 40 else arguments["default"]
        except (ValueError, OverflowError, KeyError):
            if "default" in arguments:
                return arguments["default"]
            raise TeraError(f"{text[:40]} is no number") from None

    return change


def _slug(value: object, _: Arguments) -> object:
    try:
        return slugify_zola(as_text(value), "on")
    except ValueError as problem:
        raise TeraError(str(problem)) from None


def _date(value: object, arguments: Arguments) -> object:
    try:
        moment = parse_date(value, UTC)
    except ValueError:
        raise TeraError(f"{as_text(value)[:40]} is no date") from None
    if "timezone" in arguments or "locale" in arguments:
        raise TeraError("a date in another time zone or language is not made here")
    wanted = as_text(arguments.get("format", "%Y-%m-%d"))
    return _CODE.sub(lambda found: _dated(moment, found[1]), wanted)


def _dated(moment: datetime, code: str) -> str:
    month, day = _MONTHS.split()[moment.month - 1], _DAYS.split()[moment.weekday()]
    known = dict.fromkeys(("b", "h"), month[:3]) | {"B": month, "A": day, "a": day[:3], "%": "%"}
    known |= {"Y": f"{moment.year:04}", "y": f"{moment.year % 100:02}", "e": f"{moment.day:2}"}
    known |= {"-d": str(moment.day), "-m": str(moment.month), "-H": str(moment.hour)}
    known |= {key: f"{moment:%{key}}" for key in "mdjHMS"}
    known |= {"F": f"{moment:%Y-%m-%d}", "T": f"{moment:%H:%M:%S}", "R": f"{moment:%H:%M}"}
    if code not in known:
        raise TeraError(f"the part %{code} of a date is not made here")
    return known[code]


def filtered_default(value: object, arguments: Arguments) -> object:
    """The value, or what stands in where there is none."""
    return arguments.get("value", MISSING) if value is MISSING or value is None else value


FILTERS: Mapping[str, Filter] = {
    "upper": _text(str.upper),
    "lower": _text(str.lower),
    "title": _text(lambda text: re.sub(r"[^\W_]+", lambda word: word[0].capitalize(), text)),
    "capitalize": _text(str.capitalize),
    "trim": _text(str.strip),
    "trim_start": _text(str.lstrip),
    "trim_end": _text(str.rstrip),
    "trim_start_matches": _trim_start,
    "trim_end_matches": lambda value, args: _trim_start(as_text(value)[::-1], args, -1)[::-1],
    **dict.fromkeys(
        ("linebreaksbr", "newlines_to_br"), _text(lambda text: text.replace("\n", "<br>"))
    ),
    "striptags": _text(lambda text: _TAG.sub("", text)),
    "spaceless": _text(lambda text: re.sub(r">\s+<", "><", text)),
    "wordcount": lambda value, _: len(as_text(value).split()),
    "urlencode": _text(lambda text: quote(text, safe="/")),
    "urlencode_strict": _text(lambda text: quote(text, safe="")),
    "safe": lambda value, _: Safe(as_text(value)),
    **dict.fromkeys(
        ("escape", "escape_html", "escape_xml"), lambda value, _: Safe(escaped(as_text(value)))
    ),
    "replace": _replace,
    "truncate": _truncate,
    "length": _length,
    "join": _join,
    "split": _split,
    "slice": _slice,
    "concat": _concat,
    "get": _get,
    "first": lambda value, _: next(iter(_list(value)), ""),
    "last": lambda value, _: next(reversed(_list(value)), ""),
    "nth": _nth,
    "abs": lambda value, _: abs(value) if isinstance(value, (int, float)) else MISSING,
    "reverse": lambda value, _: value[::-1] if isinstance(value, str) else _list(value)[::-1],
    "int": _number(int),
    "float": _number(float),
    **dict.fromkeys(("as_str", "str"), _text(str)),
    "slugify": _slug,
    "date": _date,
    "json_encode": lambda value, _: json.dumps(value, ensure_ascii=False, default=as_text),
}
"""By name; `default` and `markdown` need more than a value, and are elsewhere."""


def _starts(value: object, *others: object) -> bool:
    return as_text(value).startswith(tuple(map(as_text, others)))


def _ends(value: object, *others: object) -> bool:
    return as_text(value).endswith(tuple(map(as_text, others)))


def _contains(value: object, other: object) -> bool:
    if isinstance(value, str):
        return as_text(other) in value
    return isinstance(value, (list, Mapping)) and other in value


TESTS: Mapping[str, Callable[..., bool]] = {
    "defined": lambda value: value is not MISSING,
    "undefined": lambda value: value is MISSING,
    "string": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "odd": lambda value: isinstance(value, int) and value % 2 == 1,
    "even": lambda value: isinstance(value, int) and value % 2 == 0,
    "iterable": lambda value: isinstance(value, (list, Mapping)),
    **dict.fromkeys(("object", "map"), lambda value: isinstance(value, Mapping)),
    "starting_with": _starts,
    "ending_with": _ends,
    "containing": _contains,
}
