"""Zola's conventions (getzola.org/documentation and its sources, tried with 0.22)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from functools import lru_cache, partial
from pathlib import Path
from typing import Self

from feeds.collect.dates import parse_date
from feeds.collect.dialects.base import (
    Dialect,
    Identity,
    flatten,
    own_id,
    own_text,
    read_date,
    shown,
    title_of,
    unique,
    updated_of,
    within,
    wrong_date,
)
from feeds.collect.dialects.zola.config import NAMES, Language, ZolaConfig
from feeds.collect.dialects.zola.feeds import adopted
from feeds.collect.dialects.zola.paths import (
    CONTENT,
    Place,
    is_page,
    is_section,
    page_path,
    place_of,
)
from feeds.collect.dialects.zola.sections import Sections, has_front_matter
from feeds.errors import Finding, PostError, error, warning
from feeds.keys import means_no, means_yes
from feeds.model import Adopted, Person, Site
from feeds.text import one_line
from feeds.urls import absolute, normalise

__all__ = ["DIALECT", "ZolaDialect"]

_parse = partial(parse_date, zone=UTC)


class ZolaDialect(Dialect):
    """The dated pages below `content`; settings in `config.toml`.

    Pages without a date are in none of Zola's feeds, and so are no posts. What has no offset
    is in UTC. `id` and `guid` in front matter mean nothing to Zola, and so nothing here.
    """

    name = "zola"
    static = ("static", "content", "")
    other_names: Mapping[str, Sequence[str]] = within("extra")

    def __init__(self, config: ZolaConfig, root: Path | None = None) -> None:
        self.config = config
        self.sections = Sections.at(root, config) if root else Sections()
        self.settings_files: Sequence[str] = (*NAMES, *self.sections.files)
        self._root = root
        self._adopted = adopted(config, self.sections, root)
        self.findings = tuple(config.values.findings)

    @classmethod
    def bare(cls) -> Self:
        """Zola with all its defaults."""
        return cls(ZolaConfig())

    @classmethod
    def at(cls, root: Path) -> Self | None:
        """The dialect of a folder whose `config.toml` is Zola's.

        Raises `ConfigurationError` where it cannot be read.
        """
        config = ZolaConfig.at(root)
        return cls(config, root) if config else None

    def fingerprint(self) -> str:
        """What names URLs and terms, and which sections are drafts."""
        config = self.config
        return repr(
            (
                config.default,
                sorted(config.others.items()),
                config.strategy,
                config.keeps_dates,
                sorted(self.sections.drafts),
            )
        )

    def adopted(self) -> Adopted:
        """What `config.toml` says, in the words of `feeds.toml`."""
        return self._adopted

    def enters(self, folder: str, site: Site) -> bool:
        """The post folders, all below them, and the way to them."""
        return _is_below(folder, CONTENT) and any(
            _is_below(folder, start) or _is_below(start, folder) for start in site.posts.folders
        )

    def takes(self, path: str, site: Site) -> bool:
        """Every page in a post folder that `ignored_content` does not cover."""
        return (
            is_page(path)
            and any(_is_below(path, start) for start in site.posts.folders)
            and not self.config.ignores(path)
        )

    def shapes(self, path: str, site: Site) -> bool:  # noqa: ARG002 - the name alone decides
        """The files that say what sections are."""
        return is_section(path, self.config) and not self.config.ignores(path)

    def informed(self, site: Site, paths: Sequence[str]) -> tuple[Self, tuple[Finding, ...]]:
        """The dialect that knows which sections are drafts."""
        sections, findings = self.sections.read(site.root, paths)
        known = type(self).__new__(type(self))
        known.__dict__.update(self.__dict__, sections=sections)
        return known, findings

    def is_draft(self, path: str, front_matter: Mapping[str, object]) -> bool:
        """Whether it says so, or lies in a section that does."""
        return means_yes(front_matter.get("draft")) or self.sections.is_draft(path)

    def excludes(self, path: str, front_matter: Mapping[str, object]) -> bool:
        """Whether the page has no date, or says so: Zola leaves it out of its feeds.

        Not where only what stands above its front matter has kept that from being read.
        """
        if means_no(front_matter.get("include_in_feeds")):
            return True
        if front_matter.get("date") is not None or _date_in_name(path, self.config):
            return False
        return bool(front_matter) or self._root is None or not has_front_matter(self._root, path)

    def identify(self, path: str, front_matter: Mapping[str, object], site: Site) -> Identity:
        """As the class says.

        Raises `PostError` for a date, a language or a path that is none.
        """
        if not front_matter and not _date_in_name(path, self.config):
            raise PostError(
                error(
                    "the front matter does not begin in the file's first line",
                    path,
                    1,
                    remedy="Delete what stands above it.",
                )
            )
        place = self._place(path)
        written = read_date(front_matter, place.date, path)
        try:
            published = _parse(written)
        except ValueError:
            raise PostError(wrong_date(path, "date", written)) from None
        updated, update_findings = updated_of(("updated",), front_matter, published, _parse, path)
        url, url_findings = self._url(path, place, front_matter, site)
        name = place.dateless or place.name
        title, title_findings = title_of(front_matter, name.replace("_", "-"), path)
        entry_id, id_findings = own_id(("feed_id",), front_matter, path)
        language = self.config.language(place.language)
        categories, tags, term_findings = _terms(path, front_matter, language)
        authors = tuple(Person(one) for one in unique(flatten(front_matter.get("authors"))))
        return Identity(
            id=entry_id or url,
            url=url,
            title=title,
            published=published,
            updated=updated,
            categories=categories,
            tags=tags,
            findings=(
                *update_findings,
                *url_findings,
                *title_findings,
                *id_findings,
                *term_findings,
            ),
            language=language.tag,
            authors=authors or site.authors,
        )

    def resolve(self, reference: str, post_url: str, site: Site) -> str:
        """A path from the site's URL, or a reference relative to the post's URL."""
        if reference.startswith("/") and not reference.startswith("//"):
            return normalise(f"{site.posts.url or site.url}{reference}")
        return absolute(reference, post_url)

    def _place(self, path: str) -> Place:
        try:
            return place_of(path, self.config)
        except ValueError as problem:
            raise PostError(
                error(
                    f"{problem}, which {self.config.path or NAMES[1]} does not name",
                    path,
                    remedy="Add it to [languages], or take the dot out of the name.",
                )
            ) from None

    def _url(
        self, path: str, place: Place, front_matter: Mapping[str, object], site: Site
    ) -> tuple[str, tuple[Finding, ...]]:
        findings: list[Finding] = []
        for key in ("path", "slug"):
            if not isinstance(front_matter.get(key), str):
                findings += own_text(key, front_matter, path)[1]
        try:
            below = page_path(place, front_matter, self.config)
            return normalise(f"{site.posts.url or site.url}{below}"), tuple(findings)
        except ValueError as problem:
            key = "path" if front_matter.get("path") else "slug"
            written = shown(front_matter.get(key) or place.name)
            raise PostError(
                error(
                    f"{key}: no URL can be made of {written}: {problem}",
                    path,
                    remedy='Write the path as its front matter wants it: path = "news/harbour".',
                )
            ) from None


DIALECT = ZolaDialect


def _terms(
    path: str, front_matter: Mapping[str, object], language: Language
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Finding, ...]]:
    """The categories and the tags, and a warning for what is none of the site's taxonomies."""
    written = front_matter.get("taxonomies")
    if written is None:
        return (), (), ()
    if not isinstance(written, Mapping):
        what = f"taxonomies: {shown(written)} is not a table"
        return (), (), (warning(what, path, remedy="Write [taxonomies] and below it the lists."),)
    known = {taxonomy.name for taxonomy in language.taxonomies}
    findings = tuple(
        warning(
            f"taxonomies: {shown(name)} is none that the site's configuration names",
            path,
            remedy=f'Add {{ name = "{shown(name)}" }} to taxonomies, or delete it here.',
        )
        for name in written
        if name not in known
    )
    categories, tags = (
        unique(map(one_line, flatten(written.get(taxonomy.name)))) if taxonomy else ()
        for taxonomy in (language.categories, language.tags)
    )
    return categories, tags, findings


@lru_cache(64)
def _is_below(path: str, folder: str) -> bool:
    return folder == "." or path == folder or path.startswith(f"{folder}/")


def _date_in_name(path: str, config: ZolaConfig) -> str | None:
    try:
        return place_of(path, config).date
    except ValueError:
        return None
