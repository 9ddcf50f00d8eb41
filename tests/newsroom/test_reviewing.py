"""What editors are told of the issue that they look at is what `feeds lint` says of it."""

from __future__ import annotations

from feeds.errors import Finding
from feeds.issuing import Prepared
from feeds.newsroom.checking import linted
from feeds.newsroom.desk import at_desk
from feeds.newsroom.reviewing import review
from feeds.workspace import moment, open_site

from .conftest import FIRST, Blog


def findings(blog: Blog, prepared: Prepared | None = None) -> list[Finding]:
    """What is said of the letter."""
    return [each.finding for each in review(open_site(blog.root), "letter", prepared)]


def test_a_draft_is_looked_at_as_it_was_prepared(blog: Blog) -> None:
    """The desk would say something else than the command, or nothing."""
    blog.digest("new")
    workspace = open_site(blog.root)
    with at_desk(workspace, moment(FIRST, workspace.site)) as desk:
        _, edition = desk.room.draft()
        prepared = desk.prepared(desk.propose(edition), edition)
    assert findings(blog, prepared) == list(linted(workspace, prepared))
    assert findings(blog) == []


def test_an_edition_is_looked_at_until_it_is_sent(blog: Blog) -> None:
    """Nobody would be told of what can still be mended, or of what no longer can."""
    blog.digest("new")
    assert blog.digest("approve").status == 0
    assert findings(blog)
    assert blog.digest("sent").status == 0
    assert findings(blog) == []


def test_changed_frozen_files_are_told(blog: Blog) -> None:
    """An editor would look at another mail than the one that was approved."""
    blog.digest("new")
    blog.digest("approve")
    (mail,) = blog.folder.glob("*.eml")
    mail.write_bytes(mail.read_bytes() + b"x")
    (found, *_) = findings(blog)
    assert found.path and found.path.endswith(mail.name)
