"""The page on mail clients says what is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

from feeds import clients
from feeds.clients.data import DATA
from feeds.lint.templates import RULES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/mail-clients.md").read_text(encoding="utf-8")


def test_every_client_is_in_the_page_the_defaults_first() -> None:
    """A site could not know how a client is called here."""
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert dict(rows) == {name: clients.client_title(name) for name in clients.client_names()}
    assert tuple(name for name, _ in rows[: len(clients.DEFAULT_CLIENTS)]) == (
        clients.DEFAULT_CLIENTS
    )


def test_the_page_and_the_makefile_name_the_data_that_is_there() -> None:
    """People would trust data that is older than it is said to be."""
    package = json.loads(DATA.read_bytes())["package"]
    assert f"It is of {clients.date()}, from version {package.split()[1]} of" in PAGE
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"CANIEMAIL ?= {package.split()[1]}\n" in makefile


def test_every_rule_about_templates_is_in_the_page() -> None:
    """A finding would have a name that is explained nowhere."""
    rows = re.findall(r"^\| `(template-[a-z-]+)` \| (\w+) \| (.+) \|$", PAGE, re.MULTILINE)
    assert rows == [(rule.name, rule.level.value, rule.sentence) for rule in RULES.values()]
