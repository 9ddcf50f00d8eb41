"""Eleventy's conventions (https://www.11ty.dev), as far as they need no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from posixpath import commonpath, splitext
from typing import Self
from urllib.parse import unquote

from feeds.collect.dialects import permalink
from feeds.collect.dialects.base import (
    Dialect,
    Identity,
    own_id,
    shown,
    stem_of,
    title_of,
    unique,
    wrong_date,
)
from feeds.collect.dialects.eleventy.config import CONFIG_FILES, EleventyConfig
from feeds.collect.dialects.eleventy.data import SCRIPTS, Cascade
from feeds.collect.dialects.eleventy.dates import parse_moment
from feeds.collect.dialects.eleventy.ignores import IGNORE_FILES, ignored_by, is_ignored
from feeds.collect.dialects.eleventy.links import Page, default_link, language_of, url_of
from feeds.collect.dialects.eleventy.site import adopted, metadata_files
from feeds.collect.dialects.eleventy.template import UnknownCodeError, filled
from feeds.collect.dialects.eleventy.values import (
    Unseen,
    computed,
    seen_values,
    tags_of,
)
from feeds.collect.script import is_code
from feeds.errors import Finding, PostError, error, warning
from feeds.keys import means_yes
from feeds.model import Adopted, Post, Site
from feeds.urls import absolute, normalise

__all__ = ["DIALECT", "EleventyDialect"]

OWN_LINK = "/:path/"
"""The permalink that stands for Eleventy's own way of making links."""

_BODIES = frozenset({"md", "html", "liquid", "njk"})
_WORDS = frozenset({"last modified", "created", "git last modified", "git created"})
_IN_PATH = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class EleventyDialect(Dialect):
    """Pages with a date below the input folder; data from the files of their folders.

    Where the site uses Eleventy's feed plugin, posts are the pages of its collections.
    JavaScript is never run; what it would say is passed over, and named.
    """

    name = "eleventy"
    static = ("", "public", "static")

    def __init__(
        self, config: EleventyConfig, adopted: Adopted, ignores: tuple[str, ...] = ()
    ) -> None:
        self.config = config
        self.cascade = Cascade(config)
        self._adopted = adopted
        self._ignores = ignores
        self.findings = config.findings
        start = config.input or "."
        ignoring = (*IGNORE_FILES, *(f"{start}/{name}" for name in IGNORE_FILES[1:]))
        self.settings_files: Sequence[str] = (
            *CONFIG_FILES,
            "package.json",
            *ignoring,
            *metadata_files(config.data),
        )

    @classmethod
    def bare(cls) -> Self:
        """Eleventy with all its defaults."""
        config = EleventyConfig()
        return cls(config, adopted(Path(), config, OWN_LINK, read=False))

    @classmethod
    def at(cls, root: Path) -> Self | None:
        """The dialect of a folder with Eleventy's configuration, or a package that asks for it.

        Raises `ConfigurationError` where the configuration cannot be read as text.
        """
        config = EleventyConfig.at(root)
        if config is None:
            return None
        files = [name for name in IGNORE_FILES if config.git_ignore or name != IGNORE_FILES[0]]
        if config.input not in (None, "."):
            files.append(f"{config.input}/{IGNORE_FILES[1]}")
        ignores = [pattern for name in files for pattern in ignored_by(root, name)]
        site = adopted(root, config, OWN_LINK)
        return cls(config, site, (*ignores, *config.ignores))

    def fingerprint(self) -> str:
        """The configuration and all data."""
        return repr((self.config, self._ignores, self.cascade.digest))

    def adopted(self) -> Adopted:
        """What the configuration and `_data` say in plain literals."""
        return self._adopted

    def start(self, site: Site) -> str:
        """The input folder: the configuration's, or else what all post folders lie in."""
        if self.config.input is not None:
            return self.config.input
        return _common(site.posts.folders)

    def enters(self, folder: str, site: Site) -> bool:
        """The input folder, all below it, and the folders of data and layouts."""
        parts = folder.split("/")
        config = self.config.placed(self.start(site))
        if "node_modules" in parts or f"{folder}/".startswith(f"{config.output}/"):
            return False
        wanted = filter(None, (self.start(site), config.data, config.includes, config.layouts))
        return any(
            start == "." or f"{folder}/".startswith(f"{start}/") or start.startswith(f"{folder}/")
            for start in wanted
        ) and not is_ignored(folder, self._ignores)

    def takes(self, path: str, site: Site) -> bool:
        """Every page in a post folder whose body is Markdown, HTML, Liquid or Nunjucks."""
        kind = splitext(path)[1][1:]
        config = self.config.placed(self.start(site))
        if kind not in _BODIES or kind not in config.formats:
            return False
        apart = filter(None, (config.data, config.includes, config.layouts))
        return (
            _is_below(path, self.start(site))
            and any(_is_below(path, folder) for folder in site.posts.folders)
            and not any(_is_below(path, folder) for folder in apart)
            and not is_ignored(path, self._ignores)
        )

    def shapes(self, path: str, site: Site) -> bool:
        """Data files, those in JavaScript too, and layouts."""
        stem, suffix = splitext(path)
        config = self.config.placed(self.start(site))
        if suffix == ".json" or suffix[1:] in config.data_extensions:
            return _is_below(path, self.start(site)) or _is_below(path, config.data)
        if suffix in SCRIPTS:
            endings = tuple(filter(None, config.suffixes))
            return _is_below(path, config.data) or bool(endings and stem.endswith(endings))
        folders = filter(None, (config.includes, config.layouts))
        return suffix[1:] in config.formats and any(_is_below(path, each) for each in folders)

    def informed(self, site: Site, paths: Sequence[str]) -> tuple[Self, tuple[Finding, ...]]:
        """With the data of folders and pages, of all pages, and of layouts."""
        made = type(self)(self.config, self._adopted, self._ignores)
        config = self.config.placed(self.start(site))
        made.cascade, findings = Cascade.of(site.root, config, paths)
        return made, findings

    def merged(self, path: str, front_matter: Mapping[str, object]) -> Mapping[str, object]:
        """The front matter over the data of the page's file, its folders and its layout."""
        start = self._start(path)
        try:
            values = self.cascade.page(path, start, front_matter)
        except ValueError:
            rest = {key: value for key, value in front_matter.items() if key != "tags"}
            values = {**self.cascade.page(path, start, rest), "tags": front_matter["tags"]}
        seen = seen_values(values)
        if is_code(values.get("permalink")) or is_code(computed(values).get("permalink")):
            seen["permalink"] = Unseen()
        return seen

    def is_draft(
        self,
        path: str,  # noqa: ARG002 - only data decides here
        front_matter: Mapping[str, object],
    ) -> bool:
        """What `draft` says, by the convention of Eleventy's starter blog."""
        return means_yes(front_matter.get("draft"))

    def excludes(self, path: str, front_matter: Mapping[str, object]) -> bool:
        """Whether the page is not written, in no collection, many pages, or not dated at all."""
        link = front_matter.get("permalink")
        if isinstance(link, Mapping) and link:
            link = link.get("build", False)
        if (
            link is False
            or front_matter.get("eleventyExcludeFromCollections") is True
            or front_matter.get("pagination")
        ):
            return True
        tags = tags_of(front_matter)
        if collections := self._collections():
            return not any(tag in collections for tag in tags)
        return not (tags or front_matter.get("date") or _IN_PATH.search(path))

    def identify(self, path: str, front_matter: Mapping[str, object], site: Site) -> Identity:
        """As Eleventy and its feed plugin make it.

        Raises `PostError` where there is no date, or a permalink that JavaScript would make.
        """
        published, date_findings = self._date(front_matter, path)
        start = self.start(site)
        page = Page(path if start == "." else path[len(start) + 1 :])
        data = {
            **self.cascade.shared,
            **front_matter,
            "page": page.variables(path, published),
        }
        if isinstance(tags := front_matter.get("tags"), Mapping):
            raise PostError(error(f"tags: {shown(tags)} is neither a list nor a text", path))
        title, title_findings = self._title(front_matter, data, page, path)
        try:
            url = normalise(site.url + self._link(front_matter, data, page, path, published, site))
        except ValueError as problem:
            raise PostError(
                error(f"permalink: no URL can be made of it: {problem}", path)
            ) from None
        given_id, id_findings = own_id(("feed_id",), front_matter, path)
        return Identity(
            id=given_id or url,
            url=url,
            title=title,
            published=published,
            updated=published,
            categories=(),
            tags=unique(tags_of(front_matter)),
            findings=(*date_findings, *title_findings, *id_findings),
            language=language_of(page.path) if self.config.languages else None,
        )

    def resolve(self, reference: str, post_url: str, site: Site) -> str:
        """A path from the site's URL, or a reference relative to the page."""
        if reference.startswith("/") and not reference.startswith("//"):
            return normalise(site.url + reference)
        return absolute(reference, post_url)

    def data_of(self, post: Post, site: Site) -> Mapping[str, object]:
        """All that a template on that page may show."""
        start = self.start(site)
        page = Page(post.path if start == "." else post.path[len(start) + 1 :])
        url = unquote(post.url.removeprefix(site.url))
        return {
            **seen_values(self.cascade.shared),
            **post.front_matter,
            "page": page.variables(post.path, post.published, url),
        }

    def _start(self, path: str) -> str:
        """The input folder that the cascade counts from."""
        data = self.cascade.config.data
        start = self.config.input or data.rpartition("/")[0] or "."
        return start if _is_below(path, start) else "."

    def _collections(self) -> frozenset[str]:
        """The tags that make a page a post, where the site's feeds name them."""
        names = {feed.collection for feed in self.config.feeds}
        if "all" in names or names & self.config.collections:
            return frozenset()
        return frozenset(names)

    def _date(
        self, front_matter: Mapping[str, object], path: str
    ) -> tuple[datetime, tuple[Finding, ...]]:
        written = front_matter.get("date")
        in_path = _IN_PATH.search(path)
        if isinstance(written, str) and written.strip().lower() in _WORDS:
            what = f"date: “{written}” is not to be known from files, which change their times"
            if in_path is None:
                raise PostError(error(what, path, remedy="Write date: 2026-11-23 instead."))
            remedy = "The date in its path counts here, and not in Eleventy."
            return parse_moment(in_path[0]), (warning(what, path, remedy=remedy),)
        if not written and in_path is None:
            raise PostError(
                warning(
                    "the page has tags and no date, for which Eleventy takes its file's time",
                    path,
                    remedy="It is not taken for a post; write date: 2026-11-23 to make it one.",
                )
            )
        try:
            return parse_moment(written or (in_path[0] if in_path else None)), ()
        except ValueError:
            raise PostError(wrong_date(path, "date", written or in_path)) from None

    def _title(
        self,
        front_matter: Mapping[str, object],
        data: Mapping[str, object],
        page: Page,
        path: str,
    ) -> tuple[str, tuple[Finding, ...]]:
        template = computed(front_matter).get("title")
        if isinstance(template, str):
            try:
                front_matter = {**front_matter, "title": filled(template, data)}
            except UnknownCodeError as problem:
                raise PostError(
                    error(f"title: it cannot be worked out here: {shown(problem)}", path)
                ) from None
        return title_of(front_matter, page.slug or stem_of(path), path)

    def _link(
        self,
        front_matter: Mapping[str, object],
        data: Mapping[str, object],
        page: Page,
        path: str,
        published: datetime,
        site: Site,
    ) -> str:
        """The path of its URL; raises ValueError or `PostError` where there is none."""
        link = front_matter.get("permalink")
        given = computed(front_matter).get("permalink")
        link = link if given is None or isinstance(link, Unseen) else given
        if isinstance(link, Mapping):
            link = link.get("build")
        if not link and not isinstance(link, bool) and site.posts.permalink != OWN_LINK:
            values = permalink.Placeholders(
                date=published,
                slug=page.slug,
                name=stem_of(path),
                path=splitext(page.path)[0],
                categories=(),
            )
            return permalink.expand(site.posts.permalink, values)
        if isinstance(link, Unseen):
            raise PostError(
                error(
                    "permalink: it is made by JavaScript, which is not run",
                    path,
                    remedy="Write permalink: /its/path/ in its front matter, or in feeds.toml: "
                    'under [posts], permalink = "/blog/:slug/".',
                )
            )
        if link is None or link == "":
            return url_of(default_link(page.path))
        if not isinstance(link, str):
            raise ValueError(f"{shown(link)} is not a path")
        if front_matter.get("dynamicPermalink") is not False:
            try:
                link = filled(link, data)
            except UnknownCodeError as problem:
                raise ValueError(f"{shown(problem)} cannot be worked out here") from None
        if not link.strip():
            raise ValueError("it comes out empty")
        return url_of(link)


DIALECT = EleventyDialect


@lru_cache(16)
def _common(folders: tuple[str, ...]) -> str:
    return "." if "." in folders else commonpath(folders) or "."


def _is_below(path: str, folder: str) -> bool:
    return folder == "." or path.startswith(f"{folder}/")
