"""The index forgets nothing, believes nothing it should not, and is never needed."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.collect import collect, collector, index, reading
from feeds.collect.dialects import detect
from feeds.model import Query, Site
from feeds.workspace import open_site

NOW = datetime(2026, 11, 23, tzinfo=UTC)
EVERYTHING = Query(NOW, drafts=True, future=True)
OLD = 1_600_000_000


def post(title: str, date: str = "2026-10-01", rest: str = "") -> str:
    """A small post."""
    return f"---\ntitle: {title}\ndate: {date}\n{rest}---\nbody\n"


class Blog:
    """A site on disk, its index, and which files its collector opens."""

    def __init__(self, site: Site, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site = site
        self.cache = cache
        self.opened: list[str] = []
        real = reading.read_head

        def read(root: Path, path: str) -> tuple[bytes, bool]:
            self.opened.append(path)
            return real(root, path)

        monkeypatch.setattr(reading, "read_head", read)
        self.age()

    def age(self) -> None:
        """Makes every file look long settled: only then does the index believe a stamp."""
        self.settled = time.time_ns() + 10_000_000_000

    def titles(self) -> list[str]:
        """What a run with the index finds; it must equal a run without."""
        real = time.time_ns
        time.time_ns = lambda: self.settled
        try:
            self.opened.clear()
            with collect(self.site, detect(self.site.root), self.cache) as collection:
                found = collection.store.select(EVERYTHING)
                self.findings = collection.findings
            opened = list(self.opened)
            with collect(self.site, detect(self.site.root)) as plain:
                assert plain.store.select(EVERYTHING) == found
                known = [one for one in self.findings if "index" not in one.what]
                assert list(plain.findings) == known
            self.opened = opened
        finally:
            time.time_ns = real
        return [one.title for one in found]

    def write(self, path: str, text: str) -> None:
        """Writes a file of the site."""
        file = self.site.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.age()


@pytest.fixture
def blog(make_site: Callable[..., Site], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A blog of two posts, with an index that knows them."""
    site = make_site({"posts/a.md": post("A"), "posts/b.md": post("B", "2026-09-01")})
    made = Blog(site, tmp_path / "cache", monkeypatch)
    assert made.titles() == ["A", "B"]
    assert made.opened == ["posts/a.md", "posts/b.md"]
    return made


def test_nothing_changed_opens_nothing(blog: Blog) -> None:
    """Every run would read the whole blog."""
    assert blog.titles() == ["A", "B"]
    assert blog.opened == []


def test_an_edit_opens_that_file_alone(blog: Blog) -> None:
    """A changed post would be shown as it was, or all be read for it."""
    blog.write("posts/b.md", post("New", "2026-11-01"))
    assert blog.titles() == ["New", "A"]
    assert blog.opened == ["posts/b.md"]


def test_renames_deletions_and_new_folders(blog: Blog) -> None:
    """A post that is gone would stay in the feeds."""
    (blog.site.root / "posts/a.md").rename(blog.site.root / "posts/c.md")
    assert blog.titles() == ["A", "B"]
    (blog.site.root / "posts/c.md").unlink()
    assert blog.titles() == ["B"]
    blog.write("posts/deep/er/d.md", post("D"))
    assert blog.titles() == ["D", "B"]
    shutil.rmtree(blog.site.root / "posts/deep")
    assert blog.titles() == ["B"]
    shutil.rmtree(blog.site.root / "posts")
    assert blog.titles() == []


def test_a_rewrite_with_its_old_time_restored(blog: Blog) -> None:
    """A tool that restores time stamps would hide a change for ever."""
    file = blog.site.root / "posts/a.md"
    before = file.stat()
    blog.write("posts/a.md", post("Z"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert blog.titles() == ["Z", "B"]


def test_an_edit_within_the_clocks_grain(blog: Blog) -> None:
    """An edit right after a run would never be seen."""
    blog.write("posts/a.md", post("X"))
    blog.settled = (blog.site.root / "posts/a.md").stat().st_ctime_ns + 1
    assert blog.titles() == ["X", "B"]
    assert blog.titles() == ["X", "B"]
    assert blog.opened == ["posts/a.md"]
    blog.age()
    assert blog.titles() == ["X", "B"]
    assert blog.titles() == ["X", "B"]
    assert blog.opened == []


def test_files_from_the_future_are_read_again(blog: Blog) -> None:
    """After a clock jump, edits would be taken for what is known."""
    blog.settled = 0
    (blog.site.root / "posts/a.md").touch()
    assert blog.titles() == ["A", "B"]
    assert blog.titles() == ["A", "B"]
    assert blog.opened == ["posts/a.md"]


def test_settings_that_shape_records(blog: Blog) -> None:
    """Old addresses would stay after the settings changed; or all be read for a new title."""
    blog.site = replace(blog.site, title="Another", description="x")
    blog.titles()
    assert blog.opened == []
    blog.site = replace(blog.site, url="https://moved.example")
    blog.titles()
    assert len(blog.opened) == 2


def test_another_version_reads_everything_again(
    blog: Blog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake that an update mends would live on in the index."""
    monkeypatch.setattr(collector, "program", lambda: "feeds 999")
    blog.titles()
    assert len(blog.opened) == 2


def test_findings_are_remembered(blog: Blog) -> None:
    """A bad post would be named once and then be forgotten, with its exit status."""
    blog.write("posts/bad.md", "---\ndate: no\n---\n")
    blog.write("posts/same.md", post("A", "2026-10-02", "permalink: /2026/10/01/a/\n"))
    blog.titles()
    first = blog.findings
    assert len(first) == 2
    blog.titles()
    assert blog.opened == []
    assert blog.findings == first
    (blog.site.root / "posts/a.md").unlink()
    assert blog.titles() == ["A", "B"]
    assert len(blog.findings) == 1


@pytest.mark.parametrize("damage", ["garbage", "truncated", "emptied", "schema", "gone"])
def test_a_damaged_index(blog: Blog, damage: str) -> None:
    """A cron job would fail until somebody finds the file to delete."""
    file = blog.cache / "posts.sqlite"
    for extra in blog.cache.glob("posts.sqlite-*"):
        extra.unlink()
    if damage == "garbage":
        file.write_bytes(b"this is no database" * 1000)
    elif damage == "truncated":
        file.write_bytes(file.read_bytes()[:5000])
    elif damage == "emptied":
        file.write_bytes(b"")
    elif damage == "schema":
        with sqlite3.connect(file) as database:
            database.execute("DROP TABLE posts")
        database.close()
    else:
        shutil.rmtree(blog.cache)
    assert blog.titles() == ["A", "B"]
    assert blog.titles() == ["A", "B"]
    assert blog.opened == []


def test_an_index_that_cannot_be_used(blog: Blog, tmp_path: Path) -> None:
    """A full disk or a missing permission would stop the feeds."""
    blog.cache = tmp_path / "file"
    blog.cache.write_text("in the way")
    assert blog.titles() == ["A", "B"]
    (finding,) = blog.findings
    assert "cannot be used" in finding.what


def test_a_locked_index_is_done_without(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run beside another would wait for ever, or fail."""
    connect = sqlite3.connect

    def impatient(*args: object, **kwargs: object) -> sqlite3.Connection:
        return connect(*args, **{**kwargs, "timeout": 0.05})  # type: ignore[call-overload]

    holder = connect(blog.cache / "posts.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(sqlite3, "connect", impatient)
    blog.write("posts/a.md", post("C"))
    assert blog.titles() == ["C", "B"]
    assert "locked" in blog.findings[0].what
    holder.execute("ROLLBACK")
    holder.close()
    assert blog.titles() == ["C", "B"]
    assert blog.findings == ()


def test_a_read_only_index_is_done_without(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk that cannot be written, an edit would be missed or stop the feeds."""
    connect = sqlite3.connect

    def read_only(file: Path | str, **kwargs: object) -> sqlite3.Connection:
        place = file if file == ":memory:" else f"file:{file}?mode=ro"
        return connect(place, uri=True, **kwargs)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", read_only)
    assert blog.titles() == ["A", "B"]
    assert blog.findings == ()
    blog.write("posts/a.md", post("C"))
    assert blog.titles() == ["C", "B"]
    assert "cannot be used" in blog.findings[0].what


@pytest.fixture(scope="module")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of 2,500 long settled posts; each hundredth is no good, and two clash."""
    root = tmp_path_factory.mktemp("large")
    (root / "posts/deep").mkdir(parents=True)
    for number in range(2499):
        bad = number % 100 == 50
        text = "---\ndate: no\n---\n" if bad else post(f"P{number}")
        (root / f"posts/{number:05}.md").write_text(text, encoding="utf-8")
    twin = post("Twin", rest="permalink: /2026/10/01/00001/\n")
    (root / "posts/deep/twin.md").write_text(twin, encoding="utf-8")
    for file in (root / "posts").rglob("*.md"):
        os.utime(file, (OLD, OLD))
    (root / "feeds.toml").write_text(
        '[site]\nurl = "https://harbour.example"\ntitle = "H"\ntimezone = "Asia/Tokyo"\n'
    )
    time.sleep(0.06)
    return open_site(root).site


def test_several_runs_at_once_share_an_index(large_site: Site, tmp_path: Path) -> None:
    """A list beside a build would see half of the posts, or stop one of the two."""
    command = [sys.executable, "-m", "feeds", "list", large_site.root, "--format", "json"]
    command += ["--cache", tmp_path / "cache"]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    said = [run.communicate(timeout=60) for run in runs]
    assert len(said[0][0].splitlines()) == 2474
    assert said[0] == said[1] == said[2]


def test_many_cores_find_what_one_does(large_site: Site, tmp_path: Path) -> None:
    """On a larger machine, a blog would have other posts, or another order of findings."""
    site, dialect = large_site, detect(large_site.root)
    with collect(site, dialect, tmp_path / "cache", jobs=3) as shared:
        found, findings = shared.store.select(EVERYTHING), shared.findings
    with collect(site, dialect, jobs=1) as alone:
        assert alone.store.select(EVERYTHING) == found
        assert alone.findings == findings
    assert len(found) == 2474
    assert len(findings) == 26


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("sent", ["SIGINT", "SIGKILL"])
def test_an_interrupted_first_run_goes_on(
    large_site: Site, tmp_path: Path, sent: str, jobs: int
) -> None:
    """A first run of a large blog that is ended half way would begin at nothing."""
    site = large_site
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from feeds import build\n"
        "from feeds.collect import collect\n"
        "from feeds.collect.index import Index\n"
        "write, left = Index._write, [6]\n"
        "def counted(self, rows):\n"
        "    left[0] -= 1\n"
        "    if not left[0]: os.kill(os.getpid(), getattr(signal, sys.argv[3]))\n"
        "    write(self, rows)\n"
        "Index._write = counted\n"
        "workspace = build.open_site(Path(sys.argv[1]))\n"
        "site, cache, jobs = workspace.site, Path(sys.argv[2]), int(sys.argv[4])\n"
        "with collect(site, workspace.dialect, cache, jobs=jobs): pass\n"
    )
    cache = tmp_path / "cache"
    command = [sys.executable, "-c", code, site.root, cache, sent, str(jobs)]
    run = subprocess.run(command, stderr=subprocess.PIPE)
    assert run.returncode == -getattr(signal, sent), run.stderr
    with sqlite3.connect(cache / "posts.sqlite") as database:
        ((known,),) = database.execute("SELECT COUNT(*) FROM files")
    database.close()
    assert known == 1000
    dialect = detect(site.root)
    with collect(site, dialect, cache, jobs=1) as collection:
        found, findings = collection.store.select(EVERYTHING), collection.findings
    with collect(site, dialect, jobs=1) as plain:
        assert plain.store.select(EVERYTHING) == found
        assert plain.findings == findings


def test_a_reading_error_is_a_finding_of_that_run_only(blog: Blog) -> None:
    """A file that could not be read once would be left out for ever."""
    (blog.site.root / "posts/link.md").symlink_to(blog.site.root / "posts/nowhere.md")
    blog.titles()
    assert [one.path for one in blog.findings] == ["posts/link.md"]
    blog.write("posts/nowhere.md", post("There", "2026-11-02"))
    (blog.site.root / "posts/nowhere.md").rename(blog.site.root / "posts/there.md")
    (blog.site.root / "posts/link.md").unlink()
    assert blog.titles() == ["There", "A", "B"]
    assert blog.findings == ()


def test_what_a_slow_run_read_does_not_stay(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit that a faster run saw would be lost for what a slower one had read before it."""
    blog.write("posts/b.md", post("Before", "2026-09-01"))
    real = reading.read_head
    monkeypatch.setattr(time, "time_ns", lambda: blog.settled)

    def slow(root: Path, path: str) -> tuple[bytes, bool]:
        read = real(root, path)
        monkeypatch.setattr(reading, "read_head", real)
        blog.write("posts/b.md", post("After", "2026-09-01"))
        with collect(blog.site, detect(blog.site.root), blog.cache):
            pass
        return read

    monkeypatch.setattr(reading, "read_head", slow)
    with collect(blog.site, detect(blog.site.root), blog.cache):
        pass
    monkeypatch.undo()
    assert blog.titles() == ["A", "After"]


def test_chunks_are_known_by_their_hash(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run after one edit would look at what is known of every file; or miss an edit."""
    monkeypatch.setattr(index, "_CHUNK", 2)
    for name in "cdefgh":
        blog.write(f"posts/{name}.md", post(name.upper(), "2026-08-01"))
    blog.titles()
    looked: list[str] = []
    real = index.Index._known

    def known(self: index.Index, folder: str, start: str, end: str | None) -> object:
        looked.append(start)
        return real(self, folder, start, end)

    monkeypatch.setattr(index.Index, "_known", known)
    before = blog.titles()
    assert [start for start in looked if start] == ["c.md", "e.md", "g.md"]  # without a cache
    looked.clear()
    blog.write("posts/f.md", post("New", "2026-08-01"))
    assert blog.titles() == [title.replace("F", "New") for title in before]
    assert looked[:1] == ["e.md"]
    (blog.site.root / "posts/a.md").unlink()
    assert blog.titles() == [title.replace("F", "New") for title in before if title != "A"]
    blog.write("posts/a.md", post("A"))
    assert blog.titles() == [title.replace("F", "New") for title in before]
