"""Jekyll 4's conventions, and jekyll-feed's ids (jekyllrb.com/docs, tried with 4.3.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from functools import lru_cache, partial
from pathlib import Path
from posixpath import splitext
from typing import Self

from feeds.collect.dates import fixed, parse_date
from feeds.collect.dialects import permalink
from feeds.collect.dialects.base import (
    MARKDOWN,
    Dialect,
    Identity,
    date_and_slug,
    flatten,
    means_no,
    means_yes,
    own_id,
    own_text,
    read_date,
    shown,
    stem_of,
    title_of,
    unique,
    updated_of,
    wrong_date,
)
from feeds.collect.dialects.jekyll_config import NAMES, JekyllConfig
from feeds.errors import PostError, error
from feeds.model import Adopted, Site
from feeds.urls import absolute, is_web_url, normalise

__all__ = ["DIALECT", "JekyllDialect"]

_SUFFIXES = MARKDOWN | {".html", ".htm"}


class JekyllDialect(Dialect):
    """Posts in `_posts` folders at any depth, drafts in `_drafts`; settings in `_config.yml`.

    Folders above `_posts` are categories. `id` and `guid` in front matter mean nothing to
    Jekyll, and so nothing here; `feed_id` is this program's own key.
    """

    name = "jekyll"
    settings_files: Sequence[str] = NAMES

    def __init__(self, config: JekyllConfig) -> None:
        self.config = config

    def fingerprint(self) -> str:
        """The defaults for front matter; the rest is in the site's settings."""
        return repr(self.config.values.get("defaults"))

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

    def enters(self, folder: str, site: Site) -> bool:  # noqa: ARG002 - Jekyll looks everywhere
        """Every folder that Jekyll reads, and whatever lies in `_posts` and `_drafts`."""
        above, magic, _ = _divide(folder)
        parts = (above if magic else folder).split("/")
        return all(self._reads(part) for part in parts) and not self._excluded(folder)

    def takes(self, path: str, site: Site) -> bool:  # noqa: ARG002 - the name alone decides
        """A dated file in `_posts`, or any in `_drafts`, that Jekyll turns into HTML."""
        _, magic, _ = _divide(path)
        if splitext(path)[1].lower() not in _SUFFIXES:
            return False
        return magic == "_drafts" or (magic == "_posts" and date_and_slug(path)[0] is not None)

    def is_draft(self, path: str, front_matter: Mapping[str, object]) -> bool:
        """Whether it lies in `_drafts`, is not `published`, or is a `draft` to jekyll-feed."""
        return (
            _divide(path)[1] == "_drafts"
            or means_no(front_matter.get("published"))
            or means_yes(front_matter.get("draft"))
        )

    def defaults(self, path: str) -> Mapping[str, object]:
        """The values of `defaults` whose scopes hold for that file."""
        return self.config.defaults_for(
            path, "drafts" if _divide(path)[1] == "_drafts" else "posts"
        )

    def identify(self, path: str, front_matter: Mapping[str, object], site: Site) -> Identity:
        """As Jekyll and jekyll-feed make it.

        Raises `PostError` where the date is missing or none.
        """
        name_date, name_slug = date_and_slug(path)
        name_slug = name_slug.rstrip(".")
        written = read_date(front_matter, name_date, path)
        parse = partial(_parse, site=site)
        try:
            published = parse(written)
        except ValueError:
            raise PostError(wrong_date(path, "date", written)) from None
        updated, update_findings = updated_of(
            ("last_modified_at",), front_matter, published, parse, path
        )
        own_slug, slug_findings = own_text("slug", front_matter, path)
        slug = own_slug or name_slug
        title, title_findings = title_of(front_matter, slug, path)
        categories = _categories(path, front_matter)
        above, _, below = _divide(path)
        values = permalink.Placeholders(
            date=published,
            slug=slug,
            name=stem_of(path),
            path=f"{above}/{below.rpartition('.')[0]}".strip("/"),
            categories=categories,
        )
        own, url_findings = own_text("permalink", front_matter, path)
        pattern = own or site.posts.permalink
        try:
            url_path = permalink.expand(pattern, values)
            url = normalise(site.url + url_path)
            entry_id = normalise(f"{site.url}{_directory(url_path)}/{slug}")
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
            categories=categories,
            tags=unique(_plural(front_matter, "tag", "tags")),
            findings=(
                *update_findings,
                *slug_findings,
                *title_findings,
                *url_findings,
                *id_findings,
            ),
        )

    def resolve(self, reference: str, post_url: str, site: Site) -> str:  # noqa: ARG002
        """Jekyll's `absolute_url`: everything but a URL counts from the site's root."""
        if is_web_url(reference):
            return normalise(reference)
        if reference.startswith("//"):
            return absolute(reference, site.url)
        return normalise(f"{site.url}/{reference.lstrip('/')}")

    def _reads(self, name: str) -> bool:
        return name in self.config.include or not name.startswith("_")

    def _excluded(self, folder: str) -> bool:
        for pattern in self.config.exclude:
            pattern = pattern.strip("/")
            if folder == pattern or f"{folder}/".startswith(f"{pattern}/"):
                return True
            if fnmatchcase(folder, pattern):
                return True
        return False


DIALECT = JekyllDialect


def _parse(value: object, site: Site) -> datetime:
    moment = parse_date(value, site.timezone, timestamp_zone=UTC)
    return fixed(moment.astimezone(site.timezone))


@lru_cache(64)
def _divide(path: str) -> tuple[str, str, str]:
    """The path above `_posts` or `_drafts`, that folder's name, and the path below it."""
    parts = path.split("/")
    for index, part in enumerate(parts):
        if part in ("_posts", "_drafts"):
            return "/".join(parts[:index]), part, "/".join(parts[index + 1 :])
    return path, "", ""


def _directory(url_path: str) -> str:
    """What Ruby's `File.dirname` gives, without the slash for the root."""
    return url_path.rstrip("/").rpartition("/")[0]


def _plural(front_matter: Mapping[str, object], singular: str, plural: str) -> list[str]:
    """Jekyll's reading of `tag` and `tags`: the singular wins and is one term."""
    if one := front_matter.get(singular):
        return flatten(one)
    return _listed(front_matter.get(plural))


def _listed(many: object) -> list[str]:
    return many.split() if isinstance(many, str) else flatten(many)


def _categories(path: str, front_matter: Mapping[str, object]) -> tuple[str, ...]:
    above, _, _ = _divide(path)
    one, many = front_matter.get("category"), front_matter.get("categories")
    return unique((*above.split("/"), *_listed(many), *(flatten(one) if one else ())))
