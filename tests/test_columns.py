"""Text cut and wrapped by columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from feeds.columns import cut, rule, shorten, width, wrap


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short", 10, "short"),
        ("The quick brown fox", 12, "The quick…"),
        ("Incomprehensibilities", 10, "Incompreh…"),
        ("雲の名前を覚えて空を見る", 11, "雲の名前を…"),
        ("雲の名前、空を見る", 11, "雲の名前…"),
        ("雲の名前がっと空を見る", 11, "雲の名前…"),
        ("One. Two is longer. Three", 20, "One. Two is longer…"),
        ("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 5, "👨‍👩‍👧👨‍👩‍👧…"),
    ],
)
def test_shorten(text, limit, short):
    """A title would be cut inside a word or a character."""
    assert shorten(text, limit) == short


@given(st.text(max_size=60), st.integers(2, 40))
def test_shorten_keeps_its_limit(text, limit):
    """A cut title could be longer than allowed, or end in half a character."""
    short = shorten(text, limit)
    assert width(short) <= limit or short == "…"
    if short != text:
        kept = list(iter_graphemes(short.removesuffix("…")))
        assert list(iter_graphemes(text))[: len(kept)] == kept


def test_wrap_knows_wide_characters():
    """A Japanese line would be twice as wide as the others, or begin with a full stop."""
    text = "これは、とても長い文です。そして「引用」もあります。"
    lines = wrap(text, 12).splitlines()
    assert "".join(lines) == text
    assert all(width(line) <= 12 for line in lines)
    assert not any(line[0] in "、。」" or line[-1] == "「" for line in lines)


def test_wrap_breaks_korean_at_spaces():
    """A Korean word would be torn apart at the end of a line."""
    text = "한국어는 띄어쓰기를 하는 언어입니다"
    assert wrap(text, 20).splitlines() == ["한국어는 띄어쓰기를", "하는 언어입니다"]


def test_wrap_never_breaks_a_link():
    """A link in the text part could not be clicked."""
    link = "https://example.com/" + "a" * 90
    assert wrap(f"See {link} now", 40).splitlines() == ["See", link, "now"]


@given(st.text(alphabet=st.sampled_from("ab 雲、。「」e\u0301👍"), max_size=120))
def test_wrap_loses_nothing(text):
    """Words would disappear from the text part, or get spaces that were not there."""
    assert "".join(wrap(text, 20).split()) == "".join(text.split())


def test_rule_is_as_wide_as_the_heading():
    """An underline would be half as long as its Japanese heading."""
    assert rule("空と紙") == "------"
    assert rule("") == ""


def test_no_character_is_cut_in_two() -> None:
    """Half a flag or a letter without its accent would be shown."""
    assert cut("ab👨‍👩‍👧cd", 3) == ("ab", "👨‍👩‍👧cd")
    assert cut("e\u0301e\u0301", 1) == ("e\u0301", "e\u0301")
    assert cut("", 3) == ("", "")
