"""An edition of which nobody can tell whether it is approved is neither sent nor forgotten."""

from __future__ import annotations

import pytest

from feeds.editions.standing import merge_marks
from feeds.errors import Level

from .conftest import Read

FILES = ", ".join(f"LABEL.{kind}: '{'0' * 64}'" for kind in ("eml", "txt", "html"))
POSTS = "posts: [{id: 'urn:a', path: a, url: 'https://a', published: 2026-11-10, title: A}]"


def approved(*lines: str, label: str = "2026-11-23") -> str:
    """An edition with files and posts, and those lines."""
    return "\n".join(("---", f"files: {{{FILES}}}", POSTS, *lines, "---", "")).replace(
        "LABEL", label
    )


def test_an_approved_edition_says_all_that_it_must(read: Read) -> None:
    """Each edition would be refused."""
    for status in ("approved", "sent"):
        file = read(approved(f"status: {status}"))
        assert (file.findings, file.usable) == ((), True)


@pytest.mark.parametrize(
    ("text", "line", "what", "remedy"),
    [
        ("---\nstatus: approved\n---\n", 2, "nothing says what its eml is", "status: draft"),
        (
            approved("status: sent", label="2026-11-16"),
            2,
            "its files are those of edition 2026-11-16",
            "call it 2026-11-16.md again",
        ),
        (
            approved("status: sent").replace(POSTS, ""),
            4,
            "nothing says which posts it has",
            "Restore",
        ),
    ],
)
def test_an_approval_that_lacks_something(
    read: Read, text: str, line: int, what: str, remedy: str
) -> None:
    """A status typed by hand would publish what nobody approved, or claim nothing."""
    file = read(text)
    (finding,) = file.findings
    assert (finding.level, finding.line, file.usable) == (Level.ERROR, line, False)
    assert what in finding.what
    assert remedy in finding.remedy


@pytest.mark.parametrize("status", ["", "status: Sent", "status: [sent]", "status:"])
def test_a_status_that_cannot_be_made_out_is_no_drafts(read: Read, status: str) -> None:
    """An edition that was sent would count as a draft, and its posts be sent again."""
    file = read(approved(status))
    assert (file.edition, len(file.findings), file.usable) == (None, 1, False)


def test_an_edition_far_from_its_name(read: Read) -> None:
    """A slip in the year would keep the next edition away for a year."""
    file = read("---\nwindow: {from: 2026-11-16, to: 2027-11-23}\n---\n")
    (finding,) = file.findings
    assert (finding.level, finding.line) == (Level.WARNING, 2)
    assert "2027-11-23" in finding.what
    assert read("---\nwindow: {from: 2026-11-16, to: 2026-12-12}\n---\n").findings == ()


MARKED = b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> branch\nd\n"


def test_what_git_left_is_found_by_its_line() -> None:
    """Subscribers would get both versions of an introduction."""
    found = merge_marks(MARKED, "a.md")
    assert found
    assert (found.path, found.line) == ("a.md", 2)
    assert merge_marks(MARKED.replace(b"\nc", b"\n||||||| base\nc"), "a.md")


@pytest.mark.parametrize(
    "text",
    [
        b"Title\n=======\n",
        b"<<<<<<< HEAD\n=======\n",
        b">>>>>>> x\n=======\n<<<<<<< y\n",
        b" <<<<<<< HEAD\n=======\n>>>>>>> x\n",
        b"<<<<<<< a\n" * 50_000,
    ],
)
def test_what_git_did_not_leave(text: bytes) -> None:
    """A heading that is underlined would be taken for a conflict."""
    assert merge_marks(text, "a.md") is None
