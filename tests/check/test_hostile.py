"""Whatever bytes there are, they are looked at, and what is said of them is bounded."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.check.checked import MOST_OF_A_RULE, Checked, check_bytes
from feeds.check.feed import opening
from feeds.check.rules import RULES

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
FEEDS = [path.read_bytes() for path in sorted((CASES / "good").iterdir())]
PIECES = st.sampled_from(
    [
        *(b"<", b">", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"&", b"&#0;"),
        *(
            b"<entry>",
            b"<item/>",
            b"<guid>",
            b'xmlns="',
            b'xml:base="',
            b'type="',
            b"\x00",
            b"\xff",
        ),
        *(b"{", b"}", b"[", b"]", b'"', b",", b":", b"null", b"1e999", b"-1", b"\\ud800", b"\n"),
        *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"0001-01-01T00:00:00-23:59", b"9999-12-31T23:59:60Z"),
        *(
            b"Mon, 01 Jan 0001 00:00:00 +2359",
            b"http://[",
            b"\xef\xbb\xbf",
            b"99999999999999999999",
        ),
    ]
)


def looked_at(data: bytes) -> Checked:
    """What is told of any bytes, which must be of rules that there are, and not too much."""
    checked = check_bytes(data, "feed", "feed", NOW)
    told: dict[str, int] = {}
    for flaw in checked.flaws:
        told[flaw.rule] = told.get(flaw.rule, 0) + 1
        assert flaw.rule in RULES
        assert flaw.line is None or flaw.line >= 1
        assert len(flaw.what) < 400
    assert all(count <= MOST_OF_A_RULE + 1 for count in told.values())
    return checked


@given(st.binary(max_size=300))
def test_any_bytes_give_findings(data: bytes) -> None:
    """One odd file would end the check of all."""
    assert looked_at(data).flaws


@settings(max_examples=400)
@given(
    st.sampled_from(FEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES | st.binary(max_size=6))),
)
def test_any_change_of_a_feed_is_looked_at(
    data: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    """A feed that is cut, spliced or garbled would end the check of all."""
    for place, cut, piece in changes[:6]:
        start = int(place * len(data))
        data = data[:start] + piece + data[start + cut :]
    looked_at(data)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
KEYS = (
    *("id", "url", "external_url", "title", "content_html", "content_text", "summary", "image"),
    *("date_published", "date_modified", "author", "authors", "tags", "language", "attachments"),
    *("version", "items", "hubs", "next_url", "feed_url", "home_page_url", "expired", "_x"),
)


@given(
    st.dictionaries(st.sampled_from(KEYS), VALUES),
    st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES) | VALUES, max_size=3),
)
def test_any_json_is_looked_at(feed: dict[str, object], items: list[object]) -> None:
    """A feed with values of other types would end the check of all."""
    looked_at(json.dumps({"version": "", **feed, "items": items}).encode())
    looked_at(json.dumps({"version": "", **feed}).encode())


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
ATTRIBUTES = (
    "href",
    "rel",
    "type",
    "length",
    "url",
    "term",
    "isPermaLink",
    "src",
    "text",
    "scheme",
)
NAMES = (
    *("title", "id", "updated", "published", "link", "author", "name", "content", "summary"),
    *("category", "source", "guid", "pubDate", "enclosure", "image", "description", "skipHours"),
    *("a:link", "itunes:image", "itunes:category", "podcast:person", "media:content", "fh:archive"),
)
SPACES = (
    'xmlns:a="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:fh="http://purl.org/syndication/history/1.0"'
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("]]>", "")


@st.composite
def elements(draw: st.DrawFn, depth: int = 2) -> str:
    """Any element with any of the attributes, texts and elements that feeds have."""
    name = draw(st.sampled_from(NAMES))
    given = draw(st.dictionaries(st.sampled_from(ATTRIBUTES), TEXTS, max_size=3))
    written = "".join(f' {key}="{_escaped(value)}"' for key, value in given.items())
    inner = _escaped(draw(TEXTS)).replace(">", "&gt;")
    if depth:
        inner += "".join(draw(st.lists(elements(depth - 1), max_size=3)))
    return f"<{name}{written}>{inner}</{name}>"


@given(st.lists(elements(), max_size=4), st.lists(elements(), max_size=4))
def test_any_elements_are_looked_at(feed: list[str], entry: list[str]) -> None:
    """Well-formed nonsense would end the check of all."""
    own, inner = "".join(feed), "".join(entry)
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom" {SPACES}>{own}<entry>{inner}</entry></feed>'
    rss = f'<rss version="2.0" {SPACES}><channel>{own}<item>{inner}</item></channel></rss>'
    opml = f'<opml version="2.0" {SPACES}><head>{own}</head><body>{inner}</body></opml>'
    for document in (atom, rss, opml):
        assert looked_at(document.encode()).view is not None


@pytest.mark.parametrize(
    "data",
    [
        b"<a>" * 100_000,
        b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry/>" * 20_000 + b"</feed>",
        b"<rss version='2.0'><channel>" + b"<item/>" * 20_000 + b"</channel></rss>",
        b'{"version": "x", "items": [' + b"{}," * 20_000 + b"{}]}",
        b'{"version": "x", "items": ' + b"[" * 500 + b"]" * 500 + b"}",
        b'{"version": "x", "items": [' + b"9" * 10_000 + b"]}",
        b"<opml version='2.0'><body>" + b"<outline/>" * 20_000 + b"</body></opml>",
        b"<rss version='2.0' "
        + b" ".join(b"xmlns:n%d='x:%d'" % (n, n) for n in range(2000))
        + b"/>",
        b"<rss version='2.0'><channel><title>" + b"&lt;b " * 100_000 + b"</title></channel></rss>",
        b"<rss version='2.0'><channel><title>" + b"{{ " * 100_000 + b"</title></channel></rss>",
        b"<!DOCTYPE a [<!ENTITY b '" + b"c" * 1000 + b"'>]><a>" + b"&b;" * 100_000 + b"</a>",
    ],
    ids=range(11),
)
def test_a_file_made_for_it_is_looked_at_in_time(data: bytes) -> None:
    """A file made for it would hold up the check, or fill its report."""
    assert looked_at(data).flaws


def test_no_entity_is_expanded(tmp_path: Path) -> None:
    """A feed could show what is in the files of whoever checks it."""
    (tmp_path / "secret").write_text("swordfish", encoding="utf-8")
    feed = (
        f'<!DOCTYPE rss [<!ENTITY own SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        '<rss version="2.0"><channel><title>&own;</title></channel></rss>'
    )
    checked = looked_at(feed.encode())
    assert "swordfish" not in repr(checked)
    assert "xml-entity" in {flaw.rule for flaw in checked.flaws}


@pytest.mark.parametrize(
    ("size", "rule"), [(1024 * 1024 + 1, "feed-large"), (5 * 1024 * 1024 + 1, "feed-too-large")]
)
def test_large_feeds_are_named(size: int, rule: str) -> None:
    """Readers would refuse a feed, and nobody be told."""
    feed = (CASES / "good/atom.xml").read_bytes()
    padded = feed.replace(b"It left early", b"It left early " * ((size - len(feed)) // 14 + 2))
    assert [flaw.rule for flaw in looked_at(padded).flaws] == [rule]


def test_a_huge_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the size of the memory would end the check of all."""
    monkeypatch.setattr(opening, "MOST_BYTES", 1000)
    checked = looked_at(b"<rss>" + b" " * 1000)
    assert checked.view is None
    assert [flaw.rule for flaw in checked.flaws] == ["feed-too-large"]
