"""What people are told about feeds, in each language."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import get_args

import pytest

from feeds.digest.phrases import languages as digest_languages
from feeds.model import By
from feeds.subscribe.listing import GroupKind
from feeds.subscribe.words import languages, words

TEMPLATES = Path(__file__).parents[2] / "templates" / "feeds"


def placeholders(language: str) -> dict[str, list[str]]:
    """The placeholders of every phrase of a language."""
    phrases = {**asdict(words(language)), **words(language).groups}
    return {name: sorted(re.findall(r"\{\w*\}", str(text))) for name, text in phrases.items()}


@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_same(language):
    """A page would end in an error, or lack an address, in some languages only."""
    assert placeholders(language) == placeholders("en")
    assert all(asdict(words(language)).values())
    assert all(words(language).groups.values())


def test_the_languages_of_newsletters_are_known():
    """Somebody's newsletter would be in their language and their page in English."""
    assert set(digest_languages()) <= set(languages())


@pytest.mark.parametrize(
    ("tag", "language"),
    [("ja", "ja"), ("JA-jp", "ja"), ("en-GB", "en"), ("fi", "en"), ("jav", "en"), ("x-ja", "en")],
)
def test_the_nearest_language_is_taken(tag, language):
    """People would be told in a language that they cannot read."""
    assert words(tag).language == language


def test_every_kind_of_group_has_a_heading():
    """A site with feeds by such a kind would have no page."""
    assert set(words("en").groups) == set(get_args(GroupKind))
    assert set(get_args(By)) <= set(get_args(GroupKind))


def test_every_phrase_is_used():
    """A translator would write what nobody reads."""
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir())
    unused = {name for name in asdict(words("en")) if f"words.{name}" not in text}
    assert unused == set()
