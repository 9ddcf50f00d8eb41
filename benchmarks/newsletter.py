"""One edition of fifty posts: this program beside premailer alone, MJML and react-email.

    python -m benchmarks.newsletter                of the newest of 1,000 posts
    python -m benchmarks.newsletter --record       and the tables are put into RESULTS.md
    python -m benchmarks.newsletter 100 --runs 1   any number, for a look

This program reads the draft, chooses the posts from an index that is warm, makes the mail's HTML,
its plain text, the message and the web page, and lints them. premailer is given that HTML; MJML
and react-email are given the chosen posts in words, and make HTML.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from lxml.html import fromstring

from benchmarks.check import UnfitError
from benchmarks.edition import NOW, Made, as_data, given_to_premailer, lay_site, warm
from benchmarks.mail_peers import NAMES, command, install, running
from benchmarks.measure import FailedError, launch
from benchmarks.peers import MissingError, Peer, find_peer
from benchmarks.premailing import as_it_comes, with_our_options
from benchmarks.record import HERE, newsletter_file, record
from benchmarks.results import machine
from benchmarks.site import GRAIN
from benchmarks.tables import US, digits, markdown

__all__ = ["EDITION", "LINT", "PREMAILER", "TRIMMED", "Outcome", "page", "try_out"]

EDITION, LINT = "HTML, text, .eml and web page", "lint"
PREMAILER, TRIMMED = "premailer", "premailer, with the options of feeds"
_APPROVE, _SAME = "feeds digest approve", "feeds digest build, nothing changed"
_MOST = 3.0
_WARM_UP = 3

_Work = Callable[[], float]


@dataclass(frozen=True)
class Outcome:
    """Seconds of each run by what was run, within processes that are warm and as whole commands.

    `html` is how many bytes of HTML came of it, by program, and `shown` how many of the `posts`
    this program's mail shows, the others being on the web page alone.
    """

    posts: int
    shown: int
    machine: str
    versions: Mapping[str, str]
    html: Mapping[str, int]
    engine: Mapping[str, Sequence[float]]
    commands: Mapping[str, Sequence[float]]

    @property
    def own(self) -> Sequence[float]:
        """Seconds of all of this program's work, in each run."""
        return [sum(both) for both in zip(self.engine[EDITION], self.engine[LINT], strict=True)]

    def ratio(self, other: str) -> float:
        """All of this program's work divided by another's."""
        return statistics.median(self.own) / statistics.median(self.engine[other])


@dataclass(frozen=True)
class _Given:
    """The issue as the others are given it, and where those of npm are, if they are."""

    html: Path
    digest: Path
    folder: Path | None

    @property
    def names(self) -> Sequence[str]:
        return NAMES if self.folder else ()


def main() -> None:
    """Reads the command line."""
    args = _arguments()
    work = args.work.resolve()
    root = work / f"newsletter-{args.posts}"
    try:
        lay_site(root, args.posts)
        time.sleep(GRAIN)
        outcome = _compare(root, args.runs)
    except (FailedError, UnfitError) as problem:
        sys.exit(f"not compared: {problem}")
    told = page(outcome)
    print(told)
    if args.record:
        newsletter_file(args.into).write_text(told, encoding="utf-8")
        record((), args.into)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.newsletter", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("posts", nargs="?", type=int, default=1_000)
    parser.add_argument("--runs", type=int, default=11, help="how often each is timed")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "bench")
    parser.add_argument("--record", action="store_true", help="put the tables into RESULTS.md")
    parser.add_argument("--into", type=Path, default=HERE, help="where that is")
    return parser.parse_args()


def _compare(root: Path, runs: int) -> Outcome:
    work = root.parent
    folder, versions = _peers(work)
    given = _Given(root / "given.html", root / "digest.json", folder)
    us = find_peer(US, work)
    made = warm(root).made()
    given.html.write_text(given_to_premailer(made.digest, root), encoding="utf-8")
    given.digest.write_text(json.dumps(as_data(made.digest)), encoding="utf-8")
    html, engine = _in_processes(root, given, runs)
    words, own = machine([us])
    return Outcome(
        len(made.posts),
        len(made.shown),
        words,
        {**own, PREMAILER: version(PREMAILER), **versions},
        try_out(made, html),
        engine,
        _as_commands(us, root, given, runs),
    )


def _peers(work: Path) -> tuple[Path | None, Mapping[str, str]]:
    try:
        return install(work)
    except MissingError as problem:
        _say(f"left out: {', '.join(NAMES)}: {problem}")
        return None, {}


def try_out(made: Made, html: Mapping[str, str]) -> Mapping[str, int]:
    """The bytes of each program's HTML. Raises `UnfitError` where one lacks a post."""
    posts, shown = ({post.url for post in some} for some in (made.posts, made.shown))
    own = made.document("text/html").decode(), made.document("text/html", 1).decode()
    sizes = {}
    for name, text, wanted in (
        (US, own[0], shown),
        ("its web page", own[1], posts),
        *((name, text, posts) for name, text in html.items()),
    ):
        if missing := wanted - {link.get("href") for link in fromstring(text).iter("a")}:
            raise UnfitError(f"{name} lacks {len(missing)} of {len(wanted)} posts")
        sizes[name] = len(text.encode())
    return sizes


# ── What is timed ─────────────────────────────────────────────────────────────────────


def _in_processes(
    root: Path, given: _Given, runs: int
) -> tuple[Mapping[str, str], Mapping[str, Sequence[float]]]:
    """The HTML of the others, and seconds, each where all that it needs is loaded and warm."""
    draft = warm(root)
    text = given.html.read_text(encoding="utf-8")
    made = draft.made()
    html = {PREMAILER: as_it_comes(text)}
    work: dict[str, _Work] = {
        EDITION: lambda: _seconds(draft.made),
        LINT: lambda: _seconds(lambda: draft.judged(made)),
        PREMAILER: lambda: _seconds(lambda: as_it_comes(text)),
        TRIMMED: lambda: _seconds(lambda: with_our_options(text)),
    }
    with ExitStack() as stack:
        for name in given.names:
            renderer = stack.enter_context(running(name, given.folder or root, given.digest))
            html[name] = renderer.html()
            work[name] = renderer.render
        _say(f"{len(made.posts)} posts, in processes that are warm")
        return html, _in_alternation(work, runs, warm_up=_WARM_UP)


def _as_commands(us: Peer, root: Path, given: _Given, runs: int) -> Mapping[str, Sequence[float]]:
    """Seconds of whole processes, from their start to their end."""
    program = us.command[0]
    editions, draft = root / "editions", root / "draft"
    shutil.copytree(editions, draft, dirs_exist_ok=True)
    alone = (sys.executable, str(HERE / "premailing.py"), str(given.html))

    def approved() -> float:
        shutil.rmtree(editions)
        shutil.copytree(draft, editions)
        return _launched((program, "digest", "approve", "--now", NOW), root)

    work: dict[str, _Work] = {
        _APPROVE: approved,
        f"python, {PREMAILER} alone": lambda: _launched(alone, root),
    }
    for name in given.names:
        words = (*command(name, given.folder or root, given.digest), "once")
        work[f"node, {name}"] = partial(_launched, words, root)
    _say("the same, as whole commands")
    found = _in_alternation(work, runs, warm_up=1)
    build = (program, "digest", "build", "--output", "out-feeds")
    _launched(build, root)
    time.sleep(GRAIN)
    same: Mapping[str, _Work] = {_SAME: lambda: _launched(build, root)}
    return {**found, **_in_alternation(same, runs, warm_up=1)}


def _in_alternation(
    work: Mapping[str, _Work], runs: int, *, warm_up: int
) -> Mapping[str, Sequence[float]]:
    """Each once, then each again; the first runs are not counted."""
    found: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(warm_up + runs):
        for name, once in work.items():
            found[name].append(once())
    return {name: seconds[warm_up:] for name, seconds in found.items()}


def _launched(words: Sequence[str], root: Path) -> float:
    return launch(words, root)["seconds"]


def _seconds(once: Callable[[], object]) -> float:
    begun = time.perf_counter()
    once()
    return time.perf_counter() - begun


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


# ── What came of it ───────────────────────────────────────────────────────────────────


def page(outcome: Outcome) -> str:
    """This part of the page of results."""
    versions = ", ".join(f"{name} {number}" for name, number in outcome.versions.items())
    sizes = ", ".join(f"{name} {bytes_ / 1000:,.0f} KB" for name, bytes_ in outcome.html.items())
    ratios = {f"all of it ÷ {name}": outcome.ratio(name) for name in (PREMAILER, TRIMMED)}
    verdict = markdown(
        ["what", "is", "limit", "reached"],
        [
            [what, digits(ratio), f"≤ {_MOST:g}", "yes" if ratio <= _MOST else "no"]
            for what, ratio in ratios.items()
        ],
    )
    return (
        "## One edition of a newsletter\n\n"
        f"Of the {outcome.posts} newest posts of a blog, with pictures. feeds reads the draft, "
        "chooses them from its index, takes their bodies from what is kept, makes the mail's HTML "
        f"within Gmail's clip ({outcome.shown} posts stand in it, the others on the web page), its "
        f"text, the message and the web page, and lints them. {PREMAILER} alone is given the HTML "
        "that feeds gives it, once as it comes and once with the options of feeds, by which it "
        "does less; MJML and react-email are given titles, bylines, excerpts and pictures, and "
        "make HTML.\n\n"
        f"{outcome.machine}. {versions}. HTML: {sizes}.\n\n"
        "Within processes in which all is loaded and warm, in alternation:\n\n"
        f"{_table({'feeds, all of it': outcome.own, **_engine(outcome)}, outcome)}\n"
        "As whole commands, from start to end:\n\n"
        f"{_table(outcome.commands)}\n{verdict}\n"
    )


def _engine(outcome: Outcome) -> Mapping[str, Sequence[float]]:
    ours = {EDITION, LINT}
    return {
        f"feeds, {name}" if name in ours else name: times for name, times in outcome.engine.items()
    }


def _table(rows: Mapping[str, Sequence[float]], outcome: Outcome | None = None) -> str:
    head = ["what", "seconds", "each run"]
    told = []
    base = statistics.median(outcome.engine[PREMAILER]) if outcome else None
    for name, times in rows.items():
        median = statistics.median(times)
        row = [name, digits(median), ", ".join(map(digits, times))]
        told.append([*row, digits(median / base)] if base else row)
    return markdown([*head, f"÷ {PREMAILER}"] if base else head, told)


if __name__ == "__main__":
    main()
