"""A Jekyll site's `_config.yml`, as far as feeds depend on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from posixpath import normpath

from feeds.collect.dialects.jekyll.authors import person
from feeds.collect.dialects.jekyll.defaults import Scope, defaults_for, read_scopes
from feeds.collect.dialects.jekyll.feeds import Feeds, read_feeds
from feeds.collect.dialects.jekyll.filter import Filter
from feeds.collect.dialects.permalink import STYLES
from feeds.collect.handlers import BadFrontMatterError, Handler, TomlHandler
from feeds.collect.yaml_handler import YamlHandler
from feeds.errors import ConfigurationError, Finding, error, warning
from feeds.model import Adopted
from feeds.urls import web_url

__all__ = ["NAMES", "JekyllConfig", "means_true"]

NAMES = ("_config.yml", "_config.yaml", "_config.toml")
_GEMFILE = "Gemfile"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_MARKDOWN_EXT = "markdown,mkdown,mkdn,mkd,md"
_SHAPING = (
    *("author", "collections", "collections_dir", "data", "data_dir", "defaults"),
    *("excerpt_separator", "markdown_ext", "plugins", "show_drafts", "source", "unpublished"),
    *("url", "baseurl"),
)
_CONVERTERS: Mapping[str, Sequence[str]] = {
    "jekyll-textile-converter": (".textile",),
    "jekyll-asciidoc": (".adoc", ".asciidoc", ".asc", ".ad"),
    "jekyll-org": (".org",),
    "jekyll-rst": (".rst",),
}
"""By plugin, the extensions that it makes HTML of."""


@dataclass(frozen=True)
class JekyllConfig:
    """The configuration; `path` is empty for a site that has none.

    `text` is what the file says, and `gemfile` what the site's Gemfile does.
    """

    path: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    text: str = ""
    gemfile: str = ""

    @classmethod
    def at(cls, root: Path) -> JekyllConfig | None:
        """The configuration of the site in that folder, or None where it has none.

        Raises `ConfigurationError` where the file cannot be read.
        """
        for name in NAMES:
            if (root / name).is_file():
                text, values = _read(root / name, name)
                config = cls(name, values, text, _text_of(root / _GEMFILE))
                config.check()
                return config
        return None

    def check(self) -> None:
        """Raises `ConfigurationError` for folders that lead out of the site."""
        for key in ("source", "collections_dir", "data_dir"):
            if (folder := normpath(self._text(key) or ".")).startswith(("/", "../")) or (
                folder == ".."
            ):
                raise ConfigurationError(
                    error(
                        f"{key}: {folder} leads out of the site",
                        self.path,
                        self._line(key),
                        remedy="Give feeds the folder that holds all of the site.",
                    )
                )

    # ── Where posts lie ───────────────────────────────────────────────────────────────

    @cached_property
    def source(self) -> str:
        """The folder that Jekyll reads, relative to the site; empty for the site itself."""
        return _folder(self._text("source"))

    @cached_property
    def collections_dir(self) -> str:
        """The folder below `source` in which alone posts lie; empty for `source` itself."""
        return _folder(self._text("collections_dir"))

    @cached_property
    def data_dir(self) -> str:
        """The folder of data files, below `source`."""
        return _folder(self._text("data_dir")) or "_data"

    @cached_property
    def filter(self) -> Filter:
        """Which files and folders below `source` Jekyll reads."""
        destination = normpath(self._text("destination") or "_site")
        return Filter(
            include=tuple(_texts(self.values.get("include"))),
            exclude=tuple(_texts(self.values.get("exclude"))),
            destination=destination.removeprefix(f"{self.source}/"),
        )

    @cached_property
    def markdown(self) -> frozenset[str]:
        """The extensions of Markdown files, such as `.md`."""
        written = self._text("markdown_ext") or _MARKDOWN_EXT
        return frozenset(f".{one.strip().lower()}" for one in written.split(",") if one.strip())

    @cached_property
    def converted(self) -> frozenset[str]:
        """The extensions of files that become HTML."""
        more = (extension for plugin in self.plugins for extension in _CONVERTERS.get(plugin, ()))
        return self.markdown | set(more)

    # ── What posts are ────────────────────────────────────────────────────────────────

    @cached_property
    def unpublished(self) -> bool:
        """Whether posts with `published: false` are published all the same."""
        return means_true(self.values.get("unpublished"))

    @cached_property
    def show_drafts(self) -> bool:
        """Whether drafts are published."""
        return means_true(self.values.get("show_drafts"))

    @cached_property
    def common(self) -> Mapping[str, object]:
        """Front matter that every post has, whatever `defaults` say."""
        separator = self.values.get("excerpt_separator")
        return {} if separator is None else {"excerpt_separator": separator}

    def defaults_for(self, path: str) -> dict[str, object]:
        """What `defaults` gives to a post at that path, relative to `collections_dir`."""
        return defaults_for(self._scopes, path, self.collections_dir)

    @property
    def _scopes(self) -> Sequence[Scope]:
        return self._defaults[0]

    @cached_property
    def _defaults(self) -> tuple[Sequence[Scope], int]:
        return read_scopes(self.values.get("defaults"))

    def base(self, site_url: str) -> str:
        """What URLs begin with: `site_url`, or, where `url` has a slash at its end, with two."""
        url = self._text("url")
        if not url.endswith("/") or web_url(self._joined(url)) != site_url:
            return site_url
        base = self._text("baseurl").strip("/")
        return f"{url}/{base}".removesuffix("/") if not base else f"{url}/{base}"

    def shaping(self) -> str:
        """All of the configuration that shapes a record, as text."""
        return repr([self.values.get(key) for key in _SHAPING])

    # ── What is adopted ───────────────────────────────────────────────────────────────

    def adopted(self) -> Adopted:
        """The settings in the words of `feeds.toml`."""
        site: dict[str, object] = {
            "title": self._text("title") or self._text("name"),
            "description": self._text("description"),
            "timezone": self._text("timezone"),
        }
        if _LANGUAGE.fullmatch(language := self._language):
            site["language"] = language
        if url := self._text("url"):
            site["url"] = self._joined(url)
        written = self.values.get("author")
        people = map(person, written if isinstance(written, list) else [written])
        if authors := [_table(one) for one in people if one]:
            site["authors"] = authors
        posts: dict[str, object] = {"folders": ["."], "permalink": self._permalink}
        if "future" in self.values:
            posts["future"] = means_true(self.values["future"])
        if self.show_drafts:
            posts["drafts"] = True
        if self._listed and not self.feeds.tables:
            posts["id_from"] = "url"
        return Adopted(self.path, {"site": site, "posts": posts}, self.feeds.tables)

    @cached_property
    def author(self) -> object:
        """The site's author, as it is written."""
        return self.values.get("author")

    @cached_property
    def plugins(self) -> frozenset[str]:
        """The plugins that the site names, in its configuration or in its Gemfile."""
        gems = re.findall(r"^\s*gem\s*\(?\s*[\"']([\w-]+)[\"']", self.gemfile, re.MULTILINE)
        return frozenset((*self._listed, *gems))

    @property
    def _listed(self) -> Sequence[str]:
        return (*_texts(self.values.get("plugins")), *_texts(self.values.get("gems")))

    @cached_property
    def feeds(self) -> Feeds:
        """The feeds that jekyll-feed writes, where the site has that plugin."""
        themes = {self._text("theme"), self._text("remote_theme").partition("@")[0]}
        base = self.base(web_url(self._joined(self._text("url"))) or "")
        return read_feeds(self.values.get("feed"), self.plugins, themes, base)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What of the configuration is not followed."""
        said = list(self.feeds.odd)
        if self._defaults[1]:
            said.append(("defaults", "holds a set without values", "It is passed over."))
        if (encoding := self._text("encoding")) and encoding.lower() not in ("utf-8", "utf8"):
            said.append(
                ("encoding", f"{encoding} is not UTF-8", "Save posts as UTF-8; others are lost.")
            )
        if self._language and not _LANGUAGE.fullmatch(self._language):
            said.append(
                ("lang", f"{self._language} is not a language tag", "Write lang: ja or en-GB.")
            )
        if self.values.get("limit_posts") not in (None, 0):
            said.append(("limit_posts", "is not followed", "All posts are there; take it out."))
        return tuple(
            warning(f"{key}: {what}", self.path, self._line(key.partition(".")[0]), remedy=remedy)
            for key, what, remedy in said
        )

    @property
    def _language(self) -> str:
        return self._text("lang").replace("_", "-")

    @property
    def _permalink(self) -> str:
        """The pattern for posts: the collection's own, else the site's; `date` if none."""
        collections = self.values.get("collections")
        posts = collections.get("posts") if isinstance(collections, Mapping) else None
        if isinstance(posts, Mapping) and posts.get("permalink"):
            return f"/{str(posts['permalink']).lstrip('/')}"
        pattern = self._text("permalink") or "date"
        return pattern if pattern in STYLES else f"/{pattern.lstrip('/')}"

    def _joined(self, url: str) -> str:
        return f"{url.rstrip('/')}/{self._text('baseurl').strip('/')}".rstrip("/")

    def _text(self, key: str) -> str:
        """A value that is one text, without space around it; empty for all others."""
        value = self.values.get(key)
        plain = isinstance(value, (str, int, float)) and not isinstance(value, bool)
        return str(value).strip() if plain else ""

    def _line(self, key: str) -> int | None:
        found = re.search(rf"^[\"']?{re.escape(key)}[\"']?\s*[:=]", self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.start()) + 1 if found else None


def means_true(value: object) -> bool:
    """Whether a value of YAML 1.1 is true to Ruby: all but nothing and a no."""
    no = isinstance(value, str) and value.lower() in ("no", "off")
    return value is not None and value is not False and not no


def _read(file: Path, name: str) -> tuple[str, Mapping[str, object]]:
    handler: type[Handler] = TomlHandler if name.endswith(".toml") else YamlHandler
    try:
        text = file.read_text(encoding="utf-8-sig")
        return text, handler(text, "the file").load(text)
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigurationError(error(f"it cannot be read: {problem}", name)) from None
    except BadFrontMatterError as problem:
        raise ConfigurationError(
            error(problem.what, name, problem.line, problem.column, "Mend the file here.")
        ) from None


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    except OSError:
        return ""


def _folder(written: str) -> str:
    folder = normpath(written) if written else ""
    return "" if folder == "." else folder


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return value.split()
    return [str(item) for item in value if item is not None] if isinstance(value, list) else []


def _table(one: object) -> Mapping[str, str]:
    fields = {key: getattr(one, key) for key in ("name", "email", "url")}
    return {key: value for key, value in fields.items() if value}
