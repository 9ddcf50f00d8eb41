"""Whole sites, built with all that a feed can be, and the records that they were built from."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from feeds.cli import main
from feeds.collect import collect
from feeds.entries import Entries
from feeds.kept import Kept
from feeds.model import Entry, Feed, FeedFormat, Person
from feeds.pieces import feed_pieces
from feeds.renderer import Renderer
from feeds.text import legal
from feeds.urls import output_url
from feeds.workspace import eligible, moment, open_site

REPOSITORY = Path(__file__).resolve().parents[3]
CORPORA = REPOSITORY.parent / "shared" / "corpora"
NOW = "2026-11-23T12:00:00+09:00"
SCOPES = """
[websub]
hubs = ["https://hub.example/publish"]

[[feeds]]
name = "whole"
formats = ["atom", "rss", "json"]
archive = "auto"
path = "whole"
[[feeds]]
by = "tag"
formats = ["atom", "rss", "json"]
limit = 3
[[feeds]]
by = "author"
formats = ["atom", "rss", "json"]
limit = 3
[[feeds]]
by = "language"
formats = ["atom", "rss", "json"]
limit = 3
content = "summary"
[[feeds]]
by = "year"
formats = ["atom", "rss", "json"]
limit = 0
content = "summary"
"""
BY_CATEGORY = """
[[feeds]]
by = "category"
formats = ["atom", "rss", "json"]
limit = 3
"""
ELEVENTY = """
[site]
url = "https://x.example/blog"
title = "X"
[posts]
folders = ["content/blog"]
"""
PODCAST = """
[site]
url = "https://x.example"
title = "Harbour talk & more"
language = "ja"
timezone = "Asia/Tokyo"
authors = [{ name = "Mio", email = "mio@x.example", url = "https://x.example/mio" }]
icon = "/media/cover.png"
logo = "/media/cover.png"

[[feeds]]
name = "talk"
title = "Harbour talk"
description = "What the tide said."
formats = ["atom", "rss", "json"]
archive = "month"
limit = 2
[feeds.podcast]
author = "Mio"
owner = { name = "Mio", email = "mio@x.example" }
category = ["Arts > Books"]
image = "/media/cover.png"
type = "serial"
"""
COVER = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1400, 1400) + bytes(13)
FRAME = b"\xff\xfb\x90\xc0" + bytes(413)

Filled = Callable[[Path], None]


def _corpus(name: str, settings: str = "newsletters = []\n", scopes: str = SCOPES) -> Filled:
    def fill(root: Path) -> None:
        if not (CORPORA / name).is_dir():
            pytest.skip(f"the corpus {name} is not beside this checkout")
        shutil.copytree(CORPORA / name, root)
        (root / "feeds.toml").write_text(settings + BY_CATEGORY + scopes, encoding="utf-8")

    return fill


def _sample(root: Path) -> None:
    root.mkdir()
    for folder in ("posts", "media"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    own = (REPOSITORY / "feeds.toml").read_text(encoding="utf-8")
    (root / "feeds.toml").write_text(own + SCOPES, encoding="utf-8")


def _podcast(root: Path) -> None:
    (root / "posts").mkdir(parents=True)
    (root / "media").mkdir()
    (root / "media" / "cover.png").write_bytes(COVER)
    for number in range(1, 7):
        (root / "media" / f"{number}.mp3").write_bytes(FRAME * 100 * number)
        (root / "posts" / f"{number}.md").write_text(
            f"---\ntitle: 第{number}回 <Tide> & ]]> time\ndate: 2026-{number + 3:02}-01 10:00\n"
            f"enclosure: [/media/{number}.mp3, https://cdn.example/{number}.ogg]\n"
            f"image: /media/cover.png\nimage_alt: A pier\nlang: {'en' if number % 2 else 'ja'}\n"
            f"authors: [Mio, 'Aoi & Co']\ntags: [海, 'a & b']\ncategories: [Talk]\n"
            f"podcast: {{episode: {number}, season: 2, people: [Mio]}}\n---\n"
            f"Hear *us*. [More](../{number}) & more.\n",
            encoding="utf-8",
        )
    (root / "feeds.toml").write_text(PODCAST + BY_CATEGORY + SCOPES, encoding="utf-8")
    for path in root.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


SITES: Mapping[str, Filled] = {
    "sample": _sample,
    "podcast": _podcast,
    "seed": _corpus("seed"),
    "jekyll-docs": _corpus("jekyll-docs"),
    "ruby-lang": _corpus("ruby-lang", scopes=SCOPES.replace("limit = 0", "limit = 3")),
    "letsencrypt": _corpus("letsencrypt"),
    "eleventy-base-blog": _corpus("eleventy-base-blog", f"newsletters = []\n{ELEVENTY}"),
    "zola-test-site": _corpus("zola-test-site"),
}


@dataclass(frozen=True)
class Built:
    """A site's output folder, and by path, of each feed in it, the format and the records."""

    folder: Path
    feeds: Mapping[str, tuple[FeedFormat, Feed]] = field(default_factory=dict)

    def of(self, *forms: FeedFormat) -> Iterator[tuple[str, FeedFormat, Feed]]:
        """The feeds in those formats, with the paths of their files."""
        for path, (form, feed) in self.feeds.items():
            if form in forms:
                yield path, form, feed

    def data(self, path: str) -> bytes:
        """What a file holds."""
        return (self.folder / path).read_bytes()

    def links(self, path: str) -> dict[str, list[str]]:
        """Where a feed leads, by relation, as RFC 4287, WebSub and RFC 5005 have it."""
        return _links(*self.feeds[path])

    def entries(self, path: str) -> list[dict[str, Any]]:
        """What any reader has to find of a feed's entries."""
        form, feed = self.feeds[path]
        return [_entry(form, entry, feed) for entry in feed.entries]

    def feed(self, path: str) -> dict[str, Any]:
        """What any reader has to find of the feed itself, as far as its format can say it."""
        form, feed = self.feeds[path]
        subscribed = feed.current.get(form) or path
        dates = [_utc(entry.post.updated) for entry in feed.entries]
        return {
            "id": feed.id or output_url(feed.base, subscribed),
            "title": feed.title,
            "link": feed.home,
            "description": feed.description,
            "language": feed.language,
            "updated": max(dates, default=datetime(1970, 1, 1, tzinfo=UTC)),
            "authors": _names(feed.authors),
            "rights": feed.rights or "",
            "icon": feed.icon or "",
            "logo": feed.logo or "",
            "archive": bool(feed.current),
            "complete": feed.complete,
        }


@pytest.fixture(scope="session", params=list(SITES))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Each site in turn, built by the command, and its records read from the program's stores."""
    root = tmp_path_factory.mktemp("foreign") / "site"
    SITES[request.param](root)
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        status = main(["build", str(root), "--now", NOW])
    assert status in (0, 1), said.getvalue()
    made = Built(root / "public", _records(root))
    files = {
        path.relative_to(made.folder).as_posix()
        for path in made.folder.rglob("*")
        if path.suffix in (".xml", ".json")
    }
    assert files == set(made.feeds)
    return made


def _records(root: Path) -> dict[str, tuple[FeedFormat, Feed]]:
    workspace = open_site(root, cache=root / ".feeds")
    site = workspace.site
    query = eligible(site, moment(NOW, site))
    with (
        collect(site, workspace.dialect, workspace.cache) as collection,
        closing(Kept(workspace.cache)) as kept,
    ):
        pieces, _ = feed_pieces(site, collection.store, query)
        renderer = Renderer(
            replace(workspace, dialect=collection.dialect),
            collection.folders,
            remembers=kept.usable,
        )
        posts = {post.path: post for piece in pieces for post in piece.posts}
        entries = Entries(renderer, list(posts.values()), kept)
        entries.prepare(posts.values())
        found: dict[str, tuple[FeedFormat, Feed]] = {}
        for piece in pieces:
            assert isinstance(piece.of, Feed)
            feed = replace(piece.of, entries=entries.of(piece.posts))
            for form, path in feed.paths.items():
                found[path] = form, feed
    return found


def _links(form: FeedFormat, feed: Feed) -> dict[str, list[str]]:
    to = {
        "self": feed.paths.get(form),
        "prev-archive": feed.previous.get(form),
        "next-archive": feed.next.get(form),
        "current": feed.current.get(form),
    }
    found = {rel: [output_url(feed.base, path)] for rel, path in to.items() if path}
    if not feed.current:
        found["hub"] = list(feed.hubs)
    return {rel: hrefs for rel, hrefs in found.items() if hrefs}


def _names(people: Sequence[Person]) -> list[str]:
    """What people are called."""
    return [person.name for person in people]


def _utc(when: datetime) -> datetime:
    """A date in whole seconds, as formats have it."""
    return when.astimezone(UTC).replace(microsecond=0)


def _files(entry: Entry, feed: Feed) -> list[tuple[str, str, int | None]]:
    """The files of an entry: address, type, length; of a podcast's, those that are played."""
    found = [(each.url, each.media_type or "", each.length) for each in entry.enclosures]
    if feed.podcast:
        found = [each for each in found if not each[1].startswith("image/")]
    return found


def _rss_files(entry: Entry, feed: Feed) -> list[tuple[str, str, int | None]]:
    """The one of an entry's files that RSS can tell of."""
    whole = [each for each in _files(entry, feed) if each[1] and each[2] is not None]
    return whole[:1]


def _entry(form: FeedFormat, entry: Entry, feed: Feed) -> dict[str, Any]:
    """What any reader of that format has to find of an entry."""
    post = entry.post
    found = {
        "id": post.id,
        "link": post.url,
        "title": post.title or post.url,
        "published": _utc(post.published),
        "updated": None if form == "rss" else _utc(post.updated),
        "authors": _names(post.authors or (feed.authors if form == "rss" else ())),
        "categories": [*dict.fromkeys(post.categories), *dict.fromkeys(post.tags)],
        "summary": entry.body.excerpt,
        "html": legal(entry.body.html) if feed.content == "full" else "",
        "files": (_rss_files if form == "rss" else _files)(entry, feed),
        "language": post.language,
    }
    if form == "rss":
        # A description is HTML, and stands for the content where nothing else describes it.
        found["summary"] = escape(entry.body.excerpt, quote=False) or found["html"]
        found["html"] = found["html"] if entry.body.excerpt else ""
    if form == "json":
        found["categories"] = list(dict.fromkeys(found["categories"]))
        found["files"] = [each for each in found["files"] if each[1]]
    return found
