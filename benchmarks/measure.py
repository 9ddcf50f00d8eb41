"""Whole processes, in alternation: every program once, then every program again."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.check import Count, UnfitError, check
from benchmarks.peers import Peer
from benchmarks.site import GRAIN, Site

__all__ = ["STATES", "Bench", "FailedError", "Measured", "State", "environment", "launch"]

_LAUNCH = Path(__file__).with_name("launch.py")
_PATIENCE = 120.0


class FailedError(Exception):
    """A program that ended with an error, and what it said."""


@dataclass(frozen=True)
class State:
    """What programs find: nothing at all, their work of last time, or that and an edit."""

    name: str
    fresh: bool = False
    edits: bool = False
    digest: bool = True


STATES = (
    State("first run", fresh=True),
    State("nothing changed"),
    State("newest changed", edits=True),
    State("newest changed, no digest", edits=True, digest=False),
)


@dataclass(frozen=True)
class Measured:
    """What one program took in one state: seconds of each run, and the peaks in MiB.

    `pss` is that of the whole process tree, sampled; `rss` that of its largest process, told
    by the kernel.
    """

    seconds: tuple[float, ...]
    pss: float
    rss: float

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)


def environment() -> dict[str, str]:
    """This process's, but that Python keeps its bytecode, as an installed program has it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def launch(command: Sequence[str], folder: Path, *, sample: bool = False) -> dict[str, float]:
    """What `launch.py` says of one run of a command in a folder.

    Raises `FailedError` if the command does.
    """
    options = ["--sample"] if sample else []
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(_LAUNCH), *options, *command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise FailedError(f"{command[0]}: {done.stderr}")
    result: dict[str, float] = json.loads(done.stdout)
    if result["status"]:
        raise FailedError(f"{command[0]} ended with {result['status']}: {done.stderr}")
    return result


class Bench:
    """Programs beside each other on one site."""

    def __init__(self, site: Site, peers: Sequence[Peer], runs: int) -> None:
        self.site = site
        self.peers = tuple(peers)
        self._runs = runs
        self._seen: dict[str, int] = {}
        self._edits: dict[str, int] = {}

    def try_out(self, peer: Peer) -> Count:
        """One run from nothing that is not measured; warms what the machine caches.

        Raises `FailedError`, or `UnfitError` if less was written than the others have to.
        """
        self.forget(peer)
        self._run(peer)
        return self._check(peer)

    def measure(self, state: State, *, only: Sequence[str] = ()) -> dict[str, Measured]:
        """Every program (or `only` some) in one state, by name.

        Each is run several times for its time, or as often as it can be within two minutes,
        and once more for its memory. Raises `FailedError`, and `UnfitError` if an output is
        out of date.
        """
        peers = [peer for peer in self.peers if not only or peer.name in only]
        self.enter(state, peers)
        found: dict[str, list[dict[str, float]]] = {peer.name: [] for peer in peers}
        for _ in range(self._runs):
            for peer in peers:
                times = [result["seconds"] for result in found[peer.name]]
                if not times or sum(times) + max(times) <= _PATIENCE:
                    found[peer.name].append(self._turn(peer, state, sample=False))
        sampled = {peer.name: self._turn(peer, state, sample=True) for peer in peers}
        for peer in peers:
            if peer.output:
                self._check(peer)
        return {
            name: Measured(
                tuple(result["seconds"] for result in results),
                sampled[name]["pss"] / 1024,
                max(result["rss"] for result in (*results, sampled[name])) / 1024,
            )
            for name, results in found.items()
        }

    def enter(self, state: State, peers: Sequence[Peer]) -> None:
        """Has programs do what they would have done before they are in such a state.

        Where nothing changes, that is a run in which nothing changed: a program may use it to
        note for the next ones what it depended on, once files are old enough to be trusted.
        """
        self.site.use_digest(state.digest)
        if state.fresh:
            return
        for peer in peers:
            if peer.output and self._seen.get(peer.name) != self.site.version:
                self._run(peer)
        if not state.edits:
            time.sleep(GRAIN)
            for peer in peers:
                self._run(peer)

    def prepare(self, peer: Peer, state: State) -> None:
        """What changes before each run in a state."""
        if state.fresh:
            self.forget(peer)
        if state.edits:
            self.site.change_newest()

    def forget(self, peer: Peer) -> None:
        """Removes all that a program left behind."""
        for trace in peer.traces:
            path = self.site.root(peer.form) / trace
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def _turn(self, peer: Peer, state: State, *, sample: bool) -> dict[str, float]:
        self.prepare(peer, state)
        return self._run(peer, sample=sample)

    def _run(self, peer: Peer, *, sample: bool = False) -> dict[str, float]:
        result = launch(peer.command, self.site.root(peer.form), sample=sample)
        self._seen[peer.name] = self.site.version
        self._edits[peer.name] = self.site.edit
        return result

    def _check(self, peer: Peer) -> Count:
        """An output shows the last edit that its program saw: others may have come since."""
        digests = peer.digests if self.site.digest else ()
        output = self.site.root(peer.form) / peer.output
        try:
            return check(output, self.site.total, peer.formats, digests, self._edits[peer.name])
        except UnfitError as problem:
            raise UnfitError(f"{peer.name}: {problem}") from None
