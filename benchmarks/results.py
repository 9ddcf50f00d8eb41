"""What was measured, kept as JSON beside the tables, so that sizes may be measured one by one."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.breakdown import Breakdown
from benchmarks.check import Count
from benchmarks.measure import Measured
from benchmarks.peers import Peer

__all__ = ["FLOOR", "Size", "load", "machine", "save"]

FLOOR = "floor"


@dataclass(frozen=True)
class Size:
    """One run over one number of posts.

    `measured` has a table for each state, by its name, of what each program took, by its
    name; floors stand among the programs of the state `FLOOR`. `broken_down` tells of this
    program's own time in each state.
    """

    posts: int
    short: bool
    machine: str
    versions: dict[str, str]
    counts: dict[str, Count]
    measured: dict[str, dict[str, Measured]] = field(default_factory=dict)
    broken_down: dict[str, Breakdown] = field(default_factory=dict)

    def get(self, state: str, name: str) -> Measured | None:
        """What one program took in one state, if it was measured."""
        return self.measured.get(state, {}).get(name)

    def ratio(self, state: str, name: str, other: str, *, of: str = "") -> float | None:
        """One program's time divided by another's, in the same state or that of `of`."""
        ours, theirs = self.get(state, name), self.get(of or state, other)
        return ours.median / theirs.median if ours and theirs else None

    def peak(self, name: str) -> float | None:
        """The most memory that a program took in any state, in MiB."""
        peaks = [one.pss for table in self.measured.values() if (one := table.get(name))]
        return max(peaks, default=None)

    @property
    def title(self) -> str:
        """Such as `10,000 posts`."""
        return f"{self.posts:,} posts{' of 1 KB' if self.short else ''}"


def load(path: Path) -> list[Size]:
    """All sizes on record, the smallest first."""
    if not path.exists():
        return []
    return [_size(raw) for raw in json.loads(path.read_text(encoding="utf-8"))]


def save(path: Path, sizes: Iterable[Size]) -> None:
    """Puts sizes on record, each in place of the last of its kind."""
    kept = {(size.posts, size.short): size for size in (*load(path), *sizes)}
    all_sizes = [kept[key] for key in sorted(kept)]
    text = json.dumps([asdict(size) for size in all_sizes], indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def machine(peers: Iterable[Peer]) -> tuple[str, dict[str, str]]:
    """The machine in a few words, and the version of each program."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    words = [
        f"{cores} cores of {_processor()}",
        f"{memory:.0f} GiB",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
    ]
    return ", ".join(words), {peer.name: peer.version for peer in peers}


def _processor() -> str:
    found = re.search(r"^model name\s*: (.*)$", _text("/proc/cpuinfo"), re.MULTILINE)
    return found[1] if found else platform.machine()


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return ""


def _size(raw: dict[str, Any]) -> Size:
    """The way back from `asdict`."""
    counts = {name: Count(**count) for name, count in raw["counts"].items()}
    measured = {
        state: {name: _measured(**one) for name, one in table.items()}
        for state, table in raw["measured"].items()
    }
    broken_down = {name: Breakdown(**one) for name, one in raw["broken_down"].items()}
    return Size(**{**raw, "counts": counts, "measured": measured, "broken_down": broken_down})


def _measured(seconds: list[float], pss: float, rss: float) -> Measured:
    return Measured(tuple(seconds), pss, rss)
