"""Excerpts: where they come from and where they are cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes, width

from feeds.content.excerpt import LIMIT, cut
from feeds.content.lead import without_tags


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short enough", 12, "short enough"),
        ("one two three four", 12, "one two…"),
        ("one two, three four", 14, "one two…"),
        ("One. Two is longer. Three", 20, "One. Two is longer."),
        ("One. Two is much longer than this", 20, "One. Two is much…"),
        ("version 3.14159 is out", 14, "version…"),
        ("Really?! She said “yes.” And then she", 26, "Really?! She said “yes.”"),
        ("日本語の文章です。次の文はとても長い文です", 20, "日本語の文章です。"),
        ("日本語の文章はとても長い文です", 20, "日本語の文章はとて…"),
        ("日本語の文章は、とても長い文です", 17, "日本語の文章は…"),
        ("日本語の文章は「とても長い」文です", 17, "日本語の文章は…"),
        ("日本語の文章はーとても長い文です", 16, "日本語の文章…"),
        ("そう言った。」と彼は言ったが聞こえない", 18, "そう言った。」と…"),
        ("日本語の文だ。」と彼は言った", 16, "日本語の文…"),
        ("「日本語の文だ。」彼は言った", 18, "「日本語の文だ。」"),
        ("unbreakableunbreakable", 10, "unbreakab…"),
        ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 5, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦…"),
        ("e\u0301e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301…"),
        ("", 10, ""),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    """An excerpt would end in the middle of something."""
    assert cut(text, limit) == expected


pieces = st.lists(
    st.sampled_from(
        [
            "word",
            " ",
            "日本",
            "。",
            "、",
            "「",
            "」",
            ". ",
            "! ",
            "👨‍👩‍👧",
            "e\u0301",
            "\u0600",
            "한글",
            "ก็",
            "(",
        ]
    )
).map("".join)


@given(st.one_of(pieces, st.text()), st.integers(2, 60))
def test_cut_is_a_beginning_that_fits(text: str, limit: int) -> None:
    """An excerpt would be too wide, split a character, or say what the text does not."""
    short = cut(text, limit)
    assert sum(max(width(part), 0) for part in iter_graphemes(short)) <= limit
    if short == text:
        return
    kept = list(iter_graphemes(short.removesuffix("…") if not text.startswith(short) else short))
    assert list(iter_graphemes(text))[: len(kept)] == kept


def test_cut_reads_no_further_than_it_must() -> None:
    """A vast paragraph, or one of combining marks alone, would be walked whole."""
    assert len(cut("e" + "\u0301" * 5_000_000)) <= 4 * LIMIT + 1
    assert cut("word " * 1_000_000).endswith("word…")


def test_front_matter_comes_first(rendered: Callable[..., tuple]) -> None:
    """A writer's own excerpt would be replaced by another."""
    body, _ = rendered("Body.\n\n<!--more-->\n", excerpt="An <b>own</b> one, 1 < 2,\nList<int>")
    assert body.excerpt == "An own one, 1 < 2, List<int>"


def test_front_matter_is_cut_too(rendered: Callable[..., tuple]) -> None:
    """A very long description would fill a whole mail."""
    body, _ = rendered("Body.", excerpt="word " * 1_000)
    assert width(body.excerpt) <= LIMIT
    assert body.excerpt.endswith("word…")


@pytest.mark.parametrize("mark", ["<!--more-->", "<!-- more -->", "<!--MORE-->"])
def test_more_mark(mark: str, rendered: Callable[..., tuple]) -> None:
    """The mark that ends a post's opening would go unnoticed."""
    body, _ = rendered(f"# T\n\nOne.\n\n- two\n\n{mark}\n\nThree.")
    assert body.excerpt == "One. two"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# T\n\n![alt](a.png)\n\nWords.\n\nMore.", "Words."),
        ("```\ncode\n```\n\nWords.", "Words."),
        ("a|b\n-|-\nc|d\n\nWords.", "Words."),
        ("<figure><img src=a alt=b><figcaption><p>C</p></figcaption></figure>\n\nWords.", "Words."),
        ("- only\n- a list", "only a list"),
        ("<div>Loose <b>words</b></div>", "Loose words"),
        ("Line one  \nline two[^1].\n\n[^1]: Note.", "Line one line two."),
        ("![alt](a.png)", ""),
        ("<!--more-->\n\nAfter.", "After."),
        ("<ruby>塩<rp>(</rp><rt>しお</rt><rp>)</rp></ruby>町", "塩町"),
    ],
)
def test_first_paragraph(source: str, expected: str, rendered: Callable[..., tuple]) -> None:
    """An excerpt would begin with a heading, a picture or code."""
    assert rendered(source)[0].excerpt == expected


def test_without_tags_keeps_angles_that_are_no_tags() -> None:
    """An excerpt about generics or comparisons would lose its point."""
    assert without_tags("a <em>b</em> <c> 1<2 <p class='x'>d</p>") == "a b <c> 1<2 d"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "Caf&eacute;&nbsp;&mdash;&nbsp;A &amp; B <script>alert(1)</script>",
            "Café\u00a0—\u00a0A & B",
        ),
        ("<STYLE media='x'>p > a { b: c }</STYLE >A<script>if (a<b) c()</script>B", "AB"),
        ("&#233;&#xE9;e&#x301;", "ééé"),
        ("a&#10;b&#0;&#8;&#xD800;", "a b\ufffd\ufffd"),
        ("&amp;lt;b&amp;gt; &lt;b&gt;", "&lt;b&gt; <b>"),
    ],
)
def test_html_in_front_matter_is_read(written: str, expected: str) -> None:
    """Readers would see the names of characters, or the text of a script."""
    assert without_tags(written) == expected


@pytest.mark.parametrize(
    "text",
    ["Tom & Jerry < 3", "AT&T; R&D", "/?a=1&copy=2&lt=3", "&notit; &nosuch; &#; &#x;"],
)
def test_plain_front_matter_stays(text: str) -> None:
    """An excerpt that never was HTML would lose or change characters."""
    assert without_tags(text) == text


def test_an_unclosed_script_takes_nothing_along() -> None:
    """An excerpt about the `<script>` tag would end there."""
    assert without_tags("How the <script> tag and <style> work") == "How the tag and work"


@pytest.mark.parametrize("piece", ["<script>", "<script ", "</script", "<script>a</style>", "&#"])
def test_repeated_html_is_read_in_linear_time(piece: str) -> None:
    """Front matter of nothing but tags would hold up the whole run."""
    assert len(without_tags(piece * 50_000)) <= len(piece) * 50_000


@pytest.mark.parametrize(
    ("source", "separator", "excerpt"),
    [
        ("One.\n\nTwo.\n\n<!-- cut -->\n\nThree.", "<!-- cut -->", "One. Two."),
        ("One [a][b].\n---8<---\nTwo.\n\n[b]: /c", "---8<---", "One a."),
        ("One.\n\nTwo.", "\n\n", "One."),
        ("One.\n\nTwo.", "never", "One."),
        ("One.\n\nTwo.", ["odd"], "One."),
        ("One.\n\n<!--more-->\n\nTwo.\n\nCUT\n\nThree.", "CUT", "One. Two."),
    ],
)
def test_a_sites_own_mark_ends_the_opening(
    rendered: Callable[..., tuple], source: str, separator: object, excerpt: str
) -> None:
    """The excerpt would be another than the site has always shown."""
    body, _ = rendered(source, front_matter={"excerpt_separator": separator})
    assert body.excerpt == excerpt
