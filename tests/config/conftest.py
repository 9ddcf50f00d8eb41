"""A site's folder with a `feeds.toml`, loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.config import load
from feeds.errors import ConfigurationError, Finding
from feeds.model import Adopted, Site

NOTHING = Adopted("", {})

Load = Callable[..., tuple[Site, tuple[Finding, ...]]]
Mistakes = Callable[..., list[str]]


@pytest.fixture
def load_toml(tmp_path: Path) -> Load:
    """Writes the text as `feeds.toml` (none for None) and loads it."""

    def run(text: str | None, adopted: Adopted = NOTHING) -> tuple[Site, tuple[Finding, ...]]:
        if text is not None:
            (tmp_path / "feeds.toml").write_text(text, encoding="utf-8")
        return load(tmp_path, adopted, ("plain", "garden"))

    return run


@pytest.fixture
def mistakes(load_toml: Load) -> Mistakes:
    """The same where loading must fail: its findings as `place: what`."""

    def run(text: str | None, adopted: Adopted = NOTHING) -> list[str]:
        with pytest.raises(ConfigurationError) as caught:
            load_toml(text, adopted)
        return [f"{finding.place}: {finding.what}" for finding in caught.value.findings]

    return run
