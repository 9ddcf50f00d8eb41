"""Where the time of a run of this program goes: Python itself, what is imported, and work.

All of it is looked at on one core, so that the work is seen where it would be shared with
other processes. Looking slows a run down: what is imported is in seconds of such a run, and of
the work only the shares are kept.
"""

from __future__ import annotations

import os
import pstats
import re
import statistics
import subprocess
import sys
import sysconfig
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from benchmarks.measure import Bench, FailedError, State, environment, launch
from benchmarks.peers import Peer

__all__ = ["Breakdown", "by_package", "by_part", "look_into"]

_TIMES = 5
_IMPORT_TIMES = 3
_IMPORT = re.compile(r"^import time: +(\d+) \| +\d+ \| *(\S+)$", re.MULTILINE)
_LIBRARY = "standard library"
_IMPORTING = "imports"
_BUILTINS = "Python's own types"
# What is written in C, and is worth a name of its own.
_C_PARTS = {
    "lxml": "lxml",
    "nh3": "nh3",
    "posix": "system calls",
    "sqlite3": "sqlite3",
    "yaml": "yaml",
}
_C_NAME = re.compile(r"(?:built-in method |of ')_?(\w+)\.")

_Function: TypeAlias = tuple[str, int, str]
_Timing: TypeAlias = tuple[int, int, float, float]
Profile: TypeAlias = Mapping[_Function, tuple[int, int, float, float, Mapping[_Function, _Timing]]]
"""What `pstats.Stats.stats` holds."""


@dataclass(frozen=True)
class Breakdown:
    """Seconds of `python -c pass` and of `--version`, of imports, and shares of the work."""

    python: float
    version: float
    imports: dict[str, float]
    work: dict[str, float]

    @property
    def start_up(self) -> float:
        """Seconds before any work begins."""
        return self.python + sum(self.imports.values())


def look_into(bench: Bench, peer: Peer, state: State) -> Breakdown:
    """A program, which has to be written in Python, in one state."""
    folder = bench.site.root(peer.form)
    empty = _quickly((sys.executable, "-c", "pass"), folder)
    version = _quickly((peer.command[0], "--version"), folder)
    known = set(_imported(_on_one_core([sys.executable, "-X", "importtime", "-c", "pass"], folder)))
    bench.enter(state, [peer])
    tries = []
    for _ in range(_IMPORT_TIMES):
        bench.prepare(peer, state)
        said = _on_one_core([sys.executable, "-X", "importtime", *peer.command], folder)
        tries.append({name: took for name, took in _imported(said).items() if name not in known})
    imports = min(tries, key=lambda took: sum(took.values()))
    bench.prepare(peer, state)
    with tempfile.TemporaryDirectory() as beside:
        profile = Path(beside) / "profile"
        # -P leaves the path to modules as it is without a profiler.
        looking = [sys.executable, "-P", "-m", "cProfile", "-o", str(profile)]
        _on_one_core([*looking, *peer.command], folder)
        stats: Profile = pstats.Stats(str(profile)).stats  # type: ignore[attr-defined]
    return Breakdown(empty, version, by_package(imports), by_part(stats))


def by_package(imports: Mapping[str, float]) -> dict[str, float]:
    """Seconds of modules, summed by what they belong to, the longest first."""
    sums: dict[str, float] = defaultdict(float)
    for module, took in imports.items():
        sums[_package(module)] += took
    return _longest_first(sums)


def by_part(profile: Profile) -> dict[str, float]:
    """Shares of the time of a run, less its imports, the largest first.

    A part is a room of this program, a library, or what C functions do. A C function without
    a part of its own counts as whoever calls it.
    """
    sums: dict[str, float] = defaultdict(float)
    for function, (_, _, own, _, callers) in profile.items():
        if function[0] != "~":
            sums[_part(function)] += own
            continue
        found = _C_NAME.search(function[2])
        part = _C_PARTS.get(found[1]) if found else None
        for caller, (_, _, took, _) in callers.items():
            called_by = _part(caller)
            sums[part if part and called_by != _IMPORTING else called_by] += took
    sums.pop(_IMPORTING, None)
    total = sum(sums.values())
    return _longest_first({part: took / total for part, took in sums.items()}) if total else {}


def _quickly(command: Sequence[str], folder: Path) -> float:
    return statistics.median(launch(command, folder)["seconds"] for _ in range(_TIMES))


def _imported(said: str) -> dict[str, float]:
    """Seconds that each module took, without what it imports itself."""
    return {name: int(micro) / 1e6 for micro, name in _IMPORT.findall(said)}


def _package(module: str) -> str:
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names or top.startswith("_sysconfigdata"):
        return _LIBRARY
    return top.lstrip("_") or top


def _part(function: _Function) -> str:
    """What a function in Python belongs to."""
    file, _, name = function
    if file == "~":
        return _BUILTINS
    if name == "<module>" or file.startswith("<frozen importlib"):
        return _IMPORTING
    if found := re.search(r"/site-packages/([^/]+?)(?:\.py)?(?:/|$)", file):
        return found[1]
    if file.startswith(("<", sysconfig.get_path("stdlib"))):
        return _LIBRARY
    if found := re.search(r"/feeds/(\w+)(?:\.py)?(?:/|$)", file):
        return f"feeds.{found[1]}"
    return _LIBRARY


def _on_one_core(command: Iterable[str], folder: Path) -> str:
    """Runs a command, and gives what it wrote to its error output; raises `FailedError`."""
    core = {min(os.sched_getaffinity(0))}
    done = subprocess.run(
        list(command),
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, core),
    )
    if done.returncode:
        raise FailedError(done.stderr)
    return done.stderr


def _longest_first(sums: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(sums.items(), key=lambda item: -item[1]))
