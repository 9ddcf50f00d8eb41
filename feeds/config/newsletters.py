"""`[[newsletters]]`: the newsletters, each with a folder of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from feeds.config.places import Places
from feeds.config.schedules import schedule
from feeds.config.schema import HOMES, NEWSLETTER
from feeds.config.source import InvalidValueError, Spot
from feeds.config.tables import read_table
from feeds.model import Design, IssueKind, NewsletterSettings, Person
from feeds.urls import normalise

__all__ = ["DEFAULT_NEWSLETTERS", "SiteDefaults", "read_newsletters"]

DEFAULT_NEWSLETTERS: Sequence[Mapping[str, object]] = ({"name": "digest"},)
"""The newsletters of a site that declares none."""

_FIRST = "digest"


@dataclass(frozen=True, slots=True)
class SiteDefaults:
    """What a newsletter takes from its site: `host` is a name that can receive mail.

    `design` are the values of `[design]`.
    """

    title: str
    language: str
    host: str
    url: str
    design: Mapping[str, Any]


def read_newsletters(
    tables: Sequence[Mapping[str, object]], spot: Spot, site: SiteDefaults, places: Places
) -> tuple[NewsletterSettings, ...]:
    """The newsletters of those tables, whose mistakes are noted at their spots."""
    newsletters = []
    for index, table in enumerate(tables):
        try:
            newsletters.append(_newsletter(table, spot.at(index), index == 0, site, places))
        except InvalidValueError:
            continue
    return tuple(newsletters)


def _newsletter(
    table: Mapping[str, object], spot: Spot, first: bool, site: SiteDefaults, places: Places
) -> NewsletterSettings:
    reading = read_table(table, NEWSLETTER, spot, HOMES["newsletters"])
    if "name" in reading.broken:
        raise InvalidValueError
    values = dict(reading.values)
    name = values.pop("name", _FIRST if first else None)
    if name is None:
        raise spot.wrong("must have a name", 'Add name = "…" to this [[newsletters]].')
    title = values.pop("title", site.title)
    sender_name, address = values.pop("from", (title, f"newsletter@{site.host}"))
    look = {**site.design, **values.pop("design", {})}
    if (look.get("logo") or "").startswith("/"):
        look["logo"] = normalise(f"{site.url}{look['logo']}")
    every, on = values.pop("every", None), values.pop("on", None)
    timing = None if "every" in reading.broken else schedule(every, on, spot)
    newsletter = NewsletterSettings(
        **{"language": site.language} | values,
        design=Design(**look),
        schedule=timing,
        name=name,
        title=title,
        sender=Person(sender_name or title, address),
    )
    if places.claim_name("newsletter", name, spot.at("name")):
        paths = (*map(newsletter.path, get_args(IssueKind)), newsletter.index, newsletter.feed)
        places.claim_paths(paths, spot.at("name"))
    return newsletter
