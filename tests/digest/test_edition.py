"""Sections, their order, and the time an issue covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.digest.edition import compose
from feeds.model import Choice


def _shape(digest):
    return [
        (part.title, [placed.entry.post.title for placed in part.posts]) for part in digest.sections
    ]


def test_nothing_new_makes_no_issue(newsletter, site):
    """Without posts a newsletter would be sent with nothing in it."""
    assert compose(newsletter(), site, Choice([]), {}) is None


def test_groups_by_first_category(issue, entry):
    """A post with two categories would stand twice, or sections in an order nobody chose."""
    digest = issue(
        entry("loose", 18),
        entry("a", 17, categories=("Sea", "Sky")),
        entry("b", 16, categories=("Sky",)),
        entry("c", 15, categories=("sea",)),
    )
    assert _shape(digest) == [("Sea", ["a", "c"]), ("Sky", ["b"]), ("Other", ["loose"])]


def test_other_in_the_newsletters_language(issue, entry):
    """A Japanese newsletter would have an English heading."""
    digest = issue(entry("a", categories=("海",)), entry("b", 17), language="ja-JP")
    assert _shape(digest)[-1] == ("その他", ["b"])


def test_no_heading_where_nothing_is_grouped(issue, entry):
    """A newsletter without categories would have one lonely heading, “Other”."""
    assert _shape(issue(entry("a"), entry("b", 17))) == [(None, ["a", "b"])]


@pytest.mark.parametrize(
    ("group_by", "titles"),
    [("tag", ["t"]), ("author", ["Anna"]), ("none", [None])],
)
def test_other_ways_to_group(issue, entry, group_by, titles):
    """A setting of `group_by` would be without effect."""
    digest = issue(entry(categories=("c",), tags=("t",)), group_by=group_by)
    assert [part.title for part in digest.sections] == titles


def test_time_covered(issue, entry):
    """The issue would claim another time than its window, or posts outside of it."""
    newest, oldest = entry(day=18), entry(day=12)
    digest = issue(newest, oldest)
    assert digest.until == newest.post.published
    assert digest.since == newest.post.published - timedelta(days=7)


def test_a_window_may_begin_before_the_calendar(issue, entry):
    """One post of the first century would end the run with a traceback."""
    old = entry()
    moment = old.post.published.replace(year=50)
    digest = issue(replace(old, post=replace(old.post, published=moment)), window=36_500)
    assert digest.since <= digest.until == moment
