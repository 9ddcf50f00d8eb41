"""Files that lie elsewhere: asked for only with --probe, once, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partialmethod
from pathlib import Path
from typing import TYPE_CHECKING

import feedparser
import pytest

from feeds.cli import main
from feeds.web.links import Manners
from feeds.web.probe import Probed

if TYPE_CHECKING:
    from tests.conftest import Answering

POST = "---\ntitle: A\ndate: 2026-11-01\nenclosure: {0}/talk\n---\n"


@dataclass(frozen=True)
class Run:
    """What one run of the command said on the error stream, and how it ended."""

    status: int
    err: str


@pytest.fixture
def build(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Builds a site in this process."""

    def run(site: Path, *options: object) -> Run:
        capsys.readouterr()
        status = main(["build", str(site), "--now", "2026-12-01", *map(str, options)])
        return Run(status, capsys.readouterr().err)

    return run


@pytest.fixture
def site(tmp_path: Path, server: Answering, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A post with a recording on another server, which is this machine."""
    learn = partialmethod(Probed.learn, manners=Manners(pause=0), private=True)
    monkeypatch.setattr(Probed, "learn", learn)
    root = tmp_path / "site"
    (root / "posts").mkdir(parents=True)
    (root / "posts" / "a.md").write_text(POST.format(server.address))
    (root / "feeds.toml").write_text(
        '[site]\nurl = "https://x.example"\ntitle = "X"\ntimezone = "UTC"\n'
    )
    return root


def enclosures(site: Path) -> list[tuple[str, str]]:
    """Length and type of the files in the site's RSS."""
    (entry,) = feedparser.parse((site / "public" / "rss.xml").read_bytes()).entries
    return [(each.length, each.type) for each in entry.enclosures]


def test_nothing_is_asked_unasked(site: Path, server: Answering, build: Callable[..., Run]) -> None:
    """A build would tell servers all over the web that it runs."""
    run = build(site)
    assert "posts/a.md:4: enclosure: the length and type of" in run.err
    assert "feeds build --probe" in run.err
    assert (enclosures(site), server.paths) == ([], [])


def test_what_is_asked_is_remembered(
    site: Path, server: Answering, build: Callable[..., Run]
) -> None:
    """Every build would ask again, or the next one without --probe lose the episode."""
    server.at("/talk", 200, Content_Length="4711", Content_Type="audio/mpeg")
    for options in (("--probe",), (), ("--probe",), ()):
        run = build(site, *options)
        assert (run.status, run.err) == (0, "")
        assert enclosures(site) == [("4711", "audio/mpeg")]
    assert server.paths == ["HEAD /talk"]


def test_a_cron_job_sees_what_was_learned(
    site: Path, server: Answering, build: Callable[..., Run]
) -> None:
    """A run that was noted as one without change would hide what --probe learned elsewhere."""
    for _ in range(3):
        build(site)
    server.at("/talk", 200, Content_Length="4711", Content_Type="audio/mpeg")
    build(site, "--probe", "--output", site / "elsewhere")
    build(site)
    assert enclosures(site) == [("4711", "audio/mpeg")]


def test_a_server_without_an_answer(
    site: Path, server: Answering, build: Callable[..., Run]
) -> None:
    """Nobody would know why an episode is missing, or the build would end."""
    server.at("/talk", 404)
    run = build(site, "--probe")
    assert run.status == 0
    assert "so RSS leaves it out: " in run.err
    assert enclosures(site) == []


def test_there_must_be_a_place_for_answers(site: Path, build: Callable[..., Run]) -> None:
    """Servers would be asked at every run."""
    run = build(site, "--probe", "--no-cache")
    assert run.status == 2
    assert "--probe has nowhere to keep what it learns" in run.err
