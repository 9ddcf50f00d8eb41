"""The interface speaks the language of whoever asks."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from feeds.preview.words import LANGUAGES, spoken, words

TEMPLATES = Path(__file__).parents[2] / "templates" / "preview"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ja,en;q=0.8", "ja"),
        ("en-GB,ja;q=0.9", "en"),
        ("fr;q=0.9,ja-JP;q=0.8,en;q=0.7", "ja"),
        ("ja;q=0,en", "en"),
        ("de,*;q=0.1", "en"),
        ("", "en"),
        ("ja;q=nonsense,,;;,en", "en"),
    ],
)
def test_the_browsers_language(accepted: str, language: str) -> None:
    """A Japanese editor would be spoken to in English."""
    assert spoken(accepted).language == language


def test_languages_say_the_same() -> None:
    """A page would fail in one language, or leave out a number or a name."""

    def shape(language: str) -> dict[str, set[str]]:
        return {
            name: {field for _, field, _, _ in Formatter().parse(text) if field}
            for name, text in words(language).by_name.items()
            if not name.endswith(".one")
        }

    english, *others = map(shape, LANGUAGES)
    for other in others:
        assert other == english


def test_every_word_of_a_template_is_there() -> None:
    """A page that is seldom seen would end in an error."""
    known = set(words("en").by_name)
    for file in TEMPLATES.glob("*.html"):
        text = file.read_text(encoding="utf-8")
        for name in re.findall(r"""\bt\(["']([a-z_.]+)["']""", text):
            assert name in known or name.endswith("."), (file.name, name)
        for name in re.findall(r"""\bt\.count\(["']([a-z_.]+)["']""", text):
            assert f"{name}.other" in known, (file.name, name)


def test_a_page_in_japanese(ask: Any) -> None:
    """The page would be announced as English, and read out so."""
    page = ask("/posts", language="ja").text
    assert '<html lang="ja"' in page
    assert "記事" in page
