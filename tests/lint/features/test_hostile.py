"""Any document can be looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.clients import DEFAULT_CLIENTS
from feeds.lint.features import features, findings
from feeds.lint.features.document import MOST_USES
from feeds.lint.templates.inlined import dropped
from feeds.lint.templates.markup import kept, misplaced

SIGNS = st.lists(
    st.sampled_from(
        [
            *("<p ", ' style="', ">", "<style>", "</style>", '"', "'", "<!--[if !mso]><!-->"),
            *("<!--<![endif]-->", "<!--[if mso]>", "-->", "<img src=", "<a href=", "</p>"),
            *("@media ", "@font-face", "{", "}", "(", ")", "[", "]", ":", ";", ",", "!important"),
            *("color", "display", "flex", "margin", "-1px", "1rem", "url(", "a.svg", "rgb(", "1"),
            *("calc(", "var(--x)", "--x", "/*", "*/", "\\", "\n", "\r\n", "\x00", "*", "::before"),
            *("data-ogsc", "hidden", "=", " ", "é", "\ue000", "&quot;", "<![CDATA[", "//["),
        ]
    ),
    max_size=40,
).map("".join)


@given(SIGNS)
def test_any_document_has_findings_at_places_that_are_in_it(html: str) -> None:
    """One odd post would stop the check of the whole newsletter."""
    lines = html.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for use in features(html, DEFAULT_CLIENTS):
        assert 1 <= use.line <= len(lines)
        assert 1 <= use.column <= len(lines[use.line - 1]) + 1
    findings(html, DEFAULT_CLIENTS)
    list(misplaced(html))


@given(SIGNS)
def test_any_style_sheet_has_flaws_at_places_that_are_in_it(css: str) -> None:
    """One odd rule would stop the check of the whole template."""
    lines = css.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for flaw in (*dropped(css), *kept(css)):
        assert 1 <= flaw.line <= len(lines)
        assert 1 <= (flaw.column or 1) <= len(lines[flaw.line - 1]) + 1


@pytest.mark.parametrize(
    "html",
    [
        '<p style="width:' + "(" * 50_000 + '">',
        "<style>" + "@media x{" * 20_000 + "</style>",
        "<style>" + "a b," * 20_000 + "{}</style>",
        "<p " + 'style="a:b" ' * 20_000 + ">",
        '<p style="a:url(' * 20_000,
        "<style>" + "/*" * 50_000 + "</style>",
        "<!--[if !mso]><!-->" * 20_000,
        "<style>a{" + "b:c;" * 20_000 + "}</style>",
        "<" * 100_000,
        "<p style='a:&quot;'>" * 5_000,
    ],
    ids=[
        *("brackets", "queries", "selectors", "attributes", "urls", "comments", "conditions"),
        *("declarations", "signs", "references"),
    ],
)
def test_hostile_documents_end(html: str) -> None:
    """A post could stop the check for good."""
    assert len(features(html, DEFAULT_CLIENTS)) <= MOST_USES


def test_no_more_is_found_than_anybody_would_read() -> None:
    """A post could fill the memory."""
    html = '<p style="display: flex">' * 30_000
    assert len(features(html, DEFAULT_CLIENTS)) == MOST_USES
    assert len(findings(html, DEFAULT_CLIENTS)) == 1
