"""The editors' desk in a real browser: how soon it is there, and how soon it shows a save.

    python -m benchmarks.preview                          of 1,000 and of 10,000 posts
    python -m benchmarks.preview --record                 and the table is put into RESULTS.md
    python -m benchmarks.preview 100 --changes 5 --pages 2   any numbers, for a look

The index is warm, as on every day but the first. A save changes the title of the newest post;
it counts as shown once the title stands in the framed newsletter.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.edition import NOW, lay_site
from benchmarks.measure import environment
from benchmarks.peers import find_peer
from benchmarks.record import HERE, preview_file, record
from benchmarks.results import machine
from benchmarks.site import GRAIN
from benchmarks.tables import US, digits, markdown
from feeds.preview.snapshot import letter_part, named
from feeds.workspace import moment, open_site

__all__ = ["TARGET", "Desk", "Measured", "measure", "page"]

TARGET = 0.3
"""Seconds from save to shown, with 1,000 posts."""
_SETTLING = 100
_WATCH = """(title) => {
  window.seen = new Promise((done) => {
    const look = () => {
      const shown = document.getElementById("frame")?.contentDocument?.body?.textContent ?? "";
      if (shown.includes(title)) done(Date.now() / 1000);
      else setTimeout(look, 4);
    };
    look();
  });
}"""


@dataclass(frozen=True)
class Measured:
    """Seconds, and MiB of the program's memory.

    `first` is from its start to a page with the navigation, `newsletter` to the first
    newsletter in it, `saves` from each save to shown, and `many` the same with `pages` open, in
    the slowest of them. `before` is the memory after a few changes, and `after` at the end.
    """

    posts: int
    first: float
    newsletter: float
    saves: Sequence[float]
    pages: int
    many: Sequence[float]
    changes: int
    before: float
    after: float


class Desk:
    """A running preview of a site, the address that it prints, and the post that is changed."""

    def __init__(self, root: Path, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        self.address = process.stdout.readline().split()[1]
        self._status = Path(f"/proc/{process.pid}/status")
        self._post = max((root / "_posts").iterdir())
        self._text = self._post.read_text(encoding="utf-8")
        self._title = next(line for line in self._text.splitlines() if line.startswith("title:"))
        self._number = 0

    @property
    def memory(self) -> float:
        """MiB in use."""
        for line in self._status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise LookupError(self._status)

    def save(self, pages: Sequence[Page]) -> float:
        """Seconds from a save to the moment at which the last of those pages shows it."""
        self._number += 1
        title = f"Change {self._number} of many"
        for each in pages:
            each.evaluate(_WATCH, title)
        text = self._text.replace(self._title, f"title: {title}", 1)
        saved = time.time()
        self._post.write_text(text, encoding="utf-8")
        return max(float(each.evaluate("window.seen")) for each in pages) - saved


@contextmanager
def _desk(root: Path) -> Iterator[tuple[Desk, float]]:
    """A preview that was just started, and when."""
    command = [sys.executable, "-m", "feeds", "preview", str(root), "--no-open", "--port", "0"]
    begun = time.time()
    with subprocess.Popen(
        [*command, "--now", NOW], stdout=subprocess.PIPE, text=True, env=environment()
    ) as process:
        try:
            yield Desk(root, process), begun
        finally:
            process.terminate()


def measure(root: Path, posts: int, *, runs: int, changes: int, pages: int) -> Measured:
    """All of it for the site in that folder, which has a newsletter and a warm index."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        context = chromium.new_context()
        page = context.new_page()
        page.goto("about:blank")
        with _desk(root) as (desk, begun):
            page.goto(desk.address, wait_until="commit")
            page.locator("nav").first.wait_for()
            first = time.time() - begun
            page.frame_locator("#frame").locator("h1, h2").first.wait_for()
            newsletter = time.time() - begun
            desk.save([page])
            saves = [desk.save([page]) for _ in range(runs)]
            others = [page, *(context.new_page() for _ in range(pages - 1))]
            for other in others[1:]:
                other.goto(page.url)
                other.frame_locator("#frame").locator("h1, h2").first.wait_for()
            many = [desk.save(others) for _ in range(runs)]
            for other in others[1:]:
                other.close()
            for _ in range(min(_SETTLING, changes)):
                desk.save([page])
            before = desk.memory
            for _ in range(changes):
                desk.save([page])
            after = desk.memory
        chromium.close()
    return Measured(posts, first, newsletter, saves, pages, many, changes, before, after)


def page(found: Sequence[Measured], words: str) -> str:
    """This part of the page of results."""
    rows = [
        [
            f"{each.posts:,}",
            digits(each.first),
            digits(each.newsletter),
            _seconds(each.saves),
            f"{_seconds(each.many)} ({each.pages} pages)",
            f"{each.before:.0f} → {each.after:.0f} ({each.changes:,} changes)",
        ]
        for each in found
    ]
    head = [
        *("posts", "start to navigation", "start to newsletter"),
        *("save to shown", "with more pages open", "MiB before and after"),
    ]
    verdict = [
        f"The target of {TARGET:g} s from save to shown with {each.posts:,} posts is "
        f"{'' if statistics.median(each.saves) <= TARGET else 'not '}reached.\n"
        for each in found
        if each.posts == min(other.posts for other in found)
    ]
    return (
        "## The editors' desk\n\n"
        "In Chromium, with a warm index; a save changes the title of the newest post, and is shown "
        "once the title stands in the framed newsletter of fifty posts. Seconds, as the median "
        f"and the slowest.\n\n{words}.\n\n{markdown(head, rows)}\n{''.join(verdict)}\n"
    )


def _seconds(times: Sequence[float]) -> str:
    return f"{digits(statistics.median(times))}, {digits(max(times))}"


def _warm(root: Path) -> None:
    """Makes the newsletter once, so that all that is remembered is there."""
    workspace = open_site(root, cache=root / ".feeds")
    for letter in named(workspace.site):
        letter_part(letter).make(workspace, moment(NOW, workspace.site))


def main() -> None:
    """Reads the command line."""
    args = _arguments()
    work = args.work.resolve()
    found = []
    for posts in args.posts:
        root = work / f"preview-{posts}"
        lay_site(root, posts)
        time.sleep(GRAIN)
        _warm(root)
        changes = args.changes if posts == max(args.posts) else 0
        found.append(measure(root, posts, runs=args.runs, changes=changes, pages=args.pages))
    told = page(found, machine([find_peer(US, work)])[0])
    print(told)
    if args.record:
        preview_file(args.into).write_text(told, encoding="utf-8")
        record((), args.into)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks.preview", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("posts", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument("--runs", type=int, default=11, help="how many saves are timed")
    parser.add_argument("--changes", type=int, default=1_000, help="saves for the memory")
    parser.add_argument("--pages", type=int, default=20, help="how many pages are open at most")
    parser.add_argument("--work", type=Path, default=HERE.parent / "build" / "bench")
    parser.add_argument("--record", action="store_true", help="put the table into RESULTS.md")
    parser.add_argument("--into", type=Path, default=HERE, help="where that is")
    return parser.parse_args()


if __name__ == "__main__":
    main()
