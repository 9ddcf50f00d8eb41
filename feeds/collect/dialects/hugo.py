"""Hugo's conventions, and the ids of its own RSS template (gohugo.io, tried with 0.168)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import splitext
from typing import Self

from feeds.collect.dialects.base import (
    Dialect,
    Identity,
    flatten,
    own_id,
    own_text,
    shown,
    title_of,
    unique,
    wrong_date,
)
from feeds.collect.dialects.hugo_config import (
    FILES,
    FOLDERS,
    HugoConfig,
    Language,
    Mount,
    lowered,
    table,
    texts,
)
from feeds.collect.dialects.hugo_dates import DateRules, Dates, dates_of
from feeds.collect.dialects.hugo_feeds import adopted, taxonomies
from feeds.collect.dialects.hugo_permalinks import (
    Page,
    expand,
    pattern_for,
    rules,
    unknown_placeholder,
)
from feeds.collect.dialects.hugo_tree import Branch, Place, Tree, cascades
from feeds.collect.dialects.hugo_urls import Spelling, escaped, own_link, path_key
from feeds.collect.frontmatter import split_head
from feeds.collect.scan import MAX_HEAD_BYTES, read_head
from feeds.errors import ConfigurationError, Finding, Level, PostError, error, warning
from feeds.model import Adopted, Picture, Site
from feeds.text import one_line
from feeds.urls import absolute, is_web_url, normalise
from feeds.zones import zone

__all__ = ["DIALECT", "HugoDialect"]

CONTENT = frozenset(
    f".{suffix}"
    for suffix in (
        *("md", "markdown", "mdown", "html", "htm"),
        *("adoc", "asciidoc", "ad", "pandoc", "pdc", "rst", "org"),
    )
)
"""The suffixes of the files that Hugo makes pages of."""

_REPEATED_TWICE = re.compile(r"[+*}][^()]*\)+[+*{]")
_TRUE = frozenset(("1", "t", "T", "TRUE", "true", "True"))
_FALSE = frozenset(("0", "f", "F", "FALSE", "false", "False"))
_SHAPING = (
    *("baseurl", "contentdir", "defaultcontentlanguage", "defaultcontentlanguageinsubdir"),
    *("languages", "disablelanguages", "module", "permalinks", "uglyurls", "cascade"),
    *("disablepathtolower", "removepathaccents", "frontmatter", "taxonomies", "timezone"),
    *("buildexpired", "locale", "languagecode", "ignorefiles"),
)


class HugoDialect(Dialect):
    """Pages in the content folders, and settings in `hugo.toml`, or wherever Hugo has them.

    `id` and `guid` in front matter mean nothing to Hugo, and so nothing here; `feed_id` is
    this program's own key. A page without a date is no post.
    """

    name = "hugo"

    def __init__(
        self, config: HugoConfig, branches: Mapping[tuple[str, str], Branch] | None = None
    ) -> None:
        self.config = config
        self.tree = Tree(config, branches)
        self.spelling = Spelling(
            lower_case=not config.says("disablepathtolower"),
            accents=not config.says("removepathaccents"),
        )
        self.rules = rules(config.get("permalinks"))
        self.dates = DateRules(config.get("frontmatter"))
        self.taxonomies = taxonomies(config)
        self._ignored = [re.compile(one) for one in _patterns(config)]
        self._leaf: tuple[str, bool] = ("", False)
        folders = {file.rpartition("/")[0] for file in config.files} - {""}
        content = {mount.folder for mount in config.mounts}
        self.settings_files = (*FILES, *FOLDERS, *sorted({*folders, *config.files, *content}))
        self.findings = tuple(self._noticed())

    @classmethod
    def bare(cls) -> Self:
        """Hugo with all its defaults."""
        return cls(HugoConfig())

    @classmethod
    def at(cls, root: Path) -> Self | None:
        """The dialect of a folder with `hugo.*`, or with a `config.*` that is Hugo's.

        Raises `ConfigurationError` where the configuration cannot be read, or has a
        permalink that Hugo knows no meaning of.
        """
        config = HugoConfig.at(root)
        if config is None or not _is_hugo(root, config):
            return None
        made = cls(config)
        for rule in made.rules:
            if wrong := unknown_placeholder(rule.pattern):
                raise ConfigurationError(
                    error(
                        f"permalinks: {shown(rule.pattern)} has no meaning: {wrong}",
                        config.path,
                        remedy="Use a placeholder that Hugo has, such as :slug.",
                    )
                )
        return made

    def fingerprint(self) -> str:
        """What shapes a record: some of the configuration, and all that sections say."""
        values = [(key, self.config.get(key)) for key in _SHAPING]
        return repr((values, sorted(self.tree.branches.items())))

    def adopted(self) -> Adopted:
        """What the configuration says, in the words of `feeds.toml`."""
        return adopted(self.config)

    def enters(self, folder: str, site: Site) -> bool:
        """The content folders and the way to them, but not what lies in a page's own folder."""
        self._leaf = ("", False)
        if self._mount(folder) is None:
            return any(f"{mount.folder}/".startswith(f"{folder}/") for mount in self._mounts)
        if not _wanted(folder, self._chosen(site), on_the_way=True):
            return False
        return not self._is_leaf(folder.rpartition("/")[0], site)

    def takes(self, path: str, site: Site) -> bool:
        """Every content file that is a page by itself."""
        folder, _, name = path.rpartition("/")
        if splitext(name)[1].lower() not in CONTENT or self._mount(folder) is None:
            return False
        base = self._split(name)[0]
        if base == "_index" or not _wanted(path, self._chosen(site)):
            return False
        if any(pattern.search(f"/{path}") for pattern in self._ignored):
            return False
        return base == "index" or not self._is_leaf(folder, site)

    def shapes(self, path: str, site: Site) -> bool:  # noqa: ARG002 - the name alone decides
        """The `_index` files of sections."""
        folder, _, name = path.rpartition("/")
        is_index = name.startswith("_index.") and splitext(name)[1].lower() in CONTENT
        return is_index and self._split(name)[0] == "_index" and self._mount(folder) is not None

    def informed(self, site: Site, paths: Sequence[str]) -> tuple[Self, tuple[Finding, ...]]:
        """The dialect with the sections' slugs, titles and cascades."""
        branches: dict[tuple[str, str], Branch] = {}
        findings: list[Finding] = []
        for path in paths:
            try:
                values = _head(site.root, path)
            except PostError as problem:
                findings += problem.findings
                continue
            place = self.place(path)
            key = "/".join(map(path_key, place.folders))
            branches[place.language.key, key] = Branch(
                title=_text(values.get("title")),
                slug=_text(values.get("slug")).strip("-"),
                url=_text(values.get("url")),
                cascades=cascades(values.get("cascade")),
            )
        made = type(self)(self.config, branches)
        return made, tuple(findings)

    def defaults(self, path: str) -> Mapping[str, object]:
        """What cascades pass on to that file."""
        return self.tree.passed_on(self.place(path))

    def is_draft(self, path: str, front_matter: Mapping[str, object]) -> bool:  # noqa: ARG002
        """What `draft` says, or else a `published` that is no date."""
        for key, value in front_matter.items():
            if key.lower() == "draft":
                return _is_true(value)
        for key, value in front_matter.items():
            if key.lower() == "published":
                return str(value) in _FALSE
        return False

    def excludes(self, path: str, front_matter: Mapping[str, object]) -> bool:
        """Whether Hugo lists or renders no such page, or builds no such language."""
        place = self.place(path)
        if place.language.disabled:
            return True
        values = _lower_keys(front_matter)
        build = table(lowered(values.get("build") or values.get("_build")))
        if _choice(build.get("list"), "local") or _choice(build.get("render")):
            return True
        return place.leaf and _is_true(values.get("headless"))

    def identify(self, path: str, front_matter: Mapping[str, object], site: Site) -> Identity:
        """As Hugo and its RSS template make it.

        Raises `PostError` where the page has no date, or no URL can be made of what it says.
        """
        place = self.place(path)
        values = _lower_keys(front_matter)
        zone_name = place.language.values.get("timezone")
        timezone = zone(str(zone_name)) if zone_name else site.timezone
        dates = dates_of(values, place.name, self.dates, timezone)
        if dates.published is None or dates.date is None:
            raise PostError(_undated(path, dates))
        findings: list[Finding] = []
        if dates.wrong:
            key, value = dates.wrong
            if key != "published" or str(value) not in _TRUE | _FALSE:
                findings.append(_as_warning(wrong_date(path, key, value)))
        slug, odd = own_text("slug", _worded(values), path)
        findings += odd
        slug = (slug or "").strip("-") if "slug" in values else dates.slug or ""
        title, odd = title_of(_worded(values), place.name, path)
        findings += odd
        page = self._page(place, dates, _text(values.get("title")), slug)
        url = self._url(path, place, page, values.get("url"), site)
        given_id, odd = own_id(("feed_id",), values, path)
        findings += odd
        summary = values.get("summary")
        return Identity(
            id=given_id or url,
            url=url,
            title=title,
            published=dates.published,
            updated=dates.lastmod or dates.published,
            categories=self._terms(values, self.taxonomies.categories),
            tags=self._terms(values, self.taxonomies.tags),
            findings=tuple(findings),
            expires=None if self.config.says("buildexpired") else dates.expires,
            language=place.language.tag,
            excerpt=one_line(summary) or None if isinstance(summary, str) else None,
            image=self._image(values, url, site),
        )

    def resolve(self, reference: str, post_url: str, site: Site) -> str:  # noqa: ARG002
        """A reference in front matter, relative to the page, as in its body."""
        return absolute(reference, post_url)

    def section_url(self, key: str, language: str, site: Site) -> str | None:
        """The URL of the section that Hugo knows by that path; None where there is none."""
        folders = tuple(part for part in key.split("/") if part)
        known = self.config.languages.get(language)
        if known is None:
            return None
        place = Place(known, folders, "", leaf=False)
        branch = self.tree.branch(place, len(folders))
        if len(folders) > 1 and branch is None:
            return None
        base, prefix = self._base(known, site)
        if branch and branch.url:
            prefix = "" if branch.url.startswith("/") else prefix
            return normalise(f"{base}{prefix}{escaped(own_link(branch.url))}")
        below = "/".join(("", *self._folders(place)))
        return normalise(f"{base}{prefix}{escaped(self.spelling.link(below, ugly=False))}")

    def place(self, path: str) -> Place:
        """Where the page of that file is."""
        folder, _, name = path.rpartition("/")
        mount = self._mount(folder) or Mount(folder)
        below = folder.removeprefix(mount.folder).strip("/")
        parts = tuple(part for part in (*mount.below.split("/"), *below.split("/")) if part)
        base, key = self._split(name)
        key = key or mount.language or self.config.default_language
        language = self.config.languages.get(key) or Language(key, key, {}, disabled=True)
        if base == "index" and parts:
            return Place(language, parts[:-1], parts[-1], leaf=True)
        return Place(language, parts, base, leaf=False)

    @property
    def _mounts(self) -> tuple[Mount, ...]:
        return self.config.mounts

    def _mount(self, folder: str) -> Mount | None:
        inside = f"{folder}/"
        return next((one for one in self._mounts if inside.startswith(f"{one.folder}/")), None)

    def _chosen(self, site: Site) -> Sequence[str]:
        """The folders that posts shall come from, where they are content folders at all."""
        return [
            folder
            for folder in site.posts.folders
            if folder != "."
            and any(
                f"{folder}/".startswith(f"{mount.folder}/")
                or f"{mount.folder}/".startswith(f"{folder}/")
                for mount in self._mounts
            )
        ]

    def _split(self, name: str) -> tuple[str, str | None]:
        """A file's name without its suffix and its language, and that language's key."""
        stem = splitext(name)[0]
        base, dot, last = stem.rpartition(".")
        if dot and base and last.lower() in self.config.languages:
            return base, last.lower()
        return stem, None

    def _is_leaf(self, folder: str, site: Site) -> bool:
        """Whether the folder is a page, and other files in it are its own."""
        if self._leaf[0] != folder:
            self._leaf = folder, self._has_index(site.root / folder)
        return self._leaf[1]

    def _has_index(self, folder: Path) -> bool:
        try:
            names = os.listdir(folder)  # noqa: PTH208 - a Path costs too much here
        except OSError:
            return False
        return any(
            name.startswith("index.")
            and splitext(name)[1].lower() in CONTENT
            and self._split(name)[0] == "index"
            for name in names
        )

    def _page(self, place: Place, dates: Dates, title: str, slug: str) -> Page:
        depths = self.tree.depths(place)
        keys = [path_key(folder) for folder in place.folders]
        slugs: list[str] = []
        for depth in depths:
            branch = self.tree.branch(place, depth)
            own = (branch.slug or branch.title) if branch else ""
            slugs.append(own or f"{place.folders[depth - 1]}s")
        assert dates.date is not None
        return Page(
            date=dates.date,
            title=title,
            slug=slug,
            name=place.name,
            first_section=keys[0] if keys else "",
            sections=keys[: depths[-1]] if depths else (),
            section_slugs=slugs,
        )

    def _url(self, path: str, place: Place, page: Page, own: object, site: Site) -> str:
        base, prefix = self._base(place.language, site)
        asked = _text(own)
        pattern = asked or pattern_for(self.rules, "page", place.path, place.language.key)
        try:
            if asked:
                if asked.startswith(("http://", "https://")):
                    raise ValueError("an absolute URL")
                link = own_link(expand(asked, page, self.spelling) if ":" in asked else asked)
                if asked.startswith("/") or (prefix and asked.startswith(prefix)):
                    prefix = ""
            else:
                link = self._link(place, page, pattern)
            if ".." in link.split("/"):
                raise ValueError("it leads out of the site")
            return normalise(f"{base}{prefix}{escaped(link)}")
        except ValueError as problem:
            key = "url" if asked else "slug"
            what = f"{key}: no address can be made of {shown(asked or page.slug)}: {problem}"
            raise PostError(error(what, path)) from None

    def _link(self, place: Place, page: Page, pattern: str | None) -> str:
        target = expand(pattern, page, self.spelling) if pattern is not None else ""
        if not target.strip("/"):
            name = page.slug or self.spelling.name(place.name)
            target = "/".join((*self._folders(place), name))
        return self.spelling.link(target, ugly=self._ugly(page.first_section))

    def _folders(self, place: Place) -> list[str]:
        """The folders above a page as its path has them: sections by their slugs."""
        return [
            (branch.slug if (branch := self.tree.branch(place, depth)) else "")
            or self.spelling.name(folder)
            for depth, folder in enumerate(place.folders, 1)
        ]

    def _base(self, language: Language, site: Site) -> tuple[str, str]:
        """What a language's URLs begin with, and the folder that it has there."""
        base = str(language.values.get("baseurl") or site.posts.url or site.url).rstrip("/")
        if self.config.multihost:
            return base, ""
        default = self.config.default_language
        in_folder = language.key != default or self.config.says("defaultcontentlanguageinsubdir")
        return base, f"/{language.key}" if in_folder else ""

    def _ugly(self, section: str) -> bool:
        written = self.config.get("uglyurls")
        if isinstance(written, Mapping):
            return _is_true(written.get(section))
        return _is_true(written)

    def _terms(self, values: Mapping[str, object], keys: Sequence[str]) -> tuple[str, ...]:
        params = table(lowered(values.get("params")))
        return unique(
            term
            for key in keys
            for term in flatten(values[key] if key in values else params.get(key))
        )

    def _image(self, values: Mapping[str, object], url: str, site: Site) -> Picture | None:
        images = values.get("images")
        first = images[0] if isinstance(images, list) and images else images
        if not isinstance(first, str) or not first.strip():
            return None
        try:
            address = self.resolve(first.strip(), url, site)
        except ValueError:
            return None
        return Picture(address) if is_web_url(address) else None

    def _noticed(self) -> Iterator[Finding]:
        for source in self.dates.unread:
            yield warning(
                f"frontmatter: dates from {source} are not read here",
                self.config.path,
                remedy="A post needs a date in its front matter or in its file's name.",
            )
        for one in texts(self.config.get("ignorefiles")):
            if not _is_pattern(one):
                yield warning(f"ignoreFiles: {shown(one)} cannot be read", self.config.path)
        yield from self.config.unfollowed()


DIALECT = HugoDialect


def _is_hugo(root: Path, config: HugoConfig) -> bool:
    """Whether the configuration is Hugo's: `config.toml` may be Zola's, or another program's."""
    if not config.path.startswith("config."):
        return True
    if "baseurl" in config.values:
        return True
    return "base_url" not in config.values and (root / "content").is_dir()


def _head(root: Path, path: str) -> Mapping[str, object]:
    head, whole = read_head(root, path)
    front = split_head(head, path, whole=whole)
    if front is None:
        front = split_head(read_head(root, path, MAX_HEAD_BYTES)[0], path, whole=True)
    return table(lowered(front.values)) if front else {}


def _wanted(path: str, chosen: Sequence[str], *, on_the_way: bool = False) -> bool:
    if not chosen:
        return True
    return any(
        f"{path}/".startswith(f"{folder}/") or (on_the_way and f"{folder}/".startswith(f"{path}/"))
        for folder in chosen
    )


def _undated(path: str, dates: Dates) -> Finding:
    if dates.wrong:
        return wrong_date(path, *dates.wrong)
    return warning(
        "the page has no date, and so it is no post",
        path,
        remedy="If it is one, add date: 2026-11-23 to its front matter.",
    )


def _as_warning(finding: Finding) -> Finding:
    return Finding(Level.WARNING, finding.what, finding.path, remedy="It is passed over.")


def _lower_keys(values: Mapping[str, object]) -> Mapping[str, object]:
    if all(key.islower() for key in values):
        return values
    return {key.lower(): value for key, value in values.items()}


def _text(value: object) -> str:
    """A value as Hugo makes text of it; empty where it makes none."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else ""


def _worded(values: Mapping[str, object]) -> Mapping[str, object]:
    return {
        key: _text(value) if isinstance(value, bool) else value for key, value in values.items()
    }


def _is_true(value: object) -> bool:
    return str(value) in _TRUE


def _choice(value: object, other: str = "") -> bool:
    """Whether a `build` option says never, or that other word."""
    return value is False or value == "never" or (other != "" and value == other)


def _patterns(config: HugoConfig) -> Iterator[str]:
    return filter(_is_pattern, texts(config.get("ignorefiles")))


def _is_pattern(text: str) -> bool:
    """Whether it is an expression, and none that could take for ever, as none does in Go."""
    if len(text) > 300 or _REPEATED_TWICE.search(text):
        return False
    try:
        re.compile(text)
    except re.error:
        return False
    return True
