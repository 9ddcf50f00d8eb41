"""Who may know a generator by name: its dialect, and what works out its bodies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feeds.collect.dialects.names import NAMES, PLAIN

PACKAGE = Path(__file__).resolve().parents[1] / "feeds"
KNOWING = ("collect/dialects/", "expand/")
OTHERS = (
    *("eleventy", "11ty", "pelican", "gatsby", "hexo", "octopress", "docusaurus", "mkdocs"),
    *("nikola", "publii", "wordpress", "bridgetown", "hugo", "jekyll", "zola"),
)
WORDS = ("astro", "middleman", "lektor")
"""Names that are a part of other words too."""

_NAMES = sorted({*NAMES, *OTHERS} - {PLAIN})
_MENTION = re.compile(
    rf"{'|'.join(map(re.escape, _NAMES))}|(?<![a-z])(?:{'|'.join(WORDS)})(?![a-z])", re.IGNORECASE
)


def mentions(text: str) -> list[str]:
    """The generators that a text names, in identifiers, strings and comments alike."""
    return _MENTION.findall(text)


def test_no_other_room_knows_a_generator_by_name() -> None:
    """A new dialect would need changes all over the program, instead of one file."""
    named = {
        f"{path}:{number}: {line.strip()}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if not (path := file.relative_to(PACKAGE).as_posix()).startswith(KNOWING)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if mentions(line)
    }
    assert named == set()


def test_every_dialect_is_looked_for() -> None:
    """A dialect that is added would be free to spread."""
    assert all(mentions(name) for name in NAMES if name != PLAIN)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("# as Jekyll does", True),
        ("class HugoConfig:", True),
        ("slugify_zola(text)", True),
        ('kind = "11ty"', True),
        ("if is_astro:", True),
        ('"Lektor" in name', True),
        ("an astronomer's permalink", False),
        ("plain kramdown, Goldmark and Liquid", False),
    ],
)
def test_mentions_are_found_wherever_they_are(line: str, found: bool) -> None:
    """The check would pass whatever the code says."""
    assert bool(mentions(line)) is found
