"""What a Hugo site's configuration means in the words of `feeds.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from feeds.collect.dialects.hugo.config import HugoConfig, Language, table, texts
from feeds.collect.dialects.hugo.permalinks import pattern_for, rules
from feeds.collect.dialects.hugo.urls import Spelling
from feeds.model import Adopted
from feeds.text import slugify

__all__ = ["Taxonomies", "adopted", "taxonomies"]

_TAGS = re.compile("</?[A-Za-z][^<>]*>")
_PEOPLE = frozenset(("author", "authors"))
_LONGEST_NAME = 60
_FOLDER = re.compile(r"(?!\.)[\w@+.~-]{1,100}")
_SLUGGED = re.compile(r"[a-z0-9_/-]*:(?:slug|title)/?")


class Taxonomies(NamedTuple):
    """The keys of front matter that categories and tags come from."""

    categories: tuple[str, ...]
    tags: tuple[str, ...]


def taxonomies(config: HugoConfig) -> Taxonomies:
    """What the site's own taxonomies are here.

    `categories` are categories and `tags` tags; without the former, the first other one
    takes their place. All else are tags, but for authors, who are people.
    """
    written = config.get("taxonomies")
    if isinstance(written, Mapping):
        names = [str(plural).lower() for plural in written.values() if isinstance(plural, str)]
    else:
        names = ["categories", "tags"]
    names = [name for name in dict.fromkeys(names) if name not in _PEOPLE]
    others = [name for name in names if name not in ("categories", "tags")]
    first = "categories" if "categories" in names else others[0] if others else ""
    rest = [name for name in ("tags", *others) if name in names and name != first]
    return Taxonomies((first,) if first else (), tuple(rest))


def adopted(config: HugoConfig) -> Adopted:
    """The settings that the site already gives."""
    default = config.languages[config.default_language]
    params = {**table(config.get("params")), **table(default.values.get("params"))}
    site: dict[str, object] = {
        "title": _line(config.of(default, "title")),
        "language": default.tag,
        "timezone": str(config.get("timezone") or "UTC"),
        "description": _without_tags(params.get("description")),
        "rights": _without_tags(config.of(default, "copyright")),
        "url": _url(config.of(default, "baseurl")),
    }
    if author := _author(params.get("author") or config.get("author")):
        site["authors"] = [author]
    folders = [mount.folder for mount in config.mounts if mount.folder in config.present]
    folders = folders or [mount.folder for mount in config.mounts]
    posts: dict[str, object] = {
        "folders": list(dict.fromkeys(folders)),
        "drafts": config.says("builddrafts"),
        "future": config.says("buildfuture"),
    }
    return Adopted(config.path, {"site": site, "posts": posts}, tuple(_feeds(config)))


def _feeds(config: HugoConfig) -> Iterator[Mapping[str, object]]:
    """A feed for each language and term, at the places where Hugo writes them."""
    off = {kind.lower() for kind in texts(config.get("disablekinds"))}
    languages = [language for language in config.active if config.has_content(language)]
    names: set[str] = set()
    for language in languages:
        if language is not languages[0] and config.multihost:
            continue
        for feed in _of_language(config, language, off, several=len(languages) > 1):
            name = slugify(str(feed["name"]))[:_LONGEST_NAME]
            if name and name not in names:
                names.add(name)
                yield {**feed, "name": name}


def _of_language(
    config: HugoConfig, language: Language, off: set[str], *, several: bool
) -> Iterator[Mapping[str, object]]:
    is_default = language.key == config.default_language
    in_folder = not is_default or config.says("defaultcontentlanguageinsubdir")
    folder = f"{language.key}/" if in_folder and not config.multihost else ""
    prefix = "" if is_default else f"{language.key}-"
    title = _line(config.of(language, "title"))
    only: dict[str, object] = {"filter": {"languages": [language.tag]}} if several else {}
    limit = _limit(config, language)
    base = _base_name(config)
    if not is_default and title:
        only["title"] = title
    if folder and not _FOLDER.fullmatch(language.key):
        return
    yield {
        "name": f"{prefix}main",
        "path": {"rss": f"{folder}{base}.xml", "atom": f"{folder}atom.xml"},
        "limit": limit,
        **only,
    }
    if "rss" in off or {"term", "taxonomyterm"} & off or not _outputs_rss(config, "term"):
        return
    only.pop("title", None)
    known = taxonomies(config)
    for kind, keys in (("category", known.categories), ("tag", known.tags[:1])):
        if keys and (place := _term_folder(config, language, keys[0])):
            yield {
                "name": f"{prefix}{keys[0]}",
                "by": kind,
                "path": {
                    "rss": f"{folder}{place}/{base}.xml",
                    "atom": f"{folder}{place}/atom.xml",
                },
                "limit": limit,
                **only,
            }


def _term_folder(config: HugoConfig, language: Language, plural: str) -> str | None:
    """The folder of a term's page, with `:slug` for the term; None where a feed has no such."""
    pattern = pattern_for(rules(config.get("permalinks")), "term", f"/{plural}/x", language.key)
    if pattern is None:
        folder = Spelling().path(plural)
        return f"{folder}/:slug" if _FOLDER.fullmatch(folder) else None
    pattern = pattern.strip("/")
    return pattern.replace(":title", ":slug") if _SLUGGED.fullmatch(pattern) else None


def _outputs_rss(config: HugoConfig, kind: str) -> bool:
    written = table(config.get("outputs")).get(kind)
    return written is None or "rss" in [name.lower() for name in texts(written)]


def _limit(config: HugoConfig, language: Language) -> int:
    services = table(config.of(language, "services"))
    written = table(services.get("rss")).get("limit", config.of(language, "rsslimit"))
    if not isinstance(written, int) or isinstance(written, bool):
        return 0
    return written if 0 < written < 1_000_000 else 0


def _base_name(config: HugoConfig) -> str:
    rss = table(table(config.get("outputformats")).get("rss"))
    written = str(rss.get("basename") or "index")
    return written if re.fullmatch(r"[A-Za-z0-9_-]+", written) and written != "atom" else "index"


def _line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _without_tags(value: object) -> str:
    """One line of text, of what may be HTML."""
    return _line(unescape(_TAGS.sub("", _line(value))))


def _url(value: object) -> str:
    """The address that URLs begin with; empty where it has no host, as Hugo allows."""
    text = str(value or "").strip().rstrip("/")
    return text if "://" in text else ""


def _author(value: object) -> object:
    if isinstance(value, Mapping):
        name, email = _line(value.get("name")), _line(value.get("email"))
        has_mail = re.fullmatch(r"[^@\s<>]+@[^@\s<>.]+(?:\.[^@\s<>.]+)+", email)
        return {"name": name} | ({"email": email} if has_mail else {}) if name else None
    name = _line(value)
    return {"name": name} if name else None
