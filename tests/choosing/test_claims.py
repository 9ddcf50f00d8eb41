"""By what a post is known that an edition has already."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.choosing.chain import Chain, read_chain
from feeds.choosing.claims import Claims
from feeds.errors import Level
from feeds.model import Claim, Post

FIRST = "2026-11-02"


@pytest.fixture(scope="session")
def claims_of(edition, claim):
    """Makes the claims of one edition that has those posts."""

    def make(*posts, **more):
        known = {key: tuple(map(claim, some)) for key, some in more.items()}
        return Claims(
            read_chain([edition(FIRST, status="sent", posts=tuple(map(claim, posts)), **known)()])
        )

    return make


def held(claims, *posts):
    """How each of the posts is known; None for one that is free."""
    found = claims.among(posts)
    return [hold and hold.by for hold in map(found.of, posts)]


def a_day_later(post):
    """The same post with another date."""
    return replace(post, published=post.published + timedelta(days=1))


# ── One change, and the post is known again ───────────────────────────────────────────


def test_what_never_changed(claims_of, post):
    """A post would be sent with every edition."""
    assert held(claims_of(post("a")), post("a"), post("b")) == ["all", None]


@pytest.mark.parametrize(
    ("change", "by", "guess"),
    [
        ({"id": "tag:x.example,2026:new"}, "all", False),
        ({"path": "posts/new.md"}, "all", False),
        ({"title": "New"}, "id", False),
        ({"url": "https://x.example/new/"}, "all", False),
        # A file that is renamed, where ids are made of it.
        ({"path": "posts/new.md", "id": "new", "url": "new"}, "title and date", True),
        # A title that is changed, where ids are made of it.
        ({"title": "New", "id": "new", "url": "new"}, "path", False),
    ],
)
def test_one_change(claims_of, post, change, by, guess):
    """A post that was renamed or got another title would be sent again."""
    changed = replace(post("a"), **change)
    found = claims_of(post("a")).among([changed])
    hold = found.of(changed)
    assert (hold.by, hold.guess, hold.was) == (by, guess, "posts/a.md")
    assert len(found.findings) == guess


def test_another_date(claims_of, post):
    """A post would be sent again because its date moved, in front matter or its path."""
    own = post("a", path="_posts/2026-11-01-a.md")
    moved = a_day_later(own)
    assert held(claims_of(own), moved) == ["id"]
    assert held(claims_of(own), replace(moved, id="new")) == ["path and title"]
    renamed = replace(moved, path="_posts/2026-11-02-a.md", id="new", url="new")
    assert held(claims_of(own), renamed) == ["title and name"]
    assert held(claims_of(own), replace(renamed, path="a/2026/11/2/a.md")) == [None]


@pytest.mark.parametrize("title", ["on A", "ｏｎ ａ", " On   a\n", "On a"])
def test_titles_that_are_the_same(claims_of, post, title):
    """A title that was only written otherwise would be another one."""
    assert held(claims_of(post("a")), post("b", title=title)) == ["title and date"]


def test_dates_that_are_the_same(claims_of, post):
    """Another offset, or a part of a second, would be another date."""
    own = post("a")
    changed = replace(
        own, path="b", id="b", published=own.published.astimezone() + timedelta(microseconds=7)
    )
    assert held(claims_of(own), changed) == ["title and date"]
    assert held(
        claims_of(own), replace(changed, published=own.published + timedelta(seconds=1))
    ) == [None]


def test_paths_in_nfd(claims_of, post):
    """A checkout on another machine would have other posts."""
    own = post("a", path="posts/Über.md", id="1", title="")
    assert held(claims_of(own), replace(own, path="posts/U\u0308ber.md", id="2")) == ["all"]


def test_old_dates_in_a_path_are_taken_for_dates_alone(claims_of, post):
    """Paths without a date in them, or with a number that is none, would be taken for others."""
    for path, other in (("posts/1.md", "posts/2.md"), ("a/12026-11-01.md", "a/12026-11-02.md")):
        own = post("a", path=path)
        assert held(claims_of(own), post("b", 2, path=other, title=own.title)) == [None]


# ── Other posts are not taken for it ──────────────────────────────────────────────────


def test_another_one_of_the_same_title_and_date(claims_of, post):
    """A second post would never be sent, while the first is plainly there."""
    own, twin = post("a"), post("b", title="On a")
    assert held(claims_of(own), own, twin) == ["all", None]
    assert held(claims_of(own), twin) == ["title and date"]
    assert held(claims_of(own), replace(own, draft=True), twin) == ["all", None]


def test_a_series_under_one_title(claims_of, post):
    """Weekly notes would be sent once, and never again."""
    notes = [post(f"2026-11-{day:02}-notes", day, title="Notes") for day in (1, 8, 15)]
    assert held(claims_of(notes[0]), *notes) == ["all", None, None]


def test_both_of_two_twins(claims_of, post):
    """Of two claimed posts that were renamed together one would be sent again."""
    claims = claims_of(post("a", title="X"), post("b", title="X"))
    renamed = post("c", title="X"), post("d", title="X")
    assert held(claims, *renamed) == ["title and date"] * 2
    assert held(claims, post("a", title="X"), renamed[0]) == ["all", "title and date"]
    assert held(claims, post("a", title="X"), post("b", title="X"), renamed[0])[2] is None


def test_a_path_that_became_another_posts(claims_of, post):
    """A new post under an old name would never be sent, or the renamed one twice."""
    renamed = post("b", title="On a")
    newcomer = post("new", 9, path="posts/a.md")
    assert held(claims_of(post("a")), renamed, newcomer) == ["title and date", None]
    # Nobody else looks like the post: it may have been rewritten.
    found = claims_of(post("a")).among([newcomer])
    assert found.of(newcomer).guess
    assert "its path" in found.findings[0].what


def test_a_name_that_goes_round(claims_of, post):
    """The newest post is always this-week.md: nobody can tell, and both must be asked about."""
    last_week = post("week-1", 1, title="Notes")
    this_week = post("week", 8, title="Notes")
    claims = claims_of(post("week", 1, title="Notes"))
    found = claims.among([last_week, this_week])
    assert found.of(last_week).guess
    assert found.of(this_week).guess
    assert len(found.findings) == 2


def test_what_has_to_be_recorded(claims_of, post, edition, claim):
    """A post that is renamed twice would be sent again, or its old name be taken for ever."""
    first = claims_of(post("a"))
    renamed = post("b", title="On a")
    found = first.among([renamed])
    assert found.moved == [claim(renamed)]
    again = claims_of(post("a"), moved=[renamed])
    assert again.among([renamed]).moved == []
    assert again.among([renamed]).findings == []
    twice = replace(renamed, title="On b")
    newcomer = post("new", 9, path="posts/a.md")
    assert held(again, twice, newcomer) == ["id", None]
    assert again.among([twice]).moved == [claim(twice)]
    assert again.among([replace(renamed, url="https://x.example/other/")]).moved == []


def test_names_outlive_an_approval_that_was_taken_back(edition, claim, post):
    """A post that was renamed twice would be sent again, since its second name was forgotten."""
    first = edition(FIRST, status="sent", posts=(claim(post("a")),))()
    second = edition("2026-11-09", moved=(claim(post("b", title="On a")), claim(post("x"))))()
    claims = Claims(read_chain([first, second]))
    assert held(claims, post("b", title="Another"), post("x")) == ["id", None]


def test_names_of_a_claim_that_is_gone(edition, claim, post):
    """Posts of an approval that was taken back would never be sent, since they were renamed."""
    first = edition(FIRST, posts=(claim(post("a")),))()
    second = edition("2026-11-09", status="sent", moved=(claim(post("b", title="On a")),))()
    assert held(Claims(read_chain([first, second])), post("b", title="On a")) == [None]


def test_names_in_another_order(edition, claim, post):
    """A merge would make a post unknown that was renamed on both branches."""
    names = [
        claim(post("c", title="Third")),
        claim(post("b", title="Third")),
        claim(post("b", title="On a")),
    ]
    first = edition(FIRST, status="sent", posts=(claim(post("a")),), moved=tuple(names))()
    assert held(Claims(read_chain([first])), post("c", 9, title="Third")) == ["id"]


def test_the_remedy_of_a_wrong_guess(claims_of, post):
    """An editor would have no way to get a post in that only looks like another."""
    found = claims_of(post("a")).among([post("b", title="On a")])
    (finding,) = found.findings
    assert (finding.level, finding.path) == (Level.WARNING, "posts/b.md")
    assert finding.what == (
        f"it looks like posts/a.md, which edition {FIRST} has: it has its title and date"
    )
    assert finding.remedy == (
        "If it is another post, list it in picks, "
        f"and take it out of moved in editions/weekly/{FIRST}.md."
    )


def test_a_renamed_folder_is_told_of_in_short(claims_of, post):
    """Five hundred posts in another folder would bury all other findings."""
    posts = [post(str(number)) for number in range(500)]
    renamed = [
        replace(each, path=f"blog/{each.title}.md", id=f"blog:{each.title}") for each in posts
    ]
    found = claims_of(*posts).among(renamed)
    assert len(found.holds) == len(found.moved) == 500
    assert len(found.findings) == 21
    assert "480 more" in found.findings[-1].what


# ── Whose it is ───────────────────────────────────────────────────────────────────────


def test_what_counts_most(edition, claim, post):
    """A post that an editor took in spite of its age would still be offered."""
    a, b, c = post("a"), post("b"), post("c")
    passed = tuple(map(claim, (a, b, c)))
    first = edition("2026-11-02", status="sent", passed=passed)()
    second = edition(
        "2026-11-09", status="sent", previous=first.label, posts=(claim(a),), never=(claim(b),)
    )()
    found = Claims(read_chain([first, second])).among([a, b, c])
    assert [(found.of(each).edition.label, found.of(each).kind) for each in (a, b, c)] == [
        ("2026-11-09", "posts"),
        ("2026-11-09", "never"),
        ("2026-11-02", "passed"),
    ]


def test_the_name_of_a_post_that_was_passed_by(edition, claim, post):
    """A post that gets the old name of another one would be taken for that, and sent again."""
    first = edition(
        FIRST, status="sent", posts=(claim(post("a", 2)),), passed=(claim(post("old")),)
    )()
    renamed = post("old", 2, title="On a")
    hold = Claims(read_chain([first])).among([renamed]).of(renamed)
    assert (hold.kind, hold.by) == ("posts", "title and date")
    again = replace(first, moved=(claim(renamed),))
    hold = Claims(read_chain([again])).among([renamed]).of(renamed)
    assert (hold.kind, hold.by) == ("posts", "all")


def test_drafts_claim_nothing(edition, claim, post):
    """A draft that is thrown away would take its posts along."""
    draft = edition(FIRST, posts=(claim(post("a")),))()
    assert held(Claims(read_chain([draft])), post("a")) == [None]


def test_a_chain_that_is_broken_claims_all_the_same(edition, claim, post):
    """Posts would seem free as long as something is wrong elsewhere."""
    lost = edition(FIRST, status="sent", previous="2026-10-01", posts=(claim(post("a")),))()
    assert held(Claims(read_chain([lost])), post("a")) == ["all"]


# ── Any posts, and many ───────────────────────────────────────────────────────────────

NAMES = st.sampled_from("abcd")
POSTS = st.lists(
    st.tuples(NAMES, NAMES, NAMES, st.integers(1, 3)),
    max_size=4,
    unique_by=(lambda one: one[0], lambda one: one[1]),
)


@given(POSTS, POSTS)
def test_any_posts(claims_of, post, recorded, present):
    """A post would be lost on the way, or be free though it is recorded just so."""

    def made(rows):
        return [post(path, day, id=id_, title=title) for path, id_, title, day in rows]

    own, others = made(present), made(recorded)
    found = claims_of(*others).among(own)
    same = {(each.path, each.id, each.title, each.published) for each in others}
    for each in own:
        hold = found.of(each)
        if (each.path, each.id, each.title, each.published) in same:
            assert hold and not hold.guess
        if any(each.id == other.id for other in others):
            assert hold
        if hold is None:
            twins = [o for o in others if (o.title, o.published) == (each.title, each.published)]
            assert not twins or any(found.of(one) for one in own)
    settled = claims_of(*others, moved=list(_posts(found.moved)))
    assert settled.among(own).moved == []
    assert found.holds.keys() == settled.among(own).holds.keys()


def _posts(moved):
    for claim in moved:
        yield Post(
            claim.path, claim.id, claim.url, claim.title, claim.published, claim.published, "en"
        )


@pytest.mark.parametrize("alike", [False, True])
def test_ten_thousand_posts(edition, claim, post, alike):
    """Claims of many years would take minutes."""
    same = {"title": "Same"} if alike else {}
    posts = [post(str(number), **same) for number in range(10_000)]
    records = tuple(map(claim, posts))
    first = edition(FIRST, status="sent", posts=records)()
    claims = Claims(Chain([first], [], []))
    renamed = [replace(each, path=f"b/{each.path}", id=f"b{each.id}") for each in posts]
    assert len(claims.among(posts).holds) == 10_000
    assert len(claims.among(renamed).holds) == 10_000
    assert claims.among([*posts, *renamed]).of(renamed[0]) is None
    assert isinstance(claims.among(renamed).moved[0], Claim)
