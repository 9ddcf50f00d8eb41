"""What the program builds, of real blogs and with all that it has, passes its own check."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feeds.check.rules import RULES

CASES = Path(__file__).parents[1] / "check/cases"
EVERYTHING = """
[websub]
hubs = ["https://hub.example/"]

[[feeds]]
name = "main"
formats = ["atom", "rss", "json"]
archive = "auto"

[[feeds]]
name = "whole"
formats = ["atom", "rss", "json"]
limit = 0
content = "read on"

[[feeds]]
name = "categories"
by = "category"
formats = ["atom", "rss", "json"]
archive = "year"

[[feeds]]
name = "tags"
by = "tag"
formats = ["atom", "rss", "json"]
content = "summary"

[[feeds]]
name = "authors"
by = "author"
formats = ["atom", "rss", "json"]

[[feeds]]
name = "languages"
by = "language"
formats = ["atom", "rss", "json"]
"""
SETTINGS = {
    "eleventy-base-blog": (
        '[site]\nurl = "https://base.example"\ntitle = "Base"\n'
        '[posts]\nfolders = ["content/blog"]\n'
    )
}
NOW = ("--now", "2026-11-25")
Feeds = Callable[..., Any]


def feeds_in(folder: Path) -> int:
    """How many feeds and lists of feeds a folder holds."""
    return sum(file.suffix in (".xml", ".json", ".opml") for file in folder.rglob("*"))


def findings(feeds: Feeds, *argv: object) -> dict[str, list[dict[str, Any]]]:
    """What a check finds, by level."""
    run = feeds("check", *argv, "--format", "json", *NOW)
    told: dict[str, list[dict[str, Any]]] = {"error": [], "warning": [], "hint": []}
    report = json.loads(run.out)
    for each in report["findings"]:
        assert each["rule"] in RULES, each
        told[each["level"]].append(each)
    assert run.status == (1 if told["error"] else 0)
    return told


@pytest.mark.parametrize("everything", [False, True], ids=["as it is", "with everything"])
@pytest.mark.parametrize(
    "name",
    ["seed", "jekyll-docs", "letsencrypt", "ruby-lang", "zola-test-site", "eleventy-base-blog"],
)
def test_real_blogs_pass(
    name: str, everything: bool, corpus: Callable[[str], Path], feeds: Feeds, tmp_path: Path
) -> None:
    """The program would publish what its own check refuses."""
    site = tmp_path / name
    shutil.copytree(corpus(name), site)
    own = SETTINGS.get(name, "")
    if everything or own:
        (site / "feeds.toml").write_text(own + EVERYTHING * everything, encoding="utf-8")
    feeds("build", site, *NOW)
    told = findings(feeds, site)
    assert told["error"] == []


def test_the_sample_blog_passes_with_everything(sample: Path, feeds: Feeds) -> None:
    """The first thing that anybody tries would fail."""
    settings = sample / "feeds.toml"
    text = settings.read_text(encoding="utf-8")
    before, _, after = text.partition("[[feeds]]")
    newsletters = after[after.index("[[newsletters]]") :]
    settings.write_text(before + EVERYTHING + newsletters, encoding="utf-8")
    feeds("build", sample, *NOW)
    told = findings(feeds, sample)
    assert told["error"] == told["warning"] == []


def test_the_sample_blog_passes_as_it_is(sample: Path, feeds: Feeds) -> None:
    """The first thing that anybody tries would fail."""
    feeds("build", sample, *NOW)
    run = feeds("check", sample, *NOW)
    assert run.status == 0
    count = feeds_in(sample / "public")
    assert run.out.splitlines()[-1].startswith(f"{count} feeds checked: 0 errors, 0 warnings")


PODCAST = """
[[feeds]]
name = "talk"
title = "Harbour talk"
description = "What people say at the pier."
formats = ["atom", "rss", "json"]
filter = { front_matter = { layout = "talk" } }

[feeds.podcast]
author = "Mio Hamada"
owner = { name = "Mio Hamada", email = "mio@shiomachi.example" }
category = ["Arts > Food", "Leisure"]
image = "https://cdn.example/cover.jpg"
explicit = false
type = "serial"
locked = true
medium = "podcast"
license = "cc-by-4.0"
people = ["Mio"]
funding = { url = "https://shiomachi.example/give", text = "Give" }
location = { name = "Nagiura", geo = "geo:34.35,133.98" }
trailer = { url = "https://cdn.example/t.mp3", title = "Soon", date = "2026-11-01T08:00:00+09:00" }
"""
EPISODE = """---
title: The captain
date: 2026-11-20 08:00
layout: talk
enclosure:
  url: https://cdn.example/captain.mp3
  length: 123456
  duration: 30:04
podcast:
  episode: 3
  season: 1
  type: full
  explicit: false
  people:
    - { name: Grace, role: guest }
  chapters: https://cdn.example/captain.json
  transcript: https://cdn.example/captain.vtt
  soundbite: { start: 73, duration: 60, title: A storm }
  alternate: { url: https://cdn.example/captain.opus, type: audio/ogg, length: 1234 }
  summary: Forty years
  image: https://cdn.example/captain.jpg
---
Forty years at sea.
"""


def test_a_podcast_passes(sample: Path, feeds: Feeds) -> None:
    """Apple would refuse a podcast that the program made."""
    with (sample / "feeds.toml").open("a", encoding="utf-8") as settings:
        settings.write(PODCAST)
    (sample / "posts/captain.md").write_text(EPISODE, encoding="utf-8")
    built = feeds("build", sample, *NOW)
    assert built.status == 0, built.err
    assert "podcast:soundbite" in (sample / "public/talk/rss.xml").read_text(encoding="utf-8")
    told = findings(feeds, sample)
    assert told["error"] == told["warning"] == []


def test_no_machine_of_ones_own_network_is_asked(
    write_site: Callable[..., Path], feeds: Feeds, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    """A post of somebody else could have the machine that checks it ask its neighbours."""
    address = serve(tmp_path)
    post = f"---\ntitle: A\ndate: 2026-01-01\n---\nSee [the log]({address}/log) of the day.\n"
    site = write_site({"posts/a.md": post})
    feeds("build", site, *NOW)
    told = findings(feeds, site, "--links")
    rules = {each["rule"] for level in told.values() for each in level}
    assert {"link-unasked"} <= rules or {"link-unanswered"} <= rules or {"link-refused"} <= rules
    assert "link-gone" not in rules


def test_the_exit_status_is_what_was_asked_for(feeds: Feeds) -> None:
    """A deploy would go on with faults, or stop for a hint."""
    hint = CASES / "bad/rss-built-before.xml"
    warning = CASES / "bad/rss-said-twice.xml"
    error = CASES / "bad/rss-ttl.xml"
    expected = {
        (hint, "hint"): 1,
        (hint, "warning"): 0,
        (warning, "warning"): 1,
        (warning, "error"): 0,
        (error, "error"): 1,
        (error, "never"): 0,
    }
    for (file, level), status in expected.items():
        assert feeds("check", file, "--fail-on", level, *NOW).status == status
    assert feeds("check", error, *NOW).status == 1
    assert feeds("check", "/no/such/feed.xml").status == 2
    assert feeds("check", error, "--now", "some day").status == 2


def test_every_form_says_it(feeds: Feeds) -> None:
    """A pipeline would be given something else than it reads."""
    file = CASES / "bad/rss-ttl.xml"
    said = {
        form: feeds("check", file, "--format", form, *NOW).out
        for form in ("text", "json", "sarif", "github")
    }
    assert said["text"] == (
        f"error: {file}:7: ttl is an hour [rss-ttl]\n"
        "  Write one such as 60.\n"
        "1 feed checked: 1 error, 0 warnings, 0 hints\n"
    )
    assert json.loads(said["json"])["counts"] == {"error": 1, "warning": 0, "hint": 0}
    (run,) = json.loads(said["sarif"])["runs"]
    assert run["results"][0]["ruleId"] == "rss-ttl"
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["fullDescription"]["text"] == RULES["rss-ttl"].sentence
    assert said["github"].startswith(f"::error file={file},line=7,title=rss-ttl::ttl is an hour")


def test_a_site_is_told_from_a_folder_of_feeds(sample: Path, feeds: Feeds) -> None:
    """Somebody who names the output folder would be told that it is no site."""
    feeds("build", sample, *NOW)
    by_site = feeds("check", sample, *NOW)
    by_folder = feeds("check", sample / "public", *NOW)
    shutil.copytree(sample / "public", sample / "copy")
    (sample / "copy/.feeds-manifest").unlink()
    copied = feeds("check", sample / "copy", *NOW)
    count = f"{feeds_in(sample / 'public')} feeds checked"
    for run in (by_site, by_folder, copied):
        assert run.out.splitlines()[-1].startswith(count)
    assert "posts/" in by_site.out
    assert "posts/" not in by_folder.out


def test_paths_begin_where_the_repository_does(
    sample: Path, feeds: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Annotations of a site in a folder of a repository would lie on no file."""
    feeds("build", sample, *NOW)
    (sample / "public/atom.xml").write_bytes(b"")
    monkeypatch.chdir(sample.parent)
    assert feeds("check", "sample", *NOW).out.startswith("error: public/atom.xml: ")
    annotated = feeds("check", "sample", "--format", "github", *NOW).out
    assert annotated.startswith("::error file=sample/public/atom.xml,")
    monkeypatch.chdir(sample)
    annotated = feeds("check", "--format", "github", *NOW).out
    assert annotated.startswith("::error file=public/atom.xml,")
