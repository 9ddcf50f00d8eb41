"""A real Jekyll blog, as it is: this program beside Jekyll itself, for the same feeds.

    python -m benchmarks.adopted FOLDER                a blog with posts in some languages
    python -m benchmarks.adopted FOLDER --record       and the table is put into RESULTS.md

Both are asked for one feed of the ten newest posts of each language, with whole posts. Jekyll
renders every post, as it always does; this program reads all and renders those.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from benchmarks.measure import FailedError, launch
from benchmarks.peers import MissingError, Peer, find_peer
from benchmarks.record import HERE, adopted_file, record
from benchmarks.site import GRAIN
from benchmarks.tables import digits, markdown

__all__ = ["table"]

_ITEMS = 10
_LIMITS = {"first run": 40, "nothing changed": 300}
_PLAIN_FEEDS = HERE / "sites" / "adopted"
_RUNS = {"feeds": 7, "jekyll": 1}


def main() -> None:
    """Reads the command line."""
    args = _arguments()
    blog = args.work.resolve() / f"adopted-{args.folder.resolve().name}"
    try:
        took = _compare(args.folder, blog, args.languages)
    except (FailedError, MissingError, ValueError) as problem:
        sys.exit(f"not compared: {problem}")
    posts = sum(1 for path in blog.rglob("_posts/*") if path.is_file())
    page = _page(took, posts, len(args.languages))
    print(page)
    if args.record:
        adopted_file(args.into).write_text(page, encoding="utf-8")
        record((), args.into)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.adopted", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("folder", type=Path, help="the blog; it is copied")
    parser.add_argument("--languages", nargs="+", default=["ja", "en"], metavar="TAG")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "bench")
    parser.add_argument("--record", action="store_true", help="put the table into RESULTS.md")
    parser.add_argument("--into", type=Path, default=HERE, help="where that is")
    return parser.parse_args()


def _compare(
    folder: Path, blog: Path, languages: Sequence[str]
) -> Mapping[str, Mapping[str, float]]:
    """The median seconds of each program, by state."""
    _lay(folder, blog, languages)
    peers = [_as_at_home(find_peer(name, blog.parent)) for name in _RUNS]
    took: dict[str, dict[str, float]] = {state: {} for state in _LIMITS}
    for peer in peers:
        for state in _LIMITS:
            _run(peer, blog)
            if state == "nothing changed":
                time.sleep(GRAIN)
                _run(peer, blog)
            times = []
            for _ in range(_RUNS[peer.name]):
                if state == "first run":
                    for trace in peer.traces:
                        shutil.rmtree(blog / trace, ignore_errors=True)
                times.append(_run(peer, blog))
            took[state][peer.name] = statistics.median(times)
        _check(blog / peer.output, languages)
    return took


def _as_at_home(peer: Peer) -> Peer:
    """The peer as it runs in a blog of its own: Jekyll writes where nobody looks for posts."""
    if peer.name != "jekyll":
        return peer
    command = tuple(word.replace(peer.output, "_site") for word in peer.command)
    return replace(peer, command=command, output="_site", traces=("_site", ".jekyll-cache"))


def _lay(folder: Path, blog: Path, languages: Sequence[str]) -> None:
    """A copy of the blog, with what both programs need to write those feeds and no others."""
    shutil.rmtree(blog, ignore_errors=True)
    shutil.copytree(folder, blog)
    settings = []
    for language in languages:
        text = (_PLAIN_FEEDS / "feed.xml").read_text(encoding="utf-8")
        (blog / f"feed-{language}.xml").write_text(
            text.replace("LANGUAGE", language), encoding="utf-8"
        )
        text = (_PLAIN_FEEDS / "feeds.toml").read_text(encoding="utf-8")
        settings.append(text.replace("LANGUAGE", language))
    (blog / "feeds.toml").write_text("\n".join(settings), encoding="utf-8")
    time.sleep(GRAIN)


def _run(peer: Peer, blog: Path) -> float:
    return launch(peer.command, blog)["seconds"]


def _check(output: Path, languages: Sequence[str]) -> None:
    """Raises ValueError where a feed has not all its items, each with its text."""
    for language in languages:
        places = (output / language / "rss.xml", output / f"feed-{language}.xml")
        feed = next(place for place in places if place.exists())
        items = list(etree.parse(feed).iter("item"))
        texts = [len("".join(item.itertext())) for item in items]
        if len(items) != _ITEMS or min(texts) < 300:
            raise ValueError(f"{feed} has {len(items)} items, of at least {min(texts)} characters")


def table(took: Mapping[str, Mapping[str, float]]) -> str:
    """One row a state: seconds, how many times as fast, and what was to be reached."""
    rows = []
    for state, times in took.items():
        factor = times["jekyll"] / times["feeds"]
        reached = "yes" if factor >= _LIMITS[state] else "no"
        rows.append(
            [
                state,
                digits(times["feeds"]),
                digits(times["jekyll"]),
                f"{factor:.0f} ×",
                f"≥ {_LIMITS[state]} ×",
                reached,
            ]
        )
    head = ["seconds", "feeds", "jekyll", "faster by", "to be reached", "reached"]
    return markdown(head, rows)


def _page(took: Mapping[str, Mapping[str, float]], posts: int, feeds: int) -> str:
    return (
        "## A Jekyll blog, adopted\n\n"
        f"A real blog of {posts:,} posts with Liquid in them, as it is, and of it {feeds} feeds "
        f"of the {_ITEMS} newest whole posts. Jekyll renders all posts each time; feeds also "
        "writes the newsletter.\n\n"
        f"{table(took)}\n"
    )


if __name__ == "__main__":
    main()
