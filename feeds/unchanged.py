"""Knows, without reading a post, that a run would change nothing.

After a run that changed nothing, every file and folder that it depended on is noted with
its stamp: size, times of the last change in nanoseconds, and inode. As long as all of
them are the same, so is the result, until the clock makes a difference. This module
imports next to nothing, not even pathlib, since a cron job pays for it at every run.

A note's first line says when it holds and what the run said, each further line has up to
a thousand paths, and the last is an end mark. Each begins with a hash of its own text, of
the stamps of its paths, and of all lines before it, back to the run's options and the
program itself. So a note that is damaged, cut off, old or another's is never believed.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from feeds import __version__

try:  # hashlib, whose public name this is, loads OpenSSL and takes ten times as long.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["Outcome", "count", "note", "recall", "sentence", "settled", "watch_tree"]

_FINE_GRAIN = 50_000_000
_COARSE_GRAIN = 2_000_000_000

_PATHS_A_LINE = 1000
_HASH_BYTES = 16
_TEXT = slice(2 * _HASH_BYTES + 1, -1)
# No path holds a zero byte.
_BETWEEN = b"\0/"
_LINE_BREAK = b"\0n"
_NEVER = b"-"
_END = b"end"

Outcome = dict[str, int]
"""What the run would say: `posts`, `files`, `findings` and its exit `status`."""

_Stamp = tuple[int, int, int, int]


def note(
    file: str,
    key: str,
    outcome: Outcome,
    *,
    started_ns: int,
    due_ns: int | None,
    folders: Iterable[tuple[str, Iterable[str]]],
    files: Iterable[str],
) -> bool:
    """Notes a run that changed nothing, and says whether it could be.

    `key` stands for the run's options, `started_ns` for when it began, and `due_ns` for
    when the clock would next change something. `folders` are paths with the names that
    were read in them, `files` single paths; what is absent is noted as absent. Later
    runs look at files first, then at folders in their order, and stop at the first
    change. Nothing is noted while a file is so new that it could change again without
    showing it.
    """
    due = _NEVER if due_ns is None else b"%d" % due_ns
    said = " ".join(f"{name}={number}" for name, number in outcome.items())
    known = _known_before(key)
    beside = f"{file}.new"
    try:
        with open(beside, "wb") as written:
            written.write(_line(known, b"%d %b %b" % (started_ns, due, said.encode()), []))
            for text in _texts(chain(folders, _checkout()), files):
                stamps = _stamps(text)
                if not all(_is_settled(stamp, started_ns) for stamp in stamps):
                    return False
                written.write(_line(known, text, stamps))
            written.write(_line(known, _END, []))
        os.replace(beside, file)
        return True
    finally:
        if os.path.exists(beside):
            os.remove(beside)


def recall(file: str, key: str, now_ns: int) -> Outcome | None:
    """The outcome of a run at that moment, if it is sure to change nothing; else None."""
    try:
        with open(file, "rb") as noted:
            known = _known_before(key)
            first = next(noted)
            if _line(known, first[_TEXT], []) != first:
                return None
            started, due, *said = first[_TEXT].split()
            if now_ns < int(started) or (due != _NEVER and now_ns >= int(due)):
                return None
            text = b""
            for line in noted:
                text = line[_TEXT]
                if _line(known, text, _stamps(text)) != line:
                    return None
            if text != _END:
                return None
            pairs = (pair.decode().split("=") for pair in said)
            return {name: int(number) for name, number in pairs}
    except (OSError, ValueError, StopIteration):
        return None


def sentence(outcome: Outcome) -> str:
    """What is said of a run that changed nothing."""
    posts, files, findings = outcome["posts"], outcome["files"], outcome["findings"]
    before = f"; {count(findings, 'finding')} as before (--dry-run shows them)" if findings else ""
    return f"{count(posts, 'post')}: nothing changed, {count(files, 'file')} as they were{before}"


def count(number: int, noun: str) -> str:
    """`1 post`, `2 posts`."""
    return f"{number} {noun if number == 1 else noun + 's'}"


def settled(mtime_ns: int, ctime_ns: int, moment_ns: int) -> bool:
    """Whether a change of a file after that moment is sure to give it other times.

    A file system counts time in grains; a file may change twice within one.
    """
    grain = _FINE_GRAIN + (_COARSE_GRAIN if mtime_ns % 1_000_000_000 == 0 else 0)
    return max(mtime_ns, ctime_ns) < moment_ns - grain


def watch_tree(folder: str) -> Iterator[tuple[str, list[str]]]:
    """A folder and all below it, each with the names of its files; also one not there."""
    path = None
    for path, below, names in os.walk(folder):
        below.sort()
        yield path, sorted(names)
    if path is None:
        yield folder, []


def _known_before(key: str) -> blake2b:
    """The hash before any line: of the run's options, and of the program as it is installed."""
    libraries = _stamps(_text("", filter(None, sys.path)))
    program = ascii((key, __version__, sys.version, __file__, libraries))
    return blake2b(program.encode(), digest_size=_HASH_BYTES)


def _line(known: blake2b, text: bytes, stamps: list[_Stamp | None]) -> bytes:
    """A line as it must be after what is known, which grows by it."""
    known.update(b"%b\n%b" % (text, marshal.dumps(stamps, 2)))
    return b"%b %b\n" % (known.hexdigest().encode(), text)


def _texts(folders: Iterable[tuple[str, Iterable[str]]], files: Iterable[str]) -> Iterator[bytes]:
    """The texts of the lines: of the files, then of each folder itself and what is in it."""
    inside = ((os.path.join(path, ""), chain(("",), names)) for path, names in folders)
    for start, ends in chain((("", files),), inside):
        rest = iter(ends)
        while some := tuple(islice(rest, _PATHS_A_LINE)):
            yield _text(start, some)


def _text(start: str, ends: Iterable[str]) -> bytes:
    """Paths as a line has them: once what they all begin with, then the end of each."""
    return _BETWEEN.join(map(os.fsencode, (start, *ends))).replace(b"\n", _LINE_BREAK)


def _stamps(text: bytes) -> list[_Stamp | None]:
    """The stamps of a line's paths, None for what is not there."""
    start, *ends = text.replace(_LINE_BREAK, b"\n").split(_BETWEEN)
    stamps: list[_Stamp | None] = []
    for end in ends:
        try:
            status = os.stat(start + end)
        except OSError:
            stamps.append(None)
        else:
            times = status.st_mtime_ns, status.st_ctime_ns
            stamps.append((status.st_size, *times, status.st_ino))
    return stamps


def _is_settled(stamp: _Stamp | None, moment_ns: int) -> bool:
    return stamp is None or settled(stamp[1], stamp[2], moment_ns)


def _checkout() -> Iterator[tuple[str, list[str]]]:
    """The program's own files where it runs from a checkout, in which they may change."""
    package = os.path.dirname(__file__)
    checkout = os.path.dirname(package)
    if os.path.exists(os.path.join(checkout, "pyproject.toml")):
        for folder in (package, os.path.join(checkout, "templates")):
            for path, names in watch_tree(folder):
                if os.path.basename(path) != "__pycache__":
                    yield path, names
