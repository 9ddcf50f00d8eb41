"""Hugo's `permalinks`: which pattern a page has, and what its placeholders stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote_plus

from feeds.collect.dialects.hugo.config import table, texts
from feeds.collect.dialects.hugo.globs import matches
from feeds.collect.dialects.hugo.urls import Spelling

__all__ = ["KINDS", "Page", "Rule", "expand", "pattern_for", "rules", "unknown_placeholder"]

KINDS = ("page", "section", "taxonomy", "term")

_PLACEHOLDER = re.compile(r":(\w+)(\[.+?\])?")
_ESCAPED_COLON = "\\:"
_HELD_COLON = "\0"

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LAYOUT = re.compile(r"January|Jan|Monday|Mon|2006|002|01|02|03|04|05|06|15|_2|PM|pm|MST|1|2|3|4|5")
_FORMATS: Mapping[str, Callable[[datetime], str]] = {
    "January": lambda date: _MONTHS[date.month - 1],
    "Jan": lambda date: _MONTHS[date.month - 1][:3],
    "Monday": lambda date: _DAYS[date.weekday()],
    "Mon": lambda date: _DAYS[date.weekday()][:3],
    "2006": lambda date: f"{date.year:04}",
    "06": lambda date: f"{date.year % 100:02}",
    "01": lambda date: f"{date.month:02}",
    "1": lambda date: str(date.month),
    "02": lambda date: f"{date.day:02}",
    "_2": lambda date: f"{date.day:2}",
    "2": lambda date: str(date.day),
    "002": lambda date: f"{date.timetuple().tm_yday:03}",
    "15": lambda date: f"{date.hour:02}",
    "03": lambda date: f"{(date.hour - 1) % 12 + 1:02}",
    "3": lambda date: str((date.hour - 1) % 12 + 1),
    "04": lambda date: f"{date.minute:02}",
    "4": lambda date: str(date.minute),
    "05": lambda date: f"{date.second:02}",
    "5": lambda date: str(date.second),
    "PM": lambda date: "AM" if date.hour < 12 else "PM",
    "pm": lambda date: "am" if date.hour < 12 else "pm",
    "MST": lambda date: date.tzname() or "",
}
_DATES: Mapping[str, Callable[[datetime], str]] = {
    "year": lambda date: str(date.year),
    "month": lambda date: f"{date.month:02}",
    "monthname": lambda date: _MONTHS[date.month - 1],
    "day": lambda date: f"{date.day:02}",
    "weekday": lambda date: str(date.isoweekday() % 7),
    "weekdayname": lambda date: _DAYS[date.weekday()],
    "yearday": lambda date: str(date.timetuple().tm_yday),
}


class Page(NamedTuple):
    """What a pattern can take from a page.

    `sections` are the segments of its section's path, and `section_slugs` what stands for
    each section above it, the outermost first.
    """

    date: datetime
    title: str
    slug: str
    name: str
    first_section: str
    sections: Sequence[str]
    section_slugs: Sequence[str]


_NAMED: Mapping[str, Callable[[Page, Spelling], str]] = {
    "section": lambda page, _: page.first_section,
    "sections": lambda page, _: "/".join(page.sections),
    "sectionslug": lambda page, spelling: (
        spelling.path(page.section_slugs[0]) if page.section_slugs else ""
    ),
    "sectionslugs": lambda page, spelling: "/".join(map(spelling.path, page.section_slugs)),
    "title": lambda page, spelling: _title(page, spelling),
    "slug": lambda page, spelling: spelling.path(page.slug) or _title(page, spelling),
    "filename": lambda page, spelling: spelling.path(page.name),
    "contentbasename": lambda page, spelling: spelling.path(page.name),
    "slugorfilename": lambda page, spelling: spelling.path(page.slug or page.name),
    "slugorcontentbasename": lambda page, spelling: spelling.path(page.slug or page.name),
}


class Rule(NamedTuple):
    """A pattern and the pages that it is for; an empty glob is for all.

    `rank` orders rules: the first that is for a page counts.
    """

    kind: str
    glob: str
    languages: tuple[str, ...]
    pattern: str
    rank: int


def rules(written: object) -> list[Rule]:
    """The rules of a `permalinks` setting, in any of its forms.

    Where it is a table, Hugo leaves open which of several rules for a page counts: here it
    is the one with the longest section.
    """
    if isinstance(written, list):
        return [rule for index, item in enumerate(written) for rule in _listed(table(item), index)]
    made: list[Rule] = []
    for key, value in table(written).items():
        if isinstance(value, str):
            made += (Rule(kind, _glob(key), (), value, -len(key)) for kind in ("page", "term"))
        elif key in KINDS:
            made += (
                Rule(key, _glob(section), (), str(pattern), -len(section))
                for section, pattern in table(value).items()
            )
    return sorted(made, key=lambda rule: rule.rank)


def pattern_for(rules: Sequence[Rule], kind: str, path: str, language: str) -> str | None:
    """The pattern of the page of that kind at that path, such as `/post/a`."""
    for rule in rules:
        if rule.kind and not matches(rule.kind, kind):
            continue
        if rule.languages and not any(matches(one, language) for one in rule.languages):
            continue
        if not rule.glob or matches(rule.glob, path):
            return rule.pattern
    return None


def unknown_placeholder(pattern: str) -> str | None:
    """The first placeholder that Hugo does not know; it builds no site with one."""
    for found in _PLACEHOLDER.finditer(pattern.replace(_ESCAPED_COLON, _HELD_COLON)):
        name, cut = found[1], found[2]
        known = name in _DATES or name in _NAMED or _LAYOUT.search(name)
        if not known or (cut and name not in ("sections", "sectionslugs")):
            return found[0]
    return None


def expand(pattern: str, page: Page, spelling: Spelling) -> str:
    """The path that a pattern gives for a page, without `..` and empty segments.

    Raises ValueError for a placeholder that Hugo does not know.
    """
    if wrong := unknown_placeholder(pattern):
        raise ValueError(f"no such placeholder: {wrong}")

    def value(found: re.Match[str]) -> str:
        name, cut = found[1], found[2]
        if name in _DATES:
            return _DATES[name](page.date)
        if name in _NAMED and not cut:
            return _NAMED[name](page, spelling)
        if name in ("sections", "sectionslugs"):
            slugs = name == "sectionslugs"
            parts = list(map(spelling.path, page.section_slugs)) if slugs else page.sections
            return "/".join(_cut(parts, cut))
        return _LAYOUT.sub(lambda layout: _FORMATS[layout[0]](page.date), name)

    held = pattern.replace(_ESCAPED_COLON, _HELD_COLON)
    filled = _PLACEHOLDER.sub(value, held).replace(_HELD_COLON, ":")
    return unquote_plus(filled)


def _title(page: Page, spelling: Spelling) -> str:
    return spelling.path(page.title.replace("/", "-"))


def _cut(parts: Sequence[str], cut: str) -> Sequence[str]:
    """The parts that `[1]`, `[last]`, `[1:]` or `[:last]` names; none where there are none."""
    low, colon, high = cut[1:-1].strip().lower().partition(":")
    if not parts:
        return ()
    first = _place(low, 0, len(parts))
    if first is None:
        return ()
    if not colon:
        return parts[first : first + 1]
    last = _place(high, len(parts), len(parts))
    return parts[first : len(parts) if last is None else last]


def _place(text: str, without: int, count: int) -> int | None:
    """The index that a bound means; None beyond the end."""
    if not text:
        return without
    if text == "last":
        return count - 1
    index = int(text) if text.isdecimal() and len(text) < 9 else 0
    return index if index < count else None


def _glob(section: str) -> str:
    section = section.strip(" /")
    return f"/{{{section},{section}/**}}" if section else "/*"


def _listed(item: Mapping[str, object], index: int) -> Iterator[Rule]:
    target = table(item.get("target"))
    matrix = table(table(target.get("sites")).get("matrix"))
    languages = (*texts(target.get("lang")), *texts(matrix.get("languages")))
    pattern = item.get("pattern")
    if isinstance(pattern, str):
        kind, path = str(target.get("kind") or ""), str(target.get("path") or "")
        yield Rule(kind, path, languages, pattern, index)
