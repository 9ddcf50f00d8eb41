"""Styles moved into attributes, offline, with URLs untouched."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from feeds.digest.inline import StyleError, inline


def _page(body: str, head: str = "<style>p { color: red }</style>") -> str:
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body>"


def test_moves_styles_and_keeps_what_must_stay():
    """Dark mode and mobile styles would be lost, or the rest left where Gmail drops it."""
    kept = "@media (max-width: 620px) { p { color: blue !important } }"
    head = f"<style>p {{ color: red }}</style><style data-premailer='ignore'>{kept}</style>"
    assert inline(_page("<p>あ</p>", head)) == (
        '<!doctype html>\n<html><head><meta charset="utf-8">'
        f'<style>{kept}</style></head><body><p style="color:red">あ</p></body></html>\n'
    )


@pytest.mark.parametrize(
    "url",
    [
        "{{ unsubscribe_url }}",
        "*|UNSUB|*",
        "%unsubscribe%",
        "<%unsubscribe%>",
        "{$unsubscribe}",
        "https://例え.jp/あ い?q=[x]",
        "https://example.com/%e3%81%82/?a=1&b=2",
        "#top",
        "opaque0x",
    ],
)
def test_urls_come_out_as_they_went_in(url):
    """A mail engine would not find its merge tag, or a link would lead elsewhere."""
    page = _page(f'<a href="{url.replace("&", "&amp;")}">x</a><img src="{url}" alt="">')
    tree = lxml_html.fromstring(inline(page))
    assert tree.xpath("//a/@href | //img/@src") == [url, url]


@pytest.mark.parametrize("url", ["{{ unsubscribe_url }}", "*|UNSUB|*", "%unsubscribe%"])
def test_merge_tags_are_literal_in_the_source(url):
    """A mail engine replaces text, not attributes: the tag has to stand there as written."""
    assert f'<a href="{url}">' in inline(_page(f'<a href="{url}">x</a>'))


OUTSIDE = [
    "<style>@import url(file:///etc/passwd); p { color: red }</style>",
    "<style>@import 'http://127.0.0.1:9/x.css'; p { color: red }</style>",
    "<style>@import url(x.css) screen; p { color: red }</style>",
    "<link rel='stylesheet' href='/etc/passwd'><style>p { color: red }</style>",
    "<link rel='stylesheet' href='http://127.0.0.1:9/'><style>p { color: red }</style>",
    "<style>p { color: red; background: url(file:///etc/passwd) }</style>",
    "<style>@font-face { src: url(http://127.0.0.1:9/f) } p { color: red }</style>",
]


@pytest.mark.parametrize("head", OUTSIDE)
def test_opens_no_file_and_no_socket(head, watched):
    """A template or a post could make the build read a file or call a server."""
    body = (
        '<p>x</p><img src="http://127.0.0.1:9/i.png" alt="">'
        '<div style="background:url(file:///etc/passwd)">y</div>'
        "<style>@import url(http://127.0.0.1:9/body.css);</style>"
    )
    inline(_page(body))
    with watched() as seen:
        out = inline(_page(body, head))
    assert seen == []
    assert "color:red" in out
    assert "root:" not in out


def test_the_watch_sees(watched, tmp_path):
    """The test above could not fail."""
    with watched() as seen:
        (tmp_path / "x").write_text("x")
    assert [event for event, _ in seen] == ["open"]


def test_one_page_cannot_break_the_next():
    """premailer's cache mixes a post's `style="td"` up with the selector `td`."""
    head = "<style>td { color: red } td:first-child { color: blue }</style>"
    table = "<table><tr><td style='{}'>x</td><td>y</td></tr></table>"
    first = inline(_page(table.format("td"), head) + table.format("td:first-child"))
    assert inline(_page(table.format("td"), head) + table.format("td:first-child")) == first
    assert 'style="color:red"' in first


def test_silent_about_css_it_does_not_know(capfd):
    """A cron job would mail cssutils' remarks, or lose its own logging."""
    before = logging.getLogger("CSSUTILS").disabled
    inline(_page("<p style='nonsense'>x</p>", "<style>p { mso-hide: all; colr: ; } }</style>"))
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("CSSUTILS").disabled is before


@pytest.mark.parametrize("page", ["", " ", "<!-- nothing -->"])
def test_no_html(page):
    """An empty template would end the run with a traceback."""
    with pytest.raises(StyleError, match="no HTML"):
        inline(page)


@pytest.mark.parametrize(
    "css",
    ["@media screen { @media (min-width: 1px) { p { color: red } } }", 'a[title="x,y"] { top: 0 }'],
)
def test_css_that_premailer_cannot_read(css):
    """A site's style sheet would end the run with a traceback."""
    with pytest.raises(StyleError, match="cannot be inlined"):
        inline(_page("<p>x</p>", f"<style>{css}</style>"))


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_style_attribute(style):
    """A post's own style attribute would end the run."""
    quoted = style.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    page = _page(f'<p style="{quoted}">x</p>')
    (paragraph,) = lxml_html.fromstring(inline(page)).xpath("//p")
    assert paragraph.text == "x"
    assert "color:" in paragraph.get("style")
