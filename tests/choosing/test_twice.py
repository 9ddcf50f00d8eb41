"""Posts that two editions have."""

from __future__ import annotations

from feeds.choosing.twice import claimed_twice
from feeds.errors import Level


def test_two_editions_claim_one_post(edition, claim, post):
    """Readers would get a post twice, and nobody hear of it before."""
    posts = [claim(post(name)) for name in "abcde"]
    one = edition("2026-11-02", status="sent", posts=tuple(posts))()
    two = edition("2026-11-09", status="approved", posts=tuple(posts), lines={"posts": 12})()
    (finding,) = claimed_twice([one, two])
    assert finding.level is Level.ERROR
    assert str(finding) == (
        "editions/weekly/2026-11-09.md:12: it has posts that edition 2026-11-02 has too: "
        "posts/a.md, posts/b.md, posts/c.md and 2 more. Write status: draft in "
        "editions/weekly/2026-11-09.md, take them out of its picks, and approve it anew."
    )


def test_the_one_that_was_not_sent_is_to_be_changed(edition, claim, post):
    """An editor would be told to change what readers have already."""
    one = edition("2026-11-02", status="approved", posts=(claim(post("a")),))()
    two = edition("2026-11-09", status="sent", posts=(claim(post("a")),))()
    (finding,) = claimed_twice([one, two])
    assert "2026-11-02.md" in finding.remedy


def test_two_that_were_sent(edition, claim, post):
    """Every run would fail for what nobody can change any more."""
    editions = [
        edition(label, status="sent", posts=(claim(post("a")),))()
        for label in ("2026-11-02", "2026-11-09")
    ]
    (finding,) = claimed_twice(editions)
    assert finding.level is Level.HINT


def test_other_posts(edition, claim, post):
    """A new post under an old path, or one of the same title, would be taken for the old one."""
    one = edition("2026-11-02", status="sent", posts=(claim(post("a")), claim(post("a"))))()
    others = (
        post("b", 9, path="posts/a.md", id="tag:x.example,2026:a"),
        post("c", title="On a"),
    )
    two = edition("2026-11-09", status="sent", posts=tuple(map(claim, others)))()
    assert claimed_twice([one, two]) == []
