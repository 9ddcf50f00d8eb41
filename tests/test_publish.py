"""Publishing: whole, only what differs, and never over what is not ours."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from feeds.errors import BuildError, error
from feeds.model import Document
from feeds.publish import LOCK, MANIFEST, locked, publish, read_manifest


def document(path: str, text: str = "x") -> Document:
    """A document of that text."""
    return Document(path, "text/plain", text.encode())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder that is not there yet."""
    return tmp_path / "public"


def files(out: Path) -> dict[str, str]:
    """Every published file and its text."""
    return {
        path.relative_to(out).as_posix(): path.read_text()
        for path in out.rglob("*")
        if path.is_file() and path.name not in (MANIFEST, LOCK)
    }


def test_a_second_run_touches_nothing(out: Path) -> None:
    """Readers and servers would take unchanged files for new ones."""
    documents = [document("a.xml"), document("deep/er/b.xml")]
    first = publish(documents, out)
    assert first.written == ("a.xml", "deep/er/b.xml")
    assert first.changed
    for path in out.rglob("*"):
        os.utime(path, ns=(1, 1))
    second = publish(documents, out)
    assert (second.written, second.unchanged) == ((), ("a.xml", "deep/er/b.xml"))
    assert not second.changed
    assert {path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == {1}


def test_an_output_that_was_edited_or_deleted_comes_back(out: Path) -> None:
    """A damaged feed would stay damaged until its posts change."""
    documents = [document("a.xml"), document("b.xml")]
    publish(documents, out)
    (out / "a.xml").write_text("broken")
    (out / "b.xml").unlink()
    assert publish(documents, out).written == ("a.xml", "b.xml")
    assert files(out) == {"a.xml": "x", "b.xml": "x"}


def test_stale_files_stay_until_they_are_pruned(out: Path) -> None:
    """Subscribers of a feed would lose it because of a typing mistake in the settings."""
    publish([document("a.xml"), document("old/b.xml")], out)
    later = publish([document("a.xml")], out)
    assert later.stale == ("old/b.xml",)
    assert "old/b.xml" in files(out)
    assert publish([document("a.xml")], out).stale == ("old/b.xml",)
    pruned = publish([document("a.xml")], out, prune=True)
    assert (pruned.removed, pruned.stale) == (("old/b.xml",), ())
    assert not (out / "old").exists()
    assert publish([document("a.xml")], out, prune=True).removed == ()


def test_a_stale_file_is_news_once(out: Path) -> None:
    """A feed that is asked for no more would never be named, or at every run."""
    publish([document("a.xml"), document("b.xml")], out)
    assert publish([document("a.xml")], out).news
    assert not publish([document("a.xml")], out).news


def test_names_that_differ_late(out: Path) -> None:
    """One category would get the posts of another."""
    long = "c" * 120
    publish([document(f"f/{long}1.xml", "1"), document(f"f/{long}2.xml", "2")], out)
    assert files(out) == {f"f/{long}1.xml": "1", f"f/{long}2.xml": "2"}


def test_a_manifest_cannot_point_outside(out: Path) -> None:
    """Whoever can write the manifest could have files deleted anywhere."""
    publish([document("a.xml")], out)
    victim = out.parent / "victim.txt"
    victim.write_text("x")
    (out / "link").symlink_to(out.parent)
    digest = read_manifest(out).files["a.xml"]
    for path in ("../victim.txt", str(victim), "link/victim.txt", "a/../../victim.txt", "..\\v"):
        (out / MANIFEST).write_text(json.dumps({"findings": {}, "files": {path: digest}}))
        publish([], out, prune=True)
        assert victim.exists()


def test_what_others_wrote_is_never_deleted(out: Path) -> None:
    """A site's own pages would vanish."""
    publish([document("a.xml"), document("b.xml"), document("c/d.xml")], out)
    (out / "index.html").write_text("mine")
    (out / "c" / "mine.html").write_text("mine")
    (out / "b.xml").write_text("edited")
    report = publish([], out, prune=True)
    assert report.removed == ("a.xml", "c/d.xml")
    assert report.stale == ()
    assert "changed by somebody" in report.findings[0].what
    assert files(out) == {"index.html": "mine", "c/mine.html": "mine", "b.xml": "edited"}


def test_replacing_somebody_elses_file_is_said(out: Path) -> None:
    """A page of the site would be replaced without a word."""
    out.mkdir()
    (out / "a.xml").write_text("theirs")
    (finding,) = publish([document("a.xml")], out).findings
    assert str(out / "a.xml") in finding.what


def test_a_part_leaves_the_rest_alone(out: Path) -> None:
    """`feeds digest --prune` would delete the feeds."""
    publish([document("a.xml"), document("digest/latest.html")], out)
    report = publish([document("digest/latest.html", "y")], out, complete=False, prune=True)
    assert (report.stale, report.removed) == ((), ())
    assert sorted(read_manifest(out).files) == ["a.xml", "digest/latest.html"]


def test_a_dry_run_writes_nothing(out: Path) -> None:
    """A question would change what is published."""
    report = publish([document("a.xml")], out, dry_run=True)
    assert report.written == ("a.xml",)
    assert not out.exists()
    publish([document("a.xml")], out)
    assert publish([], out, prune=True, dry_run=True).removed == ("a.xml",)
    assert files(out) == {"a.xml": "x"}


def test_known_findings_are_known_again(out: Path) -> None:
    """Cron would mail the same warning every five minutes, or never the new one."""
    one, two = [error("one")], [error("one"), error("two")]
    assert publish([], out, named=one).news
    assert not publish([], out, named=one).news
    assert publish([], out, named=two, kind="part", complete=False).news
    assert not publish([], out, named=two, kind="part", complete=False).news
    assert not publish([], out, named=one).news
    assert publish([], out, named=two).news
    assert publish([], out).news
    assert not publish([], out).news


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"files": 1, "findings": {}}', b"\xff"])
def test_a_damaged_manifest_is_no_manifest(out: Path, damage: bytes) -> None:
    """A damaged manifest would end every run, or delete what it should not."""
    publish([document("a.xml")], out)
    (out / MANIFEST).write_bytes(damage)
    assert publish([document("a.xml")], out, prune=True).unchanged == ("a.xml",)
    assert json.loads((out / MANIFEST).read_text())["files"].keys() == {"a.xml"}


def test_failing_half_way_leaves_everything_as_it_was(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk would leave a feed that is cut off, or one feed newer than the other."""
    publish([document("a.xml"), document("b.xml")], out)
    real = Path.write_bytes

    def fail(self: Path, data: bytes) -> int:
        if data == b"new b":
            real(self, data[:1])
            raise OSError(28, "No space left on device", str(self))
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(BuildError, match="No space left"):
        publish([document("a.xml", "new a"), document("b.xml", "new b")], out)
    assert files(out) == {"a.xml": "x", "b.xml": "x"}


@pytest.mark.parametrize("in_the_way", ["public", "public/a.xml/x"])
def test_an_output_that_cannot_be_written(tmp_path: Path, in_the_way: str) -> None:
    """The reason why nothing was published would be a traceback."""
    obstacle = tmp_path / in_the_way
    obstacle.parent.mkdir(parents=True, exist_ok=True)
    obstacle.write_text("in the way")
    with pytest.raises(BuildError, match="cannot be written"):
        publish([document("a.xml")], tmp_path / "public")
    if in_the_way == "public":
        with pytest.raises(BuildError, match="cannot be written"), locked(tmp_path / "public"):
            pass


def test_two_runs_do_not_meet(out: Path) -> None:
    """Two builds at once would mix their files."""
    with locked(out):
        refused: list[BuildError] = []

        def second() -> None:
            try:
                with locked(out, seconds=0.05):
                    pass
            except BuildError as problem:
                refused.append(problem)

        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert "another run" in str(refused[0])
    with locked(out, seconds=0.05):
        assert (out / LOCK).exists()
