"""What of text readers see, and where two texts begin to differ."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.compare.texts import excerpts, seen

START = "A long beginning that both of the texts have in common word for word, and then "


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("A", "B", ("A", "B")),
        ("one  two", "one two", ("one two", "one two")),
        (
            f"{START}the pier at noon",
            f"{START}the mole at noon",
            ("… and then the pier at noon", "… and then the mole at noon"),
        ),
        (
            f"Short {START}",
            f"{START}",
            ("Short A long beginning that …", "A long beginning that …"),
        ),
        (
            "砂がすっかり入れ替わっていて、昨日までの足あとがひとつもない。" * 2 + "浜へ下りる。",
            "砂がすっかり入れ替わっていて、昨日までの足あとがひとつもない。" * 2 + "丘へ登る。",
            ("… ない。浜へ下りる。", "… ない。丘へ登る。"),
        ),
        (
            START + "x" * 200,
            START,
            ("… common word for word, and then " + "x" * 30, "… for word, and then"),
        ),
    ],
)
def test_excerpts(before: str, after: str, shown: tuple[str, str]) -> None:
    """An editor would not see what has changed in a long text."""
    found = excerpts(before, after)
    if "x" * 30 in shown[0]:
        assert len(found[0]) < 70
        assert found[0] != found[1]
    else:
        assert found == shown


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>A<b>B</b> c</p><p>d", "AB c d"),
        ("a &amp; b&nbsp;c &lt;p&gt;", "a & b c <p>"),
        ("a<!-- b -->c", "ac"),
        ("1 < 2 <p", "1 < 2 <p"),
        ("a<br>b", "a b"),
    ],
)
def test_the_text_of_html(html: str, text: str) -> None:
    """A difference of markup would pass for one of text."""
    assert seen(html).text == text


@given(st.text(), st.text())
def test_any_texts_have_short_excerpts(one: str, other: str) -> None:
    """A text of any kind would fill the screen, or end the run."""
    for shown in excerpts(one, other):
        assert len(shown) <= 70
        assert "\n" not in shown


@given(st.text(st.sampled_from("<>/!-\"'= apre&;\n")))
def test_any_html_can_be_looked_at(html: str) -> None:
    """HTML that is none would end the run."""
    assert seen(html) == seen(html)


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", '<a "', "<pre>", "&", "a='", "<a href=", "</"]
)
def test_much_of_anything_is_looked_at_in_time(piece: str) -> None:
    """A feed made for it would keep the command busy for hours."""
    started = time.process_time()
    seen(piece * 200_000)
    excerpts(piece * 200_000, piece * 200_001)
    assert time.process_time() - started < 20
