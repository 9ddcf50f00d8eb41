"""The feed reader library `reader`, with the sanitising that its users get."""

from __future__ import annotations

from html import unescape
from typing import Any

import lxml.html
import pytest
from reader import make_reader


def words(html: str) -> str:
    """The text of a piece of HTML."""
    return lxml.html.fromstring(f"<div>{html}</div>").text_content() if html else ""


@pytest.fixture
def read(built: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """All feeds of a site as it subscribed to them, by path, and their entries in order.

    The copy of feedparser that it brings along asks for a module that Python 3 lacks.
    """
    monkeypatch.setenv("READER_NO_VENDORED_FEEDPARSER", "1")
    return built
