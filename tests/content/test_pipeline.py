"""The way of a body: what its steps hand on, and what stops it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feeds.content.pipeline import render
from feeds.content.reading import reading_minutes
from feeds.content.sanitise import sanitise
from feeds.errors import PostError, error, warning
from feeds.model import Body, Expanded, Post, Site


def test_expansion_comes_before_markdown(make_post: Callable[..., Post], site: Site) -> None:
    """Template code would be marked up before it is expanded."""
    hint = warning("noted", path="posts/one.md")

    def expand(source: str, post: Post) -> Expanded:
        return Expanded(source.replace("{{ x }}", f"*{post.title}*"), (hint,))

    body, findings, _ = render("{{ x }}", make_post(), site, expand)
    assert body.html == "<p><em>One</em></p>"
    assert findings == (hint,)


def test_error_of_expansion_leaves_the_body_out(make_post: Callable[..., Post], site: Site) -> None:
    """Template code would reach readers as text."""
    wrong = error("unknown tag {% x %}", path="posts/one.md", line=3)

    def expand(source: str, _post: Post) -> Expanded:
        return Expanded(source, (wrong,))

    post = make_post(excerpt="Own words.")
    body, findings, _ = render("{% x %}", post, site, expand)
    assert body == Body(html="", excerpt="Own words.")
    assert findings == (wrong,)


def test_dialect_that_raises_costs_one_body(make_post: Callable[..., Post], site: Site) -> None:
    """One post would stop the whole build."""
    wrong = error("unclosed tag", path="posts/one.md")

    def expand(_source: str, _post: Post) -> Expanded:
        raise PostError(wrong)

    body, findings, _ = render("x", make_post(), site, expand)
    assert body.html == ""
    assert findings == (wrong,)


def test_template_code_is_seen_before_it_is_expanded(
    make_post: Callable[..., Post], site: Site
) -> None:
    """A control character could hide template code that readers then get to see."""
    seen: list[str] = []

    def expand(source: str, _post: Post) -> Expanded:
        seen.append(source)
        return Expanded(source)

    render("{\x00% x %}", make_post(), site, expand)
    assert seen == ["{% x %}"]


def test_an_opening_is_only_made_safe_if_it_is_shown(
    rendered: Callable[..., tuple], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every long opening would be sanitised for nothing."""
    made: list[str] = []

    def noting(html: str, base: str, lost: set[str] | None = None) -> str:
        made.append(html)
        return sanitise(html, base, lost)

    monkeypatch.setattr("feeds.content.pipeline.sanitise", noting)
    rendered("a\n\n<!--more-->\n\nb", excerpt="Own words.")
    assert len(made) == 1


@pytest.mark.parametrize("path", ["posts/one.html", "posts/one.HTM"])
def test_html_posts_skip_markdown(path: str, rendered: Callable[..., tuple]) -> None:
    """Asterisks in a post written in HTML would become emphasis."""
    assert rendered("<p>*a*</p>", path=path)[0].html == "<p>*a*</p>"


def test_broken_character_is_kept_and_named(rendered: Callable[..., tuple]) -> None:
    """A file saved in the wrong encoding would go out unnoticed."""
    body, findings = rendered("one\ntwo \ufffd\n", body_line=5)
    assert "\ufffd" in body.html
    assert [str(finding) for finding in findings] == [
        "posts/one.md:6:5: a broken character, U+FFFD, stands here; it is kept. "
        "Write the character that was meant."
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("<svg><text>x</text></svg>", "<svg>"),
        ("<p><math><mtable><mtr><mtd>1</mtd></mtr></mtable></math></p>", "<math>"),
        ("![x](data:image/png;base64,AA==)", "<img> with a data: URL"),
        ("<iframe srcdoc='x'></iframe>", "<iframe> without src"),
        ("<form>x</form>", "<form>"),
    ],
)
def test_what_vanishes_is_named(source: str, name: str, rendered: Callable[..., tuple]) -> None:
    """A drawing or formula would be missing from feeds without anybody knowing."""
    _, findings = rendered(source)
    assert [finding.what for finding in findings] == [f"left out of the body: {name}"]


def test_code_about_svg_is_not_named(rendered: Callable[..., tuple]) -> None:
    """A post about SVG would be warned about for its examples."""
    assert rendered("`<svg>`\n\n    <form>\n")[1] == ()


def test_posts_do_not_touch_each_other(rendered: Callable[..., tuple]) -> None:
    """Footnotes or link targets of one post would leak into the next."""
    first = rendered("a[^1] [x]\n\n[^1]: note\n[x]: /x")
    assert rendered("b[^1] [x]")[0].html == "<p>b[^1] [x]</p>"
    assert rendered("a[^1] [x]\n\n[^1]: note\n[x]: /x") == first


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("## T {#id .c}", "<h2>T</h2>"),
        ("## T {: #id}", "<h2>T</h2>"),
        ("a\n{: .c}\n\nb", "<p>a</p>\n<p>b</p>"),
        ("- a\n{:toc}", "<ul>\n<li>a</li>\n</ul>"),
        ("*a*{: .c} `b`{: .c}", "<p><em>a</em> <code>b</code></p>"),
        (
            '![a](/b.png){: width="9"}',
            '<p><img src="https://blog.example/b.png" alt="a" width="9"></p>',
        ),
        (
            '[a *b*](/c){: title="t"}',
            '<p><a href="https://blog.example/c" title="t">a <em>b</em></a></p>',
        ),
        (
            "*a* [![b](/c){: .d}](/e)",
            '<p><em>a</em> <a href="https://blog.example/e">'
            '<img src="https://blog.example/c" alt="b"></a></p>',
        ),
        ("[a](/b) *c*{: title=t}", '<p><a href="https://blog.example/b">a</a> <em>c</em></p>'),
        ("a {: .b} c", "<p>a {: .b} c</p>"),
        ("{lang=ja}\na", '<p lang="ja">a</p>'),
        ("x {:a=>1} y", "<p>x {:a=&gt;1} y</p>"),
        ("`{: .c}`", "<p><code>{: .c}</code></p>"),
        ("    {: .c}", "<pre><code>{: .c}\n</code></pre>"),
        ("```\n{: .c}\n```", "<pre><code>{: .c}\n</code></pre>"),
    ],
)
def test_attribute_lists(source: str, expected: str, rendered: Callable[..., tuple]) -> None:
    """Attributes that Jekyll reads would stand in the text of its old posts."""
    assert rendered(source)[0].html == expected


@pytest.mark.parametrize(
    ("text", "front_matter", "minutes"),
    [
        ("", {}, 1),
        ("word " * 220, {}, 1),
        ("word " * 440, {}, 2),
        ("word " * 329, {}, 1),
        ("word " * 330, {}, 2),
        ("漢字" * 750, {}, 3),
        ("漢字" * 250 + " word" * 220, {}, 2),
        ("word", {"reading_time": 7}, 7),
        ("word", {"reading_minutes": 600}, 600),
        ("word", {"reading_time": 0, "reading_minutes": 601}, 1),
        ("word", {"reading_time": True}, 1),
        ("word", {"reading_time": "7"}, 1),
    ],
)
def test_reading_minutes(text: str, front_matter: dict[str, object], minutes: int) -> None:
    """A digest would promise a wrong reading time."""
    assert reading_minutes(text, front_matter) == minutes
