"""What the documentation tells people to do works."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from feeds import __version__
from feeds.cli import main, make_parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# A page on adopting from a generator names the generator's options too.
OWN_PAGES = [
    ROOT / "README.md",
    *(ROOT / "docs").glob("*.md"),
    ROOT / "docs/adopting.md",
]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def block(language: str) -> str:
    """The README's first code block in that language."""
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_five_minutes_to_ones_own_blog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who follows the README would see something else than it says."""
    monkeypatch.chdir(tmp_path)
    Path("feeds.toml").write_text(block("toml"), encoding="utf-8")
    Path("posts").mkdir()
    Path("posts/harbour.md").write_text(block("markdown"), encoding="utf-8")
    session = re.split(r"^\$ ", block("console"), flags=re.MULTILINE)[1:]
    for step in session:
        command, _, expected = step.partition("\n")
        assert main(shlex.split(command)[1:]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        if expected:
            assert said.out == expected


def test_a_newsletter_with_an_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An editor who follows the README would be stopped half way."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    Path("feeds.toml").write_text(block("toml"), encoding="utf-8")
    Path("posts").mkdir()
    Path("posts/harbour.md").write_text(block("markdown"), encoding="utf-8")
    _, _, section = README.partition("## A newsletter with an editor\n")
    section, _, _ = section.partition("\n## ")
    steps = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    for command in "".join(steps).splitlines():
        assert main([*shlex.split(command)[1:], "--now", "2026-10-05"]) == 0, capsys.readouterr()
        assert "Traceback" not in capsys.readouterr().err
    assert "status: sent" in Path("editions/digest/2026-10-05.md").read_text(encoding="utf-8")
    published = ("2026-10-05.eml", "2026-10-05/index.html", "index.html", "atom.xml", "latest.eml")
    assert all(Path("public/digest", name).is_file() for name in published)


def test_the_crontab_line_is_a_command(tmp_path: Path) -> None:
    """A copied crontab line would fail every five minutes."""
    _, _, command = block("crontab").strip().partition(" && ")
    args = make_parser().parse_args(shlex.split(command)[1:])
    assert args.quiet
    assert str(args.output) == "/var/www/blog"


def commands(parser: argparse.ArgumentParser) -> Iterator[Iterable[str]]:
    """The options of each command, and of its own commands."""
    yield parser._option_string_actions
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from commands(command)


def test_every_option_that_is_named_exists() -> None:
    """Somebody would type an option that the program does not have."""
    known = {option for command in commands(make_parser()) for option in command}
    for page in OWN_PAGES:
        for option in re.findall(r"`(--[a-z][a-z-]+)", page.read_text(encoding="utf-8")):
            assert option in known, (page.name, option)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """A reader of the documentation would come to nothing."""
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_changelog_is_a_changelog() -> None:
    """A release could not say what changed."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in text or f"## [{__version__}]" in text
