"""`feeds lint` on the command line: what it takes, what it says, and its exit status."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.cli import main

from .issues import CASES, base_parts, compose

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command; gives its exit status and what it said."""

    def run(*argv: object) -> tuple[int, str, str]:
        capsys.readouterr()
        status = main(["lint", *map(str, argv)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A message with an error, a warning and a hint."""
    parts = base_parts()
    html = parts["html"].replace(' alt="A small ferry at its quay in the rain"', "")
    html = html.replace("https://wire.example/cotton", "http://wire.example/cotton")
    parts["html"] = html.replace("<!doctype html>\n", "")
    file = tmp_path / "letter.eml"
    file.write_bytes(compose(parts))
    return file


@pytest.mark.parametrize(
    ("fail_on", "status"), [("error", 1), ("warning", 1), ("hint", 1), ("never", 0)]
)
def test_the_exit_status_is_what_was_asked_for(
    lint: Run, faulty: Path, fail_on: str, status: int
) -> None:
    """A cron job would send what it should not, or never send."""
    assert lint(faulty, "--fail-on", fail_on)[0] == status


def test_good_mails_of_others_pass_together(lint: Run) -> None:
    """Files would be looked at only one by one."""
    files = sorted((CASES / "good").iterdir())
    status, out, err = lint(*files, "--fail-on", "warning")
    assert out.splitlines()[-1].startswith(f"{len(files)} issues checked: 0 errors, 0 warnings")
    assert (status, err) == (0, "")


def test_people_read_where_what_why_and_what_to_do(lint: Run, faulty: Path) -> None:
    """A finding would be a riddle."""
    _, out, _ = lint(faulty)
    assert (
        f"error: {faulty}: the picture https://blog.example/media/ferry.png has no alt text: who "
        "sees no pictures gets its file name, or nothing [picture-alt-missing]\n"
        '  Say what it shows, or write alt="" if it only decorates.\n'
    ) in out


def test_programs_read_json_and_sarif(lint: Run, faulty: Path) -> None:
    """A pipeline would have to read prose."""
    report = json.loads(lint(faulty, "--format", "json")[1])
    assert report["counts"]["error"] == 1
    run = json.loads(lint(faulty, "--format", "sarif")[1])["runs"][0]
    texts = {each["id"]: each["fullDescription"]["text"] for each in run["tool"]["driver"]["rules"]}
    assert texts["picture-alt-missing"].startswith("Every picture has an alt text")
    assert any(name.startswith("client-") for name in texts)
    assert "::error file=" in lint(faulty, "--format", "github")[1]


def test_annotations_name_files_from_where_the_command_runs(
    lint: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub would show them beside no file."""
    blog = tmp_path / "blog"
    for name in ("posts", "media"):
        shutil.copytree(ROOT / name, blog / name)
    shutil.copy(ROOT / "feeds.toml", blog)
    (blog / "media/bicycle.jpg").unlink()
    monkeypatch.chdir(tmp_path)
    status, out, _ = lint("blog", "--format", "github", "--now", "2026-11-25", "--no-cache")
    assert status == 1
    (line,) = [each for each in out.splitlines() if each.startswith("::error")]
    assert line.startswith("::error file=blog/posts/")
    assert "title=picture-file-missing" in line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing.eml"], "there is no missing.eml"),
        (["letter.eml", "folder"], "folder is no site"),
        (["site"], "the site has no newsletter"),
    ],
    ids=["missing", "folder among files", "no newsletter"],
)
def test_where_there_is_nothing_to_look_at_it_says_so(
    lint: Run,
    faulty: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    says: str,
) -> None:
    """A pipeline with a misspelt name would pass."""
    monkeypatch.chdir(faulty.parent)
    Path("folder").mkdir()
    Path("site/posts").mkdir(parents=True)
    settings = '[site]\nurl = "https://x.example"\ntitle = "X"\ntimezone = "UTC"\n'
    Path("site/feeds.toml").write_text(f"newsletters = []\n{settings}", encoding="utf-8")
    status, out, err = lint(*arguments)
    assert status == 2
    assert says in out + err
