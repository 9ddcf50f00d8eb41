"""The settings and feeds that a Zola site already has, in the words of `feeds.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from feeds.collect.dialects.zola.config import Language, Taxonomy, ZolaConfig
from feeds.collect.dialects.zola.paths import CONTENT
from feeds.collect.dialects.zola.sections import Sections
from feeds.collect.dialects.zola.slugs import slugify_zola
from feeds.errors import hint
from feeds.model import Adopted
from feeds.text import slugify
from feeds.urls import is_web_url

__all__ = ["adopted"]

_WORDS = re.compile(r":(?:site|term)\b")
_TEMPLATE_BYTES = 64 * 1024
_PLURALS = {"category": "categories", "tag": "tags"}


def adopted(config: ZolaConfig, sections: Sections, root: Path | None) -> Adopted:
    """The settings; what of the feeds cannot be had is added to the configuration's findings."""
    values = config.values
    site: dict[str, object] = {"language": config.default.tag, "timezone": "UTC"}
    if title := config.default.title:
        site["title"] = title
    if description := config.default.description:
        site["description"] = description
    if base_url := values.line("base_url"):
        if is_web_url(base_url):
            site["url"] = base_url.rstrip("/")
        else:
            values.note("base_url", "a URL with a host", base_url)
    if author := values.line("author"):
        site["authors"] = [{"name": author}]
    _unused(config)
    folders, feeds = _Feeds(config, sections, root).all()
    posts = {"folders": list(folders), "future": True}
    return Adopted(config.path, {"site": site, "posts": posts}, tuple(feeds))


def _unused(config: ZolaConfig) -> None:
    """Looks at what only posts would ask for, so that its mistakes are known."""
    config.ignores("")
    _ = (config.strategy, config.keeps_dates, config.others)


class _Feeds:
    def __init__(self, config: ZolaConfig, sections: Sections, root: Path | None) -> None:
        self._config = config
        self._sections = sections
        self._root = root
        self._limit = config.values.whole("feed_limit") or 0

    def all(self) -> tuple[Sequence[str], list[Mapping[str, object]]]:
        """The folders of the posts, and the feeds: by language, then by taxonomy.

        Where nothing but one section has a feed, its posts are the site's.
        """
        config = self._config
        feeds: list[Mapping[str, object]] = []
        for language in (config.default, *config.others.values()):
            home = "" if language is config.default else f"{language.code}/"
            if language.feed:
                feeds += self._feeds("main" if not home else language.code, home, language)
            for by, taxonomy in (("category", language.categories), ("tag", language.tags)):
                if taxonomy and taxonomy.feed:
                    feeds += self._by(by, taxonomy, home, language)
            for taxonomy in language.taxonomies:
                if taxonomy.feed and taxonomy not in (language.categories, language.tags):
                    self._hint(f"the feeds of the taxonomy {taxonomy.name} are not made here")
        fed = self._sections.fed
        if len(fed) == 1 and not feeds:
            below = f"{fed[0].removeprefix(CONTENT).strip('/')}/".lstrip("/")
            return fed, self._feeds("main", below, config.default)
        for folder in fed:
            if folder != CONTENT or not config.default.feed:
                self._hint(f"the feed of the section {folder} is not made here")
        return [CONTENT], feeds

    def _by(
        self, by: str, taxonomy: Taxonomy, home: str, language: Language
    ) -> list[Mapping[str, object]]:
        try:
            folder = slugify_zola(taxonomy.name, self._config.term_strategy)
        except ValueError:
            self._hint(f"the feeds of the taxonomy {taxonomy.name} are not made here")
            return []
        root = self._config.values.line("taxonomy_root").strip("/")
        below = "/".join(filter(None, (home.rstrip("/"), root, folder, ":slug/")))
        name = f"{_PLURALS[by]}-{language.code}" if home else _PLURALS[by]
        return self._feeds(name, below, language, by)

    def _feeds(
        self, name: str, below: str, language: Language, by: str | None = None
    ) -> list[Mapping[str, object]]:
        """One feed, or several where several of its files have one format."""
        feeds: list[Mapping[str, object]] = []
        for number, files in enumerate(self._files(language), 1):
            feed: dict[str, object] = {
                "name": slugify(name if number == 1 else f"{name}-{number}"),
                "path": {form: f"{below}{file}" for form, file in files.items()},
                "limit": self._limit,
            }
            title = language.title or self._config.default.title
            if title and not _WORDS.search(title):
                feed["title"] = f"{title} - :term" if by else title
            if language.description and not _WORDS.search(language.description):
                feed["description"] = language.description
            if by:
                feed["by"] = by
            if self._config.others:
                feed["filter"] = {"languages": [language.tag]}
            feeds.append(feed)
        return feeds

    def _files(self, language: Language) -> Iterator[Mapping[str, str]]:
        by_format: dict[str, list[str]] = {}
        for file in dict.fromkeys(language.filenames):
            if form := self._format(file):
                by_format.setdefault(form, []).append(file)
            else:
                self._hint(f"{file} is no Atom or RSS, and is not made here")
        while any(by_format.values()):
            yield {form: files.pop(0) for form, files in by_format.items() if files}

    def _format(self, file: str) -> str | None:
        """What a feed's file is, by its own template, or else by its name."""
        if file in ("atom.xml", "rss.xml"):
            return file.removesuffix(".xml")
        if file.endswith(".json") or "/" in file or file.startswith("."):
            return None
        text = self._template(file)
        return "rss" if "<rss" in text or (not text and "rss" in file.lower()) else "atom"

    def _template(self, file: str) -> str:
        theme = self._config.values.line("theme")
        places = ("templates", f"themes/{theme}/templates") if theme else ("templates",)
        for place in places:
            try:
                with ((self._root or Path()) / place / file).open("rb") as template:
                    return template.read(_TEMPLATE_BYTES).decode(errors="replace")
            except OSError:
                continue
        return ""

    def _hint(self, what: str) -> None:
        self._config.values.findings.append(
            hint(
                what,
                self._config.path,
                remedy="Declare it under [[feeds]] in feeds.toml, if somebody follows it.",
            )
        )
