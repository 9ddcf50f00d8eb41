"""The preview shows what editors are working on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from feeds.build import open_site
from feeds.newsroom.beginning import begin
from feeds.preview.desk import Desk
from feeds.workspace import moment

NOW = "2026-11-23"


@pytest.fixture
def draft(small_site: Path) -> Path:
    """The file of an edition that was begun."""
    workspace = open_site(small_site)
    begun = begin(workspace, moment(NOW, workspace.site))
    assert begun.path
    return small_site / begun.path


def test_a_draft_is_shown(desk: Desk, draft: Path) -> None:
    """Editors would see the newsletter without their own subject and introduction."""
    text = draft.read_text(encoding="utf-8")
    draft.write_text(text.replace("subject:", "subject: Good morning", 1) + "Hello *quay*.\n")
    (letter,) = asyncio.run(desk.letters())
    assert letter.html and letter.mail and letter.text
    assert letter.html.path == "weekly/latest.html"
    assert b"Hello <em" in letter.html.data
    assert b"\nSubject: Good morning\r\n" in letter.mail.data
    assert b"Hello quay." in letter.text.data


def test_a_draft_with_a_mistake_is_said_and_costs_nothing_else(desk: Desk, draft: Path) -> None:
    """The whole preview would go dark with a typing mistake in an edition."""
    draft.write_text("---\nwindow: [\n---\n", encoding="utf-8")
    (letter,) = asyncio.run(desk.letters())
    assert letter.html is None
    assert asyncio.run(desk.feeds())
    found = asyncio.run(desk.findings())
    assert any(each.path == f"editions/weekly/{draft.name}" for each in found)
