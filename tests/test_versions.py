"""The versions that results depend on."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds import __version__
from feeds import versions as module
from feeds.versions import versions


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """No test knows what another found installed."""

    def forget() -> None:
        versions.cache_clear()
        module._installed.cache_clear()

    forget()
    yield
    forget()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of libraries that comes before all others."""
    made = tmp_path / "libraries"
    made.mkdir()
    monkeypatch.syspath_prepend(str(made))
    return made


@pytest.mark.parametrize(
    "library",
    [
        *("babel", "cssselect", "cssutils", "feedgen", "jinja2", "lxml", "markdown-it-py"),
        *("markupsafe", "mdit-py-plugins", "mdurl", "nh3", "premailer", "wcwidth"),
    ],
)
def test_the_installed_version_is_found(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of a library would leave what the old one made."""
    monkeypatch.setattr(module, "_told", lambda _: None)
    assert importlib.metadata.version(library) in versions(library)[-1]


def test_the_program_is_in_it() -> None:
    """A new version of the program would leave what the old one made."""
    assert versions()[0].startswith(f"feeds {__version__} ")


def test_an_installed_program_is_known_by_its_hashes(tmp_path: Path) -> None:
    """An update without a new number would leave what was made before it; pip's notes would not."""
    record = tmp_path / f"feeds-{__version__}.dist-info/RECORD"
    record.parent.mkdir()
    record.write_text("feeds/plan.py,sha256=a,1\nfeeds/a.pyc,,\n../bin/feeds,sha256=x,1\n")
    first = module._listed(str(tmp_path / "feeds"))
    record.write_text("../bin/feeds,sha256=y,1\nfeeds/plan.py,sha256=a,1\n")
    assert module._listed(str(tmp_path / "feeds")) == first
    record.write_text("feeds/plan.py,sha256=b,1\n")
    assert module._listed(str(tmp_path / "feeds")) != first
    assert module._listed(str(tmp_path / "nowhere")) is None


def test_a_checkout_is_known_by_its_files(tmp_path: Path) -> None:
    """A developer would look at what the code did before the last edit."""
    (tmp_path / "a.py").write_text("1")
    first = module._looked_up(str(tmp_path))
    (tmp_path / "a.pyc").write_text("1")
    assert module._looked_up(str(tmp_path)) == first
    (tmp_path / "a.py").write_text("22")
    assert module._looked_up(str(tmp_path)) != first


def test_the_first_folder_counts(folder: Path) -> None:
    """An upgrade into the user's own folder would go unnoticed."""
    (folder / "LXML-99.0.dist-info").mkdir()
    assert "99.0" in versions("lxml")[-1]


@pytest.mark.parametrize("name", ["Some_Lib-1.0.dist-info", "some_lib-1.0-py3.11.egg-info"])
def test_names_are_written_in_many_ways(folder: Path, name: str) -> None:
    """A library would not be found, and nothing be kept, because of a dash."""
    (folder / name).mkdir()
    assert "-1.0" in versions("some-lib")[-1]


def test_what_a_broken_upgrade_left_behind_counts_too(folder: Path) -> None:
    """Of two versions that seem to be there, the wrong one could be believed."""
    (folder / "some_lib-1.0.dist-info").mkdir()
    (folder / "some_lib-2.0.dist-info").mkdir()
    assert "1.0" in versions("some-lib")[-1]
    assert "2.0" in versions("some-lib")[-1]


def test_a_checkout_says_its_version_inside(folder: Path) -> None:
    """A library installed by its developer has no version in any folder's name."""
    inside = folder / "some_lib.egg-info"
    inside.mkdir()
    (inside / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: some-lib\nVersion: 1.0\n")
    assert versions("some-lib")[-1] == "some_lib 1.0"


def test_an_unknown_version_is_never_the_same() -> None:
    """A library without metadata could change, and nothing would be made anew."""
    before = versions("nowhere-to-be-found")
    assert versions("nowhere-to-be-found") == before
    versions.cache_clear()
    assert versions("nowhere-to-be-found") != before
