"""Packed files beside documents: always of the same document, or not there."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest

BOTH = '\n[output]\nprecompress = ["gzip", "br"]\n'
UNPACK = {".gz": gzip.decompress, ".br": brotli.decompress}
MAIN = '\n[[feeds]]\nname = "main"\n\n[[feeds]]\nby = "category"\n'


def post(title: str, category: str) -> str:
    """A post's file."""
    return f"---\ntitle: {title}\ndate: 2026-10-01\ncategories: [{category}]\n---\n\nThe tide.\n"


@pytest.fixture
def site(write_site: Callable[..., Path]) -> Path:
    """Two posts in two categories, one of which is not written in ASCII."""
    files = {"posts/a.md": post("A", "Harbour"), "posts/b.md": post("B", "港の本")}
    return write_site(files, MAIN + BOTH)


def put(site: Path, settings: str) -> None:
    """Gives the site other settings, below `[site]`."""
    head = '[site]\nurl = "https://x.example"\ntitle = "X"\ntimezone = "UTC"\n'
    (site / "feeds.toml").write_text(head + settings, encoding="utf-8")


def beside(site: Path) -> Iterator[tuple[Path, Path]]:
    """Every packed file, after the document that it stands for."""
    for file in sorted((site / "public").rglob("*")):
        if file.suffix in UNPACK:
            yield file.with_suffix(""), file


def check(site: Path) -> set[str]:
    """Holds every packed file against its document, and gives the paths of all."""
    public = site / "public"
    for document, packed in beside(site):
        assert UNPACK[packed.suffix](packed.read_bytes()) == document.read_bytes(), packed
    return {packed.relative_to(public).as_posix() for _, packed in beside(site)}


def stamps(site: Path) -> dict[str, int]:
    """When each file of the output was last changed."""
    files = (file for file in (site / "public").rglob("*") if file.is_file())
    return {str(file): file.stat().st_mtime_ns for file in files if file.name != ".feeds-lock"}


EVERYTHING = {
    f"{path}{ending}"
    for path in (
        "atom.xml",
        "rss.xml",
        "categories/harbour/atom.xml",
        "categories/harbour/rss.xml",
        "categories/港の本/atom.xml",
        "categories/港の本/rss.xml",
        "digest/latest.html",
        *("feeds.css", "feeds.opml", "subscribe.html"),
    )
    for ending in UNPACK
}


def untouched(path: str) -> bool:
    """Whether it has nothing to do with the post in the other category."""
    lists = ("feeds.", "subscribe.", "autodiscovery.")
    return "港の本" in path or Path(path).name.startswith(lists)


def test_every_document_that_readers_fetch_is_packed(feeds: Callable[..., Any], site: Path) -> None:
    """Servers would have nothing to give out, or the wrong thing."""
    run = feeds("build", site)
    assert (run.status, run.err) == (0, "")
    assert "write " + str(site / "public/categories/港の本/atom.xml.br") in run.out.splitlines()
    assert check(site) == EVERYTHING


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_nothing_is_packed_twice(
    feeds: Callable[..., Any],
    site: Path,
    options: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cron job would pack every feed every five minutes, and readers fetch it anew."""
    feeds("build", site, *options)
    before = stamps(site)

    def refuse(data: bytes, kind: str) -> bytes:
        raise AssertionError("something is packed")

    monkeypatch.setattr("feeds.precompress.packed", refuse)
    run = feeds("build", site, *options)
    assert run.out == "2 posts: nothing changed, 33 files as they were\n"
    assert stamps(site) == before


def test_only_what_changed_is_packed_again(feeds: Callable[..., Any], site: Path) -> None:
    """Readers of all other feeds would fetch them anew."""
    feeds("build", site)
    for file in (site / "public").rglob("*"):
        os.utime(file, ns=(1, 1))
    (site / "posts/a.md").write_text(post("A again", "Harbour"), encoding="utf-8")
    run = feeds("build", site)
    assert check(site) == EVERYTHING
    kept = {path for path, stamp in stamps(site).items() if stamp == 1}
    assert kept == {path for path in stamps(site) if untouched(path)}
    assert run.out.endswith("2 posts: 17 files changed, 16 files unchanged\n")


@pytest.mark.parametrize("lost", ["atom.xml.gz", "categories/harbour/rss.xml.br"])
def test_a_packed_file_comes_back(feeds: Callable[..., Any], site: Path, lost: str) -> None:
    """A packed file that is damaged would be served until its feed changes."""
    feeds("build", site)
    feeds("build", site)
    (site / "public" / lost).write_bytes(b"damaged")
    assert f"write {site / 'public' / lost}\n" in feeds("build", site).out
    assert check(site) == EVERYTHING
    (site / "public" / lost).unlink()
    assert feeds("build", site).out.endswith("2 posts: 1 file changed, 32 files unchanged\n")
    assert check(site) == EVERYTHING


def test_a_run_that_was_ended_leaves_nothing_stale(
    feeds: Callable[..., Any], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers would get yesterday's feed, packed, until the next time it changes."""
    feeds("build", site)
    rename, calls, ends_at = Path.replace, 0, 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == ends_at:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    for ends_at in range(1, 17, 3):
        calls = 0
        text = post(f"A, {ends_at} times", "Harbour")
        (site / "posts/a.md").write_text(text, encoding="utf-8")
        assert feeds("build", site).status != 0
        check(site)
        calls = -1000
        assert feeds("build", site).status == 0
        assert check(site) == EVERYTHING
        assert text.split()[2] in (site / "public/atom.xml").read_text(encoding="utf-8")


def test_what_is_no_longer_asked_for_stays_until_it_is_pruned(
    feeds: Callable[..., Any], site: Path
) -> None:
    """A slip in the settings would cost a site its packed files, or it could not be rid of them."""
    feeds("build", site)
    put(site, MAIN + '\n[output]\nprecompress = ["br"]\n')
    run = feeds("build", site)
    assert f"{site / 'public/atom.xml.gz'}" in run.out + run.err
    assert check(site) == EVERYTHING
    feeds("build", site, "--prune")
    assert check(site) == {path for path in EVERYTHING if path.endswith(".br")}


def test_a_packed_file_does_not_outlive_what_it_was_packed_from(
    feeds: Callable[..., Any], site: Path
) -> None:
    """A server that still looks for packed files would give out the old feed for ever."""
    feeds("build", site)
    put(site, MAIN)
    (site / "posts/a.md").write_text(post("A again", "Harbour"), encoding="utf-8")
    run = feeds("build", site)
    assert f"delete {site / 'public/atom.xml.gz'}\n" in run.out
    assert check(site) == {path for path in EVERYTHING if untouched(path)}


def test_a_feed_that_is_pruned_takes_its_packed_files_with_it(
    feeds: Callable[..., Any], site: Path
) -> None:
    """Servers that look for packed files first would go on giving out the feed."""
    feeds("build", site)
    put(site, '\n[[feeds]]\nname = "main"\n' + BOTH)
    feeds("build", site, "--prune")
    assert check(site) == {path for path in EVERYTHING if not path.startswith("categories/")}
    assert not (site / "public/categories").exists()


def test_packed_files_of_others_are_left_alone(feeds: Callable[..., Any], site: Path) -> None:
    """A site that packs its output by itself would find its files deleted."""
    put(site, MAIN)
    feeds("build", site)
    own = site / "public/atom.xml.gz"
    own.write_bytes(b"somebody's own")
    (site / "posts/a.md").write_text(post("A again", "Harbour"), encoding="utf-8")
    feeds("build", site)
    assert own.read_bytes() == b"somebody's own"
    put(site, MAIN + BOTH)
    run = feeds("build", site)
    assert f"{own} is replaced; it was not written by this program" in run.err
    assert check(site) == EVERYTHING


def test_what_somebody_changed_is_named_and_not_deleted(
    feeds: Callable[..., Any], site: Path
) -> None:
    """Somebody's work would be lost, or a server give it out in the feed's place unnoticed."""
    feeds("build", site)
    put(site, MAIN)
    own = site / "public/atom.xml.gz"
    own.write_bytes(b"somebody's own")
    (site / "posts/a.md").write_text(post("A again", "Harbour"), encoding="utf-8")
    run = feeds("build", site)
    assert own.read_bytes() == b"somebody's own"
    assert str(own) in run.err


def test_a_dry_run_says_what_would_be_packed(feeds: Callable[..., Any], site: Path) -> None:
    """Somebody would be told less than what a run does, or the output would change."""
    said = feeds("build", site, "--dry-run").out
    assert "atom.xml.br" in said
    assert not (site / "public").exists()
    feeds("build", site)
    assert "nothing changed" in feeds("build", site, "--dry-run").out


def test_the_newsletter_alone_is_packed_too(feeds: Callable[..., Any], site: Path) -> None:
    """The page of the newest issue would be served as the one before it."""
    feeds("build", site)
    (site / "posts/a.md").write_text(post("A again", "Harbour"), encoding="utf-8")
    feeds("digest", "build", site)
    assert check(site) == EVERYTHING
    feeds("build", site)
    assert check(site) == EVERYTHING


def test_a_document_that_came_another_way_is_packed_again(
    feeds: Callable[..., Any], site: Path, tmp_path: Path
) -> None:
    """A folder that was copied together in part would go on serving what is old."""
    feeds("build", site)
    (site / "posts/a.md").write_text(post("A again", "Harbour"), encoding="utf-8")
    feeds("build", site, "--no-cache", "--output", tmp_path / "elsewhere")
    shutil.copy(tmp_path / "elsewhere/atom.xml", site / "public/atom.xml")
    feeds("build", site)
    assert check(site) == EVERYTHING


def test_what_cannot_be_packed_is_said(feeds: Callable[..., Any], site: Path) -> None:
    """Somebody would see a traceback, or half an output."""
    (site / "public/atom.xml.gz").mkdir(parents=True)
    run = feeds("build", site)
    assert run.status == 3
    assert f"{site / 'public/atom.xml.gz'} cannot be written: a folder has that name" in run.err
    assert [file.name for file in (site / "public").rglob("*") if file.is_file()] == [".feeds-lock"]


def test_many_documents_are_packed_by_several_processes(
    feeds: Callable[..., Any], site: Path
) -> None:
    """A large site would be packed by one core, or otherwise by many."""
    for number in range(40):
        text = post(f"Of {number}", f"c{number}")
        (site / f"posts/{number}.md").write_text(text, encoding="utf-8")
    alone = feeds("build", site, "--no-cache", "--jobs", "1", "--output", site / "alone")
    shared = feeds("build", site, "--no-cache", "--jobs", "2")
    assert (alone.status, shared.status) == (0, 0)
    assert len(check(site)) == len(EVERYTHING) + 40 * 4
    assert {path: (site / "public" / path).read_bytes() for path in check(site)} == {
        path: (site / "alone" / path).read_bytes() for path in check(site)
    }
