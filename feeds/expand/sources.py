"""What bodies may be made from beside their own text: files of the site, and other posts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath

from feeds.collect.dialects import Dialect
from feeds.collect.reading import read
from feeds.collect.scan import Folder
from feeds.collect.serial import dump_post
from feeds.model import Post, Site

__all__ = ["MAX_FILE_BYTES", "Sources", "Uses"]

MAX_FILE_BYTES = 8 * 1024 * 1024

_ALL_POSTS = "posts:"


class Sources:
    """The site's files and posts, each read once a process, and only if a body asks for it.

    Nothing outside the site is read, and no file or folder whose name begins with a dot.
    """

    def __init__(self, site: Site, dialect: Dialect, folders: Sequence[Folder] = ()) -> None:
        self._site = site
        self._dialect = dialect
        self._folders = folders
        self._files: dict[str, bytes | None] = {}
        self._posts: dict[str, Post | None] = {}
        self._digests: dict[str, str] = {}
        self._parsed: dict[tuple[str, Callable[[bytes], object]], object] = {}

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all files that may be posts."""
        return frozenset(
            f"{folder.path}/{name}" if folder.path else name
            for folder in self._folders
            for name in folder.names
        )

    def file(self, path: str) -> bytes | None:
        """A file's bytes, by its path below the site; None where there is none to be read."""
        if path not in self._files:
            self._files[path] = self._read(path)
        return self._files[path]

    def parsed(self, path: str, parse: Callable[[bytes], object]) -> object:
        """What `parse` makes of a file's bytes, made once; None where there is no file."""
        key = path, parse
        if key not in self._parsed:
            data = self.file(path)
            self._parsed[key] = None if data is None else parse(data)
        return self._parsed[key]

    def names(self, folder: str) -> Sequence[str]:
        """The names in a folder below the site, folders with a slash at the end, in order."""
        place = self._inside(folder)
        try:
            entries = sorted(place.iterdir()) if place else []
        except OSError:
            return []
        return [
            f"{entry.name}/" if entry.is_dir() else entry.name
            for entry in entries
            if not entry.name.startswith(".")
        ]

    def post(self, path: str) -> Post | None:
        """The record of the post in that file, whenever it is published; None if there is none."""
        if path not in self._posts:
            reading = read(self._site, self._dialect, path) if path in self.paths else None
            self._posts[path] = reading.post if reading else None
        return self._posts[path]

    def all_posts(self) -> Sequence[Post]:
        """Every post, newest first, then by path; reads the heads of all files."""
        found = filter(None, map(self.post, sorted(self.paths)))
        return sorted(found, key=lambda post: post.published, reverse=True)

    def digest(self, name: str) -> str:
        """A hash of what an input says now, by its name in `Expanded.inputs`."""
        if name not in self._digests:
            kind, _, path = name.partition(":")
            self._digests[name] = sha256(self._said(kind, path)).hexdigest()[:32]
        return self._digests[name]

    def _said(self, kind: str, path: str) -> bytes:
        if kind == "file":
            data = self.file(path)
            return b"-" if data is None else b"+" + data
        if kind == "folder":
            return "\n".join(self.names(path)).encode("utf-8", "surrogateescape")
        posts: Iterable[Post | None] = [self.post(path)] if kind == "post" else self.all_posts()
        said = "\n".join(dump_post(post) if post else "-" for post in posts)
        return said.encode("utf-8", "surrogatepass")

    def _read(self, path: str) -> bytes | None:
        place = self._inside(path)
        try:
            if place is None or not place.is_file() or place.stat().st_size > MAX_FILE_BYTES:
                return None
            return place.read_bytes()
        except OSError:
            return None

    def _inside(self, path: str) -> Path | None:
        """Where that path leads, if it stays within the site and away from dotfiles."""
        parts = PurePosixPath(path).parts
        if "\0" in path or path.startswith("/") or any(part.startswith(".") for part in parts):
            return None
        root = self._site.root.resolve()
        try:
            real = (root / path).resolve()
        except (OSError, RuntimeError):
            return None
        inside = real.is_relative_to(root) and real.relative_to(root).parts
        if inside is False or any(part.startswith(".") for part in inside):
            return None
        return real


class Uses:
    """The sources as one body sees them: notes what it asked for."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._names: dict[str, None] = {}

    @property
    def inputs(self) -> tuple[tuple[str, str], ...]:
        """What was asked for, each with a hash, as `Expanded.inputs` has it."""
        return tuple((name, self.sources.digest(name)) for name in self._names)

    def file(self, path: str) -> bytes | None:
        """As `Sources.file`."""
        self._names[f"file:{path}"] = None
        return self.sources.file(path)

    def parsed(self, path: str, parse: Callable[[bytes], object]) -> object:
        """As `Sources.parsed`."""
        self._names[f"file:{path}"] = None
        return self.sources.parsed(path, parse)

    def names(self, folder: str) -> Sequence[str]:
        """As `Sources.names`."""
        self._names[f"folder:{folder}"] = None
        return self.sources.names(folder)

    def post(self, path: str) -> Post | None:
        """As `Sources.post`."""
        self._names[f"post:{path}"] = None
        return self.sources.post(path)

    def all_posts(self) -> Sequence[Post]:
        """As `Sources.all_posts`."""
        self._names[_ALL_POSTS] = None
        return self.sources.all_posts()
