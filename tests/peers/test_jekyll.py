"""Jekyll and jekyll-feed themselves, on sites of odd posts, beside what we make of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize
from urllib.parse import quote, unquote

import pytest
from lxml import etree

from feeds.build import eligible, open_site
from feeds.cli import main
from feeds.collect import collect
from feeds.collect.dialects.jekyll.dates import moment_of
from feeds.model import Post
from feeds.text import one_line
from feeds.zones import zone

HERE = Path(__file__).parent / "jekyll"
SITES = ("tokyo", "st_johns", "defaults", "apart", "toml", "tags")
AS_ONE_TERM = {"https://harbour.example/q/r/2016/04/01/category-list"}
ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ELSEWHERE = "Pacific/Auckland"

STYLES = {
    "date": "date",
    "pretty": "pretty",
    "ordinal": "ordinal",
    "weekdate": "weekdate",
    "none": "none",
    "bare": ":title",
    "flat": "/blog/:slug.html",
}
STYLED = """\
=== _posts/2016-01-01-First Post.md
---
title: One
---
=== Sea Side/港/_posts/2021-01-03-Second.v2.html
---
title: Two
categories: [C++, sea side]
date: 2021-01-03 23:30:00 +0000
---
=== _posts/2016-12-31-x.markdown
---
title: Three
slug: Etc.
---
"""
ODD_BYTES = {
    "_posts/2016-10-01-crlf.md": b"---\r\ntitle: CRLF\r\ntags: a b\r\n---\r\nx\r\n",
    "_posts/2016-10-01-bom.md": b"\xef\xbb\xbf---\ntitle: BOM\n---\nx\n",
    "_posts/2016-10-01-dots.md": b"---   \ntitle: Dots\n...\nx\n",
    "_posts/2016-10-01-no-end.md": b"---\ntitle: No line end\n---",
    "_posts/2016-10-01-comment.md": b"---\n# nothing but a comment\n---\nx",
}


class Peer(NamedTuple):
    """What Jekyll made: its posts, and the folder that it wrote."""

    posts: Sequence[Mapping[str, Any]]
    output: Path


Jekyll = Callable[[Path], Peer]


@pytest.fixture
def jekyll(program: Callable[[str], str], lacking: Callable[[str], None], tmp_path: Path) -> Jekyll:
    """Builds a site with Jekyll, on a machine that is in another time zone than the site."""
    command = program("jekyll")

    def build(root: Path) -> Peer:
        source = root / "src" if (root / "src").is_dir() else root
        (source / "_plugins").mkdir()
        shutil.copy(HERE / "dump.rb", source / "_plugins")
        output = tmp_path / "jekyll"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
            "TZ": ELSEWHERE,
            "JEKYLL_ENV": "production",
            "JEKYLL_NO_BUNDLER_REQUIRE": "true",
        }
        run = subprocess.run(
            [command, "build", "--disable-disk-cache", "--destination", str(output)],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        if "jekyll-feed" in run.stderr and "cannot load such file" in run.stderr:
            lacking("jekyll-feed is not installed")
        assert run.returncode == 0, run.stderr
        return Peer(json.loads((output / "posts.json").read_text(encoding="utf-8")), output)

    return build


def make_site(root: Path, text: str) -> Path:
    """Writes the files of a case: each begins with a line of `===` and its path."""
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        name, _, content = part.partition("\n")
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


def atom(file: Path) -> etree._Element:
    """An Atom feed; in those of jekyll-feed a bare `&` may stand in links."""
    return etree.fromstring(re.sub(rb"&(?!(?:\w+|#\w+);)", b"&amp;", file.read_bytes()))


def entries(file: Path) -> list[dict[str, Any]]:
    """What has to be equal of a feed's entries."""
    return [
        {
            "id": entry.findtext(f"{ATOM}id"),
            "link": entry.find(f"{ATOM}link[@rel='alternate']").get("href"),
            "published": with_offset(entry.findtext(f"{ATOM}published")),
            "updated": with_offset(entry.findtext(f"{ATOM}updated")),
            "authors": [
                [person.findtext(f"{ATOM}{part}") for part in ("name", "email", "uri")]
                for person in entry.findall(f"{ATOM}author")
                if person.findtext(f"{ATOM}name")
            ],
            "categories": {one.get("term") for one in entry.findall(f"{ATOM}category")},
        }
        for entry in atom(file).findall(f"{ATOM}entry")
    ]


def with_offset(date: str) -> str:
    """A date whose offset is a number: `Z` is the same in another spelling."""
    return date.replace("Z", "+00:00")


def collected(root: Path) -> tuple[Sequence[Post], str]:
    """Our published posts, and what their URLs begin with."""
    workspace = open_site(root)
    with collect(workspace.site, workspace.dialect) as collection:
        bad = [one for one in collection.findings if one.level.name == "ERROR"]
        assert not bad
        posts = collection.store.select(eligible(workspace.site, NOW))
    return posts, workspace.site.url


def other_posts(root: Path, peer: Peer, prefix: str = "") -> list[object]:
    """Where path, URL, date, title, categories or tags of a post differ: theirs and ours."""
    posts, base = collected(root)
    shown = open_site(root).site.posts.drafts
    theirs = {f"{prefix}{row['path']}": row for row in peer.posts if shown or not row["draft"]}
    ours = {post.path: post for post in posts}
    differing: list[object] = sorted(ours.keys() ^ theirs.keys())
    for path in ours.keys() & theirs.keys():
        row, post = theirs[path], ours[path]
        expected = (
            base + urlsafe(row["url"]),
            with_offset(row["date"]),
            one_line(row["title"]),
            terms(row["categories"]),
            terms(row["tags"]),
        )
        made = (
            post.url.replace("example//", "example/"),
            post.published.isoformat(),
            post.title,
            post.categories,
            post.tags,
        )
        if made != expected:
            differing.append((path, expected, made))
    return differing


def urlsafe(path: str) -> str:
    """A path as URLs have it, of one that Jekyll has escaped in part."""
    return quote(normalize("NFC", unquote(path)), safe="-._~!$&'()*+,;=:@/?")


def terms(written: Sequence[str]) -> tuple[str, ...]:
    """Terms without empty ones and repetitions."""
    return tuple(dict.fromkeys(filter(None, map(one_line, written))))


def build(root: Path, tmp_path: Path) -> Path:
    """Our feeds of that site."""
    output = tmp_path / "ours"
    assert main(["build", str(root), "--output", str(output), "--no-cache"]) == 0
    return output


def other_entries(theirs: Sequence[dict[str, Any]], ours: Sequence[dict[str, Any]]) -> list[object]:
    """Where id, link, dates, author or categories of an entry differ: theirs and ours."""
    by_id = {entry["id"]: entry for entry in ours}
    differing: list[object] = sorted(by_id.keys() ^ {entry["id"] for entry in theirs})
    for entry in theirs:
        mine = by_id.get(entry["id"])
        if mine is None:
            continue
        if {**mine, "categories": ()} != {**entry, "categories": ()}:
            differing.append((entry, mine))
        named = {one_line(term) for term in entry["categories"]} - {""}
        if named - mine["categories"] and entry["id"] not in AS_ONE_TERM:
            differing.append((entry["id"], entry["categories"], mine["categories"]))
    return differing


@pytest.mark.parametrize("name", SITES)
def test_posts_and_feeds_are_jekylls(name: str, jekyll: Jekyll, tmp_path: Path) -> None:
    """Readers of a Jekyll blog would see old posts as new, at other addresses or dates."""
    root = make_site(tmp_path / "site", (HERE / f"{name}.txt").read_text(encoding="utf-8"))
    if name == "tokyo":
        for path, data in ODD_BYTES.items():
            (root / path).write_bytes(data)
    peer = jekyll(root)
    assert other_posts(root, peer, "src/" if name == "apart" else "") == []
    ours = build(root, tmp_path)
    written = [file.relative_to(peer.output) for file in peer.output.rglob("*.xml")]
    assert written
    for path in written:
        assert other_entries(entries(peer.output / path), entries(ours / path)) == []
        own_ids = [atom(output / path).findtext(f"{ATOM}id") for output in (peer.output, ours)]
        assert own_ids[0] == own_ids[1]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_of_permalink(style: str, jekyll: Jekyll, tmp_path: Path) -> None:
    """All posts of a blog with that style would be linked to where nothing is."""
    root = make_site(tmp_path / "site", STYLED)
    (root / "_config.yml").write_text(
        f"title: T\nurl: https://styles.example\ntimezone: America/Los_Angeles\n"
        f'permalink: "{STYLES[style]}"\nplugins: [jekyll-feed]\n',
        encoding="utf-8",
    )
    peer = jekyll(root)
    assert len(peer.posts) == 3
    assert other_posts(root, peer) == []
    ours = build(root, tmp_path)
    assert other_entries(entries(peer.output / "feed.xml"), entries(ours / "feed.xml")) == []


@pytest.mark.parametrize("name", ["Asia/Tokyo", "America/St_Johns", "Europe/Berlin"])
def test_dates_are_rubys(name: str, program: Callable[[str], str], tmp_path: Path) -> None:
    """A date that somebody wrote in a form of their own would be another day, or none."""
    texts = (HERE / "dates.txt").read_text(encoding="utf-8").splitlines()
    script = (
        "n = Time.at(1_000_000_000); STDIN.each_line { |l| "
        "begin; a, b = Time.parse(l.chomp), Time.parse(l.chomp, n); puts a == b ? a.to_i : 'clock';"
        "rescue ArgumentError; puts 'none'; end }"
    )
    run = subprocess.run(
        [program("ruby"), "-rtime", "-e", script],
        input="\n".join(texts),
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": name},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    differing = []
    for text, expected in zip(texts, run.stdout.split(), strict=True):
        try:
            made = str(round(moment_of(text, zone(name)).timestamp()))
        except ValueError:
            made = expected if expected in ("clock", "none") else "none"
        if made != expected:
            differing.append((text, expected, made))
    assert differing == []
