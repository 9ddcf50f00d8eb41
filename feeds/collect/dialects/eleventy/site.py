"""What an Eleventy site says of itself: its data on the site, and its feed plugin's options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from posixpath import join, splitext
from urllib.parse import urlsplit

from feeds.collect.dialects.eleventy.config import EleventyConfig, FeedPlugin
from feeds.collect.dialects.eleventy.data import SCRIPTS, read_data
from feeds.model import Adopted
from feeds.urls import is_web_url

__all__ = ["adopted", "metadata_files"]

_NAMES = ("metadata", "site", "meta", "config", "settings", "client")
_KINDS = (".json", *SCRIPTS, ".yaml", ".yml")
_URLS = ("url", "siteUrl", "siteURL", "baseUrl", "base", "domain", "origin")
_TEXTS: Mapping[str, Sequence[str]] = {
    "title": ("title", "name", "siteName"),
    "language": ("language", "lang", "locale"),
    "description": ("description", "subtitle"),
}


def metadata_files(folder: str) -> Sequence[str]:
    """The files that often say where a site is, in that folder of data."""
    return [f"{folder}/{name}{kind}" for name in _NAMES for kind in _KINDS]


def adopted(root: Path, config: EleventyConfig, link: str, *, read: bool = True) -> Adopted:
    """The settings that are written out somewhere; `link` stands for Eleventy's own permalinks."""
    path, metadata = _metadata(root, config) if read else ("", {})
    for feed in config.feeds:
        if _url(feed.metadata):
            path, metadata = config.path, {**metadata, **feed.metadata}
            break
    site: dict[str, object] = {"timezone": "UTC"}
    for key, names in _TEXTS.items():
        if text := next((metadata[name] for name in names if _is_text(metadata.get(name))), None):
            site[key] = text
    if "language" in site:
        site["language"] = str(site["language"]).replace("_", "-")
    if url := _url(metadata):
        parts = urlsplit(url)
        site["url"] = f"{parts.scheme}://{parts.netloc}{join('/', config.prefix)}".rstrip("/")
    if author := _author(metadata.get("author")):
        site["authors"] = [author]
    posts = {"folders": [config.input or "."], "permalink": link}
    return Adopted(path, {"site": site, "posts": posts}, tuple(_feeds(config)))


def _metadata(root: Path, config: EleventyConfig) -> tuple[str, Mapping[str, object]]:
    for path in metadata_files(config.data):
        if splitext(path)[1][1:] in ("yaml", "yml") and not config.data_extensions:
            continue
        if (root / path).is_file():
            data = read_data(root, path, [])
            if isinstance(data, Mapping) and _url(data):
                return path, data
    return "", {}


def _feeds(config: EleventyConfig) -> list[Mapping[str, object]]:
    """The plugin's feeds that are Atom or RSS; the first is the main one."""
    feeds: list[Mapping[str, object]] = []
    for number, plugin in enumerate(config.feeds):
        if plugin.kind not in ("atom", "rss"):
            continue
        feeds.append(
            {
                "name": "main" if not feeds else f"feed-{number + 1}",
                "path": plugin.path.lstrip("/"),
                "formats": [plugin.kind],
                "limit": plugin.limit,
                **_wanted(plugin, config),
            }
        )
    return feeds


def _wanted(plugin: FeedPlugin, config: EleventyConfig) -> Mapping[str, object]:
    """The filter of a feed, where its collection is what a tag makes, and title and id."""
    wanted: dict[str, object] = {}
    if plugin.collection != "all" and plugin.collection not in config.collections:
        wanted["filter"] = {"tags": [plugin.collection]}
    if _is_text(plugin.metadata.get("title")):
        wanted["title"] = plugin.metadata["title"]
    return wanted


def _url(metadata: Mapping[str, object]) -> str:
    urls = (metadata.get(name) for name in _URLS)
    return next((url for url in urls if isinstance(url, str) and is_web_url(url)), "")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _author(value: object) -> object:
    if isinstance(value, Mapping):
        known = {key: str(value[key]) for key in ("name", "email", "url") if value.get(key)}
        if not is_web_url(known.get("url", "")):
            known.pop("url", None)
        return known if "name" in known else None
    return value if _is_text(value) else None
