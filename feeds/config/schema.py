"""Every table and key of `feeds.toml`, with its check: the one list of what can be set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from feeds.config.checks import (
    array,
    block,
    choice,
    flag,
    line,
    one_or_more,
    optional_line,
    table,
    tables,
    whole,
)
from feeds.config.design import DESIGN
from feeds.config.extra import extra
from feeds.config.matching import wanted_values
from feeds.config.paths import feed_format, feed_path, folder, permalink, placed
from feeds.config.podcasts import podcast
from feeds.config.schedules import due, interval
from feeds.config.source import InvalidValueError, Spot
from feeds.config.tables import Schema, read_table
from feeds.config.unsubscribe import unsubscribe
from feeds.config.values import (
    author,
    identifier,
    language,
    mail,
    mail_client,
    mailbox,
    picture,
    site_url,
    slug,
    template_name,
    timezone,
    web_url,
    window,
)
from feeds.model import (
    Archive,
    By,
    ContentMode,
    Filter,
    Length,
    MergeSyntax,
    SectionSettings,
)
from feeds.packed import KINDS

__all__ = [
    "DESIGN",
    "FEED",
    "FILTER",
    "HOMES",
    "KEYS",
    "LINT",
    "NEWSLETTER",
    "OUTPUT",
    "POSTS",
    "ROOT",
    "SECTION",
    "SITE",
    "SUBSCRIBE",
    "WEBSUB",
]

_MOST_POSTS = 1_000_000


def _filter(value: object, spot: Spot) -> Filter:
    return Filter(**read_table(value, FILTER, spot).values)


KEYS: Schema = dict.fromkeys(
    (
        *("title", "date", "updated", "expires", "slug", "permalink", "feed_id"),
        *("draft", "published", "categories", "tags", "authors", "lang"),
        *("excerpt", "image", "image_alt"),
        *("enclosure", "audio", "video", "podcast"),
    ),
    line,
)
"""The keys of front matter that a site may call otherwise."""


def keys(value: object, spot: Spot) -> Mapping[str, str]:
    """What a site calls the keys that the program knows."""
    return read_table(table(value, spot), KEYS, spot).values


ROOT: Schema = {
    "site": table,
    "posts": table,
    "websub": table,
    "subscribe": table,
    "output": table,
    "feeds": tables,
    "newsletters": tables,
    "design": table,
    "lint": table,
}

SITE: Schema = {
    "title": line,
    "url": site_url,
    "language": language,
    "timezone": timezone,
    "description": optional_line,
    "authors": array(author),
    "rights": line,
    "icon": picture,
    "logo": picture,
}

POSTS: Schema = {
    "dialect": slug,
    "folders": array(folder, empty=False),
    "permalink": permalink,
    "drafts": flag,
    "future": flag,
    "url": site_url,
    "date_from": choice("front matter", "path"),
    "id_from": choice("generator", "url"),
    "keys": keys,
}

FILTER: Schema = {
    "categories": one_or_more(line),
    "tags": one_or_more(line),
    "authors": one_or_more(line),
    "languages": one_or_more(language),
    "exclude_categories": one_or_more(line),
    "exclude_tags": one_or_more(line),
    "folders": one_or_more(folder),
    "exclude_folders": one_or_more(folder),
    "front_matter": wanted_values,
}

WEBSUB: Schema = {"hubs": array(web_url)}

SUBSCRIBE: Schema = {
    "stylesheet": placed(".css"),
    "page": placed(".html"),
    "opml": placed(".opml", ".xml"),
    "snippet": placed(),
}

OUTPUT: Schema = {"precompress": array(choice(*KINDS))}

FEED: Schema = {
    "name": slug,
    "title": line,
    "description": optional_line,
    "path": feed_path,
    "formats": array(feed_format, empty=False),
    "limit": whole(0, _MOST_POSTS),
    "content": choice(*get_args(ContentMode)),
    "by": choice(*get_args(By)),
    "omit": one_or_more(line),
    "least": whole(1, _MOST_POSTS),
    "archive": choice(*get_args(Archive)),
    "filter": _filter,
    "id": identifier,
    "podcast": podcast,
    "extra": extra,
    "extensions": one_or_more(line),
}

LINT: Schema = {"clients": one_or_more(mail_client), "ignore": one_or_more(slug)}

SECTION: Schema = {
    "title": line,
    "limit": whole(0, _MOST_POSTS),
    "length": choice(*get_args(Length)),
    **FILTER,
}
"""A section's keys: its own, and those of a filter."""


def section(value: object, spot: Spot) -> SectionSettings:
    """A section of a newsletter."""
    reading = read_table(value, SECTION, spot)
    values = dict(reading.values)
    if "title" not in values:
        if "title" not in reading.broken:
            spot.wrong("must have a title")
        raise InvalidValueError
    filters = {key: values.pop(key) for key in FILTER if key in values}
    return SectionSettings(**values, filter=Filter(**filters))


def _design(value: object, spot: Spot) -> Mapping[str, object]:
    return read_table(table(value, spot), DESIGN, spot).values


NEWSLETTER: Schema = {
    "name": slug,
    "title": line,
    "language": language,
    "filter": _filter,
    "window": window,
    "every": interval,
    "on": due,
    "late": window,
    "group_by": choice("category", "tag", "author", "none"),
    "sections": array(section),
    "length": choice(*get_args(Length)),
    "limit": whole(1, _MOST_POSTS),
    "budget": whole(10_000, 10_000_000),
    "link_reserve": whole(0, 10_000),
    "template": template_name,
    "design": _design,
    "resize": flag,
    "merge": choice(*get_args(MergeSyntax)),
    "from": mailbox,
    "reply_to": mail,
    "unsubscribe": unsubscribe,
    "address": block,
}

HOMES: Mapping[str, Mapping[str, str]] = {
    "": {key: f"{name}.{key}" for name, keys in (("posts", POSTS), ("site", SITE)) for key in keys},
    "site": {key: f"posts.{key}" for key in POSTS},
    "posts": {key: f"site.{key}" for key in SITE},
    "feeds": {key: f"filter.{key}" for key in FILTER},
    "newsletters": {key: f"filter.{key}" for key in FILTER},
}
"""By table, the keys that people put there by mistake, and where those belong."""
