"""Where a Hugo site's pages lie: content folders, languages, and folders that are pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from posixpath import splitext

from feeds.collect.dialects.base import shown
from feeds.collect.dialects.hugo.config import HugoConfig, Language, Mount, texts
from feeds.collect.dialects.hugo.tree import Place
from feeds.errors import Finding, warning
from feeds.model import Site

__all__ = ["CONTENT", "Layout"]

CONTENT = frozenset(
    f".{suffix}"
    for suffix in (
        *("md", "markdown", "mdown", "html", "htm"),
        *("adoc", "asciidoc", "ad", "pandoc", "pdc", "rst", "org"),
    )
)
"""The suffixes of the files that Hugo makes pages of."""

_REPEATED_TWICE = re.compile(r"[+*}][^()]*\)+[+*{]")


class Layout:
    """Which files of a site are pages, and where each of them is."""

    def __init__(self, config: HugoConfig) -> None:
        self.config = config
        ignored = texts(config.get("ignorefiles"))
        self._ignored = [re.compile(one) for one in ignored if _is_pattern(one)]
        self._unread = [one for one in ignored if not _is_pattern(one)]
        self._leaf: tuple[str, bool] = ("", False)
        self._last = "", self._placed("")

    def findings(self) -> Iterator[Finding]:
        """What of the configuration is not followed."""
        for one in self._unread:
            yield warning(f"ignoreFiles: {shown(one)} cannot be read", self.config.path)
        yield from self.config.unfollowed()

    def enters(self, folder: str, site: Site) -> bool:
        """The content folders and the way to them, but not what lies in a page's own folder."""
        self._leaf = ("", False)
        if self._mount(folder) is None:
            return any(f"{one.folder}/".startswith(f"{folder}/") for one in self.config.mounts)
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

    def is_section(self, path: str) -> bool:
        """Whether that file is the `_index` of a section."""
        folder, _, name = path.rpartition("/")
        is_index = name.startswith("_index.") and splitext(name)[1].lower() in CONTENT
        return is_index and self._split(name)[0] == "_index" and self._mount(folder) is not None

    def place(self, path: str) -> Place:
        """Where the page of that file is."""
        if self._last[0] != path:
            self._last = path, self._placed(path)
        return self._last[1]

    def _placed(self, path: str) -> Place:
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

    def _mount(self, folder: str) -> Mount | None:
        inside = f"{folder}/"
        return next(
            (one for one in self.config.mounts if inside.startswith(f"{one.folder}/")), None
        )

    def _chosen(self, site: Site) -> Sequence[str]:
        """The folders that posts shall come from, where they are content folders at all."""
        return [
            folder
            for folder in site.posts.folders
            if folder != "."
            and any(
                f"{folder}/".startswith(f"{mount.folder}/")
                or f"{mount.folder}/".startswith(f"{folder}/")
                for mount in self.config.mounts
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


def _wanted(path: str, chosen: Sequence[str], *, on_the_way: bool = False) -> bool:
    if not chosen:
        return True
    return any(
        f"{path}/".startswith(f"{folder}/") or (on_the_way and f"{folder}/".startswith(f"{path}/"))
        for folder in chosen
    )


def _is_pattern(text: str) -> bool:
    """Whether it is an expression, and none that could take for ever, as none does in Go."""
    if len(text) > 300 or _REPEATED_TWICE.search(text):
        return False
    try:
        re.compile(text)
    except re.error:
        return False
    return True
