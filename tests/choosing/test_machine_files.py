"""The small world of `test_machine.py`, with real files.

Posts are Markdown on the disk, known by a mark in their bodies; a branch is a checkout of its own;
editions are begun, approved and sent by the newsroom, and what editors and findings change is
written into their files.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize

from feeds.choosing.chain import read_chain
from feeds.editions.frozen import read_frozen
from feeds.errors import BuildError
from feeds.model import Edition, Pick
from feeds.newsroom.approving import approve
from feeds.newsroom.beginning import begin
from feeds.newsroom.desk import at_desk
from feeds.newsroom.recording import record
from feeds.newsroom.room import Room, enter
from feeds.newsroom.sending import mark_sent
from feeds.workspace import Workspace, open_site

from .test_machine import LATE, Branch, Newsroom, Thing

SETTINGS = f"""\
[site]
url = "https://x.example"
title = "A site"
language = "en"
timezone = "Asia/Tokyo"

[posts]
folders = ["posts", "blog", "notes"]

[[newsletters]]
name = "weekly"
late = {LATE}
"""
EVERY = 'every = "week"\non = "monday 08:00"\n'


def source(thing: Thing) -> str:
    """The post's file."""
    post = thing.post
    pinned = thing.identity == "pinned"
    front = {
        "title": f'"{thing.title}"',
        "date": thing.published.strftime("%Y-%m-%d %H:%M:%S +0000"),
        "permalink": f"/pinned/{thing.number}/" if pinned else post.url[len("https://x.example") :],
        "draft": str(thing.draft).lower(),
    } | ({"feed_id": f'"{post.id}"'} if pinned else {})
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\n{lines}---\n\nMark{thing.number}.\n"


@dataclass
class Checkout(Branch):
    """A branch in a folder of its own."""

    root: Path = Path()
    written: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Checkout:
        """Another checkout that begins here."""
        root = self.root.with_name(f"{self.root.name}-branch")
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.root, root)
        known = super().copy()
        return Checkout(
            known.editions,
            known.truth,
            known.passed,
            known.never,
            known.changed,
            root,
            dict(self.written),
        )

    @property
    def workspace(self) -> Workspace:
        """The site, opened; it remembers what it has read."""
        return open_site(self.root, cache=self.root / ".feeds")

    @property
    def room(self) -> Room:
        """The newsletter and its editions."""
        return enter(open_site(self.root).site)

    def refresh(self) -> None:
        """Reads the editions from their files."""
        files = self.room.shelf.files
        assert all(file.edition for file in files), [file.findings for file in files]
        self.editions = {file.label: file.edition for file in files if file.edition}

    def put(self, edition: Edition) -> None:
        """Changes in an edition's file what is otherwise there."""
        room, before = self.room, self.editions[edition.label]
        changes = {}
        if edition.status != before.status:
            changes["status"] = edition.status
        if edition.previous != before.previous:
            changes["previous"] = edition.previous
        if edition.picks != before.picks:
            picks = edition.picks
            changes["picks"] = None if picks is None else [pick.post for pick in picks]
        if edition.exclude != before.exclude:
            changes["exclude"] = {each.post: each.until for each in edition.exclude}
        claims = {"moved": edition.moved} if edition.moved != before.moved else {}
        record(room.site, room.newsletter, room.file(edition.label), changes, claims)
        self.refresh()
        after = self.editions[edition.label].picks
        assert [each.post for each in after or ()] == [each.post for each in edition.picks or ()]

    def remove(self, edition: Edition) -> None:
        """Deletes an edition's file, and what was once approved of it."""
        for file in (self.root / edition.path).parent.glob(f"{edition.label}.*"):
            file.unlink()
        self.refresh()

    def forget(self, newest: Edition | None, mistaken: set[str]) -> None:
        """Takes out of `moved` what an editor knows to be another post."""
        if newest:
            now = self.editions[newest.label]
            new = {*now.moved} - {*newest.moved}
            wrong = {each for each in new if each.path in mistaken}
            self.put(replace(now, moved=tuple(each for each in now.moved if each not in wrong)))

    def send(self) -> None:
        """Notes that all that is approved was sent."""
        for edition in self.claiming:
            mark_sent(open_site(self.root).site, None, edition.label)
        self.refresh()

    def adopt(self, other: Branch, name: str) -> None:
        """Takes an edition's files over from another checkout."""
        assert isinstance(other, Checkout)
        folder = self.root / "editions/weekly"
        folder.mkdir(parents=True, exist_ok=True)
        for file in (other.root / "editions/weekly").glob(f"{name}.*"):
            shutil.copy(file, folder)
        super().adopt(other, name)
        self.refresh()

    def sync(self, things: dict[int, Thing]) -> None:
        """Writes the posts as they are by now."""
        wanted = {thing.post.path: source(thing) for thing in things.values()}
        for path in self.written.keys() - wanted.keys():
            (self.root / path).unlink()
        for path, text in wanted.items():
            if self.written.get(path) != text:
                (self.root / path).write_text(text)
        self.written = wanted

    def marks(self, edition: Edition) -> frozenset[int]:
        """The posts that the approved page of an edition shows."""
        frozen = read_frozen(self.root, edition)
        assert frozen.findings == ()
        page = (self.root / edition.path).with_suffix(".html").read_text()
        return frozenset(int(found) for found in re.findall(r"Mark(\d+)\.", page))


class FileNewsroom(Newsroom):
    """The same authors and editors."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.branches = [Checkout(root=Path(self.folder.name) / "site")]

    @initialize(limit=st.integers(1, 4), scheduled=st.booleans(), old=st.integers(0, 3))
    def begin_site(self, limit: int, scheduled: bool, old: int) -> None:
        """A newsletter, and some posts of before it."""
        root = self.branches[0].root
        for folder in ("posts", "blog", "notes"):
            (root / folder).mkdir(parents=True)
        text = f"{SETTINGS}limit = {limit}\n{EVERY if scheduled else ''}"
        (root / "feeds.toml").write_text(text)
        super().begin_site(limit, scheduled, old)

    def new(self, branch: Checkout) -> None:
        """Begins an edition, if one is due and there is something for it."""
        branch.sync(self.things)
        try:
            branch.room.sound()
        except BuildError:
            return
        with at_desk(branch.workspace, self.now) as desk:
            mistaken = self.mistaken(branch, desk.held)
            said = set(desk.held.findings)
            older = desk.posts
        newest = branch.room.chain.newest
        first = newest is None
        begun = begin(branch.workspace, self.now)
        assert said <= set(begun.findings)
        branch.refresh()
        branch.forget(newest, mistaken)
        if not first:
            branch.changed.clear()
        if begun.path and branch.draft:
            self.begun(branch, branch.draft, mistaken, first)
            assert not first or branch.passed[branch.draft.label] == frozenset(
                self.number_of(post.path)
                for post in older
                if post.published <= branch.draft.since and not post.draft
            )
        elif first and not branch.draft:
            branch.changed.clear()

    def begun(self, branch: Checkout, draft: Edition, mistaken: set[str], first: bool) -> None:
        """Looks at a new draft, and picks what was taken for others."""
        if first:
            branch.passed[draft.label] = frozenset(
                self.number_of(each.path) for each in draft.passed
            )
        self.nothing_is_too_old(branch, [self.posts_by_path[each.post] for each in draft.picks])
        ready = [
            path
            for path in sorted(mistaken - {each.post for each in draft.picks})
            if self.posts_by_path[path].published <= draft.until
            and not self.posts_by_path[path].draft
        ]
        branch.put(replace(draft, picks=(*draft.picks, *map(Pick, ready))))

    @property
    def posts_by_path(self):
        """The records of all posts."""
        return {post.path: post for post in self.posts}

    def approve_on(self, branch: Checkout) -> None:
        """Approves the draft that is open there, if nothing is wrong and something in it."""
        branch.sync(self.things)
        if branch.draft is None or read_chain(branch.editions.values()).findings:
            return
        draft = self.without_what_others_have(branch, branch.draft)
        if draft != branch.draft:
            branch.put(draft)
        with at_desk(branch.workspace, self.now) as desk:
            mistaken = self.mistaken(branch, desk.held)
        newest = branch.room.chain.newest
        try:
            approve(
                branch.workspace,
                self.now,
                label=draft.label,
                check=lambda *_: (),
                anyway=True,
            )
        except BuildError as problem:
            assert "no post" in str(problem), problem
            branch.remove(draft)
            return
        branch.refresh()
        branch.forget(newest, mistaken)
        edition = branch.editions[draft.label]
        branch.truth[edition.label] = frozenset(self.number_of(each.path) for each in edition.posts)
        branch.never[edition.label] = frozenset(self.number_of(each.path) for each in edition.never)
        assert branch.marks(edition) == branch.truth[edition.label]

    def teardown(self) -> None:
        """Goes on until there is nothing more to send, and looks whether that is what was sent."""
        try:
            super().teardown()
            (main,) = self.branches
            for edition in main.claiming:
                assert main.marks(edition) == main.truth[edition.label]
        finally:
            self.folder.cleanup()


TestFileNewsroom = FileNewsroom.TestCase
TestFileNewsroom.settings = settings(
    deadline=None,
    stateful_step_count=25,
    max_examples=100 if os.environ.get("FEEDS_THOROUGH") == "1" else 5,
    suppress_health_check=[HealthCheck.too_slow],
)
