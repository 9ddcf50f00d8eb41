"""What was saved of an edition, so that it can be taken back, and taken back again."""

from __future__ import annotations

import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from feeds.editions.disk import inside, write_all
from feeds.errors import FeedsError

__all__ = ["MOST", "Step", "Undoing"]

MOST = 50
"""How many saves of an edition are kept."""

_LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Step:
    """The bytes of a file before and after it was saved."""

    before: bytes
    after: bytes


@dataclass(slots=True)
class _Steps:
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)


class Undoing:
    """Keeps saves by the path of the edition; in `folder` they outlive the program.

    What is there and cannot be read is forgotten: it is no more than a convenience.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[str, _Steps] = {}
        self._lock = Lock()

    def saved(self, path: str, before: bytes, after: bytes) -> None:
        """Notes that a file was saved; what was undone can no longer be redone."""
        with self._lock:
            steps = self._of(path)
            steps.done = [*steps.done, Step(before, after)][-MOST:]
            steps.undone = []
            self._keep(path, steps)

    def back(self, path: str, now: bytes) -> Step | None:
        """The save that can be taken back; None where the file is no longer as it left it."""
        return _fitting(self._of(path).done, now, "after")

    def again(self, path: str, now: bytes) -> Step | None:
        """The save that was taken back, and can be made again."""
        return _fitting(self._of(path).undone, now, "before")

    def took_back(self, path: str) -> None:
        """Notes that the last save was taken back."""
        with self._lock:
            steps = self._of(path)
            steps.undone.append(steps.done.pop())
            self._keep(path, steps)

    def made_again(self, path: str) -> None:
        """Notes that what was taken back was made again."""
        with self._lock:
            steps = self._of(path)
            steps.done.append(steps.undone.pop())
            self._keep(path, steps)

    def _of(self, path: str) -> _Steps:
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def _read(self, path: str) -> _Steps:
        if self._folder is None or not inside(self._folder, _name(path)):
            return _Steps()
        with suppress(OSError, ValueError, TypeError, KeyError, zlib.error):
            kept = json.loads((self._folder / _name(path)).read_bytes())
            return _Steps(
                [Step(_unpacked(one), _unpacked(two)) for one, two in kept["done"]],
                [Step(_unpacked(one), _unpacked(two)) for one, two in kept["undone"]],
            )
        return _Steps()

    def _keep(self, path: str, steps: _Steps) -> None:
        if self._folder is None:
            return
        kept = {
            name: [[_packed(step.before), _packed(step.after)] for step in some]
            for name, some in (("done", steps.done), ("undone", steps.undone))
        }
        with suppress(OSError, FeedsError):
            write_all(self._folder, {_name(path): json.dumps(kept).encode()})


def _fitting(steps: Sequence[Step], now: bytes, side: str) -> Step | None:
    return steps[-1] if steps and getattr(steps[-1], side) == now else None


def _name(path: str) -> str:
    return f"{path}.json"


def _packed(data: bytes) -> str:
    return b85encode(zlib.compress(data)).decode()


def _unpacked(text: str) -> bytes:
    return zlib.decompressobj().decompress(b85decode(text), _LARGEST)
