"""What a generator's Markdown has beyond what all have."""

from __future__ import annotations

from contextlib import suppress

import pytest

from feeds.content.limits import TooMuchError
from feeds.content.markdown import to_html
from feeds.content.sanitise import sanitise
from feeds.model import COMMON, Flavour

BASE = "https://blog.example/2026/one/"
KRAMDOWN = Flavour(
    typographer=True,
    inner_markdown=True,
    abbreviations=True,
    guillemets=True,
    math=True,
    loose=True,
)


def shown(text: str, flavour: Flavour) -> str:
    """The body of a post in that Markdown, on one line."""
    return " ".join(sanitise(to_html(text, BASE, flavour), BASE).split())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("\"a\" 'b' it's the '80s", "<p>“a” ‘b’ it’s the ’80s</p>"),
        ("a -- b --- c... d", "<p>a – b — c… d</p>"),
        ("\"*a*\" *\"b\"* [\"c\"](d \"e\") \"`f`\"",
         '<p>“<em>a</em>” <em>“b”</em> <a href="https://blog.example/2026/one/d" title="e">“c”</a>'
         " “<code>f</code>”</p>"),
        ("`\"a\" -- b...` \\\"c\\\" &quot;d&quot;", '<p><code>"a" -- b...</code> "c" "d"</p>'),
        ("\"a\nb\" 'c\n'd", "<p>“a b” ‘c ‘d</p>"),
        ("![\"a\"](b.png)",
         '<p><img src="https://blog.example/2026/one/b.png" alt="&quot;a&quot;"></p>'),
        ("    \"a\"\n", '<pre><code>"a" </code></pre>'),
        ("<https://a.example/--b>", '<p><a href="https://a.example/--b">https://a.example/--b</a></p>'),
        ("<b>\"a\"</b> -- <i title=\"--\">b</i>", '<p><b>“a”</b> – <i title="--">b</i></p>'),
        ("<< a >>", "<p>&lt;&lt; a &gt;&gt;</p>"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "<b></b> x\n\n"])
def test_typography(text: str, html: str, before: str) -> None:
    """Quotes in the feed would be others than on the page, or code be changed."""
    made = shown(before + text, Flavour(typographer=True))
    assert made.removeprefix("<p><b></b> x</p> ") == html
    assert shown(before + text, COMMON) == shown(before + text, Flavour())


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("see https://a.example/b?c=d.",
         '<p>see <a href="https://a.example/b?c=d">https://a.example/b?c=d</a>.</p>'),
        ("www.blog.com", '<p><a href="http://www.blog.com">www.blog.com</a></p>'),
        ("me@blog.com", '<p><a href="mailto:me@blog.com">me@blog.com</a></p>'),
        ("a.example `https://b.example`", "<p>a.example <code>https://b.example</code></p>"),
        ("[https://a.example](/b)", '<p><a href="https://blog.example/b">https://a.example</a></p>'),
    ],
)  # fmt: skip
def test_bare_urls(text: str, html: str) -> None:
    """A link of the page would be dead text in the feed."""
    assert shown(text, Flavour(linkify=True)) == html


def test_line_ends_that_count() -> None:
    """Verses would run into one line."""
    assert shown("a\nb  \nc", Flavour(breaks=True)) == "<p>a<br> b<br> c</p>"
    assert shown("a <b>b</b>\nc", Flavour(breaks=True)) == "<p>a <b>b</b><br> c</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*[A]: b\n\nA, AA and A.",
         '<p><abbr title="b">A</abbr>, AA and <abbr title="b">A</abbr>.</p>'),
        ("A `A` [A](/b)\n*[A]: c", None),
        ("*[A.*]: b\n\nAxx A.*", '<p>Axx <abbr title="b">A.*</abbr></p>'),
    ],
)  # fmt: skip
def test_abbreviations(text: str, html: str | None) -> None:
    """Definitions would stand in the text as they were written."""
    made = shown(text, KRAMDOWN)
    if html:
        assert made == html
    else:
        assert "*[A]" not in made
        assert "<code>A</code>" in made


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<div>\n*a*\n\n*b*\n</div>\n\n*c*", "<div> *a* *b* </div> <p><em>c</em></p>"),
        ("<div markdown='1'>\n*a*\n\n- b\n</div>",
         "<div> <p><em>a</em></p> <ul> <li>b</li> </ul> </div>"),
        ("<div><p markdown=\"1\">*a*</p><p>*b*</p></div>",
         "<div><p> <em>a</em></p><p>*b*</p></div>"),
        ("<div markdown=\"1\">\n<div>\n*a*\n</div>\n*b*\n</div>",
         "<div> <div> *a* </div> <p><em>b</em></p> </div>"),
        ("<div>\n\n*never closed*", "<div> <p><em>never closed</em></p> </div>"),
        ("{::comment}\n*a*\n{:/}\nb {::comment}c{:/comment}d", "<p>b d</p>"),
        ("{::nomarkdown}\n<b>*a*</b>\n{:/}\n", "<b>*a*</b>"),
        ("{::options auto_ids=\"false\" /}\na", "<p>a</p>"),
        ("{:x: .y}\na\n{:x}", "<p>a</p>"),
        ("* a\n^\n* b", "<ul> <li>a</li> </ul> <ul> <li>b</li> </ul>"),
        ("a | b\nc | d", "<table> <tbody> <tr> <td>a</td> <td>b</td> </tr>"
         " <tr> <td>c</td> <td>d</td> </tr> </tbody> </table>"),
        ("| a | `b|c` |\n|---|:-:|\n| d |",
         '<table> <thead> <tr> <th>a</th> <th align="center"><code>b|c</code></th> </tr> </thead>'
         ' <tbody> <tr> <td>d</td> <td align="center"></td> </tr> </tbody> </table>'),
        ("<i>a|b</i>\nc", "<p><i>a|b</i> c</p>"),
        ("$$a_b_c$$ and $5", "<p>\\(a_b_c\\) and $5</p>"),
        ("$$\na < b\n$$", "<div>\\[a &lt; b\\]</div>"),
        ("a $$ b", "<p>a $$ b</p>"),
        ("1) a", "<p>1) a</p>"),
        ("a\\\\\nb", "<p>a<br> b</p>"),
        ("A\nB\n: c", "<dl> <dt>A</dt> <dt>B</dt> <dd>c</dd> </dl>"),
        ("a <<b>> c", "<p>a «b» c</p>"),
    ],
)  # fmt: skip
def test_kramdowns_own(text: str, html: str) -> None:
    """Signs that kramdown reads would stand in the text."""
    assert shown(text, KRAMDOWN) == html


@pytest.mark.parametrize(
    "piece",
    [
        *('"', "'", "\"'", "--", "<<", ">>", "$$", "$$\n", "a|", "|`", "|<b>", "{::comment}\n"),
        *("{:a}\n", "*[a]: b\n", "*[a", "<div>\n", "<div markdown='1'>\n", "</div>\n"),
        *("^\n", "a\n: b\n"),
        *("<div markdown=1>", "<p markdown=\"1\">*a*</p>", "<a '", "<!--", "{::comment}"),
        *("www.", "@", "://"),
        *("a\n", "<div\n", "`|", "\\\\\n", "<code>|", "|\n", "1)\n", "A\n\n"),
    ],
)  # fmt: skip
def test_a_hundred_thousand_of_anything(piece: str, thorough: bool) -> None:
    """A post of a few bytes, often repeated, would hold up the run for minutes."""
    flavour = Flavour(**dict.fromkeys(Flavour.__dataclass_fields__, True))
    much = piece * ((100_000 if thorough else 20_000) // len(piece))
    for text in (much, f"<b></b>\n\n{much}"):
        with suppress(TooMuchError):
            to_html(text, BASE, flavour)
