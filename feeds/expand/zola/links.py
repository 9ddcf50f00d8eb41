"""Zola's links to its own pages: `[text](@/posts/harbour.md#quay)`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from feeds.collect.dialects.zola.config import ZolaConfig
from feeds.collect.dialects.zola.paths import (
    CONTENT,
    is_page,
    is_section,
    page_path,
    place_of,
    section_path,
)
from feeds.collect.frontmatter import split_head
from feeds.errors import PostError
from feeds.expand.sources import Uses
from feeds.model import Site
from feeds.urls import normalise

__all__ = ["LINK", "Links"]

LINK = re.compile(
    r"(?P<before>\]\(\s{0,9}<?|^[ \t>]{0,9}\[[^\]\n]{1,300}\]:[ \t]{0,9}<?)"
    r"(?P<path>@/[^\s)>\"']+)",
    re.MULTILINE,
)
"""A link's beginning, and where it leads."""


class Links:
    """Where the site's own pages are; what is looked at is noted as used."""

    def __init__(self, site: Site, config: ZolaConfig, uses: Uses) -> None:
        self._site = site
        self._config = config
        self._uses = uses

    def url(self, reference: str) -> str | None:
        """The URL of the page, section or file that `@/…` names; None where there is none."""
        path, _, anchor = unquote(reference.removeprefix("@/")).partition("#")
        path = f"{CONTENT}/{path}"
        if {".", ".."} & set(path.split("/")):
            return None
        if is_section(path, self._config):
            found = self._section(path)
        else:
            found = self._page(path) if is_page(path) else self._file(path)
        return f"{found}#{anchor}" if found and anchor else found

    def _file(self, path: str) -> str | None:
        """A file beside a page or a section is at the URL of that."""
        folder, _, name = path.rpartition("/")
        names = self._uses.names(folder)
        if not name or name not in names:
            return None
        if "index.md" in names:
            home = self._page(f"{folder}/index.md")
        else:
            home = self._absolute(section_path(f"{folder}/_index.md", self._config))
        return normalise(f"{home}{name}") if home else None

    def _section(self, path: str) -> str | None:
        if self._uses.file(path) is None:
            return None
        return self._absolute(section_path(path, self._config))

    def _page(self, path: str) -> str | None:
        if post := self._uses.post(path):
            return post.url
        values = self._uses.parsed(path, _front_matter)
        if not isinstance(values, Mapping):
            return None
        try:
            return self._absolute(page_path(place_of(path, self._config), values, self._config))
        except ValueError:
            return None

    def _absolute(self, path: str) -> str | None:
        try:
            return normalise(f"{self._site.posts.url or self._site.url}{path}")
        except ValueError:
            return None


def _front_matter(data: bytes) -> Mapping[str, object] | None:
    try:
        front = split_head(data, "", whole=True)
    except PostError:
        return None
    return front.values if front else None
