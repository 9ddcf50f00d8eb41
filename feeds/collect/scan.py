"""Finds the files that are posts, and stays inside the site while doing so."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unicodedata import category

from feeds.errors import Finding, PostError, error, warning
from feeds.unchanged import settled

__all__ = [
    "HEAD_BYTES",
    "MAX_HEAD_BYTES",
    "MAX_POST_BYTES",
    "Folder",
    "Numbers",
    "Scanner",
    "Stamp",
    "read_file",
    "read_head",
    "unreadable",
]

HEAD_BYTES = 4096
MAX_HEAD_BYTES = 512 * 1024
MAX_POST_BYTES = 32 * 1024 * 1024

# Without O_NONBLOCK, opening a named pipe would wait for a writer for ever. Windows has
# neither it nor pipes among files, and opens as text where O_BINARY is not given.
_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_IGNORED_STARTS = (".", "~", "#")
_IGNORED_ENDS = ("~", "#")


Numbers = tuple[int, int, int, int]
"""A stamp's, where there are too many for each to become one."""


class Stamp(NamedTuple):
    """What a file system says of a file, so that a change of the file shows.

    Bytes, the times of the last change of content and of status in nanoseconds, and the
    inode. Programs can set the first time back, but not the second.
    """

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """The stamp in a file's status."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    def settled(self, moment_ns: int) -> bool:
        """Whether a change after that moment is sure to give another stamp."""
        return settled(self.mtime_ns, self.ctime_ns, moment_ns)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that was visited, and the names of the posts in it, in order.

    `shaping` are those of other files that say something of the posts.
    """

    path: str
    names: Sequence[str]
    shaping: Sequence[str] = ()


@dataclass
class Scanner:
    """Walks a site; what was noticed on the way is in `findings`.

    `enters` decides for a folder, and `takes` and `shapes` for a file, each by its path
    relative to the site. Dotfiles and editors' backups are passed over. A symbolic link is followed
    only where it stays inside the site, and away from dotfiles. A folder is visited once:
    by its own path, or else by the first link that leads to it.
    """

    root: Path
    enters: Callable[[str], bool]
    takes: Callable[[str], bool]
    shapes: Callable[[str], bool] = lambda _: False
    findings: list[Finding] = field(default_factory=list)

    def folders(self) -> Iterator[Folder]:
        """Every folder that may hold posts, in a fixed order, those without any too.

        Folders come in the order of their names, those behind links after all others.
        """
        real_root = os.path.realpath(self.root)
        visited: set[str] = set()
        links = deque([("", real_root)])
        while links:
            waiting = [links.popleft()]
            while waiting:
                path, real = waiting.pop()
                if real in visited:
                    continue
                visited.add(real)
                below: list[tuple[str, str]] = []
                if folder := self._visit(path, real, real_root, below, links):
                    yield folder
                waiting += reversed(below)

    def _visit(
        self,
        folder: str,
        real: str,
        real_root: str,
        below: list[tuple[str, str]],
        links: deque[tuple[str, str]],
    ) -> Folder | None:
        """The folder, None where it cannot be read; the folders in it are added to the lists."""
        names: list[str] = []
        shaping: list[str] = []
        linked: list[tuple[str, str]] = []
        try:
            with os.scandir(self.root / folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith(_IGNORED_STARTS) or name.endswith(_IGNORED_ENDS):
                        continue
                    path = f"{folder}/{name}" if folder else name
                    is_folder = _is_folder(entry)
                    if is_folder:
                        wanted = self.enters(path)
                    elif wanted := self.takes(path):
                        shapes = False
                    else:
                        wanted = shapes = self.shapes(path)
                    if not wanted:
                        continue
                    if entry.is_symlink():
                        target = os.path.realpath(entry.path)
                        if not self._allows(target, path, real_root):
                            continue
                        if is_folder:
                            linked.append((path, target))
                            continue
                    if is_folder:
                        below.append((path, os.path.join(real, name)))  # noqa: PTH118 - as text
                    elif _is_text(name):
                        (shaping if shapes else names).append(name)
                    else:
                        what = "the file's name holds characters that no text has"
                        self.findings.append(error(what, ascii(path)))
        except OSError as problem:
            self.findings.append(error(f"the folder cannot be read: {problem.strerror}", folder))
            return None
        names.sort()
        below.sort()
        links += sorted(linked)
        return Folder(folder, names, sorted(shaping))

    def stamps(self, folder: str, names: Sequence[str]) -> Iterator[tuple[str, Numbers]]:
        """The numbers of each of those files' stamps, but for those that cannot be had."""
        prefix = os.path.join(self.root, folder, "")  # noqa: PTH118 - a Path costs too much here
        for name in names:
            try:
                status = os.stat(prefix + name)  # noqa: PTH116 - likewise
            except OSError as problem:
                self.findings.append(unreadable(f"{folder}/{name}" if folder else name, problem))
            else:
                times = status.st_mtime_ns, status.st_ctime_ns
                yield name, (status.st_size, *times, status.st_ino)

    def _allows(self, target: str, path: str, real_root: str) -> bool:
        """Whether a link may be followed; says why where it may not."""
        if target == real_root:
            return True
        inside = target.removeprefix(real_root + os.sep)
        if inside == target:
            what = "the link leads out of the site and is not followed"
        elif any(part.startswith(".") for part in Path(inside).parts):
            what = "the link leads to a dotfile and is not followed"
        else:
            return True
        self.findings.append(warning(what, path, remedy="Copy the file into the site."))
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is one, or a link to one; a link that leads to itself is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_text(name: str) -> bool:
    """Whether it can be shown and written in UTF-8; spaces of every width are text."""
    if name.isprintable():
        return name.isascii() or not any("\udc80" <= char <= "\udcff" for char in name)
    spaced = "".join(" " if category(char) == "Zs" else char for char in name)
    return spaced != name and _is_text(spaced)


def read_head(root: Path, path: str, size: int = HEAD_BYTES) -> tuple[bytes, bool]:
    """The first bytes of a post, and whether they are all of it.

    Raises `PostError` for what cannot be read, is no regular file or is too large.
    """
    with _opened(root, path) as file:
        data = os.read(file, size + 1)
    return data[:size], len(data) <= size


def read_file(root: Path, path: str) -> bytes:
    """A post's bytes.

    Raises `PostError` for what cannot be read, is no regular file or is too large.
    """
    with _opened(root, path) as file, open(file, "rb", closefd=False) as whole:
        return whole.read()


class _opened:  # noqa: N801 - used like a function; contextlib's takes three times as long
    """A post's file, open to be read; raises `PostError` where it cannot or should not be."""

    def __init__(self, root: Path, path: str) -> None:
        self._name = os.path.join(root, path)  # noqa: PTH118 - a Path costs too much here
        self._path = path

    def __enter__(self) -> int:
        try:
            self._file = os.open(self._name, _OPENING)
        except OSError as problem:
            raise PostError(unreadable(self._path, problem)) from None
        status = os.fstat(self._file)
        regular = stat.S_ISREG(status.st_mode)
        if regular and status.st_size <= MAX_POST_BYTES:
            return self._file
        os.close(self._file)
        limit = f"{MAX_POST_BYTES // 1024 // 1024} MiB"
        what = f"the file is larger than {limit}" if regular else "this is not a regular file"
        raise PostError(error(what, self._path))

    def __exit__(self, _: object, problem: BaseException | None, __: object) -> None:
        os.close(self._file)
        if isinstance(problem, OSError):
            raise PostError(unreadable(self._path, problem)) from None


def unreadable(path: str, problem: OSError) -> Finding:
    """What is said of a post that the machine does not give away."""
    if isinstance(problem, FileNotFoundError):
        return error("the file is not there", path, remedy="If this is a link, mend or delete it.")
    return error(
        f"the file cannot be read: {problem.strerror}", path, remedy="Check its permissions."
    )
