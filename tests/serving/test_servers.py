"""nginx, Apache and Caddy serve feeds as docs/serving.md says, with the files beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from feeds.packed import ENDINGS

NOW = "max-age=300, stale-while-revalidate=600, stale-if-error=86400"
ARCHIVED = "max-age=86400, stale-while-revalidate=604800"

XML = "application/xml; charset=utf-8"
TYPES = {
    "/atom.xml": XML,
    "/atom-2025.xml": XML,
    "/months/atom-2025-03.xml": XML,
    "/categories/harbour/atom.xml": XML,
    "/rss.xml": XML,
    "/rss-2025.xml": XML,
    "/categories/harbour/rss.xml": XML,
    "/feed.json": "application/feed+json",
    "/feed-2025.json": "application/feed+json",
    "/feeds.opml": "text/x-opml; charset=utf-8",
    "/feeds.css": "text/css; charset=utf-8",
    "/subscribe.html": "text/html; charset=utf-8",
    "/digest/latest.html": "text/html; charset=utf-8",
}
PAGE = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")
READABLE = [path for path in TYPES if path.endswith((".xml", ".json", ".opml"))]
CODINGS = {"identity": "", **ENDINGS}


@pytest.mark.parametrize("path", TYPES)
@pytest.mark.parametrize("coding", CODINGS)
def test_every_document_is_served_whole_and_as_what_it_is(
    server: Any, path: str, coding: str
) -> None:
    """Readers would refuse a feed for its type, or browsers a stylesheet; or unpack nonsense."""
    answer = server.ask(path, Accept_Encoding=coding)
    assert answer.status == 200
    assert answer.headers["content-type"] == TYPES[path]
    assert answer.headers.get("content-encoding", "identity") == coding
    assert answer.body == Path(f"{server.site}{path}{CODINGS[coding]}").read_bytes()
    assert int(answer.headers.get("content-length", len(answer.body))) == len(answer.body)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert "content-language" not in answer.headers


@pytest.mark.parametrize("path", TYPES)
def test_what_changes_is_fresh_and_what_is_archived_is_kept(server: Any, path: str) -> None:
    """Readers would learn of posts hours late, or fetch whole archives every few minutes."""
    expected = ARCHIVED if "-2025" in path else NOW
    assert server.ask(path).headers["cache-control"] == expected


def test_readers_in_a_browser_may_read_feeds(server: Any) -> None:
    """Readers that are web pages could show no feed, or the site would give away its pages."""
    allowed = {path for path in TYPES if "access-control-allow-origin" in server.ask(path).headers}
    assert allowed == set(READABLE)
    assert server.ask("/atom.xml").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("path", ["/atom.xml", "/rss-2025.xml", "/feed.json", "/feeds.css"])
def test_what_a_reader_has_is_not_sent_again(server: Any, path: str, coding: str) -> None:
    """Every reader would fetch the whole feed every hour."""
    first = server.ask(path, Accept_Encoding=coding)
    by_tag = server.ask(path, Accept_Encoding=coding, If_None_Match=first.headers["etag"])
    by_date = server.ask(
        path, Accept_Encoding=coding, If_Modified_Since=first.headers["last-modified"]
    )
    assert (by_tag.status, by_tag.body) == (304, b"")
    assert (by_date.status, by_date.body) == (304, b"")
    assert by_tag.headers["etag"] == first.headers["etag"]
    assert by_tag.headers["cache-control"] == first.headers["cache-control"]
    assert server.ask(path, Accept_Encoding=coding, If_None_Match='"other"').status == 200


def test_each_coding_has_a_tag_of_its_own(server: Any) -> None:
    """A cache would give packed bytes to a reader that cannot unpack them (RFC 9110 §8.8.3.3)."""
    tags = [server.ask("/atom.xml", Accept_Encoding=it).headers["etag"] for it in CODINGS]
    assert len(set(tags)) == len(CODINGS)
    assert not [tag for tag in tags if tag.startswith("W/")]


@pytest.mark.parametrize("coding", CODINGS)
def test_a_head_says_what_a_get_would(server: Any, coding: str) -> None:
    """Who asks for the head alone would be told of something else."""
    get = server.ask("/atom.xml", Accept_Encoding=coding)
    head = server.ask("/atom.xml", "HEAD", Accept_Encoding=coding)
    assert (head.status, head.body) == (200, b"")
    # What frames a body need not be said where there is none (RFC 9110 §9.3.2).
    framing = {"content-length", "transfer-encoding"}
    said, told = ({**it.headers, "date": ""} for it in (get, head))
    assert {name: told[name] for name in told.keys() - framing} == {
        name: said[name] for name in said.keys() - framing
    }


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=1.0", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0, identity", "identity"),
        ("compress", "identity"),
        ("", "identity"),
    ],
)
def test_a_reader_gets_a_coding_that_it_takes(server: Any, accepts: str, coding: str) -> None:
    """A reader would get bytes that it cannot read."""
    answer = server.ask("/atom.xml", Accept_Encoding=accepts)
    assert answer.headers.get("content-encoding", "identity") == coding


def test_addresses_in_every_script_are_found(server: Any) -> None:
    """The feed of a category that is not written in ASCII would not be there."""
    path = "/categories/港の本/atom.xml"
    answer = server.ask(quote(path), Accept_Encoding="br")
    assert answer.status == 200
    assert answer.headers["content-type"] == XML
    assert answer.headers["content-encoding"] == "br"
    assert answer.body == Path(f"{server.site}{path}.br").read_bytes()


@pytest.mark.parametrize("path", ["/old/atom.xml", "/atom-1999.xml", "/feeds.css/", "/nothing"])
def test_what_is_not_there_is_not_there(server: Any, path: str) -> None:
    """A reader would take an error's page for a feed, or keep it, and never ask again."""
    answer = server.ask(path, Accept_Encoding="gzip, br")
    assert answer.status == 404
    assert "cache-control" not in answer.headers
    assert not answer.headers.get("content-type", "").startswith("application/")


@pytest.mark.parametrize("path", ["/.feeds-manifest", "/.feeds-lock"])
def test_what_the_program_remembers_is_not_served(server: Any, path: str) -> None:
    """Everybody could read which files the program ever wrote."""
    assert server.ask(path).status == 404


def test_other_files_stay_as_they_were(server: Any) -> None:
    """A file of the site that only looks like a feed would be served as one."""
    answer = server.ask("/other.xml")
    assert answer.status == 200
    assert answer.headers["content-type"].split(";")[0] in ("text/xml", "application/xml")
    assert not {"cache-control", "access-control-allow-origin"} & answer.headers.keys()


def test_the_page_says_the_same() -> None:
    """The documentation would promise other types and times than the files give."""
    rows = re.findall(r"^\| (`.*`) \| `([^`]+)` \|$", PAGE, re.MULTILINE)
    said = {name: kind for names, kind in rows for name in re.findall(r"`([^`]+)`", names)}
    assert said == {path.rpartition("/")[2]: kind for path, kind in TYPES.items()}
    assert f"| feeds and pages | `{NOW}` |" in PAGE
    assert f"| pages of an archive | `{ARCHIVED}` |" in PAGE
