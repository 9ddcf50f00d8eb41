"""Which feeds of an output folder a hub may be told of."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis.strategies import binary, dictionaries, integers, lists, none, recursive, text

from feeds.cli import main
from feeds.websub.topics import _links, _members, read_topics

if TYPE_CHECKING:
    from tests.websub.conftest import Built

HUBS = ("https://hub.example/", "https://other.example/?a=1&b=2")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A blog of many posts with hubs, archives, a feed per tag and a newsletter."""
    (tmp_path / "feeds.toml").write_text(
        '[site]\nurl = "https://blog.example/sub"\ntitle = "T & <T>"\ntimezone = "UTC"\n'
        f"[websub]\nhubs = {json.dumps(HUBS)}\n"
        '[[feeds]]\npath = "all"\nformats = ["atom", "rss", "json"]\narchive = "year"\nlimit = 2\n'
        '[[feeds]]\npath = "tags/:term"\nby = "tag"\n'
    )
    (tmp_path / "posts").mkdir()
    for year in (2023, 2024, 2025):
        for day in (1, 2, 3):
            (tmp_path / f"posts/{year}-{day}.md").write_text(
                f"---\ntitle: '{year} {day}'\ndate: {year}-01-0{day}\ntags: [日本, sea]\n---\n"
                '<a rel="hub" href="https://evil.example/">x</a>\n' + "word " * 5000
            )
    assert main(["build", str(tmp_path), "--quiet"]) == 0
    return tmp_path


def test_what_a_site_writes(site: Path) -> None:
    """A feed would not be told of, a page of the archive would, or under another address."""
    topics = read_topics(site / "public")
    written = {
        file.relative_to(site / "public").as_posix()
        for file in (site / "public").rglob("*")
        if file.suffix in (".xml", ".json")
    }
    assert {topic.path for topic in topics} < written
    assert {topic.url for topic in topics} == {
        "https://blog.example/sub/all/atom.xml",
        "https://blog.example/sub/all/rss.xml",
        "https://blog.example/sub/all/feed.json",
        "https://blog.example/sub/tags/sea/atom.xml",
        "https://blog.example/sub/tags/sea/rss.xml",
        "https://blog.example/sub/tags/%E6%97%A5%E6%9C%AC/atom.xml",
        "https://blog.example/sub/tags/%E6%97%A5%E6%9C%AC/rss.xml",
    }
    for topic in topics:
        data = (site / "public" / topic.path).read_bytes()
        assert topic.hubs == HUBS
        assert topic.sha256 == sha256(data).hexdigest()
        assert topic.file.read_bytes() == data
    assert len(written) > len(topics)


def test_an_output_folder_with_anything(built: Built) -> None:
    """A file that somebody else changed, or deleted, would end the program."""
    built.feed("a.xml")
    for name, data in (
        ("binary.xml", b"\0\xff<feed>"),
        ("empty.xml", b""),
        ("cut.xml", b'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" hr'),
        ("bomb.xml", b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>'),
        ("list.json", b"[1]"),
        ("cut.json", b'{"feed_url": "https://x.example/", "hubs": [{"type": "Web'),
        ("odd.json", b'{"feed_url": 7, "hubs": [3, {"url": 4, "type": "WebSub"}, {"url": "x"}]}'),
        ("deep.json", b'{"hubs": ' + b"[" * 100_000),
        ("page.html", b"<!doctype html><html><link rel=hub href=https://x.example/><p>x"),
        ("gone.xml", b"<feed/>"),
        ("folder/x.xml", b"<feed/>"),
    ):
        built.write(name, data)
    (built.output / "gone.xml").unlink()
    (built.output / "folder/x.xml").unlink()
    (built.output / "folder/x.xml").mkdir()
    assert [topic.path for topic in read_topics(built.output)] == ["a.xml"]


def test_a_feed_that_is_large(site: Path) -> None:
    """A feed whose entries fill more than its head would be taken for none."""
    for number in range(60):
        (site / f"posts/{number}.md").write_text(
            f"---\ntitle: '{number}'\ndate: 2026-01-01\n---\n" + "wörd " * 8000
        )
    settings = site / "feeds.toml"
    settings.write_text(settings.read_text().replace("limit = 2", "limit = 999"))
    assert main(["build", str(site), "--quiet"]) == 0
    for topic in read_topics(site / "public"):
        data = (site / "public" / topic.path).read_bytes()
        assert topic.sha256 == sha256(data).hexdigest()
        assert topic.file.read_bytes() == data
        if topic.path.startswith("all/"):
            assert len(data) > 2 * 1024 * 1024


def test_one_address_is_told_of_once(built: Built) -> None:
    """A hub would be told of two contents at one address, and never come to rest."""
    data = built.feed("a.xml")
    built.write("b.xml", data + b" ")
    assert [topic.path for topic in read_topics(built.output)] == ["a.xml"]


VALUES = recursive(
    none() | integers() | text(),
    lambda inner: lists(inner, max_size=3) | dictionaries(text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(dictionaries(text(max_size=8), VALUES, max_size=5), integers(0, 4))
def test_members_are_as_json_has_them(value: dict[str, object], indent: int) -> None:
    """The hubs of a JSON Feed would not be found, or found where they are not."""
    written = json.dumps(value, indent=indent or None, ensure_ascii=indent % 2 == 0)
    wanted = takewhile(lambda member: member[0] != "items", value.items())
    assert list(_members(written)) == list(wanted)


@given(binary(max_size=200))
def test_any_bytes_have_links_or_none(data: bytes) -> None:
    """Damage in an output folder would end the program."""
    for start in (b"", b"<", b"{", b'{"hubs": [{"type": "WebSub", "url": '):
        links = _links(BytesIO(start + data))
        assert all(isinstance(part, str) for link in links for part in link)
