"""A run makes only what was touched, and gives what a run that remembers nothing gives."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feeds import build, kept, renderer, versions
from feeds.bodies import Bodies
from feeds.content import pipeline
from feeds.errors import BuildError
from feeds.model import Body, Feed, Subscriptions
from feeds.pieces import Maker
from feeds.publish import MANIFEST

SETTINGS = """
[[feeds]]
name = "main"
[[feeds]]
name = "terms"
by = "category"
[[newsletters]]
name = "weekly"
"""
POST = "---\ntitle: {0}\ndate: 2020-11-0{1}\ncategories: {2}\n{3}---\ntext of {0}\n"
A = POST.format("A", 1, "Sea", "image: /media/a.png\n")
FILES = {
    "posts/a.md": A,
    "posts/b.md": POST.format("B", 2, "Sea", ""),
    "posts/c.md": POST.format("C", 3, "Land", "") + "broken \ufffd\n",
    "media/a.png": "x",
}
MAIN = "atom.xml"
SHOWN = {MAIN, "Sea", "Land", "weekly"}
LISTS = {"page", "opml", "snippet"}
ALL = {*SHOWN, *LISTS, "stylesheet"}
TEMPLATED = ALL - {MAIN, "Sea", "Land", "opml"}
ANY_SETTING = {"weekly", *LISTS, "stylesheet"}
HEAVY = (
    *("babel", "cssutils", "feedgen", "jinja2", "lxml", "markdown_it", "mdit_py_plugins", "nh3"),
    *("premailer", "requests", "wcwidth", "feeds.content.pipeline", "importlib.metadata"),
)


class Blog:
    """A blog, and what its last run made, rendered and read."""

    def __init__(self, site: Path, feeds: Callable[..., Any]) -> None:
        self.site = site
        self.made: set[str] = set()
        self.rendered: set[str] = set()
        self.read: set[str] = set()
        self._feeds = feeds

    def build(self, *options: object) -> Any:
        """Builds; beside it a copy that remembers nothing says and writes the same."""
        twin = self.site.with_name("twin")
        shutil.rmtree(twin, ignore_errors=True)
        shutil.copytree(self.site, twin)
        expected = self._feeds("build", twin, *options, "--no-cache")
        for seen in (self.made, self.rendered, self.read):
            seen.clear()
        for note in (self.site / ".feeds").glob("unchanged-*"):
            note.unlink()
        run = self._feeds("build", self.site, *options)
        assert run.status != 2
        assert (run.status, run.out, run.err) == (
            expected.status,
            expected.out.replace(str(twin), str(self.site)),
            expected.err.replace(str(twin), str(self.site)),
        )
        assert outputs(self.site) == outputs(twin)
        return run

    def edit(self, name: str, text: str) -> None:
        """Writes a file of the site."""
        file = self.site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def outputs(site: Path) -> dict[str, bytes]:
    """All that is published."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in (site / "public").rglob("*")
        if path.is_file() and path.name != ".feeds-lock"
    }


@pytest.fixture
def blog(
    feeds: Callable[..., Any], write_site: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Blog:
    """A blog that was built once."""
    blog = Blog(write_site(FILES, SETTINGS), feeds)
    make, render, read_body = Maker.make, pipeline.render, renderer.read_body

    def noted_make(maker: Maker, of: Any, *rest: Any) -> Any:
        match of:
            case Feed():
                blog.made.add(of.term or of.paths["atom"])
            case Subscriptions():
                blog.made.add(of.aid)
            case _:
                blog.made.add(of.newsletter.name)
        return make(maker, of, *rest)

    def noted_render(source: str, post: Any, **rest: Any) -> Any:
        blog.rendered.add(post.path)
        return render(source, post, **rest)

    def noted_read(site: Any, post: Any) -> str:
        blog.read.add(post.path)
        return read_body(site, post)

    monkeypatch.setattr(Maker, "make", noted_make)
    monkeypatch.setattr(pipeline, "render", noted_render)
    monkeypatch.setattr(renderer, "read_body", noted_read)
    blog.build()
    assert blog.made == ALL
    return blog


def rewrite(file: Path) -> None:
    """Other bytes of the same length, with the old time restored."""
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"e", b"E"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


TOUCHES: dict[str, tuple[Callable[[Blog], object], set[str]]] = {
    "nothing": (lambda blog: None, set()),
    "a body": (lambda blog: blog.edit("posts/a.md", A + "more\n"), SHOWN - {"Land"}),
    "a body in secret": (lambda blog: rewrite(blog.site / "posts/a.md"), SHOWN - {"Land"}),
    "a head": (
        lambda blog: blog.edit("posts/c.md", POST.format("New", 3, "Land", "")),
        SHOWN - {"Sea"},
    ),
    "a new post": (
        lambda blog: blog.edit("posts/d.md", POST.format("D", 4, "Land", "")),
        SHOWN - {"Sea"},
    ),
    "a new category": (
        lambda blog: blog.edit("posts/d.md", POST.format("D", 4, "Sky", "")),
        {MAIN, "Sky", "weekly", *LISTS},
    ),
    "a post that goes": (lambda blog: (blog.site / "posts/b.md").unlink(), SHOWN - {"Land"}),
    "a post that moves": (
        lambda blog: (blog.site / "posts/b.md").rename(blog.site / "posts/z.md"),
        SHOWN - {"Land"},
    ),
    "a picture": (lambda blog: blog.edit("media/a.png", "longer"), SHOWN - {"Land"}),
    "a picture that goes": (lambda blog: (blog.site / "media/a.png").unlink(), SHOWN - {"Land"}),
    "a template": (lambda blog: blog.edit("templates/digest/text.txt", "hello"), TEMPLATED),
    "an include": (
        lambda blog: blog.edit("templates/digest/footer.html", "<tr><td>x</td></tr>"),
        TEMPLATED,
    ),
    "an output edited": (lambda blog: rewrite(blog.site / "public/atom.xml"), {MAIN}),
    "an output deleted": (
        lambda blog: (blog.site / "public/weekly/latest.eml").unlink(),
        {"weekly"},
    ),
    "a list edited": (lambda blog: rewrite(blog.site / "public/feeds.opml"), {"opml"}),
    "the manifest deleted": (lambda blog: (blog.site / "public" / MANIFEST).unlink(), set()),
    "all outputs deleted": (lambda blog: shutil.rmtree(blog.site / "public"), ALL),
    "the cache deleted": (lambda blog: shutil.rmtree(blog.site / ".feeds"), ALL),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_only_what_is_touched_is_made(blog: Blog, touch: str) -> None:
    """A run would cost what exists, not what changed, or miss a change."""
    change, touched = TOUCHES[touch]
    change(blog)
    blog.build()
    assert blog.made == touched
    blog.build()
    assert blog.made == set()


@pytest.mark.parametrize(
    ("before", "after", "touched"),
    [
        ('name = "main"', 'name = "main"\ntitle = "New"', {MAIN, *ANY_SETTING}),
        ('name = "main"', 'name = "main"\nlimit = 1', {MAIN, *ANY_SETTING}),
        ('by = "category"', 'by = "category"\ntitle = ":term!"', {"Sea", "Land", *ANY_SETTING}),
        ('name = "weekly"', 'name = "weekly"\ntitle = "New"', ANY_SETTING),
        ('title = "X"', 'title = "Y"', ALL),
        ('url = "https://x.example"', 'url = "https://y.example"', ALL),
    ],
)
def test_settings_touch_what_they_shape(
    blog: Blog, before: str, after: str, touched: set[str]
) -> None:
    """A new title would make every feed again, or none; templates can show all settings."""
    text = (blog.site / "feeds.toml").read_text()
    blog.edit("feeds.toml", text.replace(before, after))
    blog.build()
    assert blog.made == touched


@pytest.mark.parametrize(
    ("library", "touched", "rendered"),
    [
        ("premailer", {"weekly"}, set()),
        ("feedgen", SHOWN - {"weekly"}, set()),
        ("nh3", SHOWN, {"posts/a.md", "posts/b.md", "posts/c.md"}),
    ],
)
def test_a_library_that_changes(
    blog: Blog,
    library: str,
    touched: set[str],
    rendered: set[str],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """After an upgrade outputs would not be those of a fresh machine."""
    real = versions._installed()
    monkeypatch.setattr(versions, "_installed", lambda: {**real, library: "another"})
    request.addfinalizer(versions.versions.cache_clear)
    versions.versions.cache_clear()
    blog.build()
    assert (blog.made, blog.rendered) == (touched, rendered)


def test_files_that_did_not_change_are_not_read(blog: Blog) -> None:
    """A run would read every post that is shown, to find that nothing changed."""
    time.sleep(0.08)
    blog.build()
    blog.edit("posts/a.md", A + "more\n")
    blog.build()
    assert (blog.read, blog.rendered) == ({"posts/a.md"}, {"posts/a.md"})
    blog.edit("posts/a.md", A)
    blog.build()
    assert blog.read == {"posts/a.md"}


def test_bodies_are_loaded_for_what_is_made(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """One edited post would cost the bodies of all posts."""
    asked: set[str] = set()
    recall = Bodies.recall

    def noted(self: Bodies, keys: Mapping[str, str]) -> Mapping[str, Body]:
        asked.update(keys)
        return recall(self, keys)

    text = (blog.site / "feeds.toml").read_text().partition("[[newsletters]]")[0]
    blog.edit("feeds.toml", "newsletters = []\n" + text.replace('"main"', '"main"\nlimit = 1'))
    blog.build()
    monkeypatch.setattr(Bodies, "recall", noted)
    blog.edit("posts/c.md", POST.format("New", 3, "Land", ""))
    blog.build()
    assert (blog.made, asked) == ({MAIN, "Land"}, set())
    (blog.site / "public/categories/sea/rss.xml").unlink()
    blog.build()
    assert (blog.made, asked) == ({"Sea"}, {"posts/a.md", "posts/b.md"})


def test_a_copy_with_new_times_makes_nothing_again(blog: Blog) -> None:
    """Each CI run starts from a fresh checkout and a restored cache, and would make all anew."""
    other = blog.site.with_name("checkout")
    shutil.copytree(blog.site, other, copy_function=shutil.copyfile)
    before = {path: path.stat().st_mtime_ns for path in (other / "public").rglob("*.*")}
    assert heavy_of(other) == []
    after = {path: path.stat().st_mtime_ns for path in (other / "public").rglob("*.*")}
    assert after.keys() == before.keys()
    changed = {path.name for path in before if before[path] != after[path]}
    assert changed <= {".feeds-lock"}


def test_a_run_that_makes_nothing_imports_nothing_heavy(blog: Blog) -> None:
    """A run that is not skipped and changes nothing would take several times as long."""
    for note in (blog.site / ".feeds").glob("unchanged-*"):
        note.unlink()
    assert heavy_of(blog.site) == []


def heavy_of(site: Path) -> list[str]:
    """The heavy modules that a run in a process of its own imports; it changes nothing."""
    code = (
        "import sys\n"
        "from feeds.cli import main\n"
        "main(['build', sys.argv[1]])\n"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, site], capture_output=True, text=True, check=True
    )
    said, loaded = run.stdout.splitlines()
    assert "nothing changed" in said
    return loaded.split()


def test_warnings_of_bodies_are_not_forgotten(blog: Blog) -> None:
    """A broken post would be named once, and never again."""
    run = blog.build("--dry-run")
    assert blog.made == set()
    assert "U+FFFD" in run.err


def test_a_template_that_fails_fails_every_time(blog: Blog) -> None:
    """A broken newsletter would be said to be fine from the second run on."""
    blog.edit("templates/digest/text.txt", "{{ nonsense }}")
    for made in (TEMPLATED, {"weekly"}):
        assert blog.build().status == 1
        assert blog.made == made
    shutil.rmtree(blog.site / "templates")
    assert blog.build().status == 0
    assert blog.made == TEMPLATED - {"weekly"}


def test_a_page_that_fails_costs_nothing_else(blog: Blog) -> None:
    """With a mistake in one template feeds would lose their look, or newsletters fail."""
    blog.edit("templates/feeds/subscribe.html", "\n{{ nonsense }}")
    first = blog.build()
    assert "templates/feeds/subscribe.html:2: " in first.err
    assert (first.status, blog.made) == (1, TEMPLATED)
    assert (blog.build().status, blog.made) == (1, {"page"})
    assert (blog.site / "public/subscribe.html").exists()


def test_two_feeds_with_one_path_clash_every_time(blog: Blog) -> None:
    """Of two feeds with one path now this and now that one would be published."""
    text = (blog.site / "feeds.toml").read_text()
    again = '[[feeds]]\nname = "again"\nlimit = 1\npath = { atom = "categories/sea/atom.xml" }\n'
    blog.edit("feeds.toml", text + again)
    for option in ("--quiet", "--dry-run", "--prune"):
        assert blog.build(option).status == 1
        assert (
            "<title>X – Sea</title>" in (blog.site / "public/categories/sea/atom.xml").read_text()
        )
    assert blog.made == set()


def test_a_newsletter_without_posts_is_remembered_too(blog: Blog) -> None:
    """A newsletter that has nothing to say would be composed at every run."""
    text = (blog.site / "feeds.toml").read_text()
    blog.edit("feeds.toml", text + '[[newsletters]]\nname = "none"\nfilter = { tags = "x" }\n')
    blog.build()
    assert blog.made == {*ANY_SETTING, "none"}
    blog.build()
    assert blog.made == set()


def test_options_do_not_mix(blog: Blog) -> None:
    """A preview of drafts, or a strict run, would leave its mark on the next plain one."""
    blog.edit("posts/d.md", POST.format("D", 4, "Land", "draft: true\n"))
    for options in (["--drafts"], [], ["--strict"], ["--prune"], ["--now", "2020-11-02"], []):
        blog.build(*options)
    blog.build()
    assert blog.made == set()


def test_a_run_that_dies_before_it_writes(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made and never written would count as published."""
    blog.edit("posts/a.md", A + "more\n")
    workspace = build.open_site(blog.site, cache=blog.site / ".feeds")

    def die(*_: object, **__: object) -> None:
        raise BuildError

    with monkeypatch.context() as patched:
        patched.setattr(build, "publish", die)
        with pytest.raises(BuildError):
            build.build(workspace, datetime.now(UTC), blog.site / "public")
    blog.build()
    assert blog.made == SHOWN - {"Land"}
    assert blog.rendered == set()


def test_what_is_asked_for_no_more_is_forgotten(blog: Blog) -> None:
    """The cache would grow for as long as the blog lives."""
    text = (blog.site / "feeds.toml").read_text()
    blog.edit("feeds.toml", "newsletters = []\n" + text.partition("[[newsletters]]")[0])
    (blog.site / "posts/c.md").unlink()
    blog.build()
    with closing(sqlite3.connect(blog.site / ".feeds/results.sqlite")) as database:
        bodies = database.execute("SELECT path FROM bodies ORDER BY path").fetchall()
        pieces = database.execute("SELECT name FROM pieces ORDER BY name").fetchall()
    assert bodies == [("posts/a.md",), ("posts/b.md",)]
    assert [name.partition("\n")[0] for (name,) in pieces] == [
        "atom.xml",
        "autodiscovery.html",
        "categories/sea/atom.xml",
        "feeds.css",
        "feeds.opml",
        "subscribe.html",
    ]


def test_any_results_can_be_done_without(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that is damaged, locked or read-only would end the run, or change its outcome."""
    monkeypatch.setattr(kept, "_WAIT", 0.01)
    file = blog.site / ".feeds/results.sqlite"
    file.write_bytes(b"garbage" * 999)
    blog.build()
    assert blog.made == ALL
    blog.edit("posts/a.md", A + "more\n")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        blog.build()
    assert blog.made == ALL
    data = bytearray(file.read_bytes())
    data[18] = 3  # A format that SQLite reads, and does not know how to write.
    file.write_bytes(data)
    blog.build()
    assert blog.made == SHOWN - {"Land"}
    file.unlink()
    file.mkdir()
    blog.build()
    assert blog.made == ALL


def test_two_runs_at_once(blog: Blog) -> None:
    """Two cron jobs that meet would spoil what both remember."""
    blog.edit("posts/a.md", A + "more\n")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "feeds", "build", str(blog.site), "--output", str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for folder in (blog.site.with_name("one"), blog.site / "public")
    ]
    assert [run.wait() for run in runs] == [0, 0]
    blog.build()
    assert blog.made == set()
