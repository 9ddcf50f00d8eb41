"""Whole sites by grammars: RFC 4287's in RELAX NG, and a published JSON Schema of JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

REPOSITORY = Path(__file__).resolve().parents[3]
Errors = Callable[[bytes], list[str]]
GRAMMAR = REPOSITORY / "tests" / "syndicate" / "atom.rng"


def test_atom(built: Any) -> None:
    """A feed would be none in the eyes of RFC 4287."""
    schema = etree.RelaxNG(etree.parse(GRAMMAR))
    for path, *_ in built.of("atom"):
        schema.assertValid(etree.fromstring(built.data(path)))


def test_json_feed(built: Any, json_feed_errors: Errors) -> None:
    """A feed would have what JSON Feed 1.1 does not know, or lack what it asks for."""
    for path, *_ in built.of("json"):
        assert not json_feed_errors(built.data(path)), path


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"feed_url": "feed.json"}, "uri"),
        (
            {"items": [{"id": "a", "content_text": "b", "date_published": "2026-02-30"}]},
            "date-time",
        ),
        ({"items": [{"id": "a"}]}, "valid under any"),
        ({"extra": 1}, "extra"),
        ({"title": None}, "title"),
    ],
)
def test_the_schema_sees_mistakes(json_feed_errors: Errors, change: Any, what: str) -> None:
    """The test above could not fail."""
    right = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": []}
    assert not json_feed_errors(json.dumps(right).encode())
    errors = json_feed_errors(json.dumps({**right, **change}).encode())
    assert len(errors) == 1
    assert what in errors[0]
