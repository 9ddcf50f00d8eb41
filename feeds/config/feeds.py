"""`[[feeds]]`: the declared feeds, each with a place of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from feeds.config.paths import FORMATS
from feeds.config.places import Places
from feeds.config.podcasts import check_podcast
from feeds.config.schema import FEED, HOMES
from feeds.config.source import InvalidValueError, Spot
from feeds.config.tables import read_table
from feeds.model import By, FeedFormat, FeedSettings
from feeds.suggest import shown

__all__ = ["DEFAULT_FEEDS", "read_feeds"]

DEFAULT_FEEDS: Sequence[Mapping[str, object]] = ({"name": "main"}, {"by": "category"})
"""The feeds of a site that declares none."""

_MAIN = "main"
_FOLDERS: Mapping[By, str] = {
    "category": "categories",
    "tag": "tags",
    "author": "authors",
    "language": "languages",
    "folder": "folders",
    "year": "years",
}
_ADD_BY = 'Add by = "category" or another'
_USUAL: Sequence[FeedFormat] = ("atom", "rss")
_FILES: Mapping[FeedFormat, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
_ENDINGS = (".xml", ".json")
_TERM = re.compile(r":term\b")
_NAMED = re.compile(r":(?:slug|term)")


def read_feeds(
    tables: Sequence[Mapping[str, object]], spot: Spot, description: str, places: Places
) -> tuple[FeedSettings, ...]:
    """The feeds of those tables, whose mistakes are noted at their spots.

    `description` is the site's, which the main feed takes where it has none of its own.
    """
    feeds = []
    for index, table in enumerate(tables):
        try:
            feeds.append(_feed(table, spot.at(index), index == 0, description, places))
        except InvalidValueError:
            continue
    return tuple(feeds)


def _feed(
    table: Mapping[str, object], spot: Spot, first: bool, description: str, places: Places
) -> FeedSettings:
    reading = read_table(table, FEED, spot, HOMES["feeds"])
    values = dict(reading.values)
    by = values.get("by")
    if not {"by", "id"} & reading.broken:
        _check_id(values, by, spot, places)
    if reading.broken & {"name", "by"}:
        raise InvalidValueError
    name = values.pop("name", None) or (_FOLDERS[by] if by else _MAIN if first else None)
    if name is None:
        raise spot.wrong("must have a name", 'Add name = "…" to this [[feeds]].')
    is_free = places.claim_name("feed", name, spot.at("name"))
    _check_terms(values, by, spot)
    if reading.broken & {"path", "formats"}:
        raise InvalidValueError
    path = values.pop("path", None)
    if path is None:
        if not is_free:
            raise InvalidValueError
        path = f"{_FOLDERS[by]}/:slug" if by else "" if name == _MAIN else name
    paths = _paths(path, values.pop("formats", None), by, spot)
    places.claim_paths(paths.values(), spot.at("path"))
    title = ":site" if name == _MAIN and not by else f":site – {':term' if by else name}"
    about = description if name == _MAIN and not by else ""
    if "podcast" in values:
        check_podcast(values, by, paths, spot)
    return FeedSettings(**{"title": title, "description": about} | values, name=name, paths=paths)


def _paths(
    path: str | Mapping[FeedFormat, str],
    formats: Sequence[FeedFormat] | None,
    by: str | None,
    spot: Spot,
) -> Mapping[FeedFormat, str]:
    """Each format's output path, in the order in which formats are written."""
    wanted = [name for name in FORMATS if name in (formats or _USUAL)]
    if not isinstance(path, str):
        if formats is not None and set(formats) != set(path):
            raise spot.at("formats").wrong(
                "must name the same formats as path", "Leave formats out: path names them."
            )
        paths = dict(path)
    elif not path.endswith(_ENDINGS):
        paths = {name: f"{path}/{_FILES[name]}".lstrip("/") for name in wanted}
    elif len(wanted) == 1:
        paths = {wanted[0]: path}
    else:
        raise spot.at("path").wrong(
            f"{shown(path)} is one file for {len(wanted)} formats",
            'Write formats = ["atom"], or path = { atom = "atom.xml", rss = "rss.xml" }.',
        )
    for written in paths.values():
        named = _NAMED.search(written)
        if by and not named:
            raise spot.at("path").wrong(
                f"must have :slug in it, which stands for the {by}: {shown(written)}"
            )
        if not by and named:
            raise spot.at("path").wrong(
                f"must not have {named[0]} in it without by: {shown(written)}",
                f"{_ADD_BY}, or take {named[0]} out.",
            )
    return paths


def _check_id(values: Mapping[str, Any], by: str | None, spot: Spot, places: Places) -> None:
    if "id" not in values:
        return
    if by:
        spot.at("id").wrong(
            f"would be the same for every {by}", "Leave it out: each feed's own URL is its id."
        )
    else:
        places.claim_id(values["id"], spot.at("id"))


def _check_terms(values: Mapping[str, Any], by: str | None, spot: Spot) -> None:
    if values.get("omit") and not by:
        spot.at("omit").wrong("has no meaning without by", f"{_ADD_BY}, or take it out.")
    for key in ("title", "description"):
        if not by and _TERM.search(values.get(key, "")):
            spot.at(key).wrong(
                "must not have :term in it without by",
                f"{_ADD_BY}, or take :term out.",
            )
