"""Hugo's dates: which keys and names they come from, and how they may be written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from feeds.collect.dates import fixed
from feeds.collect.dialects.hugo.config import table, texts

__all__ = ["DateRules", "Dates", "dates_of", "parse"]

_DEFAULTS: Mapping[str, Sequence[str]] = {
    "date": ("date", "publishdate", "lastmod"),
    "lastmod": (":git", "lastmod", "date", "publishdate"),
    "publishdate": ("publishdate", "date"),
    "expirydate": ("expirydate",),
}
_ALIASES: Mapping[str, Sequence[str]] = {
    "lastmod": ("modified",),
    "publishdate": ("pubdate", "published"),
    "expirydate": ("unpublishdate",),
}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(_MONTHS)
_DAY = "(?:mon|tue|wed|thu|fri|sat|sun)"
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,]\d{1,9})?"
_OFFSET = r"(?P<offset>Z|[-+]\d\d:?\d\d)"
_ISO_DAY = r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_ISO_DAY}(?:T{_CLOCK}{_OFFSET}?)?",
        rf"{_ISO_DAY} {_CLOCK}(?: ?{_OFFSET}(?: [A-Z]{{3,5}})?)?",
        rf"(?:{_DAY}, )?(?P<day>\d\d?) (?P<name>{_MONTH}) (?P<year>\d{{4}})"
        rf"(?: {_CLOCK} (?:{_OFFSET}|[A-Z]{{3,5}}))?",
        rf"(?P<day>\d\d) (?P<name>{_MONTH}) (?P<short>\d\d) (?P<hour>\d\d):(?P<minute>\d\d)"
        rf" (?:{_OFFSET}|[A-Z]{{3,5}})",
        rf"\w+day, (?P<day>\d\d)-(?P<name>{_MONTH})-(?P<short>\d\d) {_CLOCK} [A-Z]{{3,5}}",
        rf"{_DAY} (?P<name>{_MONTH}) {{1,2}}(?P<day>\d\d?) {_CLOCK}"
        rf"(?: (?:{_OFFSET}|[A-Z]{{3,5}}))? (?P<year>\d{{4}})",
    )
)
_LONGEST = 80
_NAMED = re.compile(r"(\d{4}-\d\d-\d\d)(.*)", re.DOTALL | re.ASCII)


class Dates(NamedTuple):
    """The four dates of a page, None where it has none, and the slug of a dated name.

    `wrong` are the key and the value of a date that is none, and was passed over.
    """

    date: datetime | None
    lastmod: datetime | None
    published: datetime | None
    expires: datetime | None
    slug: str | None
    wrong: tuple[str, object] | None


class DateRules:
    """The `[frontmatter]` table: for each date, the keys that it is taken from, in order."""

    def __init__(self, written: object = None) -> None:
        own = table(written)
        self.chains = {
            name: _aliased(_expanded(texts(own[name]), default) if name in own else default)
            for name, default in _DEFAULTS.items()
        }

    @property
    def unread(self) -> list[str]:
        """The sources, of those that somebody asked for, that no date is taken from here."""
        return sorted(
            {
                source
                for name, chain in self.chains.items()
                for source in chain
                if source == ":filemodtime" or (source == ":git" and name != "lastmod")
            }
        )


def dates_of(values: Mapping[str, object], name: str, rules: DateRules, zone: tzinfo) -> Dates:
    """The dates of a page with such front matter, its keys in lower case, and such a name."""
    found: dict[str, datetime | None] = {}
    known: dict[str, object] = dict(values)
    slug: str | None = None
    wrong: tuple[str, object] | None = None
    for kind in ("date", "lastmod", "publishdate", "expirydate"):
        found[kind] = None
        for source in rules.chains[kind]:
            if source == ":filename":
                moment, rest = _of_name(name, zone)
                slug = rest if moment else slug
            else:
                value = known.get(source)
                if value in (None, ""):
                    continue
                moment = value if isinstance(value, datetime) else _parsed(value, zone)
                if moment is None:
                    wrong = wrong or (source, value)
            if moment is not None:
                found[kind] = moment
                if known.get(kind) in (None, ""):
                    known[kind] = moment
                break
    return Dates(
        found["date"], found["lastmod"], found["publishdate"], found["expirydate"], slug, wrong
    )


def parse(value: object, zone: tzinfo) -> datetime:
    """The moment that a date means to Hugo; a number counts seconds from 1970.

    A zone that is only named, such as `GMT`, is not believed: the date is in `zone`.
    Raises ValueError for everything that Hugo does not read.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(int(value), UTC)
        except (OverflowError, OSError, ValueError):
            raise ValueError("out of range") from None
    if not isinstance(value, str):
        raise ValueError("not a date")
    return _parse_text(str(value), zone)


@lru_cache(256)
def _parse_text(text: str, zone: tzinfo) -> datetime:
    if len(text) > _LONGEST:
        raise ValueError("not a date")
    for form in _FORMS:
        if found := form.fullmatch(text):
            break
    else:
        raise ValueError("not a date")
    parts = found.groupdict()
    if parts.get("short"):
        short = int(parts["short"])
        parts["year"] = str(short + (1900 if short >= 69 else 2000))
    if parts.get("name"):
        parts["month"] = str(_MONTHS.index(parts["name"].lower()) + 1)
    offset = parts.get("offset")
    day = [int(parts[name]) for name in ("year", "month", "day")]
    clock = [int(parts.get(name) or 0) for name in ("hour", "minute", "second")]
    moment = datetime(*day, *clock, tzinfo=_offset(offset) if offset else zone)  # type: ignore[misc, arg-type]
    if not 1 < moment.year < 9999:
        raise ValueError("out of range")
    return fixed(moment)


def _offset(text: str) -> tzinfo:
    if text in "Zz":
        return UTC
    digits = text[1:].replace(":", "")
    distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-distance if text[0] == "-" else distance)


def _parsed(value: object, zone: tzinfo) -> datetime | None:
    try:
        return parse(value, zone)
    except ValueError:
        return None


def _of_name(name: str, zone: tzinfo) -> tuple[datetime | None, str]:
    found = _NAMED.fullmatch(name)
    moment = _parsed(found[1], zone) if found else None
    return moment, found[2].strip(" -_") if found and moment else ""


def _expanded(sources: Sequence[str], default: Sequence[str]) -> list[str]:
    expanded: list[str] = []
    for source in sources:
        source = source.lower()
        expanded += default if source == ":default" else (source,)
    return expanded


def _aliased(sources: Sequence[str]) -> tuple[str, ...]:
    aliased: list[str] = []
    for source in sources:
        aliased += (source, *_ALIASES.get(source, ()))
    return tuple(dict.fromkeys(aliased))
