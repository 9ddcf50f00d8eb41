"""A post's headings stand below its title."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.digest.outline import nested


@pytest.mark.parametrize(
    ("html", "level", "expected"),
    [
        ("<h2>A</h2><p>b</p><h3>C</h3>", 3, "<h4>A</h4><p>b</p><h5>C</h5>"),
        ("<h1>A</h1><h4>B</h4><h2>C</h2>", 2, "<h3>A</h3><h4>B</h4><h4>C</h4>"),
        ("<h5>A</h5><h3>B</h3><h5>C</h5>", 1, "<h2>A</h2><h2>B</h2><h3>C</h3>"),
        ("<h2>A</h2><h3>B</h3><h4>C</h4>", 4, "<h5>A</h5><h6>B</h6><h6>C</h6>"),
        ('<H2 title="<h3> >">A &lt;h2&gt;</H2>', 2, '<h3 title="<h3> >">A &lt;h2&gt;</h3>'),
        ("<hr><header>a</header>", 2, "<hr><header>a</header>"),
        ("<p>a < b</p></h2>", 2, "<p>a < b</p></h3>"),
    ],
)
def test_headings_are_moved(html, level, expected):
    """A screen reader's list of headings would show a post's parts above the post."""
    assert nested(html, level) == expected


@given(st.lists(st.integers(1, 6), max_size=12), st.integers(1, 3))
def test_no_level_is_left_out(ranks, level):
    """Somebody who jumps from heading to heading would miss the parts below a gap."""
    html = "".join(f"<h{rank}>x</h{rank}>" for rank in ranks)
    levels = [level, *map(int, re.findall(r"<h(\d)>", nested(html, level)))]
    assert len(levels) == len(ranks) + 1
    assert all(level < each <= 6 for each in levels[1:])
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert re.sub(r"\d", "", nested(html, level)) == re.sub(r"\d", "", html)


@given(st.text(alphabet="<>/h123\"'= a", max_size=60))
def test_odd_markup_loses_nothing(html):
    """An attribute or a text would change because it looks like a heading."""
    made = nested(html, 2)
    assert len(made) == len(html)
    assert re.sub(r"\d", "", made) == re.sub(r"\d", "", html)
