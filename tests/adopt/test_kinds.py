"""Findings by their kind."""

from __future__ import annotations

from feeds.adopt import kinds
from feeds.errors import error, warning


def test_one_mistake_in_many_posts_is_one_kind() -> None:
    """A thousand lines of one warning would hide the one error."""
    findings = [
        *(warning(f"the post has no title; the file's name gives “N{n}”", f"{n}.md") for n in "12"),
        error("date: soon is not a date", "a.md", 3, remedy="Write it."),
        error("date: 31st of May is not a date", "b.md", 4, remedy="Write it."),
        error("updated: soon is not a date", "b.md", 5, remedy="Write it."),
        error("the post has the same URL as a.md: https://x.example/1/", "c.md"),
        error("the post has the same URL as b/d.md: https://x.example/2/", "e.md"),
    ]
    found = kinds(findings)
    assert [(kind.level, len(kind.findings)) for kind in found] == [
        ("error", 2),
        ("error", 2),
        ("error", 1),
        ("warning", 2),
    ]
    assert found[0].findings[0].place == "a.md:3"
    assert found[0].remedies == ["Write it."]


def test_a_finding_that_is_said_twice_counts_once() -> None:
    """A number would be larger than the number of mistakes."""
    (kind,) = kinds([error("x", "a.md"), error("x", "a.md")])
    assert len(kind.findings) == 1
    assert kind.remedies == []
