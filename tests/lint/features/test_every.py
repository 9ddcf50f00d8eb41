"""Each feature is known where it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.clients import DEFAULT_CLIENTS, slugs
from feeds.errors import Level
from feeds.lint.features import features, rules
from feeds.lint.features.advice import _table, advice
from feeds.lint.features.names import _FUNCTIONS, _IMAGES, _KEYWORDS, _MEDIA, _PROPERTIES
from feeds.lint.features.names import _table as table

LINES = (Path(__file__).parent / "cases/every.txt").read_text(encoding="utf-8").splitlines()
NOT_SEEN = {
    *("css-selector-class", "css-selector-descendant", "css-selector-grouping"),
    *("css-selector-id", "css-selector-type"),
    "image-hdr",
}
"""Selectors that are known wherever style sheets are; and a picture that no name tells."""


@pytest.mark.parametrize("line", LINES, ids=[line.split(" ")[0] for line in LINES])
def test_a_use_is_found_where_it_stands(line: str) -> None:
    """Editors would not hear that their clients lack it."""
    slug, _, html = line.partition(" ")
    uses = features(html, DEFAULT_CLIENTS)
    assert [use.line for use in uses if use.feature == slug][:1] == [1]


def test_every_feature_of_the_data_has_a_line() -> None:
    """A feature that a refresh brings would be passed over."""
    assert {line.split(" ")[0] for line in LINES} == slugs() - NOT_SEEN


@pytest.mark.parametrize("rows", [_FUNCTIONS, _IMAGES, _KEYWORDS, _MEDIA, _PROPERTIES])
def test_tables_name_features_that_there_are(rows: str) -> None:
    """A misspelt name would never be found."""
    assert set(table(rows).values()) <= slugs()


def test_advice_is_about_features_that_there_are() -> None:
    """A misspelt name would get the advice of no feature in particular."""
    assert set(_table()) <= slugs()


def test_rules_are_all_that_can_be_found() -> None:
    """SARIF would name a rule without saying what it asks for."""
    known = rules()
    assert set(known) == {f"client-{slug}" for slug in slugs() if advice(slug).level is not None}
    assert known["client-css-display-flex"].level is Level.WARNING
    assert "display:flex" in known["client-css-display-flex"].sentence
