"""Checks of what podcasts say, for settings and front matter alike.

A check takes what somebody wrote and gives what the records want. Where that cannot be, it
says so at the spot and gives None, so that a wrong value is left out and never written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Any, Protocol, TypeAlias, TypeVar

from feeds.text import one_line
from feeds.urls import is_web_url

__all__ = [
    "Check",
    "Resolve",
    "Spot",
    "address",
    "choice",
    "decimal",
    "fields",
    "flag",
    "language",
    "mail",
    "mime",
    "one_or_more",
    "seconds",
    "text",
    "whole",
]

T = TypeVar("T")
Resolve: TypeAlias = Callable[[str], str]
"""Makes an address of a reference, absolute or as the site's own; raises ValueError."""

_MOST = 200
_MOST_KEYS = 40
_LONGEST = 4000
_SHOWN = 60
_MOST_SECONDS = 10_000_000
_CLOCK = re.compile(r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]\d(?:\.\d{1,3})?)")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_MAIL = re.compile(r"[^@\s<>()\"]+@[^@\s<>()\".]+(?:\.[^@\s<>()\".]+)*")
_MIME = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_YES = frozenset(("true", "yes", "on", "explicit"))
_NO = frozenset(("false", "no", "off", "clean"))


class Spot(Protocol):
    """A value's place, at which it can be said what is wrong there."""

    def at(self, *parts: str | int) -> Any:
        """A place further down."""

    def wrong(self, what: str, remedy: str = "") -> object:
        """Says what is wrong, and what to do about it."""


Check: TypeAlias = Callable[[object, Spot, Resolve], T | None]


def text(most: int = _LONGEST) -> Check[str]:
    """Text on one line, at most so many characters of it."""

    def check(value: object, spot: Spot, _: Resolve) -> str | None:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            spot.wrong("must be text")
            return None
        line = one_line(str(value))
        if not line or len(line) > most:
            spot.wrong(f"must be text of at most {most} characters" if line else "is empty")
            return None
        return line

    return check


def whole(value: object, spot: Spot, _: Resolve) -> int | None:
    """A whole number from 1 on."""
    number = _number(value)
    if number is None or number != int(number) or number < 1:
        spot.wrong(f"must be a whole number from 1 on, not {_shown(value)}")
        return None
    return int(number)


def decimal(value: object, spot: Spot, _: Resolve) -> float | None:
    """A number from 0 on."""
    number = _number(value)
    if number is None:
        spot.wrong(f"must be a number, not {_shown(value)}")
    return number


def flag(value: object, spot: Spot, _: Resolve) -> bool | None:
    """True or false, in any of YAML's words, or in those that Apple once had."""
    if isinstance(value, bool):
        return value
    word = str(value).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    spot.wrong(f"must be true or false, not {_shown(value)}")
    return None


def choice(*words: str) -> Check[Any]:
    """One of those words, as it is written here, without regard to case."""
    known = {word.casefold(): word for word in words}

    def check(value: object, spot: Spot, _: Resolve) -> str | None:
        word = str(value).strip().casefold()
        if word in known:
            return known[word]
        close = get_close_matches(word[:_SHOWN], known, n=1, cutoff=0.65)
        guess = f" (did you mean {known[close[0]]}?)" if close else ""
        spot.wrong(f"must be one of {', '.join(words)}, not {_shown(value)}{guess}")
        return None

    return check


def seconds(value: object, spot: Spot, _: Resolve) -> float | None:
    """A duration: seconds, or `1:02:03` or `2:03`."""
    number = _number(value)
    if number is None and isinstance(value, str) and (clock := _CLOCK.fullmatch(value.strip())):
        hours, minutes, rest = clock.groups()
        number = int(hours or 0) * 3600 + int(minutes) * 60 + float(rest)
    if number is None or not 0 < number <= _MOST_SECONDS:
        spot.wrong(f"must be a duration such as 1:02:03 or 3723, not {_shown(value)}")
        return None
    return round(number, 3)


def address(value: object, spot: Spot, resolve: Resolve) -> str | None:
    """An `http` or `https` URL, or a path of the site's."""
    url = ""
    if isinstance(value, str) and value.strip():
        try:
            url = resolve(value.strip())
        except ValueError:
            url = ""
    if not (is_web_url(url) or (url.startswith("/") and not url.startswith("//"))):
        spot.wrong(f"must be a URL, or a path such as /media/a.jpg, not {_shown(value)}")
        return None
    return url


def mail(value: object, spot: Spot, _: Resolve) -> str | None:
    """A mail address."""
    if not isinstance(value, str) or not _MAIL.fullmatch(value.strip()) or len(value) > 254:
        spot.wrong(f"must be a mail address, not {_shown(value)}")
        return None
    return one_line(value)


def mime(value: object, spot: Spot, _: Resolve) -> str | None:
    """A MIME type."""
    kind = value.strip().lower() if isinstance(value, str) else ""
    if not _MIME.fullmatch(kind) or len(kind) > 100:
        spot.wrong(f"must be a MIME type such as audio/mpeg, not {_shown(value)}")
        return None
    return kind


def language(value: object, spot: Spot, _: Resolve) -> str | None:
    """A language tag."""
    tag = str(value).strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        spot.wrong(f"must be a language tag such as ja or en-GB, not {_shown(value)}")
        return None
    return tag


def one_or_more(item: Check[T]) -> Check[tuple[T, ...]]:
    """Such an item, or a list of them; those that are wrong are left out."""

    def check(value: object, spot: Spot, resolve: Resolve) -> tuple[T, ...]:
        if not isinstance(value, (list, tuple)):
            one = item(value, spot, resolve)
            return () if one is None else (one,)
        if len(value) > _MOST:
            spot.wrong(f"has more than {_MOST} items; the rest is left out")
        made = (item(each, spot.at(at), resolve) for at, each in enumerate(value[:_MOST]))
        return tuple(dict.fromkeys(each for each in made if each is not None))

    return check


def fields(
    value: object,
    checks: Mapping[str, Check[Any]],
    spot: Spot,
    resolve: Resolve,
    needed: tuple[str, ...] = (),
) -> dict[str, Any] | None:
    """A table's values by key, without those that are wrong.

    None where it is no table, or one without what is `needed`.
    """
    if not isinstance(value, Mapping):
        listed = ", ".join(checks)
        spot.wrong(f"must be a table with {listed}, not {_shown(value)}")
        return None
    made: dict[str, Any] = {}
    if len(value) > _MOST_KEYS:
        spot.wrong(f"has more than {_MOST_KEYS} keys; the rest is left out")
    for key, written in islice(value.items(), _MOST_KEYS):
        if key not in checks:
            _unknown(str(key), checks, spot)
        elif written not in (None, "", [], {}):
            found = checks[key](written, spot.at(key), resolve)
            if found is not None:
                made[key] = found
    for key in needed:
        if key not in made:
            if key not in value:
                spot.wrong(f"must have {key}")
            return None
    return made


def _unknown(key: str, checks: Mapping[str, Check[Any]], spot: Spot) -> None:
    close = get_close_matches(key[:_SHOWN], checks, n=1, cutoff=0.65)
    guess = f" (did you mean {close[0]}?)" if close else ""
    remedy = "" if close else f"Known here: {', '.join(sorted(checks))}."
    spot.at(key).wrong(f"no such key{guess}", remedy)


def _number(value: object) -> float | None:
    """A number from 0 on, also one that is written as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, (int, float)) and 0 <= value < 10**15 and math.isfinite(value):
        return value
    return None


def _shown(value: object) -> str:
    line = one_line(str(value))
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
