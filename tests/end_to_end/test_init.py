"""`feeds init` as somebody runs it in the folder of a blog."""

from __future__ import annotations

import io
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Feeds = Callable[..., "Run"]
NOW = ("--now", "2026-11-23")
POST = "---\ntitle: Tide & <wind>\ndate: 2026-01-02\ncategories: [Sea]\n---\ntext\n"


class Run:
    """What the `feeds` fixture gives."""

    status: int
    out: str
    err: str


@pytest.fixture
def blog(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Writes a blog without settings."""

    def write(files: Mapping[str, str]) -> Path:
        root = tmp_path / "blog"
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return root

    return write


def test_from_nothing_to_feeds(feeds: Feeds, blog: Callable[..., Path]) -> None:
    """Somebody with a folder of posts would have to read the documentation first."""
    site = blog({"notes/tide.md": POST})
    looked = feeds("init", site, *NOW)
    assert (looked.status, looked.err) == (0, "")
    assert "--url https://" in looked.out
    assert not (site / "feeds.toml").exists()
    refused = feeds("init", site, "--yes", *NOW)
    assert refused.status == 2
    assert "--url https://" in refused.err
    assert feeds("init", site, "--yes", "--format", "json", *NOW).err == refused.err
    assert not (site / "feeds.toml").exists()
    shown = feeds("init", site, "--url", "https://x.example/b", *NOW)
    assert shown.status == 0
    assert 'url = "https://x.example/b"' in shown.out
    assert not (site / "feeds.toml").exists()
    written = feeds("init", site, "--url", "https://x.example/b", "--yes", *NOW)
    assert (written.status, written.err) == (0, "")
    text = (site / "feeds.toml").read_text(encoding="utf-8")
    again = feeds("init", site, "--url", "https://other.example", "--yes", *NOW)
    assert again.status == 0
    assert "left as it is" in again.out
    assert (site / "feeds.toml").read_text(encoding="utf-8") == text
    assert feeds("build", site, *NOW).status == 0
    assert "Tide &amp; &lt;wind&gt;" in (site / "public/atom.xml").read_text()
    assert sorted(path.name for path in site.iterdir()) == [
        ".feeds",
        "feeds.toml",
        "notes",
        "public",
    ]


def test_the_lines_for_the_head(feeds: Feeds, blog: Callable[..., Path]) -> None:
    """A title with quotation marks or markup would break every page of the site."""
    toml = (
        '[site]\ntitle = "\\"A\\" & <b>"\nurl = "https://x.example/b"\n[[feeds]]\n'
        'path = { atom = "f é.xml" }\n[[feeds]]\nname = "news"\n[[feeds]]\nby = "tag"\n'
    )
    site = blog({"posts/a.md": POST, "feeds.toml": toml})
    lines = [
        line for line in feeds("init", site, *NOW).out.splitlines() if line.startswith("<link ")
    ]
    assert lines == [
        '<link rel="alternate" type="application/atom+xml" href="/b/f%20%C3%A9.xml" '
        'title="&quot;A&quot; &amp; &lt;b&gt;">',
        '<link rel="alternate" type="application/atom+xml" href="/b/news/atom.xml" '
        'title="&quot;A&quot; &amp; &lt;b&gt; – news">',
    ]


def test_the_head_has_the_format_that_readers_have(feeds: Feeds, built: Path) -> None:
    """A site whose pages tell of an RSS feed would tell of another one."""
    for name, media_type in (
        ("atom.xml", "application/atom+xml"),
        ("rss.xml", "application/rss+xml"),
    ):
        out = feeds("init", built, "--against", built / "public" / name, *NOW).out
        assert f'type="{media_type}" href="/{name}"' in out


def test_what_it_says_to_programs(feeds: Feeds, blog: Callable[..., Path]) -> None:
    """A script could not tell what was found."""
    draft = "---\ntitle: D\ndate: 2026-01-03\ndraft: true\n---\n"
    site = blog({"posts/a.md": POST, "posts/b.md": draft, "posts/c.md": "---\ntitle: C\n---\n"})
    run = feeds("init", site, "--url", "https://x.example", "--format", "json", *NOW)
    found = json.loads(run.out)
    assert run.status == 1
    assert found["dialect"] == "plain"
    assert found["posts"] == {"shown": 1, "draft": 1, "future": 0, "expired": 0}
    assert found["categories"] == {"Sea": 1}
    assert (found["first"], found["last"]) == ("2026-01-02T00:00:00+00:00",) * 2
    assert found["unset"] == ["language", "timezone", "title", "url"]
    assert found["findings"][0]["first"][0]["path"] == "posts/c.md"
    assert found["settings"] == {
        "exists": False,
        "text": found["settings"]["text"],
        "written": False,
    }
    assert found["against"] is None
    written = feeds("init", site, "--url", "https://x.example", "--format", "json", "--yes", *NOW)
    assert json.loads(written.out)["settings"]["written"] is True
    assert (site / "feeds.toml").read_text(encoding="utf-8") == found["settings"]["text"]


def test_a_folder_without_a_blog(feeds: Feeds, tmp_path: Path) -> None:
    """Somebody in the wrong folder would not hear what to do."""
    for folder in (tmp_path / "none", tmp_path / "home"):
        run = feeds("init", folder, "--yes")
        assert (run.status, run.out) == (2, "")
        assert "folder" in run.err
        assert not (folder / "feeds.toml").exists()


def test_a_folder_that_cannot_be_written(feeds: Feeds, blog: Callable[..., Path]) -> None:
    """A failure to write would look like success, or end in a traceback."""
    site = blog({"posts/a.md": POST})
    (site / "feeds.toml").symlink_to("nowhere")
    run = feeds("init", site, "--url", "https://x.example", "--yes", *NOW)
    assert run.status == 2
    assert "feeds.toml" in run.err
    assert not (site / "nowhere").exists()


def on_a_terminal(site: Path, answers: str, *options: str) -> tuple[int, str]:
    """Runs the command at a terminal where somebody types."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "feeds", "init", str(site), *NOW, *options]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    run = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    os.write(ours, answers.encode())
    said = io.BytesIO()
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        said.write(chunk)
    os.close(ours)
    return run.wait(timeout=60), said.getvalue().decode()


def test_it_asks_on_a_terminal(blog: Callable[..., Path]) -> None:
    """A file would be written that nobody agreed to, or a question not wait for its answer."""
    site = blog({"posts/a.md": POST})
    status, said = on_a_terminal(site, "x.example\nn\n")
    assert (status, "[y/N]" in said) == (0, True)
    assert not (site / "feeds.toml").exists()
    status, said = on_a_terminal(site, "\n")
    assert (status, "[y/N]" in said) == (0, False)
    for ends in ("\x04", "x.example\n\x04"):
        status, said = on_a_terminal(site, ends)
        assert (status, "Traceback" in said) == (0, False)
    assert not (site / "feeds.toml").exists()
    status, _ = on_a_terminal(site, "x.example\nyes\n")
    assert status == 0
    assert 'url = "https://x.example"' in (site / "feeds.toml").read_text(encoding="utf-8")


def feed_of(site: Path, *changes: tuple[str, str]) -> str:
    """The feed that was built of a site, with something changed in it."""
    text = (site / "public/atom.xml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture
def built(feeds: Feeds, blog: Callable[..., Path]) -> Path:
    """A blog with its feeds."""
    toml = '[site]\ntitle = "X"\nurl = "https://x.example"\ntimezone = "UTC"\n'
    two = POST.replace("Tide", "Two").replace("01-02", "01-03")
    site = blog({"feeds.toml": toml, "posts/one.md": POST, "posts/two.md": two})
    assert feeds("build", site, *NOW).status == 0
    return site


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_a_blog_against_its_own_feed(
    feeds: Feeds, built: Path, serve: Callable[[Path], str], name: str
) -> None:
    """The check would find differences where there are none, or not take an address."""
    address = serve(built / "public")
    for place in (built / "public" / name, f"{address}/{name}"):
        run = feeds("init", built, "--against", place, *NOW)
        assert (run.status, run.err) == (0, "")
        assert "2 of 2 entries keep id, link and date" in run.out


def test_what_readers_would_see_as_new(feeds: Feeds, built: Path, tmp_path: Path) -> None:
    """An old post would be new to every reader, and the check say that all is well."""
    feed = tmp_path / "known.xml"
    feed.write_text(
        feed_of(
            built,
            ("<id>https://x.example/2026/01/02/one/</id>", "<id>tag:old,2026:1</id>"),
            ("2026-01-03T00:00:00Z</published>", "2026-01-03T09:00:00Z</published>"),
        )
    )
    run = feeds("init", built, "--against", feed, *NOW)
    assert run.status == 1
    assert "0 of 2 entries keep id, link and date" in run.out
    assert "other id: “Tide & <wind>”: posts/one.md" in run.out
    assert "id there: tag:old,2026:1" in run.out
    assert "date here: 2026-01-03T00:00:00Z" in run.out
    as_json = feeds("init", built, "--against", feed, "--format", "json", *NOW)
    assert as_json.status == 1
    against = json.loads(as_json.out)["against"]
    assert [(each["verdict"], each["differs"]) for each in against["verdicts"]] == [
        ("differs", ["date"]),
        ("differs", ["id"]),
    ]
    (built / "posts/one.md").unlink()
    two = (built / "posts/two.md").read_text(encoding="utf-8")
    (built / "posts/two.md").write_text(two.replace("---\ntitle", "---\ndraft: true\ntitle"))
    gone = feeds("init", built, "--against", built / "public/atom.xml", *NOW)
    assert gone.status == 1
    assert "missing here: “Two & <wind>”: posts/two.md is a draft" in gone.out
    assert "missing here: “Tide & <wind>”: no post has its id" in gone.out


def test_a_feed_gives_a_blog_its_settings(feeds: Feeds, built: Path) -> None:
    """Somebody who has a feed would be asked for what it says."""
    feed = built.parent / "known.xml"
    moved = ("https://x.example/atom.xml", "https://x.example/blog/index.xml")
    feed.write_text(feed_of(built, moved, ("<title>X</title>", "<title>Y</title>")))
    shutil.rmtree(built / "public")
    (built / "feeds.toml").unlink()
    run = feeds("init", built, "--against", feed, "--yes", *NOW)
    assert run.status == 0, run.out
    assert 'href="/blog/index.xml" title="Y"' in run.out
    assert feeds("build", built, *NOW).status == 0
    assert "<title>Y</title>" in (built / "public/blog/index.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("home", ["", "/", "https://x.example/?p=1", "ftp://x", "http://["])
def test_a_feed_that_does_not_say_whose_it_is(
    feeds: Feeds, blog: Callable[..., Path], tmp_path: Path, home: str
) -> None:
    """A blog could not be looked at for what a feed says in the place of an address."""
    feed = f"<rss><channel><link>{home}</link><item><title>Tide</title></item></channel></rss>"
    (tmp_path / "feed.xml").write_text(feed)
    site = blog({"posts/a.md": POST})
    run = feeds("init", site, "--against", tmp_path / "feed.xml", *NOW)
    assert run.status == 1
    assert "--url" in run.out


def test_it_asks_the_network_nothing(built: Path) -> None:
    """Looking at somebody's blog would call somebody."""
    code = (
        "import sys\n"
        "calls = {'socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'urllib.Request',\n"
        "         'subprocess.Popen', 'os.exec', 'os.posix_spawn', 'os.system'}\n"
        "def refuse(event, arguments):\n"
        "    if event in calls:\n"
        "        raise SystemExit(99)\n"
        "sys.addaudithook(refuse)\n"
        "from feeds.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    for options in ([], ["--against", str(built / "public/atom.xml")]):
        command = [sys.executable, "-c", code, "init", str(built), *NOW, *options]
        run = subprocess.run(command, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("text", "status"), [("", 2), ("<html></html>", 2), ("<rss/>", 2), (None, 2)]
)
def test_no_feed_to_compare_with(
    feeds: Feeds, built: Path, tmp_path: Path, text: str | None, status: int
) -> None:
    """A check against nothing would pass."""
    if text is not None:
        (tmp_path / "feed").write_text(text)
    run = feeds("init", built, "--against", tmp_path / "feed", *NOW)
    assert (run.status, run.out) == (status, "")
    assert str(tmp_path / "feed") in run.err


def test_a_feed_that_is_not_there(feeds: Feeds, built: Path, serve: Callable[[Path], str]) -> None:
    """A check against a page that is gone would pass."""
    run = feeds("init", built, "--against", f"{serve(built)}/gone.xml", *NOW)
    assert (run.status, run.out) == (3, "")
    assert "404" in run.err


def test_a_real_blog_whose_feed_is_of_its_own_making(
    feeds: Feeds, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    """Subscribers to ruby-lang's news in Japanese would see all of it again."""
    site = tmp_path / "ruby-lang"
    shutil.copytree(corpus("ruby-lang"), site)
    config = (site / "_config.yml").read_text().replace("plugins:\n  - jekyll-sitemap\n", "")
    (site / "_config.yml").write_text(config)
    known = ("--against", site / "expected-ja-news.rss", "--now", "2026-11-25")
    before = feeds("init", site, *known, "--yes")
    assert before.status == 1
    assert 'set id_from = "url"' in before.out
    after = feeds("init", site, *known)
    assert after.status == 0
    assert "10 of 10 entries keep id, link and date" in after.out


@pytest.mark.parametrize(
    ("name", "feed", "same"),
    [
        ("seed", "expected-feed.xml", 1),
        ("jekyll-docs", "expected-feed.xml", 10),
        ("jekyll-docs", "expected-feed-release.xml", 10),
        ("letsencrypt", "expected-feed.xml", 121),
        ("ruby-lang", "expected-ja-news.rss", 10),
    ],
)
def test_real_blogs_against_the_feeds_that_readers_know(
    feeds: Feeds, corpus: Callable[[str], Path], name: str, feed: str, same: int
) -> None:
    """Readers of a real blog would see all its old posts as new."""
    folder = corpus(name)
    arguments = ("--against", folder / feed, "--format", "json", "--now", "2026-11-25")
    run = feeds("init", folder, *arguments)
    against = json.loads(run.out)["against"]
    assert (run.status, against["same"], against["entries"]) == (0, same, same)
    assert not (folder / ".feeds").exists()
