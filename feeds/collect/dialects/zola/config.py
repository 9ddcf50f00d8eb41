"""A Zola site's `config.toml`, as far as posts depend on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from feeds.collect.dialects.zola.globs import matcher, placed
from feeds.collect.dialects.zola.slugs import STRATEGIES
from feeds.collect.dialects.zola.values import Values
from feeds.collect.handlers import BadFrontMatterError, TomlHandler
from feeds.errors import ConfigurationError, error

__all__ = ["NAMES", "Language", "Taxonomy", "ZolaConfig"]

NAMES = ("zola.toml", "config.toml")

_BASE_URL = re.compile(r"^[ \t]*[\"']?base_url[\"']?[ \t]*=", re.MULTILINE)
_OWN = frozenset(
    (
        *("build_search_index", "compile_sass", "default_language", "hard_link_static"),
        *("feed_filename", "feed_filenames", "feed_limit", "generate_feed", "generate_feeds"),
        *("generate_rss", "ignored_content", "minify_html"),
    )
)
_ATOM = "atom.xml"
_PEOPLE = frozenset({"author", "authors"})
_CATEGORIES = frozenset({"category", "categories"})
_TAGS = frozenset({"tag", "tags"})


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """One entry of `taxonomies`; `feed` says that each of its terms has one."""

    name: str
    feed: bool


@dataclass(frozen=True, slots=True)
class Language:
    """What the configuration says of one language, by its code as file names have it.

    `categories` and `tags` are the taxonomies whose terms a post's categories and tags are.
    """

    code: str
    title: str
    description: str
    feed: bool
    filenames: Sequence[str]
    taxonomies: Sequence[Taxonomy]
    categories: Taxonomy | None
    tags: Taxonomy | None

    @property
    def tag(self) -> str:
        """The code as a BCP 47 tag."""
        return self.code.replace("_", "-")


@dataclass(frozen=True)
class ZolaConfig:
    """The configuration; `path` is empty for a site that has none."""

    path: str = ""
    values: Values = field(default_factory=Values)

    @classmethod
    def at(cls, root: Path) -> ZolaConfig | None:
        """The configuration of the site in that folder, or None where there is none of Zola's.

        Raises `ConfigurationError` where the file is Zola's and cannot be read as TOML.
        """
        for name in NAMES:
            if (root / name).is_file():
                return cls._claimed(_read(root / name, name), name)
        return None

    @classmethod
    def _claimed(cls, text: str, name: str) -> ZolaConfig | None:
        """Only `base_url`, or keys that no other generator has in such a file, speak for Zola."""
        sure = name == NAMES[0] or _BASE_URL.search(text) is not None
        try:
            loaded = TomlHandler(text, "the file").load(text)
        except BadFrontMatterError as problem:
            if not sure:
                return None
            raise ConfigurationError(
                error(problem.what, name, problem.line, problem.column, "Mend the file here.")
            ) from None
        if sure or (_OWN & loaded.keys() and "baseurl" not in map(str.lower, loaded)):
            return cls(name, Values(loaded, name, text))
        return None

    @cached_property
    def default(self) -> Language:
        """The default language; what its own table says counts where nothing else does."""
        code = self.values.line("default_language") or "en"
        own = self.values.part("languages")
        table = own.part(code) if code in own else None
        main = self._language(code, self.values, self._filenames(self.values))
        if table is None:
            return main
        more = self._language(code, table, self._filenames(table))
        return Language(
            code,
            main.title or more.title,
            main.description or more.description,
            main.feed or more.feed,
            main.filenames if _names_files(self.values) else more.filenames,
            main.taxonomies or more.taxonomies,
            main.categories if main.taxonomies else more.categories,
            main.tags if main.taxonomies else more.tags,
        )

    @cached_property
    def others(self) -> Mapping[str, Language]:
        """The other languages by code."""
        tables = self.values.part("languages")
        common = (_ATOM,) if "feed_filenames" in self.values else self._filenames(self.values)
        found: dict[str, Language] = {}
        for code in tables.table:
            if code != self.default.code:
                table = tables.part(code)
                names = self._filenames(table) if _names_files(table) else common
                found[code] = self._language(code, table, names)
        return found

    def language(self, code: str) -> Language:
        """What is said of the language with that code."""
        return self.others.get(code, self.default)

    @cached_property
    def strategy(self) -> str:
        """How the paths of pages are made slugs: `on`, `safe` or `off`."""
        return self._strategy("paths")

    @cached_property
    def term_strategy(self) -> str:
        """How names of taxonomies and terms are made slugs."""
        return self._strategy("taxonomies")

    @cached_property
    def keeps_dates(self) -> bool:
        """Whether the date in a file's name stays in its slug."""
        return self.values.part("slugify").flag("paths_keep_dates")

    def ignores(self, path: str) -> bool:
        """Whether `ignored_content` covers that file."""
        return self._ignored is not None and self._ignored.match(placed(path)) is not None

    @cached_property
    def _ignored(self) -> re.Pattern[str] | None:
        usable: list[str] = []
        for pattern in self.values.lines("ignored_content"):
            try:
                matcher([pattern])
            except (ValueError, re.error):
                self.values.note("ignored_content", "a pattern such as */draft.md", pattern)
            else:
                usable.append(pattern)
        return matcher(usable)

    def _strategy(self, key: str) -> str:
        slugify = self.values.part("slugify")
        written = slugify.line(key) or STRATEGIES[0]
        if written in STRATEGIES:
            return written
        slugify.note(key, "on, safe or off", written)
        return STRATEGIES[0]

    def _filenames(self, table: Values) -> Sequence[str]:
        old = table.line("feed_filename")
        return table.lines("feed_filenames") or ([old] if old else [_ATOM])

    def _language(self, code: str, table: Values, filenames: Sequence[str]) -> Language:
        taxonomies = [
            Taxonomy(name, one.flag("feed", "rss") and (one.flag("render") or "render" not in one))
            for one in (*table.parts("taxonomies"), *self._of_old(code, table))
            if (name := one.line("name")) and one.line("lang") in ("", code)
        ]
        others = [
            one for one in taxonomies if one.name.lower() not in _PEOPLE | _CATEGORIES | _TAGS
        ]
        tags = _named(taxonomies, _TAGS) or (others.pop(0) if others else None)
        categories = _named(taxonomies, _CATEGORIES) or (others.pop(0) if others else None)
        return Language(
            code,
            table.line("title"),
            table.line("description"),
            table.flag("generate_feeds", "generate_feed", "feed", "generate_rss", "rss"),
            filenames,
            taxonomies,
            categories,
            tags,
        )

    def _of_old(self, code: str, table: Values) -> list[Values]:
        """Taxonomies that the main list gives to another language, as Zola had it until 0.13."""
        if table is self.values:
            return []
        return [one for one in self.values.parts("taxonomies") if one.line("lang") == code]


def _named(taxonomies: Sequence[Taxonomy], names: frozenset[str]) -> Taxonomy | None:
    return next((one for one in taxonomies if one.name.lower() in names), None)


def _names_files(table: Values) -> bool:
    return "feed_filenames" in table or "feed_filename" in table


def _read(file: Path, name: str) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(error(f"it cannot be read: {problem}", name)) from None
