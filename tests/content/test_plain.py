"""Plain text: what the case files do not show."""

from __future__ import annotations

import pytest

from feeds.content.plain import plain_text
from feeds.content.sanitise import sanitise

BASE = "https://blog.example/one/"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<p><a href="https://x.example/">x.example</a></p>', "https://x.example/"),
        (
            '<p><a href="https://x.example/%C3%A9">https://x.example/é</a></p>',
            "https://x.example/%C3%A9",
        ),
        ('<p><a href="mailto:a@x.example">a@x.example</a></p>', "a@x.example"),
        ('<p><a href="/a"><img src="b.png" alt=""></a></p>', "<https://blog.example/a>"),
        ('<a href="/a"><p>one</p><p>two</p></a>', "one\n\ntwo\n\n<https://blog.example/a>"),
        ("<p>a<br>b<br><br>c</p>", "a\nb\n\nc"),
        ("<p>a &lt;b&gt; &amp;amp; c&nbsp;d</p>", "a <b> &amp; c\xa0d"),
        ("<ol start=9><li>a<li value=20>b<li><p>c</p><p>d</p></ol>", "9. a\n20. b\n21. c\n\n    d"),
        ("<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>", "- a\n  - b\n    1. c\n- d"),
        ("<blockquote>a<ul><li>b</ul></blockquote>c", "> a\n>\n> - b\n\nc"),
        ("<blockquote><pre>a\n  b\n\nc</pre></blockquote>", ">     a\n>       b\n>\n>     c"),
        ("<li>alone", "- alone"),
        ("<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>", "a b c | d"),
        ("<table><tr><td><ul><li>a<li>b</ul><pre>c\nd</pre></table>", "a b c d"),
        ("<table></table>", ""),
        ("<h1>日本</h1><p>a</p>", "日本\n====\n\na"),
        ("<p>x<sup>2</sup>, y<sup>[1]</sup></p>", "x^2, y[1]"),
        ("<video><source src=a.webm><source src=a.mp4>No</video>", f"[video] <{BASE}a.webm>"),
        ("<audio src=a.mp3></audio>", f"[audio] <{BASE}a.mp3>"),
        ("<ruby>塩<rp>（</rp><rt>しお</rt><rp>）</rp></ruby>", "塩(しお)"),
        ("<p>日本\n語 and\nEnglish\n語</p>", "日本語 and English 語"),
        ("", ""),
    ],
)
def test_plain_text(markup: str, expected: str) -> None:
    """The plain-text part of a mail would lose a link, or its structure."""
    assert plain_text(sanitise(markup, BASE)) == expected


def test_wide_tables_are_not_padded() -> None:
    """A table would be padded into lines that no mail shows."""
    cell = "x" * 60
    markup = f"<table><tr><td>{cell}<td>a<tr><td>b<td>{cell}</table>"
    assert plain_text(sanitise(markup, BASE)) == f"{cell} | a\nb | {cell}"


def test_tables_of_very_many_columns_are_not_padded() -> None:
    """A table of a thousand columns would cost rows times columns."""
    markup = f"<table><tr>{'<td>x' * 1_000}<tr><td>y</table>"
    assert plain_text(sanitise(markup, BASE)).endswith("| x\ny")
