"""What tells browsers and readers of a site's feeds: lines for the `<head>` of its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlsplit

from feeds.adopt.survey import FeedAt
from feeds.model import FeedFormat
from feeds.urls import quote_path

__all__ = ["head_links"]

_TYPES: Mapping[FeedFormat, str] = {"atom": "application/atom+xml", "rss": "application/rss+xml"}


def head_links(
    feeds: Sequence[FeedAt], site_url: str, preferred: FeedFormat | None = None
) -> list[str]:
    """A line for each feed of the whole site, in the format that is preferred, if it has it.

    Several formats of one feed would be offered as if they were several feeds.
    """
    below = urlsplit(site_url).path.rstrip("/")
    lines = []
    for feed in feeds:
        if feed.by is None:
            form = preferred if preferred and preferred in feed.paths else next(iter(feed.paths))
            href = quote_path(f"{below}/{feed.paths[form]}")
            lines.append(
                f'<link rel="alternate" type="{_TYPES[form]}" href="{escape(href)}" '
                f'title="{escape(feed.title)}">'
            )
    return lines
