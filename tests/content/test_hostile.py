"""Bodies made to be slow, deep or vast are refused, and real ones of any size are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feeds.content.limits import MAX_CHARACTERS
from feeds.content.plain import plain_text
from feeds.errors import Level

N = 100_000
MARKDOWN = {
    "quotes": ">" * N,
    "spaced quotes": "> " * N,
    "lists": "+ " * N,
    "numbers": "1. " * N,
    "indented lists": "".join(f"{'  ' * level}- a\n" for level in range(500)),
    "brackets": "[" * N,
    "pictures": "![" * N,
    "links in links": "[a](" * N,
    "notes in notes": "^[" * N,
    "footnotes in footnotes": "[^a]:" * N,
    "braces": "`a`{" * N,
    "entities": "&#x1;" * N,
    "attribute lines": "a\n" + "{.a}\n" * N,
    "long target": f"[x]: /{'u' * N}\n\n" + "[x]\n\n" * 1_000,
    "strong": "*" * N + "a" + "*" * N,
    "too long": "a" * (MAX_CHARACTERS + 1),
}
MARKUP = {
    "div": "<div>" * N,
    "div hidden by other ends": "<div></p>" * N,
    "lists": "<ul><li>" * N,
    "tables": "<table><tr><td>" * N,
    "quotes": "<blockquote>" * 1_000,
    "bold in each paragraph": f"<b title='{'x' * 5_000}'>" + "<p>" * N,
    "attributes": f"<p {' '.join(f'a{number}' for number in range(20_000))}>",
    "frames": "<iframe src=x>" * N,
    "scripts": "<script>" * N,
    "drawings": "<svg>" * N,
    "rows in code": "<pre><table class=gutter><tr><td class=code>" * N,
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_hostile_markdown_is_refused(name: str, rendered: Callable[..., tuple]) -> None:
    """A few bytes could stop the build for hours or crash the interpreter."""
    body, findings = rendered(MARKDOWN[name], body_line=7)
    assert (body.html, body.excerpt) == ("", "")
    assert [finding.level for finding in findings] == [Level.ERROR]
    assert findings[0].place == "posts/one.md:7"
    assert findings[0].remedy


@pytest.mark.parametrize("name", MARKUP)
def test_hostile_markup_is_refused(name: str, rendered: Callable[..., tuple]) -> None:
    """Raw HTML could do what Markdown must not."""
    body, findings = rendered(MARKUP[name], path="one.html")
    assert body.html == ""
    assert [finding.level for finding in findings] == [Level.ERROR]


@pytest.mark.parametrize(
    "source",
    [
        "- [ ] a\n" * 2_000,
        "[a](/b) " * 2_000,
        "> a\n" * 2_000,
        "a|b\n-|-\n" + "c|d\n" * 1_000,
        "<p>unclosed <b>x</b>\n" * 1_000,
        "\n\n".join(f"[{n}]: /x{n}\n\n[{n}]" for n in range(1_000)),
        f"![x](data:image/png;base64,{'A' * 1_000_000})",
        "<p>a<sup>" + "<a href='#fn1'>1</a>" * 20_000 + "</sup></p>",
        "<h2>a" + "<i></i>" * 5_000 + "<a href='#b'>b</a>" * 5_000 + "</h2>",
        "<p>" + "<svg aria-label=a></svg>b" * 5_000 + "</p>",
        "<div>" + "<b>a</b>" * 5_000 + "</div>" + "<noscript><img src=a.jpg></noscript>" * 5_000,
        "<script type='math/tex'>a%" + " " * 100_000 + "</script>",
        "<pre class=highlight>" + "<div class=line><b>a</b></div>" * 5_000 + "</pre>",
        "<div class=copy>" * 100 + "<b>a</b>" * 5_000 + "</div>" * 100,
    ],
)
def test_much_is_not_too_much(source: str, rendered: Callable[..., tuple]) -> None:
    """A long but honest post would be left out."""
    body, findings = rendered(source)
    assert body.html
    assert all(finding.level is not Level.ERROR for finding in findings)


def test_five_megabytes_are_shown(rendered: Callable[..., tuple]) -> None:
    """A very long post would be left out, or cut."""
    line = "A plain sentence that stands for many others, until the post is very long. "
    source = f"{line * 70}\n\n" * 1_000
    body, findings = rendered(source)
    assert len(source) > 5_000_000
    assert findings == ()
    assert body.html.count("<p>") == 1_000
    assert plain_text(body.html).count("sentence") == 70_000


def test_plain_text_does_not_recurse() -> None:
    """Deep HTML would crash the interpreter in the plain-text part."""
    depth = 50_000
    deep = "<blockquote>" * depth + "<p>x</p>" + "</blockquote>" * depth
    assert plain_text(deep) == "> " * 12 + "x"


@pytest.mark.parametrize(
    "source",
    [
        f"<script {'src=a/' * N}>",
        f"<script {'type=math/tex/' * N}>",
        f"# a{' ' * N}{{",
        "\n" * N + "a",
        " \n" * N + "a | b",
        "```\na\n\n" * 20_000,
        "- a\n\n" * 20_000,
        f"[a](b{'&a' * N})",
        f"a{'_' * N} b",
        "`a" * N,
    ],
    ids=lambda source: repr(source[:12]),
)
@pytest.mark.parametrize("path", ["one.md", "one.html"])
def test_patterns_look_at_each_place_once(
    source: str, path: str, rendered: Callable[..., tuple]
) -> None:
    """A pattern that begins anew at every place would take hours for one long line."""
    _, findings = rendered(source, path=path)
    assert all(finding.level is not Level.ERROR for finding in findings)
