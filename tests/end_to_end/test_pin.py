"""`feeds pin`, as somebody types it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

Feeds = Callable[..., Any]

RSS = (
    "<rss><channel><title>x</title>"
    '<item><title>Walk</title><guid isPermaLink="false">{walk}</guid>'
    "<pubDate>01 Jan 2026 00:00:00 GMT</pubDate></item>"
    "<item><title>Rain</title><guid>https://old.example/rain</guid>"
    "<pubDate>02 Jan 2026 00:00:00 GMT</pubDate></item>"
    "<item><title>Lost</title><guid>https://old.example/lost</guid></item>"
    "</channel></rss>"
)


@pytest.fixture
def site(write_site: Callable[..., Path]) -> Path:
    """A blog with two posts, a draft and one of the future."""
    return write_site(
        {
            "posts/walk.md": "---\ntitle: Walk\ndate: 2026-01-01\n---\nBody\n",
            "posts/rain.md": '+++\ntitle = "Rain"\ndate = "2026-01-02"\n+++\nBody\n',
            "posts/draft.md": "---\ntitle: Draft\ndate: 2026-01-03\ndraft: true\n---\n",
            "posts/later.md": '{"title": "Later", "date": "2999-01-01"}\n',
        }
    )


def texts(site: Path) -> Mapping[str, str]:
    """What is in every post."""
    return {each.name: each.read_text("utf-8") for each in sorted((site / "posts").iterdir())}


def test_by_path_from_wherever_one_is(
    site: Path, feeds: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that a shell completes would not be known."""
    line = "feed_id: https://x.example/2026/01/01/walk/"
    monkeypatch.chdir(site / "posts")
    first = feeds("pin", "walk.md", "--site", "..", "--dry-run")
    assert first.out == f"would add to posts/walk.md: {line}\n1 post to be pinned\n"
    monkeypatch.chdir(site)
    assert feeds("pin", "posts/walk.md").out == f"add to posts/walk.md: {line}\n1 post pinned\n"
    monkeypatch.chdir(site.parent)
    again = feeds("pin", "posts/walk.md", site / "posts/walk.md", "--site", "site")
    assert (again.status, again.out) == (0, "0 posts pinned, 1 pinned already\n")
    assert texts(site)["walk.md"] == f"---\ntitle: Walk\ndate: 2026-01-01\n{line}\n---\nBody\n"


def test_all_posts(site: Path, feeds: Feeds) -> None:
    """A post of the future would lose its id before anybody has read it, or a draft."""
    assert feeds("pin", "--all", "--site", site).out.endswith("4 posts pinned\n")
    found = texts(site)
    assert 'feed_id = "https://x.example/2026/01/02/rain/"\n+++' in found["rain.md"]
    assert "feed_id: https://x.example/2026/01/03/draft/" in found["draft.md"]
    assert found["later.md"].startswith('{"feed_id": "https://x.example/2999/01/01/later/", "t')
    assert feeds("pin", "--all", "--site", site).out == "0 posts pinned, 4 pinned already\n"
    assert texts(site) == found


def test_ids_of_a_feed(site: Path, feeds: Feeds, tmp_path: Path) -> None:
    """Posts would not get the ids that readers know them by."""
    (tmp_path / "old.xml").write_text(RSS.format(walk="tag:old.example,2020:7"))
    said = feeds("pin", "--feed", tmp_path / "old.xml", "--site", site)
    assert said.status == 0
    assert said.out.endswith("2 posts pinned\n")
    assert said.err == (
        "warning: “Lost” of the feed is no post here\n  Readers who have it keep it, as it is.\n"
    )
    assert "feed_id: tag:old.example,2020:7\n" in texts(site)["walk.md"]
    assert 'feed_id = "https://old.example/rain"\n' in texts(site)["rain.md"]
    assert feeds("list", site, "--format", "json").out.count("old.example") == 2


def test_ids_of_a_feed_for_some_posts(site: Path, feeds: Feeds, tmp_path: Path) -> None:
    """More posts would be written to than somebody named."""
    (tmp_path / "old.xml").write_text(RSS.format(walk="tag:old.example,2020:7"))
    said = feeds("pin", site / "posts/rain.md", "--feed", tmp_path / "old.xml", "--site", site)
    assert (said.status, said.err) == (0, "")
    assert "feed_id" not in texts(site)["walk.md"]
    assert "feed_id" in texts(site)["rain.md"]


def test_an_id_that_is_no_uri(site: Path, feeds: Feeds, tmp_path: Path) -> None:
    """A post would be said to be pinned, and come under another id all the same."""
    (tmp_path / "old.xml").write_text(RSS.format(walk="walk-7"))
    said = feeds("pin", "--feed", tmp_path / "old.xml", "--site", site)
    assert said.status == 1
    assert "error: posts/walk.md: readers know it by walk-7, which is no URI" in said.err
    assert "feed_id" not in texts(site)["walk.md"]
    assert "feed_id" in texts(site)["rain.md"]


def test_an_id_that_another_post_has(site: Path, feeds: Feeds, tmp_path: Path) -> None:
    """Two posts would have one id, and one of them be left out."""
    (site / "posts/other.md").write_text(
        "---\ntitle: Other\ndate: 2020-01-01\nfeed_id: https://old.example/b\n---\n"
    )
    (tmp_path / "old.xml").write_text(
        "<rss><channel><item><guid>https://old.example/b</guid><title>Other</title></item>"
        "<item><guid>https://old.example/b/</guid><link>https://x.example/2026/01/01/walk/</link>"
        "</item><item><guid>https://old.example/c</guid>"
        "<link>https://x.example/2026/01/01/walk/</link></item></channel></rss>"
    )
    before = texts(site)
    said = feeds("pin", "--feed", tmp_path / "old.xml", "--site", site)
    assert said.status == 1
    assert "error: posts/walk.md: several entries of the feed are this post" in said.err
    assert texts(site) == before


def test_a_post_that_cannot_be_written_to(site: Path, feeds: Feeds, tmp_path: Path) -> None:
    """One such post would keep the others from being pinned, or be written outside the site."""
    outside = tmp_path / "outside.md"
    outside.write_text("---\ntitle: Outside\ndate: 2026-01-05\n---\n")
    (site / "posts/linked.md").symlink_to(outside)
    (site / "posts/broken.md").write_text("---\ntitle: [\n---\n")
    before = outside.read_text()
    said = feeds("pin", "--all", "--site", site)
    assert said.status == 1
    assert said.out.endswith("4 posts pinned\n")
    assert "error: posts/broken.md" in said.err
    assert outside.read_text() == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "nothing says which posts"),
        (["posts/none.md"], "posts/none.md: this is no post of the site"),
        (["feeds.toml"], "feeds.toml: this is no post of the site"),
        (["../../etc/passwd"], "this is no post of the site"),
        (["posts/broken.md", "posts/walk.md"], "posts/broken.md:3"),
        (["--feed", "feeds.toml"], "this is not well-formed XML"),
        (["--all", "--site", "nowhere"], "there is no folder nowhere"),
    ],
)
def test_wrong_usage(
    site: Path,
    feeds: Feeds,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    says: str,
) -> None:
    """Half of what was asked for would be done, or nothing be said."""
    monkeypatch.chdir(site)
    (site / "posts/broken.md").write_text("---\ntitle: [\n---\n")
    before = texts(site)
    said = feeds("pin", *arguments)
    assert (said.status, said.out) == (2, "")
    assert says in said.err
    assert texts(site) == before


def test_a_site_of_which_nobody_says_where_it_is(feeds: Feeds, tmp_path: Path) -> None:
    """Posts would get ids of an address that is a stand-in."""
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\n")
    said = feeds("pin", "--all", "--site", tmp_path)
    assert said.status == 2
    assert "feed_id" not in (tmp_path / "posts/a.md").read_text()


@pytest.mark.parametrize("name", ["jekyll-docs", "zola-test-site"])
def test_all_posts_of_a_real_blog(
    name: str, feeds: Feeds, corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    """Some post of a real blog would change, or its readers see something of it."""
    site, old = tmp_path / "site", tmp_path / "old"
    shutil.copytree(corpus(name), site)
    options = ("--now", "2026-11-25")
    feeds("build", site, "--output", old, "--no-cache", *options)
    before = {each: each.read_bytes() for each in site.rglob("*") if each.is_file()}
    assert feeds("pin", "--all", "--site", site).status == 0
    pinned = {each: each.read_bytes() for each in before}
    changed = [each for each in before if pinned[each] != before[each]]
    assert len(changed) > 10
    for file in changed:
        lines = pinned[file].splitlines(keepends=True)
        (added,) = (line for line in lines if line.startswith(b"feed_id"))
        lines.remove(added)
        assert b"".join(lines) == before[file]
    said = feeds("diff", old, "--site", site, *options)
    assert said.status == 0
    assert said.out.endswith("as before\n")
    assert said.out.count("\n") == 1
