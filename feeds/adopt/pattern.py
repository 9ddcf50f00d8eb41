"""The permalink pattern that the links of a known feed speak for."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import splitext
from urllib.parse import unquote, urlsplit

from feeds.adopt.against import Comparison
from feeds.model import Post, PostSettings, Site

__all__ = ["link_pattern"]


def link_pattern(comparison: Comparison, site: Site) -> str:
    """One pattern that gives every post found the link that readers know; empty if none does.

    Only for a site that nobody gives a pattern, some of whose links would change.
    """
    if site.posts.permalink != PostSettings().permalink:
        return ""
    found = [(each.entry.link, each.post) for each in comparison.verdicts if each.post]
    if not any("link" in each.differs for each in comparison.verdicts):
        return ""
    patterns = {_pattern(link, post, site) for link, post in found}
    pattern = patterns.pop() if len(patterns) == 1 else ""
    return pattern if ":slug" in pattern else ""


def _pattern(link: str, post: Post, site: Site) -> str:
    """The link's path with placeholders where the post has those very words."""
    there, base = urlsplit(link), urlsplit(site.url)
    if there.netloc != base.netloc or not there.path.startswith(f"{base.path}/") or there.query:
        return ""
    day = post.published.astimezone(site.timezone)
    slug = unquote(urlsplit(post.url).path.rstrip("/").rpartition("/")[2])
    date = {":year": f"{day.year:04}", ":month": f"{day.month:02}", ":day": f"{day.day:02}"}
    *folders, last = unquote(there.path.removeprefix(base.path)).rstrip("/").split("/")
    stem, suffix = splitext(last)
    if slug not in (stem, last) or any(":" in folder for folder in folders):
        return ""
    name = ":slug" if last == slug else f":slug{suffix}"
    end = "/" if there.path.endswith("/") else ""
    return "/".join((*_named(folders, date), name)) + end


def _named(folders: list[str], date: Mapping[str, str]) -> list[str]:
    """The folders, with names for a date's parts, which come in their order, each once."""
    left = dict(date)
    named = []
    for folder in folders:
        name = next((name for name, text in left.items() if text == folder), None)
        if name is not None:
            del left[name]
        named.append(name or folder)
    return named
