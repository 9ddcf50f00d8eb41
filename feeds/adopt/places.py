"""Where the posts of a blog lie whose files do not say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from posixpath import commonpath, dirname, join

from feeds.collect.dialects.base import stem_of
from feeds.collect.reading import read
from feeds.collect.scan import Scanner
from feeds.workspace import open_site

__all__ = ["post_folders"]

_NEVER = frozenset(
    ("node_modules", "vendor", "public", "_site", "dist", "build", "target", "themes", "templates")
)
_MOST_FILES = 5000
_MOST_FOLDERS = 5


def post_folders(root: Path, site_settings: Mapping[str, object]) -> tuple[str, ...] | None:
    """The folders with Markdown files that have what a post needs; None if others say where.

    Only the first few thousand files are looked at, and none of what other programs put
    there. Raises `ConfigurationError` where the site cannot be opened with such settings.
    """
    workspace = open_site(root, given={"site": site_settings, "posts": {"folders": ["."]}})
    site, dialect = workspace.site, workspace.dialect
    if site.posts.folders != (".",) or dialect.adopted().settings.get("posts"):
        return None
    posts = (
        path
        for path in islice(_files(root, partial(dialect.takes, site=site)), _MOST_FILES)
        if read(site, dialect, path).post
    )
    return _folders(map(_folder_of, posts))


def _files(root: Path, takes: Callable[[str], bool]) -> Iterator[str]:
    scanner = Scanner(
        root,
        lambda folder: folder.rpartition("/")[2] not in _NEVER,
        takes,
    )
    for folder in scanner.folders():
        for name in folder.names:
            yield join(folder.path, name)


def _folder_of(path: str) -> str:
    """The folder that a post is in, without those that only stand for it or for a date."""
    folder = dirname(path)
    if stem_of(path) == "index":
        folder = dirname(folder)
    while folder.rpartition("/")[2].isdecimal():
        folder = dirname(folder)
    return folder


def _folders(found: Iterable[str]) -> tuple[str, ...]:
    """Few folders that have all of those in them."""
    folders = sorted(set(found))
    if len(folders) > _MOST_FOLDERS and "" not in folders:
        folders = [commonpath(folders)]
    if "" in folders:
        return (".",)
    return tuple(
        folder for folder in folders if not any(folder.startswith(f"{other}/") for other in folders)
    )
