"""What is saved of a draft: never over somebody else's work, and never for good."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from feeds.errors import FeedsError, PostError
from feeds.model import Site
from feeds.newsroom.changing import Draft, draft_of
from feeds.newsroom.desk import at_desk
from feeds.newsroom.room import enter
from feeds.newsroom.saving import (
    Conflict,
    redo,
    save,
    save_mine,
    save_text,
    undo,
    withdraw,
)
from feeds.newsroom.undoing import MOST, Undoing
from feeds.workspace import moment, open_site

LABEL = "2026-11-16"


class Table:
    """A letter's open draft, and who works on it."""

    def __init__(self, root: Path) -> None:
        self.site: Site = open_site(root).site
        self.file = root / f"editions/letter/{LABEL}.md"
        self.undoing = Undoing(root / ".feeds/undo")

    @property
    def data(self) -> bytes:
        """The file."""
        return self.file.read_bytes()

    def draft(self, **changes: object) -> Draft:
        """What the form holds, with something changed."""
        file = enter(self.site).file(LABEL)
        assert file.edition
        return replace(draft_of(file.edition, self.site.newsletters[0]), **changes)  # type: ignore[arg-type]

    def save(self, base: bytes, draft: Draft) -> bytes | Conflict:
        """Saves."""
        return save(self.site, "letter", LABEL, base, draft, self.undoing)


@pytest.fixture
def table(blog) -> Table:
    """An edition that was begun."""
    assert blog.digest("new").status == 0
    return Table(blog.root)


def test_a_draft_is_saved(table: Table) -> None:
    """What an editor writes would not come into the file."""
    before = table.data
    after = table.save(before, table.draft(subject="Good morning"))
    assert table.data == after == before.replace(b"subject:\n", b"subject: Good morning\n", 1)


def test_what_somebody_else_wrote_meanwhile_stays(table: Table) -> None:
    """A colleague's afternoon would be gone."""
    base = table.data
    mine = table.draft(subject="Mine")
    theirs = base.replace(b"preheader:\n", b"preheader: Theirs  # noted\n")
    table.file.write_bytes(theirs)
    met = table.save(base, mine)
    assert isinstance(met, Conflict)
    both = theirs.replace(b"subject:\n", b"subject: Mine\n", 1)
    assert met == Conflict(theirs, base.replace(b"subject:\n", b"subject: Mine\n", 1), both)
    assert table.data == theirs
    saved = save_mine(table.site, "letter", LABEL, base, theirs, mine, table.undoing)
    assert saved == table.data == both
    undo(table.site, "letter", LABEL, table.undoing)
    assert table.data == theirs


def test_a_third_version_is_a_conflict_again(table: Table) -> None:
    """What was written while one looked at the conflict would be lost."""
    base = table.data
    mine = table.draft(subject="Mine")
    third = base + b"Third.\n"
    table.file.write_bytes(third)
    met = save_mine(table.site, "letter", LABEL, base, base + b"Second.\n", mine, table.undoing)
    assert isinstance(met, Conflict)
    assert met.theirs == table.data == third


def test_the_same_twice_is_no_conflict(table: Table) -> None:
    """Whoever presses the button twice would be asked which of two equal versions to take."""
    base = table.data
    mine = table.draft(subject="Mine")
    assert table.save(base, mine) == table.save(base, mine) == table.data


def test_a_file_that_somebody_broke_is_shown_and_kept(table: Table) -> None:
    """One's own version could not be seen, or would go over what somebody is in the midst of."""
    base = table.data
    mine = table.draft(subject="Mine")
    broken = base.replace(b"subject:", b"subject: [", 1)
    table.file.write_bytes(broken)
    met = table.save(base, mine)
    assert isinstance(met, Conflict)
    assert (met.theirs, met.both) == (broken, broken)
    assert b"subject: Mine" in met.mine
    with pytest.raises(PostError):
        save_mine(table.site, "letter", LABEL, base, broken, mine, table.undoing)
    assert table.data == broken


def test_a_whole_text_is_saved_if_it_is_a_draft(table: Table) -> None:
    """A merge by hand could leave a file that is lost, or one that claims to be approved."""
    base = table.data
    text = base.decode()

    def put(new: str, on: bytes = base) -> bytes | None:
        return save_text(table.site, "letter", LABEL, on, new, table.undoing)

    with pytest.raises(PostError, match=rf"{LABEL}.md:\d+"):
        put(text.replace("subject:", "subject: [", 1))
    with pytest.raises(PostError, match="Write status: draft"):
        put(text.replace("status: draft", "status: sent"))
    assert put(text + "More.", base + b"x") is None
    assert table.data == base
    assert put((text + "More.\n").replace("\n", "\r\n")) == table.data == base + b"More.\n"


def test_saves_are_taken_back_one_by_one(table: Table) -> None:
    """A slip would be for good."""
    states = [table.data]
    for number in range(25):
        table.save(states[-1], table.draft(subject=f"Number {number}"))
        states.append(table.data)
    for state in reversed(states[:-1]):
        undo(table.site, "letter", LABEL, Undoing(table.site.root / ".feeds/undo"))
        assert table.data == state
    with pytest.raises(PostError, match="nothing can be taken back"):
        undo(table.site, "letter", LABEL, Undoing(table.site.root / ".feeds/undo"))
    again = Undoing(table.site.root / ".feeds/undo")
    for state in states[1:]:
        redo(table.site, "letter", LABEL, again)
        assert table.data == state


def test_nothing_is_taken_back_over_another_change(table: Table) -> None:
    """Undoing one's own save would undo what somebody else wrote after it."""
    table.save(table.data, table.draft(subject="Mine"))
    theirs = table.data + b"Theirs.\n"
    table.file.write_bytes(theirs)
    with pytest.raises(PostError, match="nothing can be taken back"):
        undo(table.site, "letter", LABEL, table.undoing)
    assert table.data == theirs


def test_a_new_save_ends_what_can_be_made_again(table: Table) -> None:
    """Making again would go over what was written after the undo."""
    table.save(table.data, table.draft(subject="One"))
    undo(table.site, "letter", LABEL, table.undoing)
    table.save(table.data, table.draft(subject="Two"))
    with pytest.raises(PostError, match="nothing can be made again"):
        redo(table.site, "letter", LABEL, table.undoing)


@pytest.mark.parametrize("kept", [b"", b"[]", b"{}", b'{"done": [["a", 1]], "undone": 3}', b"\xff"])
def test_a_damaged_memory_is_none(tmp_path: Path, kept: bytes) -> None:
    """A damaged cache would keep an editor from saving."""
    file = tmp_path / "editions/letter/a.md.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(kept)
    undoing = Undoing(tmp_path)
    assert undoing.back("editions/letter/a.md", b"x") is None
    undoing.saved("editions/letter/a.md", b"w", b"x")
    step = Undoing(tmp_path).back("editions/letter/a.md", b"x")
    assert step and step.before == b"w"


def test_memory_is_bounded(tmp_path: Path) -> None:
    """A newsletter of many years would fill the disk."""
    undoing = Undoing(tmp_path)
    for number in range(MOST + 10):
        undoing.saved("a.md", b"%d" % number, b"%d" % (number + 1))
    for _ in range(MOST):
        undoing.took_back("a.md")
    assert undoing.back("a.md", b"10") is None


def test_a_post_is_withdrawn_and_comes_back(table: Table, blog) -> None:
    """A post that must go could not be taken from the web page."""
    with pytest.raises(FeedsError, match="is a draft"):
        withdraw(table.site, "letter", LABEL, ["posts/one.md"])
    assert blog.digest("approve", "--anyway").status in (0, 1)
    base = table.data
    withdraw(table.site, "letter", LABEL, ["posts/one.md", "posts/else.md"])
    assert table.data == base.replace(b"\n---\n\n", b"\nwithdrawn:\n  - posts/one.md\n---\n\n", 1)
    withdraw(table.site, "letter", LABEL, ["posts/one.md", "posts/two.md"])
    (edition,) = blog.editions()
    assert edition.withdrawn == ("posts/one.md", "posts/two.md")
    blog.edit(LABEL, "withdrawn:\n  - posts/one.md\n", f"withdrawn:\n  - {edition.posts[1].url}\n")
    before = table.data
    withdraw(table.site, "letter", LABEL, [edition.posts[1].path, "posts/two.md"])
    assert table.data == before
    withdraw(table.site, "letter", LABEL, [])
    assert table.data == base


def test_an_approved_edition_is_not_changed(table: Table, blog) -> None:
    """What was approved would no longer be what the message says."""
    base, draft = table.data, table.draft(subject="Late")
    assert blog.digest("approve", "--anyway").status in (0, 1)
    after = table.data
    with pytest.raises(FeedsError, match="is approved by now"):
        table.save(base, draft)
    assert table.data == after


def test_posts_that_were_read_serve_later_editions(table: Table, blog) -> None:
    """A form that was open while an edition was approved would offer its posts again."""
    workspace = open_site(blog.root)
    now = moment("2026-11-30", workspace.site)
    with at_desk(workspace, now) as desk:
        pass
    assert blog.digest("approve", "--anyway").status in (0, 1)
    later = desk.at(enter(workspace.site), now)
    post = later.named("posts/one.md")
    assert post and desk.held.of(post) is None
    hold = later.held.of(post)
    assert hold and hold.edition.label == LABEL
    assert later.named("posts/none.md") is None
