"""Months of a newsletter in which posts, drafts and files change as they like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.editions.listing import Shelf, shelf
from feeds.errors import BuildError
from feeds.newsroom.approving import approve
from feeds.newsroom.beginning import begin
from feeds.newsroom.sending import mark_sent
from feeds.workspace import open_site
from feeds.zones import zone

from .conftest import SETTINGS

START = datetime(2026, 11, 1, 12, tzinfo=zone("Asia/Tokyo"))


@dataclass
class Walk:
    """A site whose posts are known by a mark in their bodies, whatever they are called."""

    root: Path
    now: datetime = START
    posts: dict[int, dict[str, str]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    never: set[int] = field(default_factory=set)

    def write(self, number: int) -> None:
        """Writes a post as it is called by now."""
        post = self.posts[number]
        text = f'---\ntitle: "{post["title"]}"\ndate: {post["date"]}\n---\n\nMark{number}.\n'
        (self.root / "posts" / post["file"]).write_text(text)

    def add(self, days: int) -> None:
        """A new post, dated that many days ago."""
        number = len(self.posts)
        date = (self.now - timedelta(days=days)).strftime("%Y-%m-%d %H:%M")
        self.posts[number] = {"title": f"Post {number}", "date": date, "file": f"p{number}.md"}
        self.changed.add(number)
        self.write(number)

    def change(self, which: int, how: str) -> None:
        """One change a post between two runs: that is how it is known again."""
        number = which % max(len(self.posts), 1)
        if number not in self.posts or number in self.changed:
            return
        self.changed.add(number)
        post = self.posts[number]
        if how == "file":
            (self.root / "posts" / post["file"]).unlink()
            post["file"] = f"again-{post['file']}"
        elif how == "title":
            post["title"] += " again"
        else:
            moved = datetime.strptime(post["date"], "%Y-%m-%d %H:%M") + timedelta(days=1)  # noqa: DTZ007
            post["date"] = moved.strftime("%Y-%m-%d %H:%M")
        self.write(number)

    def run(self, days: int) -> None:
        """Some days later, cron runs: once, and once more."""
        self.now += timedelta(days=days)
        workspace = open_site(self.root)
        begin(workspace, self.now)
        assert begin(workspace, self.now).path is None
        self.changed.clear()

    def exclude(self, until: str) -> None:
        """The editor leaves out the first pick of the open draft, and approves the others."""
        for file in self.shelf.drafts:
            picks = file.edition.picks if file.edition else None
            if picks and len(picks) > 1:
                post = picks[0].post
                text = file.data.decode().replace(f"  - {post}", f"  # - {post}", 1)
                excluded = f"exclude:\n  {post}: {until}\nstatus: draft"
                (self.root / file.path).write_text(text.replace("status: draft", excluded, 1))
                names = {each["file"]: number for number, each in self.posts.items()}
                number = names.get(post.removeprefix("posts/"))
                self.approve(sent=False)
                issued = {edition.label for edition in self.shelf.issued}
                if until == "never" and number is not None and file.label in issued:
                    self.never.add(number)

    def abandon(self) -> None:
        """The open draft is deleted."""
        for file in self.shelf.drafts:
            (self.root / file.path).unlink()

    def approve(self, *, sent: bool) -> None:
        """The open draft is approved without what is gone by now, or deleted if it has no post."""
        for file in self.shelf.drafts:
            try:
                workspace = open_site(self.root)
                approve(workspace, self.now, check=lambda *_: (), anyway=True)
            except BuildError as problem:
                assert "the edition has no post" in problem.findings[-1].what
                (self.root / file.path).unlink()
                continue
            self.changed.clear()
            if sent:
                mark_sent(workspace.site, None, file.label)

    @property
    def shelf(self) -> Shelf:
        """The letter's editions."""
        site = open_site(self.root).site
        return shelf(site, site.newsletters[0])

    def dated(self, number: int) -> datetime:
        """When a post is published, as it says by now."""
        text = self.posts[number]["date"]
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=START.tzinfo)

    def frozen(self) -> dict[str, bytes]:
        """What was approved, by its name."""
        files = (self.root / "editions").rglob("*.*")
        kinds = (".eml", ".html", ".txt")
        return {each.name: each.read_bytes() for each in files if each.suffix in kinds}

    def shown(self) -> Iterator[int]:
        """The posts that the web pages of approved editions show, once for each edition."""
        for name, page in self.frozen().items():
            if name.endswith(".html"):
                yield from {int(found) for found in re.findall(rb"Mark(\d+)", page)}


STEPS: dict[str, Callable[[Walk, int], None]] = {
    "add": lambda walk, n: walk.add(n % 3),
    "add late": lambda walk, n: walk.add(10 + n % 15),
    "add old": lambda walk, _: walk.add(400),
    "rename": lambda walk, n: walk.change(n, "file"),
    "retitle": lambda walk, n: walk.change(n, "title"),
    "redate": lambda walk, n: walk.change(n, "date"),
    "run": lambda walk, n: walk.run(1 + n % 9),
    "exclude for now": lambda walk, _: walk.exclude("later"),
    "exclude for good": lambda walk, _: walk.exclude("never"),
    "abandon": lambda walk, _: walk.abandon(),
    "approve": lambda walk, n: walk.approve(sent=n % 2 == 0),
}
"""What may happen, each with a number that says to which post, or when."""


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "run", "approve", *STEPS]), st.integers(0, 99)),
        min_size=8,
        max_size=20,
    )
)
def test_no_post_twice_and_none_missed(steps: list[tuple[str, int]]) -> None:
    """Subscribers would get a post twice, or never."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "posts").mkdir()
        (root / "feeds.toml").write_text(SETTINGS)
        walk = Walk(root)
        for number in range(3):
            walk.add(number)
        for name, number in steps:
            frozen = walk.frozen()
            STEPS[name](walk, number)
            assert frozen.items() <= walk.frozen().items()
        for _ in range(3):
            walk.run(7)
            walk.approve(sent=True)
        shown = Counter(walk.shown())
        assert [number for number, times in shown.items() if times > 1] == []
        since = [edition.since for edition in walk.shelf.issued[:1]]
        for number, post in walk.posts.items():
            if number not in walk.never and walk.dated(number) > min(since, default=walk.now):
                assert shown[number] == 1, post
        assert not walk.never & shown.keys()
