"""Findings about what clients do not support."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.clients import DEFAULT_CLIENTS
from feeds.errors import Level
from feeds.lint.features import features, findings

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.html")))
def test_a_document_has_the_findings_that_are_written_beside_it(name: str) -> None:
    """Editors would not hear what their readers miss; or they would hear what nobody misses."""
    html = (CASES / f"{name}.html").read_text(encoding="utf-8")
    found = [
        f"{finding.level} {finding.rule} {finding}\n"
        for finding in findings(html, DEFAULT_CLIENTS, f"{name}.html")
    ]
    assert "".join(found) == (CASES / f"{name}.txt").read_text(encoding="utf-8")


def test_only_the_named_clients_count() -> None:
    """A site whose readers all use Apple Mail could not use what it supports."""
    html = (CASES / "columns.html").read_text(encoding="utf-8")
    assert not [
        finding
        for finding in findings(html, ["apple-mail"])
        if finding.level is Level.WARNING and "position" not in finding.what
    ]
    assert [finding.rule for finding in findings(html, ["yahoo"])] == [
        *("client-css-gap", "client-css-left-right-top-bottom")
    ]


def test_places_are_exact() -> None:
    """An editor would look in the wrong place."""
    html = 'x\r\n<p\r\n  class="style="\r\n  STYLE = "color: red;\r\n  display:flex">'
    (use,) = [use for use in features(html, DEFAULT_CLIENTS) if use.feature == "css-display-flex"]
    assert (use.line, use.column, use.element, use.written) == (5, 3, "p", "display: flex")


def test_a_place_that_cannot_be_told_is_that_of_the_tag() -> None:
    """A column would be told that is not there."""
    html = '<b></b><p style="font-family: &quot;X&quot;;\ndisplay: flex">'
    (use,) = [use for use in features(html, DEFAULT_CLIENTS) if use.feature == "css-display-flex"]
    assert (use.line, use.column) == (1, 8)


def test_the_same_document_has_the_same_findings_again() -> None:
    """What is kept from one document would leak into the next."""
    flex = '<p style="display: flex">'
    shown = findings(flex, DEFAULT_CLIENTS)
    assert not findings(flex, ["apple-mail"])
    assert findings(flex, DEFAULT_CLIENTS) == shown != []


@pytest.mark.parametrize(
    ("selector", "chained"),
    [(".a.b", True), (".a .b", False), (".a, .b", False), (".a > .b", False), ("td.a", False)],
)
def test_chained_classes_are_of_one_element(selector: str, chained: bool) -> None:
    """Clients that know no chains would be said to lack any two classes."""
    uses = features(f"<style>{selector} {{ color: red }}</style>", DEFAULT_CLIENTS)
    assert ("css-selector-chaining" in {use.feature for use in uses}) is chained
