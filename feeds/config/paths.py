"""Checks of paths: folders that are read, patterns of URLs, files that are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from feeds.config.checks import Check, choice, kind, line
from feeds.config.source import InvalidValueError, Spot
from feeds.config.tables import read_table
from feeds.model import FeedFormat
from feeds.suggest import did_you_mean, nearest, shown

__all__ = [
    "FORMATS",
    "PLACEHOLDERS",
    "STYLES",
    "feed_format",
    "feed_path",
    "folder",
    "permalink",
    "placed",
]

FORMATS: tuple[FeedFormat, ...] = get_args(FeedFormat)
"""The formats that a feed can have, in the order in which they are written."""

STYLES = ("date", "pretty", "ordinal", "weekdate", "none")
"""The names of common permalinks."""

PLACEHOLDERS = frozenset(
    (
        "basename",
        "categories",
        "collection",
        "day",
        "hour",
        "i_day",
        "i_month",
        "long_day",
        "long_month",
        "minute",
        "month",
        "name",
        "output_ext",
        "path",
        "second",
        "short_day",
        "short_month",
        "short_year",
        "slug",
        "slugified_categories",
        "title",
        "w_day",
        "w_year",
        "week",
        "y_day",
        "year",
    )
)
"""What a permalink may hold after a colon."""

_PLACEHOLDER = re.compile(r":([a-z_]*)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST_SEGMENT = 255


def folder(value: object, spot: Spot) -> str:
    """A folder within the site, relative, as the disk spells it; `.` is the site itself."""
    if not isinstance(value, str):
        raise spot.wrong(f"must be text, not {kind(value)}")
    if not value.strip() or _CONTROL.search(value) or "\\" in value:
        raise spot.wrong(f"must be a folder of the site, with / between names, not {shown(value)}")
    _within(value, spot)
    return "/".join(_segments(value)) or "."


def permalink(value: object, spot: Spot) -> str:
    """A pattern for the URLs of posts, or the name of a common one."""
    text = line(value, spot)
    if text in STYLES:
        return text
    if not text.startswith("/"):
        guess = nearest(text.lstrip(":"), STYLES) if "/" not in text else f"/{text}"
        raise spot.wrong(
            f'must begin with "/" or be one of {", ".join(STYLES)}, not {shown(text)}'
            f"{did_you_mean(guess)}"
        )
    if any(char in text for char in "\\?#") or {".", ".."} & set(text.split("/")):
        raise spot.wrong("must be a path, without ?, #, \\ and ..")
    names = _PLACEHOLDER.findall(text)
    for name in names:
        if name not in PLACEHOLDERS and name.removesuffix("_") not in PLACEHOLDERS:
            _unknown_placeholder(name, sorted(PLACEHOLDERS), spot)
    if not names:
        spot.wrong(
            f"{shown(text)} would give every post the same URL",
            "Use a placeholder such as :slug.",
        )
    return text


feed_format = choice(*FORMATS)
"""The name of a format."""


def feed_path(value: object, spot: Spot) -> str | Mapping[FeedFormat, str]:
    """Where a feed is written: a folder, one `.xml` file, or a table with a file per format."""
    if isinstance(value, str):
        return _output(value, spot)
    if not isinstance(value, Mapping):
        raise spot.wrong(f"must be text or a table of formats, not {kind(value)}")
    reading = read_table(value, dict.fromkeys(FORMATS, _output_file), spot)
    if reading.broken:
        raise InvalidValueError
    if not reading.values:
        raise spot.wrong("must name at least one format")
    return {name: reading.values[name] for name in FORMATS if name in reading.values}


def _output_file(value: object, spot: Spot) -> str:
    path = _output(line(value, spot), spot)
    if not path or str(value).endswith("/"):
        raise spot.wrong(f"must be a file, not a folder: {shown(str(value))}")
    return path


def placed(*endings: str) -> Check[str]:
    """The check of where one file is written, whose name has one of those endings.

    Empty where it shall not be written.
    """

    def check(value: object, spot: Spot) -> str:
        if value == "":
            return ""
        path = _output_file(value, spot)
        if found := _PLACEHOLDER.findall(path):
            raise spot.wrong(f"must not have :{found[0]} in it: {shown(path)}")
        if endings and not path.endswith(endings):
            listed = " or ".join(endings)
            raise spot.wrong(f"must end with {listed}, by which servers know its type")
        return path

    return check


def _output(value: str, spot: Spot) -> str:
    """A path below the output folder, without empty segments; empty for that folder itself."""
    text = line(value, spot) if value else ""
    _within(text, spot)
    for name in _PLACEHOLDER.findall(text):
        if name not in ("slug", "term"):
            raise _unknown_placeholder(name, ["slug", "term"], spot)
    if wrong := sorted(set(text) & set("\\?#%")):
        raise spot.wrong(f"must not have {wrong[0]} in it: {shown(text)}")
    segments = _segments(text)
    if any(segment.startswith(".") for segment in segments):
        raise spot.wrong(f"must not have a name that begins with a dot: {shown(text)}")
    if any(len(segment.encode()) > _LONGEST_SEGMENT for segment in segments):
        raise spot.wrong(f"must not have a name longer than {_LONGEST_SEGMENT} bytes")
    return "/".join(segments)


def _within(text: str, spot: Spot) -> None:
    if text.startswith("/"):
        guess = did_you_mean(text.strip("/") or None)
        raise spot.wrong(f"must be relative, not {shown(text)}{guess}")
    if ".." in text.split("/"):
        raise spot.wrong(f'must not lead out of its folder with "..": {shown(text)}')


def _segments(text: str) -> list[str]:
    return [segment for segment in text.split("/") if segment not in ("", ".")]


def _unknown_placeholder(name: str, known: list[str], spot: Spot) -> InvalidValueError:
    guess = nearest(name, known)
    remedy = "" if guess else f"Known here: {', '.join(f':{word}' for word in known)}."
    return spot.wrong(
        f"no such placeholder: {shown(f':{name}')}{did_you_mean(f':{guess}' if guess else None)}",
        remedy,
    )
