"""Permalink patterns and what goes into them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feeds.collect.dialects.permalink import STYLES, Placeholders, expand, join_path, slugify_jekyll

VALUES = Placeholders(
    date=datetime(2027, 1, 3, 7, 5, 9, tzinfo=UTC),
    slug="C'est-la Vie",
    name="2027-01-03-cest-la-vie",
    path="notes/2027-01-03-cest-la-vie",
    categories=["Sea Side", "港", "sea side"],
)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/:year/:month/:day/:slug/", "/2027/01/03/c-est-la-vie/"),
        ("/:title", "/C'est-la-Vie"),
        ("/:i_month/:i_day/:short_year", "/1/3/27"),
        ("/:hour-:minute-:second", "/07-05-09"),
        ("/:short_month/:long_month/:short_day/:long_day", "/Jan/January/Sun/Sunday"),
        ("/:w_year/:week/:w_day/:y_day", "/2026/53/7/003"),
        ("/:categories/:slug", "/sea%20side/%E6%B8%AF/c-est-la-vie"),
        ("/:slugified_categories/", "/sea-side/%E6%B8%AF/"),
        ("/:path/", "/notes/2027-01-03-cest-la-vie/"),
        ("/:slug:output_ext", "/c-est-la-vie.html"),
        ("/:year_:month", "/2027_01"),
        ("/:unknown/x", "/:unknown/x"),
        ("pretty", "/sea%20side/%E6%B8%AF/2027/01/03/C'est-la-Vie/"),
        ("weekdate", "/sea%20side/%E6%B8%AF/2027/W53/Sun/C'est-la-Vie.html"),
    ],
)
def test_expand(pattern: str, path: str) -> None:
    """A post would be at another URL than its own site has it."""
    assert expand(pattern, VALUES) == path


@pytest.mark.parametrize("style", STYLES)
def test_styles_end_with_the_title(style: str) -> None:
    """A named style would lose the post's name."""
    assert "C'est-la-Vie" in expand(style, VALUES)


@pytest.mark.parametrize(
    ("path", "joined"),
    [("a//b/", "/a/b/"), ("/../a/./b", "/a/b"), ("", "/"), ("/", "/"), ("/a/.../b", "/a/b")],
)
def test_join_path(path: str, joined: str) -> None:
    """Empty categories would leave double slashes, and dots could climb."""
    assert join_path(path) == joined


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hello, World!", "hello-world"),
        ("港町の朝ー", "港町の朝ー"),
        ("--a--b--", "a-b"),
        ("हिन्दी", "हिन्दी"),
        ("①②", ""),
        ("ΝΕΑΣ", "νεασ"),
    ],
)
def test_slugify_jekyll(text: str, slug: str) -> None:
    """The slug would differ from the one that Ruby's character classes give."""
    assert slugify_jekyll(text) == slug
