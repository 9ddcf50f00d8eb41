"""Hugo's conventions, and the ids of its own RSS template (gohugo.io, tried with 0.168)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
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
    within,
    wrong_date,
)
from feeds.collect.dialects.hugo.addresses import Addresses
from feeds.collect.dialects.hugo.config import (
    FILES,
    FOLDERS,
    TRUE,
    HugoConfig,
    is_true,
    lowered,
    table,
    text_of,
)
from feeds.collect.dialects.hugo.dates import DateRules, Dates, dates_of
from feeds.collect.dialects.hugo.feeds import adopted, taxonomies
from feeds.collect.dialects.hugo.layout import Layout
from feeds.collect.dialects.hugo.permalinks import unknown_placeholder
from feeds.collect.dialects.hugo.tree import Branch, Place, Tree, cascades
from feeds.collect.dialects.hugo.urls import path_key
from feeds.collect.frontmatter import split_head
from feeds.collect.scan import MAX_HEAD_BYTES, read_head
from feeds.errors import ConfigurationError, Finding, Level, PostError, error, warning
from feeds.model import Adopted, Picture, Site
from feeds.text import one_line
from feeds.urls import absolute, is_web_url
from feeds.zones import zone

__all__ = ["DIALECT", "HugoDialect"]

_NO_DATE = datetime(1, 1, 1, tzinfo=UTC)
"""The date that Hugo has for pages without one."""

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
    static = ("static", "")
    other_names: Mapping[str, Sequence[str]] = within("params")

    def __init__(
        self, config: HugoConfig, branches: Mapping[tuple[str, str], Branch] | None = None
    ) -> None:
        self.config = config
        self.tree = Tree(config, branches)
        self.layout = Layout(config)
        self.addresses = Addresses(config, self.tree)
        self.dates = DateRules(config.get("frontmatter"))
        self.taxonomies = taxonomies(config)
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
        try:
            config = HugoConfig.at(root)
        except ConfigurationError as problem:
            if _may_be_anothers(root, problem):
                return None
            raise
        if config is None or not _is_hugo(root, config):
            return None
        made = cls(config)
        for rule in made.addresses.rules:
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
        return self.layout.enters(folder, site)

    def takes(self, path: str, site: Site) -> bool:
        """Every content file that is a page by itself."""
        return self.layout.takes(path, site)

    def shapes(self, path: str, site: Site) -> bool:  # noqa: ARG002 - the name alone decides
        """The `_index` files of sections."""
        return self.layout.is_section(path)

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
                title=text_of(values.get("title")),
                slug=text_of(values.get("slug")).strip("-"),
                url=text_of(values.get("url")),
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
                return is_true(value)
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
        return place.leaf and is_true(values.get("headless"))

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
            if key != "published" or str(value) not in TRUE | _FALSE:
                findings.append(_as_warning(wrong_date(path, key, value)))
        slug, odd = own_text("slug", _worded(values), path)
        findings += odd
        slug = (slug or "").strip("-") if "slug" in values else dates.slug or ""
        title, odd = title_of(_worded(values), place.name, path)
        findings += odd
        page = self.addresses.page(place, dates, text_of(values.get("title")), slug)
        url = self.addresses.url(path, place, page, values.get("url"), site)
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

    def place(self, path: str) -> Place:
        """Where the page of that file is."""
        return self.layout.place(path)

    def page_url(self, path: str, front_matter: Mapping[str, object], site: Site) -> str:
        """The URL of a page, be it a post or none for want of a date.

        Raises `PostError` where it has none.
        """
        place = self.place(path)
        values = _lower_keys({**self.defaults(path), **front_matter})
        dates = dates_of(values, place.name, self.dates, site.timezone)
        slug = text_of(values.get("slug")).strip("-") if "slug" in values else dates.slug or ""
        dated = dates if dates.date else dates._replace(date=_NO_DATE)
        page = self.addresses.page(place, dated, text_of(values.get("title")), slug)
        return self.addresses.url(path, place, page, values.get("url"), site)

    def section_url(
        self, key: str, language: str, site: Site, *, has_pages: bool = False
    ) -> str | None:
        """The URL of the section that Hugo knows by that path; None where there is none."""
        return self.addresses.section(key, language, site, has_pages=has_pages)

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
        yield from self.layout.findings()


DIALECT = HugoDialect


def _may_be_anothers(root: Path, problem: ConfigurationError) -> bool:
    """Whether what cannot be read is a `config.*` in a folder that has no content of Hugo's."""
    path = problem.findings[0].path or ""
    return path.startswith("config.") and not (root / "content").is_dir()


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


def _undated(path: str, dates: Dates) -> Finding:
    if dates.wrong:
        return wrong_date(path, *dates.wrong)
    if path.lower().endswith(".org"):
        return warning(
            "the page has no date: lines such as #+date: are not read here",
            path,
            remedy="If it is a post, give it front matter between --- lines.",
        )
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


def _worded(values: Mapping[str, object]) -> Mapping[str, object]:
    return {
        key: text_of(value) if isinstance(value, bool) else value for key, value in values.items()
    }


def _choice(value: object, other: str = "") -> bool:
    """Whether a `build` option says never, or that other word."""
    return value is False or value == "never" or (other != "" and value == other)
