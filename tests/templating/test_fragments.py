"""Finished HTML that is fitted to where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from feeds.templating.fragments import aligned, narrow


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="a" width="600" height="300">', '<img src="a" width="552" height="276">'),
        ('<img src="a" height="2" width="6000">', '<img src="a" height="1" width="552">'),
        ('<img src="a" width="552">', '<img src="a" width="552">'),
        ('<img src="a" width="50%" height="900">', '<img src="a" width="50%" height="900">'),
        ('<img alt=\'width="900"\' width="600px">', '<img alt=\'width="900"\' width="552">'),
        ("<p title='<img width=\"600\">'>", "<p title='<img width=\"600\">'>"),
        ('<img alt=\'a width="9"\' width="600">', '<img alt=\'a width="9"\' width="552">'),
        ('<table width="900"><td width="900">', '<table width="900"><td width="900">'),
    ],
)
def test_only_wide_pictures_are_narrowed(html, expected):
    """Outlook would show a mail as wide as its widest picture."""
    assert narrow(Markup(html), 552) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<td align="right">1</td>', '<td class="align-right">1</td>'),
        ('<th scope="col" align="left">', '<th scope="col" class="align-left">'),
        ('<p title=\'an align="left"\'>align="left"', '<p title=\'an align="left"\'>align="left"'),
    ],
)
def test_columns_are_aligned_by_classes(html, expected):
    """The web page would not be valid, or its columns of numbers would lose their order."""
    assert aligned(Markup(html)) == expected


@pytest.mark.parametrize("made", [narrow("<script>", 552), aligned("<script>")])
def test_text_is_escaped(made):
    """A template that fits a title so would let it break out of the page."""
    assert made == "&lt;script&gt;"


@given(st.text(alphabet="<>img widthe=\"'0123456789", max_size=60))
def test_odd_markup_stays(html):
    """Odd HTML would end the run."""
    assert isinstance(narrow(Markup(html), 552), Markup)
    assert aligned(Markup(html)) == html
