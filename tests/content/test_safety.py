"""Whatever a body says, what comes out is safe, absolute, well-formed and stable."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from feeds.content.plain import plain_text
from feeds.content.policy import ATTRIBUTES, TAGS
from feeds.content.sanitise import sanitise
from feeds.text import clean

BASE = "https://blog.example/2026/one/"
ATTACKS = (Path(__file__).parent / "xss.txt").read_text(encoding="utf-8").splitlines()
URLS = re.compile(r"(?:https?://[^/]+|mailto:|tel:)")
ALLOWED = {name for names in ATTRIBUTES.values() for name in names} | {"controls"}
PIECES = [
    *(f"<{tag}>" for tag in sorted(TAGS)),
    *(f"</{tag}>" for tag in sorted(TAGS)),
    *ATTACKS,
    *"<>&\"'=/[](){}^`*_~|:-#!\n\t \\",
    *("]]>", "<!--", "-->", "<!--more-->", "&#0;", "&#11;", "&#xFFFE;", "&#xD800;", "&nbsp;"),
    *(
        "\u0338",
        "e\u0301",
        "\x00",
        "\x0b",
        "\ufffe",
        "\ufffd",
        "\u2028",
        "日本語。",
        "word ",
        "\n\n",
    ),
    *(
        "<svg>",
        "<math>",
        "<object>",
        "<iframe src=x>",
        "<font>",
        "<pre>\n\n",
        "<input type=checkbox>",
    ),
    *(
        *("<noscript>", "</noscript>", "<feeds-noscript>", "<feeds-script src=//a.example/b>"),
        *("<img src=data:x data-src='a.jpg' hidden>", "<img srcset='a 1x,, b 2x'>", "</svg>"),
        *("<img data-src='javascript:x()' data-srcset='javascript:x() 2x'>", "<amp-img src=a>"),
        *("<p style='display:none'>", "<i aria-hidden=true>", "<title>", "</title>", "</math>"),
        *("<iframe src=//youtu.be/abcdefghijk?t=9>", "<iframe data-src='javascript:x()'>"),
        *("</iframe>", "</object>", "<object data=a.pdf>", "<param name=movie value=data:a>"),
        *("<lite-youtube videoid='\"<x>'>", "<blockquote class=tiktok-embed cite=//a>"),
        *("<blockquote class=mastodon-embed data-embed-url=https://s.example/@a/1/embed>",),
        *("<annotation encoding=tex>", "<script type=math/tex>", "</script>", "<script src=x>"),
        *("<svg aria-label='<b>&lt;'>", "<mjx-container display=true>", "<msup>", "<mfrac>"),
        *("<span class=katex>", "<span class=katex-html>", "<a class=anchor href='#x'>#"),
        *("<a href='#fn1' class=footnote-ref>", "<a href='#fnref1' class=footnote-back>↩</a>"),
        *("<sup>", "<pre class=highlight>", "<table class=rouge-table>", "<td class=gutter>"),
        *("<span class=ln>", "<div class=copy>", "<clipboard-copy>", "<td class=code><pre>"),
    ),
    *("[^1]", "[^1]: ", "{: .x}", "- [ ] ", "> ", "1. ", "\n: ", "a|b\n-|-\n", "```\n", "    "),
]


def assert_safe(markup: str) -> None:
    """Nothing but allowed elements and attributes, absolute URLs, characters of XML."""
    for name, attributes in re.findall(r"<([a-zA-Z][^\s>/]*)([^>]*)>", markup):
        assert name in TAGS
        pairs = re.findall(r' ([^\s="]+)="([^"]*)"', attributes)
        assert "".join(f' {key}="{value}"' for key, value in pairs) == attributes
        for key, value in pairs:
            assert key in ALLOWED
            if key in ("href", "src", "poster", "cite"):
                assert URLS.match(value)
            if key == "srcset":
                assert all(URLS.match(part.strip()) for part in value.split(", "))
    assert "<!--" not in markup
    assert "]]>" not in markup
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", markup)
    element = etree.Element("content")
    element.text = markup
    assert (etree.fromstring(etree.tostring(element, encoding="utf-8")).text or "") == markup
    html.fragments_fromstring(markup)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("path", ["one.md", "one.html"])
def test_attack_is_harmless(attack: str, path: str, rendered: Callable[..., tuple]) -> None:
    """A post could run a script in its readers' programs."""
    body, _ = rendered(attack, path=path)
    assert_safe(body.html)


def test_all_attacks_together_are_harmless(rendered: Callable[..., tuple]) -> None:
    """One broken construct could shield the next one from the sanitiser."""
    body, _ = rendered("\n".join(ATTACKS), path="one.html")
    assert_safe(body.html)


bodies = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(max_size=200),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=bodies, path=st.sampled_from(["one.md", "one.html"]))
def test_any_text_renders(source: str, path: str, rendered: Callable[..., tuple]) -> None:
    """Some text would stop the whole build, or reach readers unsafe."""
    body, findings = rendered(source, path=path)
    assert_safe(body.html)
    assert sanitise(body.html, BASE) == body.html
    text = plain_text(body.html)
    assert text == clean(text)
    assert "\n" not in body.excerpt
    assert all(finding.path == path for finding in findings)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_sanitising_is_idempotent(markup: str) -> None:
    """What a reader's parser makes of a body would not be what was checked."""
    once = sanitise(markup, BASE)
    assert_safe(once)
    assert sanitise(once, BASE) == once
    assert sanitise(once, "https://other.example/") == once


def test_cdata_end_is_harmless(rendered: Callable[..., tuple]) -> None:
    """A `]]>` in a post would end the feed's CDATA section for a sloppy reader."""
    body, _ = rendered("a ]]> b `]]>` <p title=']]>'>")
    assert "]]>" not in body.html
    assert plain_text(body.html).count("]]>") == 2


def test_forbidden_characters_go_however_written(rendered: Callable[..., tuple]) -> None:
    """A control character, raw or as a reference, would break the feed."""
    body, _ = rendered("<p title='x&#11;y\x0b'>a\x00b&#1;c&#xFFFE;d\ufffee</p>", path="one.html")
    assert body.html == '<p title="xy">abcde</p>'


def test_combining_stroke_after_a_tag_keeps_the_tag(rendered: Callable[..., tuple]) -> None:
    """NFC would melt the end of a tag and the stroke behind it into one character."""
    body, _ = rendered("<p><b>&#x338;x</b> e&#x301;</p>", path="one.html")
    assert body.html == "<p><b>\u0338x</b> é</p>"


@pytest.mark.parametrize("path", ["one.md", "one.html"])
def test_source_is_never_brought_into_nfc_as_a_whole(
    path: str, rendered: Callable[..., tuple]
) -> None:
    """Readers would see half a tag where a stroke stands behind it in the file."""
    body, _ = rendered("<p><b>\u0338x</b> e\u0301</p>", path=path)
    assert body.html == "<p><b>\u0338x</b> é</p>"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<pre>\n\n\ncode</pre>", "<pre>code</pre>"),
        ("<pre><span>\n</span>code</pre>", "<pre>code</pre>"),
        (
            "<p><span class=k>a</span> <span lang=ja>b</span></p>",
            '<p>a <span lang="ja">b</span></p>',
        ),
        ("<h2>T<a href='#t'>¶</a></h2>", "<h2>T</h2>"),
        ("<p><a href='/x'>#</a></p>", '<p><a href="https://blog.example/x">#</a></p>'),
        ("<p><a href='/x'></a><a name=y></a>z</p>", "<p>z</p>"),
        ("<p><img src=a.gif width=1 height=1>z</p>", "<p>z</p>"),
        ("<p><img alt='a &amp; b <c>'></p>", "<p>a &amp; b &lt;c&gt;</p>"),
        ("<td>x", "x"),
    ],
)
def test_shells_go(markup: str, expected: str) -> None:
    """Highlighters, anchors, trackers and broken pictures would litter the feeds."""
    assert sanitise(markup, BASE) == expected


def test_forced_controls_are_stable() -> None:
    """A film could not be started, or its attributes would come in another order each run."""
    markup = sanitise("<video src=a.mp4 autoplay preload=auto></video>", BASE)
    assert markup == f'<video src="{BASE}a.mp4" controls=""></video>'
