"""A mail for the eye differs from the mail in nothing but what a frame has to be told."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.digest.fit import size, weight
from feeds.lint.sizes import CLIPPED
from feeds.preview.choices import LOOKS, Choices, Look
from feeds.preview.desk import Desk
from feeds.preview.display import (
    CLIPPING,
    INVERTING,
    OUTLINING,
    PLACEHOLDER,
    clipped,
    display,
)

OWN = "https://harbour.example/blog/media/ferry.png"
FAR = "https://elsewhere.example/a.png?b=1&c=2"
LOCAL = "/picture/weekly/media/ferry.png"

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head>
<meta name="color-scheme" content="light dark"><meta name=description content='light dark'>
<style media="(prefers-color-scheme: dark)">.a{{background:url("{OWN}")}}</style>
<style>:root {{ color-scheme: light dark; supported-color-schemes: light dark; }}
@font-face {{ font-family: x; src: url({FAR}) }}
@media (min-width: 621px) and (PREFERS-color-scheme:  Light) {{ .b {{ background: url( {FAR} ) }} }}
@media (prefers-color-scheme: dark) {{ .c > .d {{ color: #fff !important }} }}</style>
<!--[if mso]><img src="{OWN}"><style>.e {{ color-scheme: light dark }}</style><![endif]-->
<title>{OWN} &amp; (prefers-color-scheme: dark)</title></head>
<body background="{OWN}" class=x data-empty>
<p style='background:url("{FAR}");color-scheme: only light'>潮 &amp; 風 &nbsp;
<a href="{OWN}">{OWN}</a>
<a href="{FAR}">
<IMG SRC="{OWN}" alt="src=&quot;{FAR}&quot;" srcset="{OWN} 1x, {FAR} 2x" width=20></a>
<img src='{FAR}' alt=''><img src=cid:1 alt="a > b"><img src="data:image/png;base64,AA==">
<picture><source media="(prefers-color-scheme: dark)" srcset="{OWN}">
<img src="{{{{ tag }}}}"></picture>
<pre>
 color-scheme: light dark</pre><textarea><img src="{OWN}"></textarea></body></html>
"""


def local(url: str) -> str | None:
    """As if the site had one picture."""
    return LOCAL if url == OWN else None


class Cutter(HTMLParser):
    """Python's own tokens, each with its very text: it knows nothing of ours."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A start tag as it is written."""
        self.found.append(("start", self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        """An end tag."""
        self.found.append(("end", tag))

    def handle_data(self, data: str) -> None:
        """Text, in one piece."""
        if self.found and self.found[-1][0] == "text":
            data = self.found.pop()[1] + data
        self.found.append(("text", data))

    def handle_entityref(self, name: str) -> None:
        """A reference by name."""
        self.found.append(("reference", name))

    def handle_charref(self, name: str) -> None:
        """A reference by number."""
        self.found.append(("reference", name))

    def handle_comment(self, data: str) -> None:
        """A comment."""
        self.found.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        """A doctype."""
        self.found.append(("doctype", decl))

    def unknown_decl(self, data: str) -> None:
        """What is none."""
        self.found.append(("declaration", data))


ATTRIBUTE = re.compile(r"""\s([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""")
REWRITTEN = {"src", "srcset", "poster", "background", "media"}
CSS = re.compile(
    r"""url\([^)]*\)|none|\([^()]*-(?:color-scheme|width)[^()]*\)|color-scheme:[^;}]*""", re.I
)


def neutral(kind: str, text: str, sheet: bool) -> str:
    """A token without what a display may change in it, and nothing else."""
    if kind == "start":

        def emptied(found: re.Match[str]) -> str:
            name, value = found[1].lower(), found[2].strip("\"'")
            if name == "style":
                value = CSS.sub("…", value.replace("&#x27;", "'").replace("&quot;", '"'))
            elif name in REWRITTEN or ("color-scheme" in text and name == "content"):
                value = "…"
            return f" {name}={value}"

        return ATTRIBUTE.sub(emptied, text)
    return CSS.sub("…", text) if sheet else text


def assert_nothing_else_differs(html: str, shown: str) -> None:
    """Compares token by token."""
    sheet = False
    before, after = Cutter(html).found, Cutter(shown).found
    assert len(before) == len(after)
    for (kind, text), (other, changed) in zip(before, after, strict=True):
        assert kind == other
        assert neutral(kind, text, sheet) == neutral(kind, changed, sheet)
        sheet = kind == "start" and text.startswith("<style")


@pytest.mark.parametrize(
    ("look", "pictures", "remote"), [*product(LOOKS, (True, False), (True, False))]
)
def test_nothing_else_differs(look: Look, pictures: bool, remote: bool) -> None:
    """An editor would check links, words or styles that nobody will receive."""
    shown = display(PAGE, Choices(look=look, pictures=pictures, remote=remote), local).html
    shown = shown.removesuffix(INVERTING).removesuffix(OUTLINING)
    assert_nothing_else_differs(PAGE, shown)
    for kept in (f'<a href="{OWN}">{OWN}</a>', f'<a href="{FAR}">', f"src: url({FAR})"):
        assert kept in shown
    assert f'<!--[if mso]><img src="{OWN}">' in shown
    assert f'<textarea><img src="{OWN}"></textarea>' in shown


def test_nothing_differs_of_a_real_mail(desk: Desk) -> None:
    """What is true of a handmade page could be untrue of a newsletter."""
    (letter,) = asyncio.run(desk.letters())
    assert letter.html
    html = letter.html.data.decode()
    shown = display(html, Choices(look="dark"), local)
    assert shown.html != html
    assert LOCAL in shown.html
    assert_nothing_else_differs(html, shown.html)


@given(st.text(alphabet="<>/=\"'-! abimgsrctyle:;()&#{}\n", max_size=60))
def test_any_text_without_pictures_stays_as_it_is(html: str) -> None:
    """Odd HTML would be shown as something else, or end in an error."""
    assert display(html, Choices(), lambda _: None).html == html


def test_pictures_of_the_site_are_local() -> None:
    """Unpublished pictures would be missing, wherever they are named."""
    shown = display(PAGE, Choices(), local)
    assert shown.html.count(LOCAL) == 5
    assert shown.html.count(PLACEHOLDER) == 4
    assert shown.remote == 1
    assert f'<IMG SRC="{LOCAL}"' in shown.html
    assert "cid:1" in shown.html
    assert "{{ tag }}" in shown.html


def test_pictures_of_others_come_only_if_allowed() -> None:
    """Somebody else's server would learn that a newsletter is being written."""
    shown = display(PAGE, Choices(remote=True), local).html
    assert PLACEHOLDER not in shown
    assert f"<img src='{FAR}'" in shown


def test_without_pictures_alternative_texts_are_left() -> None:
    """An editor would not see what readers see who do not load pictures."""
    shown = display(
        '<img src="a.png" alt="A ferry"><p style="background: url(b.png)">x',
        Choices(pictures=False),
        local,
    )
    assert shown.html == f'<img src="" alt="A ferry"><p style="background: none">x{OUTLINING}'


@pytest.mark.parametrize(
    ("look", "yes"), [("light", "Light"), ("inverted", "Light"), ("dark", "dark")]
)
def test_the_scheme_is_the_chosen_one(look: Look, yes: str) -> None:
    """A frame asks the browser, so that dark could never be seen by day."""
    shown = display(PAGE, Choices(look=look), local).html
    scheme = yes.lower()
    assert f'<meta name="color-scheme" content="{scheme}">' in shown
    assert f"color-scheme: {scheme}; supported-color-schemes: light dark;" in shown
    dark = "(min-width: 0)" if scheme == "dark" else "(max-width: 0)"
    light = "(max-width: 0)" if scheme == "dark" else "(min-width: 0)"
    assert f"@media {dark} {{ .c > .d" in shown
    assert f"@media (min-width: 621px) and {light} {{" in shown
    assert f'<source media="{dark}"' in shown
    assert shown.endswith(INVERTING) == (look == "inverted")


def test_without_styles_the_rest_is_left() -> None:
    """Some mail programs drop <style>: an editor could not see what is left."""
    html = '<head><style>p { color: red }</style></head><p style="color: blue">x</p>'
    shown = display(html, Choices(styles=False), local).html
    assert shown == '<head></head><p style="color: blue">x</p>'


PIECES: dict[str, Callable[[int], str]] = {
    "tags": lambda n: f'<tr><td><a href="https://harbour.example/{n}">Quay</a></td></tr>\n',
    "references": lambda _: "&amp;&#128512;",
    "characters": lambda _: "潮待ち",
    "a comment": lambda n: "<!--" + "x" * 300 + "-->" if n else "<p>",
}


@pytest.mark.parametrize("reserve", [0, 60])
@pytest.mark.parametrize("piece", PIECES)
def test_a_long_mail_is_cut_where_gmail_cuts(piece: str, reserve: int) -> None:
    """An editor would believe that readers see posts that Gmail does not show."""
    html = "<html><body><table>" + "".join(PIECES[piece](n) for n in range(12_000))
    shown = clipped(html, reserve)
    assert html.startswith(shown)
    assert weight(size(shown), reserve) < CLIPPED
    assert weight(size(html[: len(shown) + 400]), reserve) >= CLIPPED
    assert not re.search(r"<[^>]*\Z|&[#\w]*\Z", shown.replace("<!--", "").replace("-->", ""))
    seen = display(html, Choices(clipped=True), local, reserve=reserve)
    assert seen.clipped
    assert seen.html.endswith(CLIPPING)
    assert "</table>" in seen.html[len(shown) :] or piece == "a comment"


def test_a_short_mail_is_not_cut() -> None:
    """Every mail would seem to be clipped."""
    html = "<p>" + "x" * (CLIPPED - 5_000)
    assert display(html, Choices(clipped=True), local).html == html
