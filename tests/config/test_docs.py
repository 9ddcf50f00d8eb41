"""`docs/configuration.md` and the schema say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.config.desk import SMTP
from feeds.config.paths import PLACEHOLDERS, STYLES
from feeds.config.schema import (
    DESIGN,
    DESK,
    FEED,
    FILTER,
    LINT,
    NEWSLETTER,
    OUTPUT,
    POSTS,
    SECTION,
    SITE,
    SUBSCRIBE,
    WEBSUB,
)
from feeds.config.tables import Schema
from feeds.config.values import PERSON
from feeds.errors import Finding
from feeds.model import Adopted, Site

Load = Callable[..., tuple[Site, tuple[Finding, ...]]]

DOCS = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^##+ (.+)\n((?:(?!##).*\n)*)", DOCS, re.MULTILINE))
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("heading", "schema"),
    [
        ("`[site]`", SITE),
        ("An author's table", PERSON),
        ("`[posts]`", POSTS),
        ("`[[feeds]]`", FEED),
        ("A filter's table", FILTER),
        ("`[websub]`", WEBSUB),
        ("`[subscribe]`", SUBSCRIBE),
        ("`[output]`", OUTPUT),
        ("`[[newsletters]]`", NEWSLETTER),
        ("A section's table", SECTION),
        ("`[design]`", DESIGN),
        ("`[lint]`", LINT),
        ("`[desk]`", DESK),
        ("A mail server's table", SMTP),
    ],
)
def test_every_key_is_documented(heading: str, schema: Schema) -> None:
    """A key would be known to the program only, or to the documentation only."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]*)\|$", SECTIONS[heading], re.MULTILINE)
    assert [key for key, _, _ in rows] == list(schema)


@pytest.mark.parametrize(
    "heading",
    [
        *("`[site]`", "`[posts]`", "`[[feeds]]`", "`[websub]`", "`[subscribe]`"),
        "`[output]`",
        *("`[[newsletters]]`", "`[design]`", "`[lint]`", "`[desk]`"),
    ],
)
def test_every_key_has_an_example(heading: str) -> None:
    """Somebody would have to guess how a value is written."""
    keys = re.findall(r"^\| `(\w+)` \|", SECTIONS[heading], re.MULTILINE)
    (*_, example) = re.findall(r"^```toml\n(.*?)^```", SECTIONS[heading], re.MULTILINE | re.DOTALL)
    assert [key for key in keys if not re.search(rf"^{key} = ", example, re.MULTILINE)] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_loads(example: str, load_toml: Load) -> None:
    """Somebody would copy an example and be told that it is wrong."""
    site, _ = load_toml(example, Adopted("", {"site": {"url": "https://example.org"}}))
    assert site.url.startswith("https://example.org")


def test_the_examples_of_mistakes_are_real(
    mistakes: Callable[..., list[str]],
) -> None:
    """The documentation would show messages that the program does not print."""
    (shown,) = re.findall(r"^```text\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
    text = (
        '[site]\nulr = "x"\ntimezone = "Asia/Tokio"\n\n'
        '# feeds\n[[feeds]]\n\n[[feeds]]\npath = ""\nname = "b"\n'
    )
    assert mistakes(text) == shown.splitlines()


def test_the_default_feeds_are_those_of_the_example(load_toml: Load) -> None:
    """The documentation would show other default feeds than there are."""
    (example,) = (text for text in EXAMPLES if text.startswith('[[feeds]]\nname = "main"\n'))
    url = '\n[site]\nurl = "https://example.org"\n'
    assert load_toml(example + url)[0].feeds == load_toml(url)[0].feeds


def test_every_placeholder_is_documented() -> None:
    """A placeholder would be known to the program only, or to the documentation only."""
    section = SECTIONS["`[posts]`"]
    (listed,) = (line for line in section.splitlines() if line.startswith("A permalink may hold"))
    assert set(re.findall(r"`:(\w+)`", listed)) == PLACEHOLDERS
    (row,) = (line for line in section.splitlines() if line.startswith("| `permalink`"))
    assert all(f"`{style}`" in row for style in STYLES)
