"""`feeds ping` as people call it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.cli import main

if TYPE_CHECKING:
    from tests.conftest import Answering


@pytest.fixture
def site(tmp_path: Path, serve: Callable[..., Answering]) -> tuple[Path, Answering, Answering]:
    """A site that was built and is served, its server, and its hub."""
    web, hub = serve(), serve()
    hub.at("/", 204)
    root = tmp_path / "site"
    (root / "posts").mkdir(parents=True)
    (root / "feeds.toml").write_text(
        f'[site]\nurl = "{web.address}"\ntitle = "T"\ntimezone = "UTC"\n'
        f'[websub]\nhubs = ["{hub.address}/"]\n'
    )
    (root / "posts/a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\nx\n")
    assert main(["build", str(root), "--quiet"]) == 0
    for name in ("atom.xml", "rss.xml"):
        web.at(f"/{name}", 200, (root / "public" / name).read_bytes())
    return root, web, hub


def test_what_it_says(
    site: tuple[Path, Answering, Answering], capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who reads a cron job's mail would not know what was done."""
    root, web, hub = site
    assert main(["ping", str(root), "--dry-run"]) == 0
    pairs = [f"{hub.address}/ of {web.address}/{name}.xml\n" for name in ("atom", "rss")]
    assert capsys.readouterr().out == "".join(f"would tell {pair}" for pair in pairs)
    assert (web.asked, hub.asked) == ([], [])
    assert not (root / ".feeds/pinged.json").exists()

    assert main(["ping", str(root)]) == 0
    told = "".join(f"told {pair}" for pair in pairs)
    assert capsys.readouterr().out == f"{told}2 feeds told to 1 hub, 0 feeds unchanged\n"
    assert len(hub.asked) == 2

    web.asked.clear()
    assert main(["ping", str(root)]) == 0
    assert capsys.readouterr().out == "nothing to tell: 2 feeds unchanged\n"
    assert (web.asked, len(hub.asked)) == ([], 2)

    assert main(["ping", str(root), "--all", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert len(hub.asked) == 4


def test_what_fails_is_said(
    site: tuple[Path, Answering, Answering], capsys: pytest.CaptureFixture[str]
) -> None:
    """A cron job would fail in silence, or a success be taken for a failure."""
    root, web, hub = site
    web.at("/rss.xml", 200, b"old")
    assert main(["ping", str(root), "--wait", "0", "--quiet"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"error: {web.address}/rss.xml is not live: ")
    assert len(hub.asked) == 1


def test_where_it_remembers(site: tuple[Path, Answering, Answering], tmp_path: Path) -> None:
    """A deployment that keeps one file or folder from run to run could not keep this one."""
    root, _, hub = site
    for options, file in (
        (["--state", str(tmp_path / "told.json")], tmp_path / "told.json"),
        (["--cache", str(tmp_path / "cache")], tmp_path / "cache/pinged.json"),
        ([], root / ".feeds/pinged.json"),
    ):
        hub.asked.clear()
        for _ in range(2):
            assert main(["ping", str(root), "--quiet", *options]) == 0
        assert len(hub.asked) == 2
        assert f"{hub.address}/" in json.loads(file.read_text())["told"]


def test_another_output(site: tuple[Path, Answering, Answering], tmp_path: Path) -> None:
    """A site that is built elsewhere could not be told of."""
    root, _, hub = site
    (root / "public").rename(tmp_path / "www")
    assert main(["ping", str(root), "--quiet", "--output", str(tmp_path / "www")]) == 0
    assert len(hub.asked) == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda root: _edit(root, "[websub]", "[x]"), "feeds.toml"),
        (
            lambda root: _edit(root, 'hubs = ["http', 'hubs = []\n# ["http'),
            'error: the site names no hub to tell\n  Write hubs = ["https://…"] under [websub] in '
            "feeds.toml, then build and publish.\n",
        ),
        (
            lambda root: (root / "public/.feeds-manifest").unlink(),
            "public: nothing has been built here yet\n  Run feeds build",
        ),
        (
            lambda root: [(root / "public" / name).unlink() for name in ("atom.xml", "rss.xml")],
            "public: no feed here names a hub yet\n  Run feeds build",
        ),
    ],
)
def test_what_it_needs(
    site: tuple[Path, Answering, Answering],
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Path], object],
    says: str,
) -> None:
    """Somebody without a hub would not learn how to have one."""
    root, web, hub = site
    change(root)
    assert main(["ping", str(root)]) == 2
    assert says in capsys.readouterr().err
    assert (web.asked, hub.asked) == ([], [])


def _edit(root: Path, old: str, new: str) -> None:
    file = root / "feeds.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    "options",
    [["--wait", "-1"], ["--wait", "x"], ["--tries", "0"], ["--cache", "a", "--state", "b"]],
)
def test_options_that_make_no_sense(options: list[str]) -> None:
    """A mistyped option would be guessed at."""
    with pytest.raises(SystemExit) as caught:
        main(["ping", *options])
    assert caught.value.code == 2
