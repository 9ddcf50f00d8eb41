"""What every test gets: a clean environment, and a clear word on what it cannot use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# How fast something is, benchmarks say: a test fails for what it finds, on any machine.
settings.register_profile("feeds", deadline=None)
settings.load_profile("feeds")

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"


@pytest.fixture(autouse=True)
def _hermetic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the home folder, the locale, the colours or the proxies of the machine."""
    for name in list(os.environ):
        if name.startswith(("LC_", "LANG", "XDG_", "GIT_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name in ("TZ", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))


@pytest.fixture
def lacking() -> Callable[[str], None]:
    """Skips a test that lacks something, and says what; in CI that is a failure."""

    def lacks(what: str) -> None:
        if os.environ.get("CI"):
            pytest.fail(f"{what}; CI has to have it")
        pytest.skip(what)

    return lacks


@pytest.fixture
def program(lacking: Callable[[str], None]) -> Callable[[str], str]:
    """The path of a program that the test runs beside ours."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            lacking(f"{name} is not installed")
        return str(path)

    return find


@pytest.fixture
def corpus() -> Callable[[str], Path]:
    """A folder of real posts beside the checkout; skips where the corpora are not there."""

    def find(name: str) -> Path:
        if not (CORPORA / name).is_dir():
            pytest.skip(f"the corpus {name} is not beside this checkout")
        return CORPORA / name

    return find
