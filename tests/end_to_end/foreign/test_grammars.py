"""Whole sites by grammars: RFC 4287's in RELAX NG, and a published JSON Schema of JSON Feed.

The schema is installed by `make peers`, or lies in the folder that FEEDS_PEERS names.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker
from lxml import etree

REPOSITORY = Path(__file__).resolve().parents[3]
GRAMMAR = REPOSITORY / "tests" / "syndicate" / "atom.rng"
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-F]{2})+")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@pytest.fixture
def json_feed(lacking: Callable[[str], None]) -> Draft7Validator:
    """The schema, which has the formats of its texts looked at, too."""
    place = Path(os.environ.get("FEEDS_PEERS", REPOSITORY / "build" / "peers"))
    file = place / "node_modules" / "jsonfeed-schema" / "schema-v1.1.json"
    if not file.is_file():
        lacking("the JSON Feed schema is not installed: make peers")
    formats = FormatChecker(formats=())
    formats.checks("uri")(lambda text: URI.fullmatch(text) is not None)
    formats.checks("date-time", ValueError)(
        lambda text: DATE.fullmatch(text) and datetime.fromisoformat(text).tzinfo is not None
    )
    return Draft7Validator(json.loads(file.read_bytes()), format_checker=formats)


def test_atom(built: Any) -> None:
    """A feed would be none in the eyes of RFC 4287."""
    schema = etree.RelaxNG(etree.parse(GRAMMAR))
    for path, *_ in built.of("atom"):
        schema.assertValid(etree.fromstring(built.data(path)))


def test_json_feed(built: Any, json_feed: Draft7Validator) -> None:
    """A feed would have what JSON Feed 1.1 does not know, or lack what it asks for."""
    for path, *_ in built.of("json"):
        assert not [*map(str, json_feed.iter_errors(json.loads(built.data(path))))], path


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"feed_url": "feed.json"}, "uri"),
        (
            {"items": [{"id": "a", "content_text": "b", "date_published": "2026-02-30T00:00:00Z"}]},
            "d",
        ),
        ({"items": [{"id": "a"}]}, "valid under any"),
        ({"extra": 1}, "extra"),
        ({"title": None}, "title"),
    ],
)
def test_the_schema_sees_mistakes(json_feed: Draft7Validator, change: Any, what: str) -> None:
    """The test above could not fail."""
    right = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": []}
    assert json_feed.is_valid(right)
    errors = [*map(str, json_feed.iter_errors({**right, **change}))]
    assert len(errors) == 1
    assert what in errors[0]
