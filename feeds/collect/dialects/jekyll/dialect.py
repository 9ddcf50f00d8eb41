"""Jekyll 4's conventions, and jekyll-feed's ids (jekyllrb.com/docs, tried with 4.3.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache, partial
from pathlib import Path
from posixpath import splitext
from typing import Self

from feeds.collect.dates import fixed
from feeds.collect.dialects.base import (
    MARKDOWN,
    Dialect,
    Identity,
    own_id,
    own_text,
    shown,
    stem_of,
    title_of,
    unique,
    updated_of,
    wrong_date,
)
from feeds.collect.dialects.jekyll import authors, terms
from feeds.collect.dialects.jekyll.config import NAMES, JekyllConfig
from feeds.collect.dialects.jekyll.dates import moment_of
from feeds.collect.dialects.jekyll.urls import absolute_url, entry_path, url_path
from feeds.collect.dialects.permalink import STYLES, Placeholders
from feeds.collect.frontmatter import decode
from feeds.collect.handlers import BadFrontMatterError
from feeds.collect.scan import read_file
from feeds.collect.yaml_handler import YamlHandler
from feeds.errors import Finding, PostError, error
from feeds.model import Adopted, Person, Site
from feeds.urls import absolute, is_web_url, normalise

__all__ = ["DIALECT", "JekyllDialect"]

_TEXTS = frozenset(
    (
        *(".html", ".htm", ".xhtml", ".txt", ".text", ".textile", ".rst", ".org"),
        *(".adoc", ".asciidoc", ".asc", ".ad"),
    )
)
_DATED = re.compile(r"(\d{2,4}-\d{1,2}-\d{1,2})-(.*)(\.[^.]+)", re.DOTALL | re.ASCII)


class JekyllDialect(Dialect):
    """Posts in `_posts` folders at any depth, drafts in `_drafts`; settings in `_config.yml`.

    Folders above `_posts` are categories. `id` and `guid` in front matter mean nothing to
    Jekyll, and so nothing here; `feed_id` is this program's own key.
    """

    name = "jekyll"
    settings_files: Sequence[str] = (*NAMES, "Gemfile")

    def __init__(self, config: JekyllConfig, people: Mapping[str, object] | None = None) -> None:
        self.config = config
        self.findings = config.findings
        self._people = people or {}
        self._suffixes = MARKDOWN | _TEXTS | frozenset(config.markdown)

    def fingerprint(self) -> str:
        """The configuration that shapes records, and the site's authors."""
        return f"{self.config.shaping()}{self._people!r}"

    @classmethod
    def bare(cls) -> Self:
        """Jekyll with all its defaults."""
        return cls(JekyllConfig())

    @classmethod
    def at(cls, root: Path) -> Self | None:
        """The dialect of a folder with a `_config.yml`, or with a `_posts` folder.

        Raises `ConfigurationError` where `_config.yml` cannot be read.
        """
        config = JekyllConfig.at(root)
        if config is None and (root / "_posts").is_dir():
            config = JekyllConfig()
        return cls(config) if config else None

    def adopted(self) -> Adopted:
        """What `_config.yml` says, in the words of `feeds.toml`."""
        return self.config.adopted()

    # ── Which files are posts ─────────────────────────────────────────────────────────

    def enters(self, folder: str, site: Site) -> bool:  # noqa: ARG002 - Jekyll looks everywhere
        """Every folder that Jekyll reads, and whatever lies in `_posts` and `_drafts`."""
        path = self._inside(folder)
        if path is None:
            return f"{self.config.source}/".startswith(f"{folder}/")
        data = self.config.data_dir
        if path in ("", f"{data}/authors") or f"{data}/".startswith(f"{path}/"):
            return True
        above, magic, below = _divide(path)
        if magic and below:
            return self.config.filter.begins(below) and (not above or self._reads(above))
        return self._reads(path)

    def takes(self, path: str, site: Site) -> bool:  # noqa: ARG002 - the name alone decides
        """A dated file in `_posts`, or any in `_drafts`, that is text by its extension."""
        folder, slash, name = path.rpartition("/")
        if name[name.rfind(".") :].lower() not in self._suffixes:
            return False
        inside = self._inside(folder)
        if inside is None:
            return False
        above, magic, below = _divide(inside)
        home = self.config.collections_dir
        if not magic or (home and not f"{above}/".startswith(f"{home}/")):
            return False
        if magic == "_posts" and not _DATED.fullmatch(name):
            return False
        return self.config.filter.reads(f"{inside}{slash}{name}", f"{below}/{name}".lstrip("/"))

    def shapes(self, path: str, site: Site) -> bool:  # noqa: ARG002 - the name alone decides
        """`_data/authors.yml` and its like, which jekyll-feed looks authors up in."""
        inside = self._inside(path)
        data = self.config.data_dir
        return (
            inside is not None and inside.startswith(f"{data}/") and (authors.is_data(inside, data))
        )

    def informed(self, site: Site, paths: Sequence[str]) -> tuple[Self, tuple[Finding, ...]]:
        """The dialect with the authors that those files name."""
        own = self.config.values.get("data")
        if isinstance(own, Mapping):
            people = own.get("authors")
            return type(self)(self.config, people if isinstance(people, Mapping) else {}), ()
        files: dict[str, object] = {}
        findings: list[Finding] = []
        for path in paths:
            try:
                text = decode(read_file(site.root, path), path)
                files[self._inside(path) or path] = YamlHandler(text, "the file").load(text)
            except PostError as problem:
                findings += problem.findings
            except BadFrontMatterError as problem:
                findings.append(
                    error(problem.what, path, problem.line, problem.column, "Mend the file here.")
                )
        return type(self)(self.config, authors.data_of(files, self.config.data_dir)), tuple(
            findings
        )

    def is_draft(self, path: str, front_matter: Mapping[str, object]) -> bool:
        """Whether it lies in `_drafts`, is not `published`, or is a `draft` to jekyll-feed."""
        return (
            self._in_drafts(path)
            or self._held_back(front_matter)
            or _says(front_matter.get("draft"), yes=True)
        )

    def excludes(self, path: str, front_matter: Mapping[str, object]) -> bool:  # noqa: ARG002
        """What is not `published`, where the site itself shows its drafts: it is none of them."""
        return self.config.show_drafts and self._held_back(front_matter)

    def _held_back(self, front_matter: Mapping[str, object]) -> bool:
        if self.config.unpublished or "published" not in front_matter:
            return False
        published = front_matter["published"]
        return published is None or _says(published, yes=False)

    def _in_drafts(self, path: str) -> bool:
        return "_drafts" in path and _divide(self._inside(path) or path)[1] == "_drafts"

    def _inside(self, path: str) -> str | None:
        """The path relative to what Jekyll reads; None for one outside."""
        source = self.config.source
        if not source:
            return path
        if path == source:
            return ""
        return path.removeprefix(f"{source}/") if path.startswith(f"{source}/") else None

    def _relative(self, path: str) -> str:
        """The path as Jekyll has it: relative to the folder of collections."""
        inside = self._inside(path) or path
        folder = self.config.collections_dir
        return inside.removeprefix(f"{folder}/") if folder else inside

    def _reads(self, path: str) -> bool:
        """Whether Jekyll gets to that folder, or to the one that a `_posts` lies in."""
        above, magic, _ = _divide(path)
        parts = (above if magic else path).split("/") if (above or not magic) else []
        reads = self.config.filter.reads
        return all(reads("/".join(parts[: at + 1]), part) for at, part in enumerate(parts))

    # ── What a post is ────────────────────────────────────────────────────────────────

    def defaults(self, path: str) -> Mapping[str, object]:
        """The values of `defaults` whose scopes hold for that file."""
        return {**self.config.common, **self.config.defaults_for(self._relative(path))}

    def merged(self, path: str, front_matter: Mapping[str, object]) -> Mapping[str, object]:
        """Front matter over `defaults`, mappings and categories merged as Jekyll does."""
        under = self.defaults(path)
        return terms.with_defaults(under, front_matter) if under else front_matter

    def identify(self, path: str, front_matter: Mapping[str, object], site: Site) -> Identity:
        """As Jekyll and jekyll-feed make it.

        Raises `PostError` where the date is missing or none.
        """
        relative = self._relative(path)
        name_date, name_slug = _date_and_slug(relative)
        published = self._published(path, front_matter, name_date, site)
        parse = partial(_modified, zone=site.timezone)
        updated, update_findings = updated_of(
            ("last_modified_at",), front_matter, published, parse, path
        )
        own_slug = front_matter.get("slug")
        given = own_slug is not None and own_slug is not False
        slug = str(own_slug) if given and not isinstance(own_slug, (list, dict)) else name_slug
        _, slug_findings = own_text("slug", front_matter, path)
        named = {} if front_matter.get("title") is False else front_matter
        title, title_findings = title_of(named, name_slug, path)
        categories = terms.categories(_folders(relative), front_matter)
        suffix = splitext(path)[1]
        values = Placeholders(
            date=published,
            slug=slug,
            name=stem_of(path),
            path=splitext(relative)[0].replace("_posts", "", 1).rstrip("."),
            categories=categories,
            output_ext=".html" if suffix.lower() in self.config.converted else suffix,
        )
        _, url_findings = own_text("permalink", front_matter, path)
        own = front_matter.get("permalink")
        own = str(own) if own not in (None, False) and not url_findings else None
        pattern = STYLES.get(site.posts.permalink, site.posts.permalink) if own is None else own
        base = self.config.base(site.url)
        try:
            page = url_path(pattern, values)
            url = absolute_url(base, page)
            entry_id = absolute_url(base, entry_path(page, slug), "NFKC")
        except ValueError:
            raise PostError(
                error(f"permalink: no URL can be made of {shown(pattern)}", path)
            ) from None
        given_id, id_findings = own_id(("feed_id",), front_matter, path)
        return Identity(
            id=given_id or entry_id,
            url=url,
            title=title,
            published=published,
            updated=updated,
            categories=unique(categories),
            tags=unique(terms.tags(front_matter)),
            findings=(
                *update_findings,
                *slug_findings,
                *title_findings,
                *url_findings,
                *id_findings,
            ),
            authors=self._authors(front_matter, site),
        )

    def _published(
        self, path: str, front_matter: Mapping[str, object], name_date: str | None, site: Site
    ) -> datetime:
        written = front_matter.get("date")
        if written is None or written is False:
            written = name_date
        if written is None:
            raise PostError(
                error(
                    "the draft has no date: Jekyll gives it the time of its file, "
                    "which every copy changes",
                    path,
                    remedy="Add date: 2026-11-23 to its front matter.",
                )
            )
        try:
            return moment_of(written, site.timezone)
        except ValueError:
            raise PostError(wrong_date(path, "date", written)) from None

    def _authors(self, front_matter: Mapping[str, object], site: Site) -> tuple[Person, ...] | None:
        """jekyll-feed's one author; None where nobody is named who would be another."""
        if not (self._people or "author" in front_matter or "authors" in front_matter):
            return None
        site_author = self.config.author
        named = authors.person(site_author)
        if named is None or [one.name for one in site.authors] != [named.name]:
            site_author = None
        found = authors.author_of(front_matter, site_author, self._people)
        return (found,) if found else None

    def resolve(self, reference: str, post_url: str, site: Site) -> str:  # noqa: ARG002
        """Jekyll's `absolute_url`: everything but a URL counts from the site's root."""
        if is_web_url(reference):
            return normalise(reference)
        if reference.startswith("//"):
            return absolute(reference, site.url)
        return normalise(f"{site.url}/{reference.lstrip('/')}")


DIALECT = JekyllDialect


def _says(value: object, *, yes: bool) -> bool:
    """Whether a value is true, or false, in YAML 1.1; `"true"` in quotes is neither."""
    words = ("yes", "on") if yes else ("no", "off")
    return value is yes or (isinstance(value, str) and value.lower() in words)


def _modified(value: object, zone: tzinfo) -> datetime:
    """A date as Liquid has it: a whole number counts seconds since 1970."""
    text = str(value)
    if text.isascii() and text.isdigit() and len(text) < 12:
        return fixed(datetime.fromtimestamp(int(text), zone))
    return moment_of(value, zone)


def _date_and_slug(path: str) -> tuple[str | None, str]:
    name = path.rpartition("/")[2]
    found = _DATED.fullmatch(name)
    date, slug = (found[1], found[2]) if found else (None, stem_of(path))
    return date, slug.rstrip(".")


@lru_cache(64)
def _divide(path: str) -> tuple[str, str, str]:
    """The path above `_posts` or `_drafts`, that folder's name, and the path below it."""
    parts = path.split("/")
    for index, part in enumerate(parts):
        if part in ("_posts", "_drafts"):
            return "/".join(parts[:index]), part, "/".join(parts[index + 1 :])
    return path, "", ""


@lru_cache(64)
def _folders_above(path: str, magic: str) -> Sequence[str]:
    if path.startswith(magic):
        return ()
    return [part for part in path.partition(magic)[0].split("/") if part]


def _folders(path: str) -> Sequence[str]:
    """The folders above `_posts`, which Jekyll takes for categories."""
    magic = "_drafts" if "_posts" not in path else "_posts"
    return _folders_above(path.rpartition("/")[0], magic)
