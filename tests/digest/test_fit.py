"""How much of each post fits into a budget."""

from __future__ import annotations

import base64
from quopri import encodestring

from hypothesis import given
from hypothesis import strategies as st

from feeds.digest.fit import LENGTHS, Size, shortened, size, weight

FULL, EXCERPT, HEADLINE = Size(900), Size(200), Size(50)
SIZES = {"full": FULL, "excerpt": EXCERPT, "headline": HEADLINE}


def _ways(wanted, budget, lead=0, sizes=None):
    known = sizes or [SIZES] * len(wanted)
    return list(shortened(wanted, lead, Size(100), known, Size(20), budget, 0))


def test_nothing_is_shortened_that_fits():
    """A short issue would lose its posts' texts."""
    assert _ways(["full", "excerpt"], 1200)[0] == ["full", "excerpt"]


def test_the_last_posts_are_shortened_first():
    """What an editor put first would be cut before what stands last."""
    assert _ways(["full"] * 3, 2200)[0] == ["full", "full", "excerpt"]
    assert _ways(["full"] * 3, 1500)[0] == ["full", "excerpt", "excerpt"]
    assert _ways(["full"] * 3, 1300)[0] == ["full", "excerpt", "headline"]
    assert _ways(["full"] * 3, 1100)[0] == ["full", "headline", "headline"]
    assert _ways(["full"] * 3, 1090)[0] == ["full", "headline", None]
    assert _ways(["full"] * 3, 1030)[0] == ["full", None, None]


def test_the_lead_is_kept_wherever_it_stands():
    """The most important post would be the first to go where it stands last."""
    assert _ways(["excerpt", "excerpt", "full"], 1090, lead=2)[0] == ["headline", None, "full"]


def test_a_lead_that_is_too_long_is_shortened_last():
    """One post of two megabytes would be sent as it is, and cut off."""
    assert _ways(["full", "excerpt"], 400)[0] == ["excerpt", None]
    assert _ways(["full", "excerpt"], 10)[-1] == ["headline", None]


def test_no_way_makes_a_post_longer():
    """A post that shall be a headline would be shown as an excerpt."""
    assert _ways(["full", "headline"], 1060)[0] == ["full", "headline"]
    for way in _ways(["full", "headline"], 0):
        assert way[1] in ("headline", None)


@given(
    st.lists(st.sampled_from(LENGTHS), min_size=1, max_size=8),
    st.integers(0, 5000),
    st.data(),
)
def test_any_budget(wanted, budget, data):
    """An issue would be longer than its budget although it could be shorter, or lose its lead."""
    lead = data.draw(st.integers(0, len(wanted) - 1))
    ways = _ways(wanted, budget, lead)
    assert ways
    for lengths in ways:
        assert lengths[lead] is not None
        whole = 100 + sum(SIZES[each].decoded for each in lengths if each) + 20 * (None in lengths)
        assert whole <= budget or lengths == ways[-1]


@given(st.text(alphabet="abc =é雲\n<>", max_size=3000))
def test_the_weight_is_that_of_the_part(text):
    """An issue would count as short enough, and be too long once it is encoded."""
    wire = text.replace("\n", "\r\n").encode()
    in_base64 = len(base64.encodebytes(wire).replace(b"\n", b"\r\n"))
    quoted = len(encodestring(text.encode()).replace(b"\n", b"\r\n"))
    counted = weight(size(text), 0)
    assert abs(counted - max(len(text.encode()), min(in_base64, quoted))) <= 2 + quoted // 70


def test_links_weigh_what_the_engine_adds():
    """An engine that rewrites links would make the mail too long after all."""
    page = '<p><a href="https://a.example/">a</a><a class="b" href="https://b.example/">b</a></p>'
    assert weight(size(page), 100) == weight(size(page), 0) + 200
