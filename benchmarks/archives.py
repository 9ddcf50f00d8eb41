"""Every feed of all posts at once, archives included: this program beside Hugo.

    python -m benchmarks.archives                  10,000 posts
    python -m benchmarks.archives --record         and the table is put into RESULTS.md
    python -m benchmarks.archives 300 --runs 1     any number, for a look

Both are asked for feeds of all posts, of each category, tag and author, with whole posts.
Hugo writes one file of RSS for each. This program, which has read the posts but rendered
none, writes each as Atom, RSS and JSON Feed: the newest, and the pages of an archive.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.check import Count, UnfitError
from benchmarks.every_post import check, every_post
from benchmarks.measure import FailedError, Measured, launch
from benchmarks.peers import MissingError, Peer, find_peer
from benchmarks.record import HERE, archives_file, record
from benchmarks.results import machine
from benchmarks.site import GRAIN, lay_posts
from benchmarks.tables import FASTEST, US, digits, markdown

__all__ = ["FIRST", "SECOND", "Outcome", "forget", "lay", "made_ready", "page", "try_out"]

FIRST, SECOND = "no body rendered", "nothing changed"
_FORMATS = {US: ("atom", "rss", "json"), FASTEST: ("rss",)}
_MOST_TIME, _MOST_MEMORY = 1.0, 200
_POSTS, _RUNS = 10_000, 3


@dataclass(frozen=True)
class Outcome:
    """What each program wrote and took, by its name; times by state first."""

    posts: int
    machine: str
    versions: Mapping[str, str]
    counts: Mapping[str, Count]
    measured: Mapping[str, Mapping[str, Measured]]

    @property
    def ratio(self) -> float:
        """This program's time divided by Hugo's."""
        first = self.measured[FIRST]
        return first[US].median / first[FASTEST].median

    @property
    def peak(self) -> float:
        """The most memory that this program took, in MiB."""
        return max(programs[US].pss for programs in self.measured.values())


def main() -> None:
    """Reads the command line."""
    args = _arguments()
    work = args.work.resolve()
    root = work / f"archives-{args.posts}"
    try:
        peers = [made_ready(find_peer(name, work)) for name in (US, FASTEST)]
        lay(root, args.posts)
        outcome = _compare(root, peers, args.posts, args.runs)
    except (FailedError, MissingError, UnfitError) as problem:
        sys.exit(f"not compared: {problem}")
    told = page(outcome)
    print(told)
    if args.record:
        archives_file(args.into).write_text(told, encoding="utf-8")
        record((), args.into)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.archives", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("posts", nargs="?", type=int, default=_POSTS)
    parser.add_argument("--runs", type=int, default=_RUNS, help="how often each is timed")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "bench")
    parser.add_argument("--record", action="store_true", help="put the table into RESULTS.md")
    parser.add_argument("--into", type=Path, default=HERE, help="where that is")
    return parser.parse_args()


def lay(root: Path, posts: int) -> None:
    """The posts, and what both programs need to write those feeds and no others."""
    lay_posts(root, "jekyll", every_post(posts))
    for name in (US, FASTEST):
        shutil.copytree(HERE / "sites" / "archives" / name, root, dirs_exist_ok=True)
    time.sleep(GRAIN)


def made_ready(peer: Peer) -> Peer:
    """The peer, of whose work only the reading of the posts is there at a first run."""
    if peer.name != US:
        return peer
    return replace(peer, traces=(peer.output, ".feeds/results.sqlite*", ".feeds/unchanged-*"))


def try_out(peer: Peer, root: Path, posts: int) -> Count:
    """What a program writes, once it has read the posts. Raises `UnfitError` where it lacks any.

    Raises `FailedError` if the program ends with an error.
    """
    if peer.name == US:
        launch((peer.command[0], "list", "--limit", "1"), root)
    forget(peer, root)
    launch(peer.command, root)
    try:
        return check(root / peer.output, posts, _FORMATS[peer.name], in_pages=peer.name == US)
    except UnfitError as problem:
        raise UnfitError(f"{peer.name}: {problem}") from None


def _compare(root: Path, peers: Sequence[Peer], posts: int, runs: int) -> Outcome:
    shutil.rmtree(_aside(root), ignore_errors=True)
    counts = {}
    for peer in peers:
        print(f"{posts:,} posts, {peer.name} is tried out", file=sys.stderr, flush=True)
        counts[peer.name] = try_out(peer, root, posts)
    print(f"{posts:,} posts, {FIRST}", file=sys.stderr, flush=True)
    first = _in_alternation(root, peers, runs, fresh=True)
    us = [peer for peer in peers if peer.name == US]
    time.sleep(GRAIN)
    for peer in us:
        launch(peer.command, root)
    print(f"{posts:,} posts, {SECOND}", file=sys.stderr, flush=True)
    second = _in_alternation(root, us, runs, fresh=False)
    shutil.rmtree(_aside(root))
    return Outcome(posts, *machine(peers), counts, {FIRST: first, SECOND: second})


def _in_alternation(
    root: Path, peers: Sequence[Peer], runs: int, *, fresh: bool
) -> dict[str, Measured]:
    """Every program once, then every program again; and once more for its memory."""
    found: dict[str, list[dict[str, float]]] = {peer.name: [] for peer in peers}
    for number in range(runs + 1):
        for peer in peers:
            if fresh:
                forget(peer, root)
            found[peer.name].append(launch(peer.command, root, sample=number == runs))
    return {name: _measured(results) for name, results in found.items()}


def _measured(results: Sequence[Mapping[str, float]]) -> Measured:
    """Of runs of which the last was sampled."""
    return Measured(
        tuple(result["seconds"] for result in results[:-1]),
        results[-1]["pss"] / 1024,
        max(result["rss"] for result in results) / 1024,
    )


def forget(peer: Peer, root: Path) -> None:
    """Removes what a first run must not find, and waits until disks are idle.

    Outputs are only moved aside: for minutes after many files are deleted, ext4 searches long
    for each new one, which would be measured instead of a program that writes thousands.
    """
    for path in (path for trace in peer.traces for path in root.glob(trace)):
        if path.is_dir():
            aside = _aside(root)
            aside.mkdir(exist_ok=True)
            path.rename(aside / f"{path.name}-{len(list(aside.iterdir()))}")
        else:
            path.unlink()
    os.sync()


def _aside(root: Path) -> Path:
    return root.with_name(f"{root.name}-aside")


# ── What came of it ───────────────────────────────────────────────────────────────────


def page(outcome: Outcome) -> str:
    """This part of the page of results."""
    versions = ", ".join(f"{name} {version}" for name, version in outcome.versions.items())
    written = "; ".join(
        f"{name} wrote {count.feeds:,} files with {count.items:,} items"
        for name, count in outcome.counts.items()
    )
    return (
        "## Every feed of all posts, with archives\n\n"
        f"Of {outcome.posts:,} posts: the feed of all, and that of each category, tag and author, "
        "with every post whole. Hugo writes them as RSS without a limit, from nothing, as it "
        "always does; feeds writes them as Atom, RSS and JSON Feed, each with its archive, having "
        "read the posts' heads before but rendered no body.\n\n"
        f"{outcome.machine}. {versions}. {written}.\n\n"
        f"{_table(outcome)}\n{_verdicts(outcome)}\n"
    )


def _table(outcome: Outcome) -> str:
    rows = []
    for state, programs in outcome.measured.items():
        for name, one in programs.items():
            runs = ", ".join(map(digits, one.seconds))
            memory = f"{one.pss:,.0f} ({one.rss:,.0f})"
            rows.append([state, name, digits(one.median), runs, memory])
    head = ["state", "program", "seconds", "each run", "MiB, PSS (RSS)"]
    return markdown(head, rows, numbers_from=2)


def _verdicts(outcome: Outcome) -> str:
    judged: Iterable[tuple[str, float, float, str]] = (
        (f"{FIRST} ÷ Hugo's", outcome.ratio, _MOST_TIME, ""),
        ("peak memory of the process tree", outcome.peak, _MOST_MEMORY, " MiB"),
    )
    rows = [
        [what, f"{digits(value)}{unit}", f"≤ {most:g}{unit}", "yes" if value <= most else "no"]
        for what, value, most, unit in judged
    ]
    return markdown(["what", "is", "limit", "reached"], rows)


if __name__ == "__main__":
    main()
