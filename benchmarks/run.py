"""This program beside its peers, on the same posts and for the same feeds, in one run.

make bench                                     100 to 100,000 posts, put on record
python -m benchmarks.run 1000000 --record      a million short ones, beside those
python -m benchmarks.run 300 --runs 1          any number, for a look
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.breakdown import Breakdown, look_into
from benchmarks.check import Count, UnfitError
from benchmarks.measure import STATES, Bench, FailedError
from benchmarks.peers import FLOORS, NAMES, MissingError, Peer, find_peer
from benchmarks.record import HERE, record
from benchmarks.results import FLOOR, Size, machine
from benchmarks.site import Site
from benchmarks.tables import FASTEST, US, size_tables

_SIZES = [100, 1_000, 10_000, 100_000]
_SHORT_FROM = 1_000_000
_RUNS = ((1_000, 9), (10_000, 5), (_SHORT_FROM, 3))
_BUSY = 0.3


def main() -> None:
    """Reads the command line."""
    args = _arguments()
    work = args.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    if (load := os.getloadavg()[0]) > _BUSY:
        _say(f"something else is running on this machine: its load is {load}")
    peers = _find(args.peers, work)
    for posts in args.posts:
        try:
            size = _compare(posts, peers, args, work)
        except (FailedError, UnfitError) as problem:
            sys.exit(f"not compared: {problem}")
        print(f"\n{size.title}\n\n{size_tables(size)}", flush=True)
        if args.record:
            record([size], args.into)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.run", description=(__doc__ or "").partition("\n")[0]
    )
    states = [state.name for state in STATES]
    parser.add_argument("posts", nargs="*", type=int, default=_SIZES)
    parser.add_argument(
        "--peers",
        nargs="+",
        choices=NAMES,
        default=NAMES,
        metavar="NAME",
        help=f"some of {', '.join(NAMES)} (default: all)",
    )
    parser.add_argument(
        "--states",
        nargs="+",
        choices=states,
        default=states,
        metavar="STATE",
        help=f"some of {', '.join(map(repr, states))} (default: all)",
    )
    parser.add_argument(
        "--runs", type=int, help="how often each is timed (default: 9, and less where it is long)"
    )
    parser.add_argument(
        "--insist", action="store_true", help="ask slow peers for sizes at which they take minutes"
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=HERE.parent / "build" / "bench",
        metavar="FOLDER",
        help="for posts and peers (default: build/bench)",
    )
    parser.add_argument(
        "--record", action="store_true", help="write RESULTS.md, results.json and results.svg"
    )
    parser.add_argument(
        "--into",
        type=Path,
        default=HERE,
        metavar="FOLDER",
        help="where those are written (default: benchmarks)",
    )
    args = parser.parse_args()
    if args.record and args.states != states:
        parser.error("only a run of all states can be put on record")
    return args


def _find(names: Sequence[str], work: Path) -> list[Peer]:
    """The peers that can be had; the others are named."""
    peers = []
    for name in names:
        try:
            peers.append(find_peer(name, work))
        except MissingError as problem:
            _say(f"left out: {name}: {problem}")
    return peers


def _compare(posts: int, peers: Sequence[Peer], args: argparse.Namespace, work: Path) -> Size:
    """One size, in all states."""
    asked = [peer for peer in peers if args.insist or posts <= peer.most]
    short = posts >= _SHORT_FROM
    site = Site(work, posts, short=short)
    _say(f"{posts:,} posts are made")
    site.prepare({peer.form for peer in (*asked, *FLOORS)})
    runs = args.runs or next((runs for most, runs in _RUNS if posts <= most), 3)
    bench = Bench(site, asked, runs)
    counts = _try_out(bench)
    words, versions = machine(bench.peers)
    size = Size(posts, short, words, versions, counts)
    for state in STATES:
        if state.name in args.states:
            _say(f"{posts:,} posts, {state.name}")
            only = () if state.digest else (US, FASTEST)
            size.measured[state.name] = bench.measure(state, only=only)
    size.measured[FLOOR] = Bench(site, FLOORS, runs).measure(STATES[1])
    if not short:
        size.broken_down.update(_look_into(bench, args.states))
    return size


def _look_into(bench: Bench, states: Sequence[str]) -> dict[str, Breakdown]:
    """Where this program's time goes, in those states in which the newsletter is written."""
    found = {}
    for peer in bench.peers:
        for state in STATES:
            if peer.name == US and state.digest and state.name in states:
                _say(f"{bench.site.total:,} posts, {state.name}, is looked into")
                found[state.name] = look_into(bench, peer, state)
    return found


def _try_out(bench: Bench) -> dict[str, Count]:
    """What each peer wrote; those that wrote less than is asked for are named and left out."""
    counts: dict[str, Count] = {}
    for peer in bench.peers:
        _say(f"{bench.site.total:,} posts, {peer.name} is tried out")
        try:
            counts[peer.name] = bench.try_out(peer)
        except (FailedError, UnfitError) as problem:
            _say(f"not compared: {problem}")
    bench.peers = tuple(peer for peer in bench.peers if peer.name in counts)
    return counts


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
