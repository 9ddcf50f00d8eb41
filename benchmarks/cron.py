"""A week of cron: a thousand runs on a blog that people work on, now and then.

    python -m benchmarks.cron                      10,000 posts, 1,000 runs
    python -m benchmarks.cron --record             and the table is put into RESULTS.md

Before most runs nothing changes. Time, memory and what is remembered must not grow, and every
hundred runs the output is compared with that of a build from nothing in a fresh place.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan
from pathlib import Path
from random import Random

from benchmarks.blog import Blog
from benchmarks.measure import FailedError, launch
from benchmarks.record import HERE, record, week_file
from benchmarks.tables import digits, markdown

__all__ = ["Run", "growth", "table"]

_FEEDS = str(Path(sys.executable).with_name("feeds"))
_OUTPUT, _CACHE, _FRESH = "out-feeds", ".feeds", "out-fresh"
_QUIET_SHARE = 0.7
_COMPARED_EVERY = 100
_PARTS = 10
_TOLERATED = 1.2


class DifferentError(Exception):
    """An output that is not what a build from nothing writes."""


@dataclass(frozen=True)
class Run:
    """One run: whether something had changed before it, and what it took."""

    changed: bool
    seconds: float
    rss: float
    remembered: int
    posts: int


def main() -> None:
    """Reads the command line."""
    args = _arguments()
    blog = Blog(args.work.resolve() / f"cron-{args.posts}", args.posts, args.seed)
    try:
        runs = _week(blog, args.runs, Random(args.seed))
    except (FailedError, DifferentError) as problem:
        sys.exit(f"{problem}\nThe blog is left in {blog.folder}")
    shutil.rmtree(blog.folder)
    page = _page(runs, args.posts)
    print(page)
    if args.record:
        week_file(args.into).write_text(page, encoding="utf-8")
        record((), args.into)
    if any(factor > _TOLERATED for factor in growth(runs).values()):
        sys.exit(1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.cron", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "bench")
    parser.add_argument("--record", action="store_true", help="put the table into RESULTS.md")
    parser.add_argument("--into", type=Path, default=HERE, help="where that is")
    return parser.parse_args()


def _week(blog: Blog, number: int, chance: Random) -> list[Run]:
    """All runs; the first one, from nothing, is not among them."""
    _build(blog, "--output", _OUTPUT)
    runs = []
    for done in range(1, number + 1):
        kind = "" if chance.random() < _QUIET_SHARE else blog.edit()
        took = _build(blog, "--output", _OUTPUT)
        remembered = _bytes_in(blog.folder / _CACHE)
        runs.append(Run(bool(kind), took["seconds"], took["rss"] / 1024, remembered, len(blog)))
        if done % _COMPARED_EVERY == 0 or done == number:
            _compare(blog, f"after run {done}, the last edit being: {kind or 'none'}")
            print(f"{done} runs of {number}", file=sys.stderr, flush=True)
    return runs


def _build(blog: Blog, *options: str) -> dict[str, float]:
    return launch((_FEEDS, "build", "--quiet", *options), blog.folder)


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _compare(blog: Blog, when: str) -> None:
    """Raises `DifferentError` if the output is not what a build from nothing writes."""
    fresh = blog.folder / _FRESH
    _build(blog, "--output", _FRESH, "--no-cache")
    ours, theirs = _documents(blog.folder / _OUTPUT), _documents(fresh)
    if different := [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]:
        raise DifferentError(f"{when}: not as built from nothing: {', '.join(different)}")
    shutil.rmtree(fresh)


def _documents(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


# ── What came of it ───────────────────────────────────────────────────────────────────

_FIGURES: dict[str, Callable[[Sequence[Run]], float]] = {
    "nothing changed, s": lambda runs: _median([run.seconds for run in runs if not run.changed]),
    "changed, s": lambda runs: _median([run.seconds for run in runs if run.changed]),
    "RSS at most, MiB": lambda runs: max(run.rss for run in runs),
    "remembered, KiB": lambda runs: runs[-1].remembered / 1024,
    "posts": lambda runs: runs[-1].posts,
}
_FLAT = [name for name in _FIGURES if name != "posts"]


def table(runs: Sequence[Run]) -> str:
    """One row for each tenth of the runs."""
    rows = []
    for first, part in _tenths(runs):
        figures = [figure(part) for figure in _FIGURES.values()]
        told = ["" if isnan(figure) else digits(figure) for figure in figures]
        rows.append([f"{first + 1}–{first + len(part)}", *told])
    return markdown(["runs", *_FIGURES], rows)


def growth(runs: Sequence[Run]) -> dict[str, float]:
    """Each figure of the last tenth divided by that of the second."""
    tenths = [part for _, part in _tenths(runs)]
    return {name: _FIGURES[name](tenths[-1]) / _FIGURES[name](tenths[1]) for name in _FLAT}


def _tenths(runs: Sequence[Run]) -> list[tuple[int, Sequence[Run]]]:
    bounds = [len(runs) * part // _PARTS for part in range(_PARTS + 1)]
    return [(first, runs[first:end]) for first, end in pairwise(bounds)]


def _median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else float("nan")


def _page(runs: Sequence[Run], posts: int) -> str:
    factors = growth(runs)
    grown = [name for name, factor in factors.items() if factor > _TOLERATED]
    told = ", ".join(f"{name.partition(',')[0]} {factor:.2f}" for name, factor in factors.items())
    verdict = f"Grown: {', '.join(grown)}." if grown else "Nothing has grown."
    return (
        "## A week of cron\n\n"
        f"{len(runs):,} runs on a blog of {posts:,} posts, before three in ten of which somebody "
        "changed, added, deleted, renamed or put off a post, or changed a picture, a template or "
        "the settings. Every hundred runs the output was the same as that of a build from "
        f"nothing.\n\n{table(runs)}\n"
        f"The last tenth ÷ the second: {told}. {verdict}\n"
    )


if __name__ == "__main__":
    main()
