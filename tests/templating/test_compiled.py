"""A template is compiled once in a process, and anew as soon as its text is another."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from feeds.templating.templates import Templates


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are compiled."""
    names: list[str] = []
    real = ImmutableSandboxedEnvironment.compile

    def noted(self, source, name, *rest):
        names.append(name)
        return real(self, source, name, *rest)

    monkeypatch.setattr(ImmutableSandboxedEnvironment, "compile", noted)
    return names


def test_each_text_is_compiled_once(tmp_path: Path, compiled: list[str]) -> None:
    """A preview would compile all templates at every save, or show an old one."""
    (tmp_path / "templates").mkdir()
    template = tmp_path / "templates/a.txt"
    for text in ("one", "two", "one"):
        template.write_text(text)
        assert Templates(tmp_path).render("a.txt", {}) == text
    assert compiled == ["a.txt"] * 2


def test_a_name_decides_what_is_escaped(tmp_path: Path) -> None:
    """A page would hold unescaped text, because a mail's template has the same text."""
    (tmp_path / "templates").mkdir()
    for name in ("a.txt", "a.html"):
        (tmp_path / "templates" / name).write_text("{{ x }}")
    templates = Templates(tmp_path)
    assert templates.render("a.txt", {"x": "<"}) == "<"
    assert templates.render("a.html", {"x": "<"}) == "&lt;"


def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    """Templates could not be used below such a folder."""
    site = tmp_path / "\udcff"
    (site / "templates").mkdir(parents=True)
    (site / "templates/a.txt").write_text("mine")
    assert Templates(site).render("a.txt", {}) == "mine"


def test_there_is_an_end_to_what_is_kept(tmp_path: Path, compiled: list[str]) -> None:
    """A preview that is open for days would fill the memory."""
    (tmp_path / "templates").mkdir()
    template = tmp_path / "templates/a.txt"
    for text in (*map(str, range(300)), "0"):
        template.write_text(text)
        assert Templates(tmp_path).render("a.txt", {}) == text
    assert len(compiled) == 301
