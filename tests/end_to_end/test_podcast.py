"""A podcast from its files to those who read it with programs that are not ours."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

FRAME = b"\xff\xfb\x90\xc0" + bytes(413)
"""1152 samples of silence at 44.1 kHz."""
COVER = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1400, 1400) + bytes(13)
SETTINGS = """
[[feeds]]
name = "main"
formats = ["atom", "rss", "json"]

[[feeds]]
name = "talk"
title = "Harbour talk"
description = "What the tide said."
[feeds.podcast]
author = "Mio"
owner = { name = "Mio", email = "mio@x.example" }
category = ["Arts > Books"]
image = "/media/cover.png"
type = "serial"
"""
POST = """---
title: The first talk
date: 2026-11-01 10:00:00 +0900
enclosure: /media/one.mp3
image: /media/cover.png
image_alt: A pier
podcast:
  episode: 1
  season: 2
  explicit: no
  people: [Mio]
---
Hear us.
"""
NOW = ("--now", "2026-12-01")


@pytest.fixture
def site(write_site: Callable[..., Path]) -> Path:
    """A podcast of one episode."""
    root = write_site({"posts/one.md": POST}, SETTINGS)
    (root / "media").mkdir()
    (root / "media" / "one.mp3").write_bytes(FRAME * 2300)
    (root / "media" / "cover.png").write_bytes(COVER)
    for path in root.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return root


def rss(site: Path) -> Any:
    """The podcast, as feedparser reads it."""
    parsed = feedparser.parse((site / "public" / "talk" / "rss.xml").read_bytes())
    assert not parsed.bozo
    return parsed


def test_podcast_apps_get_it_all(site: Path, feeds: Callable[..., Any]) -> None:
    """An app would show another episode than there is, or none."""
    run = feeds("build", site, *NOW)
    assert (run.status, run.err) == (0, "")
    show, (entry,) = rss(site).feed, rss(site).entries
    assert (show.author, show.image.href) == ("Mio", "https://x.example/media/cover.png")
    assert (show.publisher_detail.name, show.publisher_detail.email) == (
        "Mio",
        "mio@x.example",
    )
    assert [tag.term for tag in show.tags] == ["Arts", "Books"]
    assert (show.itunes_type, show.itunes_explicit) == ("serial", None)
    (file,) = entry.enclosures
    assert (file.href, int(file.length), file.type) == (
        "https://x.example/media/one.mp3",
        len(FRAME) * 2300,
        "audio/mpeg",
    )
    assert (entry.itunes_duration, entry.itunes_episode, entry.itunes_season) == ("60", "1", "2")
    sound, picture = entry.media_content
    assert (sound["duration"], sound["medium"]) == ("60", "audio")
    assert (picture["medium"], picture["width"], picture["height"]) == ("image", "1400", "1400")
    assert entry.media_thumbnail[0]["url"] == "https://x.example/media/cover.png"


def test_other_feeds_are_no_podcasts(site: Path, feeds: Callable[..., Any]) -> None:
    """A blog's own feed would turn up among the podcasts."""
    feeds("build", site, *NOW)
    for path in ("rss.xml", "atom.xml", "talk/atom.xml"):
        root = etree.parse(site / "public" / path).getroot()
        assert not {"itunes", "podcast"} & set(root.nsmap), path


def test_a_recording_that_changes(site: Path, feeds: Callable[..., Any]) -> None:
    """A recording would be replaced, and the feed go on with the old length."""
    feeds("build", site, *NOW)
    for _ in range(2):
        assert "nothing changed" in feeds("build", site, *NOW).out
    recording = site / "media" / "one.mp3"
    recording.write_bytes(FRAME * 1000)
    assert "talk/rss.xml" in feeds("build", site, *NOW).out
    (entry,) = rss(site).entries
    assert (entry.enclosures[0].length, entry.itunes_duration) == (str(len(FRAME) * 1000), "26")


def test_a_recording_that_is_gone_and_comes(site: Path, feeds: Callable[..., Any]) -> None:
    """A cron job would not see that the recording has been put where it belongs."""
    recording = site / "media" / "one.mp3"
    recording.rename(site / "later.mp3")
    run = feeds("build", site, *NOW)
    assert run.status == 0
    assert "posts/one.md:4: enclosure: there is no file /media/one.mp3" in run.err
    assert "in a podcast's feed, and has no audio or video" in run.err
    assert [link.rel for link in rss(site).entries[0].links] == ["alternate"]
    for _ in range(2):
        feeds("build", site, *NOW)
    (site / "later.mp3").rename(recording)
    feeds("build", site, *NOW)
    assert rss(site).entries[0].enclosures


def test_what_apple_would_refuse(site: Path, feeds: Callable[..., Any]) -> None:
    """An episode that no app plays would go out without a word."""
    (site / "posts" / "one.md").write_text(
        POST.replace("one.mp3", "one.ogg").replace("episode: 1", "image: /media/small.png")
    )
    (site / "media" / "one.ogg").write_bytes(b"OggS")
    (site / "media" / "small.png").write_bytes(COVER.replace(b"\x05\x78", b"\x00\x80"))
    (site / "posts" / "two.md").write_text("---\ntitle: Two\ndate: 2026-11-02\n---\n")
    said = feeds("build", site, *NOW).err
    assert "posts/one.md:4: enclosure: Apple Podcasts does not play audio/ogg" in said
    assert "posts/one.md: the podcast is serial, and the post does not say which" in said
    assert "posts/one.md:8: podcast.image: is 128 × 128 pixels" in said
    assert "hint: posts/two.md: the post is in a podcast's feed" in said


HUGO = {
    "hugo.toml": 'baseURL = "https://x.example/"\ntitle = "X"\n',
    "content/posts/one/index.md": "---\ntitle: One\ndate: 2026-11-01\nenclosure: one.mp3\n---\n",
    "content/posts/two.md": (
        "+++\ntitle = 'Two'\ndate = 2026-11-02\n[params]\nenclosure = '/media/two.mp3'\n"
        "[params.podcast]\nepisode = 2\n+++\n"
    ),
    "content/posts/one/one.mp3": "",
    "static/media/two.mp3": "",
}
ZOLA = {
    "config.toml": 'base_url = "https://x.example"\ntitle = "X"\n',
    "content/posts/_index.md": "+++\n+++\n",
    "content/posts/one/index.md": (
        "+++\ntitle = 'One'\ndate = 2026-11-01\n[extra]\nenclosure = 'one.mp3'\n+++\n"
    ),
    "content/posts/two.md": (
        "+++\ntitle = 'Two'\ndate = 2026-11-02\n[extra]\nenclosure = '/media/two.mp3'\n"
        "podcast = { episode = 2 }\n+++\n"
    ),
    "content/posts/one/one.mp3": "",
    "static/media/two.mp3": "",
}
JEKYLL = {
    "_config.yml": "url: https://x.example\ntitle: X\nplugins: [jekyll-feed]\n",
    "_posts/2026-11-01-one.md": "---\ntitle: One\nenclosure: /media/one.mp3\n---\n",
    "_posts/2026-11-02-two.md": "---\ntitle: Two\nenclosure: /media/two.mp3\nepisode: 2\n---\n",
    "media/one.mp3": "",
    "media/two.mp3": "",
}


@pytest.mark.parametrize("files", [HUGO, ZOLA, JEKYLL], ids=["hugo", "zola", "jekyll"])
def test_files_of_adopted_sites(
    files: dict[str, str], tmp_path: Path, feeds: Callable[..., Any]
) -> None:
    """The recordings of an adopted site would be looked for where its generator has none."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        data = FRAME * 100 if name.endswith(".mp3") else text.encode()
        (tmp_path / name).write_bytes(data)
    settings = '[site]\ntimezone = "UTC"\nauthors = ["A"]\n' + SETTINGS
    (tmp_path / "feeds.toml").write_text(settings.replace("/media/cover", "https://c.example/c"))
    run = feeds("build", tmp_path, *NOW)
    assert "there is no file" not in run.err
    entries = rss(tmp_path).entries
    assert [entry.title for entry in entries] == ["Two", "One"]
    assert [entry.enclosures[0].length for entry in entries] == [str(len(FRAME) * 100)] * 2
    assert [entry.get("itunes_episode") for entry in entries] == ["2", None]


def test_a_whole_blog_in_a_podcast(site: Path, feeds: Callable[..., Any]) -> None:
    """A podcast that shows every post would fill the screen with hints."""
    for number in range(9):
        text = f"---\ntitle: P{number}\ndate: 2026-10-0{number + 1}\n---\n"
        (site / "posts" / f"p{number}.md").write_text(text)
    said = feeds("build", site, *NOW).err
    assert said.count("hint:") == 6
    assert "hint: 4 more posts in a podcast's feed have no audio or video" in said
