"""Feeds of every kind, as other programs write them, and what only looks like one."""

from __future__ import annotations

import gzip
import json
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from feeds.errors import ConfigurationError
from feeds.known import KnownEnclosure, KnownEntry, KnownFeed, parse

JST = timezone(timedelta(hours=9))

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="/style.xsl"?>
<!-- by hand -->
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja" xml:base="https://x.example/blog/">
  <title type="html">A &amp;amp; B</title><id>urn:feed</id>
  <link rel="self" href="feed.xml"/><link href="."/>
  <entry>
    <id> tag:x.example,2026:1 </id><title>One</title>
    <link rel="enclosure" href="a.mp3"/>
    <link rel="alternate" type="application/json" href="a.json"/>
    <link rel="alternate" type="text/html" href="a/"/>
    <published>2026-01-02T03:04:05+09:00</published><updated>2026-02-02T00:00:00Z</updated>
  </entry>
  <entry xml:base="deep/">
    <id>tag:x.example,2026:2</id>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">T<b>w</b>o</div></title>
    <link href="b"/><updated>2026-02-02T00:00:00.75Z</updated>
  </entry>
</feed>"""

RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>R</title><link>https://x.example/</link><language>en-GB</language>
<atom:link rel="self" href="https://x.example/rss.xml"/>
<item><title>guid and link</title><guid isPermaLink="false">g-1</guid>
  <link>https://x.example/1</link><pubDate>Fri, 02 Jan 2026 03:04:05 +0900</pubDate></item>
<item><title>guid alone</title><guid>https://x.example/2</guid>
  <dc:date>2026-01-02</dc:date></item>
<item><title>link alone</title><atom:link href="https://no.example/"/><link> /3 </link>
  <pubDate>2 Jan 26 03:04 GMT</pubDate></item>
<item><title>opaque guid</title><guid isPermaLink="false">g-4</guid></item>
<item><title>feedburner</title><link>https://fb.example/5</link><guid isPermaLink="false">g</guid>
  <feedburner:origLink>https://x.example/5</feedburner:origLink><pubDate>some day</pubDate></item>
<item><description>nothing at all</description></item>
</channel></rss>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://x.example/index.rdf"><title>RDF</title>
  <link>https://x.example/</link><dc:language>ja</dc:language></channel>
<item rdf:about="https://x.example/a#1"><title>A</title><link>https://x.example/a</link>
  <dc:date>2005-01-02T03:04:05+09:00</dc:date></item></rdf:RDF>"""

ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title>
<entry><id>tag:x,2004:1</id><title>A</title><link rel="alternate" href="https://x.example/a"/>
<issued>2004-01-01T00:00:00Z</issued><modified>2004-02-01T00:00:00Z</modified></entry></feed>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "home_page_url": "https://x.example/",
        "feed_url": "https://x.example/feed.json",
        "items": [
            {"id": 7, "url": "/a", "title": "A", "date_published": "2026-01-02T03:04:05+09:00"},
            {"url": "https://x.example/b", "date_modified": "2026-01-02T00:00:00Z"},
            "none",
            {"id": None, "title": ["x"]},
        ],
    }
)


def read(text: str | bytes, address: str = "") -> KnownFeed:
    """The feed that such a text is."""
    return parse(text if isinstance(text, bytes) else text.encode(), "feed", address)


def test_atom() -> None:
    """An entry would have another id, link or date than readers know of it."""
    feed = read(ATOM)
    assert (feed.form, feed.title, feed.language, feed.id) == (
        "Atom",
        "A &amp; B",
        "ja",
        "urn:feed",
    )
    assert (feed.home, feed.address) == (
        "https://x.example/blog/",
        "https://x.example/blog/feed.xml",
    )
    assert feed.entries == (
        KnownEntry(
            "tag:x.example,2026:1",
            "https://x.example/blog/a/",
            "One",
            datetime(2026, 1, 2, 3, 4, 5, tzinfo=JST),
            datetime(2026, 2, 2, tzinfo=UTC),
            enclosures=(KnownEnclosure("https://x.example/blog/a.mp3"),),
        ),
        KnownEntry(
            "tag:x.example,2026:2",
            "https://x.example/blog/deep/b",
            "Two",
            updated=datetime(2026, 2, 2, tzinfo=UTC),
        ),
    )


def test_rss() -> None:
    """What a reader tells an item by would be taken for something else."""
    feed = read(RSS)
    assert (feed.form, feed.title, feed.language) == ("RSS", "R", "en-GB")
    assert (feed.home, feed.address) == ("https://x.example/", "https://x.example/rss.xml")
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=JST)
    assert [(each.id, each.link, each.date, each.day_only) for each in feed.entries] == [
        ("g-1", "https://x.example/1", moment, False),
        ("https://x.example/2", "https://x.example/2", datetime(2026, 1, 2, tzinfo=UTC), True),
        (
            "https://x.example/3",
            "https://x.example/3",
            datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
            False,
        ),
        ("g-4", "", None, False),
        ("g", "https://x.example/5", None, False),
        ("", "", None, False),
    ]


@pytest.mark.parametrize("space", ["", ' xmlns="http://backend.userland.com/rss2"'])
def test_rss_in_a_namespace_and_with_a_doctype(space: str) -> None:
    """A feed of old would be taken for none."""
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    )
    feed = read(
        f"{doctype}<rss{space}><channel><item><link>https://x.example/</link></item>"
        "</channel></rss>"
    )
    assert [each.link for each in feed.entries] == ["https://x.example/"]


def test_rdf() -> None:
    """A feed of RSS 1.0, which many Japanese blogs have, would be taken for none."""
    feed = read(RDF)
    assert (feed.form, feed.title, feed.language) == ("RSS 1.0", "RDF", "ja")
    (entry,) = feed.entries
    assert (entry.id, entry.link) == ("https://x.example/a#1", "https://x.example/a")
    assert entry.date == datetime(2005, 1, 2, 3, 4, 5, tzinfo=JST)


def test_atom_of_old() -> None:
    """A feed of Atom 0.3 would be taken for none."""
    (entry,) = read(ATOM_03).entries
    assert (entry.id, entry.link) == ("tag:x,2004:1", "https://x.example/a")
    assert entry.date == datetime(2004, 1, 1, tzinfo=UTC)


def test_json_feed() -> None:
    """A JSON Feed's items would be told by other ids."""
    feed = read(JSON)
    assert (feed.form, feed.home) == ("JSON Feed", "https://x.example/")
    first, second, third = feed.entries
    assert (first.id, first.link, first.title) == ("7", "https://x.example/a", "A")
    assert first.date == datetime(2026, 1, 2, 3, 4, 5, tzinfo=JST)
    assert (second.id, second.dated_by_change) == ("https://x.example/b", True)
    assert third == KnownEntry("", "", "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "shift_jis", "euc-jp", "iso-2022-jp"])
def test_encodings(encoding: str) -> None:
    """Titles of a feed that is not in UTF-8 would be nonsense, or the feed refused."""
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{name}"?>' + RDF.replace("<title>A<", "<title>日記<")
    assert read(text.encode(encoding)).entries[0].title == "日記"


def test_space_before_the_declaration() -> None:
    """Many a feed begins with an empty line, and readers take it."""
    assert len(read("\n  " + ATOM).entries) == 2


def test_an_address_counts_for_what_is_relative() -> None:
    """A link would lead nowhere."""
    text = "<rss><channel><item><link>a</link></item></channel></rss>"
    feed = read(text, "https://x.example/b/rss.xml")
    assert feed.entries[0].link == "https://x.example/b/a"
    assert feed.address == "https://x.example/b/rss.xml"


LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "'
    + "ha" * 50
    + '">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
BAD = {
    "nothing": ("", "this is empty"),
    "space": (" \n\t ", "this is empty"),
    "bom": (b"\xef\xbb\xbf", "this is empty"),
    "html": ("<!DOCTYPE html><html><body>x</body></html>", "this is an HTML page"),
    "html-comment": ("<!-- x -->\n<HTML><p>x", "this is an HTML page"),
    "xhtml": (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
        "this is an HTML",
    ),
    "text": ("hello", "this is not well-formed XML"),
    "cut": (ATOM[:-40], "this is not well-formed XML"),
    "ampersand": ("<rss><channel><title>a & b</title></channel></rss>", "this is not well-formed"),
    "entity": ("<rss><channel><title>&nbsp;</title></channel></rss>", "this is not well-formed"),
    "encoding": ('<?xml version="1.0" encoding="x-none"?><rss/>', "this is not well-formed XML"),
    "lies": (b'<?xml version="1.0" encoding="utf-8"?><rss>\xff</rss>', "this is not well-formed"),
    "nul": (b"<rss>\0</rss>", "this is not well-formed XML"),
    "svg": ('<svg xmlns="http://www.w3.org/2000/svg"/>', "this is XML, but no feed"),
    "other-feed": ("<feed><entry/></feed>", "this is XML, but no feed"),
    "no-channel": ("<rss/>", "this is RSS without a channel"),
    "no-rdf-channel": (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        "this is RSS without a channel",
    ),
    "laughs": (LAUGHS + "<rss><channel><title>&i;</title></channel></rss>", "this "),
    "laughs-attribute": (LAUGHS + '<rss><channel x="&i;"/></rss>', "this "),
    "laughs-unused": (LAUGHS + "<rss><channel/></rss>", "this declares entities"),
    "file": (
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><title>&a;</title></channel></rss>",
        "this declares entities of its own",
    ),
    "parameter": (
        '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]><rss><channel/></rss>',
        "this ",
    ),
    "deep": ("<rss>" * 30_000, "this is not well-formed XML"),
    "long": (
        "<rss><channel><title>" + "x" * 11_000_000 + "</title></channel></rss>",
        "this is not",
    ),
    "json": ("{", "this is not well-formed JSON"),
    "json-other": ('{"a": 1}', "this is JSON, but no JSON Feed"),
    "json-deep": ('{"a":' * 30_000, "this is "),
    "json-digits": ('{"a": ' + "9" * 5000 + "}", "this holds a number"),
    "json-latin": (b'{"a": "\xe9"}', "this is JSON that is not UTF-8"),
    "gzip": (gzip.compress(b"<rss/>"), "this is not well-formed XML"),
    "zip": (b"PK\x03\x04", "this is not well-formed XML"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_feed(name: str) -> None:
    """A page that is no feed would pass for one, a bomb go off, or a file be read."""
    text, says = BAD[name]
    started = time.process_time()
    with pytest.raises(ConfigurationError) as caught:
        read(text)
    (finding,) = caught.value.findings
    assert finding.what.startswith(says), finding.what
    assert finding.path == "feed"
    assert len(finding.what) < 300
    assert "\n" not in str(finding)
    assert time.process_time() - started < 20


def test_many_entries() -> None:
    """A feed of many years would take for ever."""
    item = "<item><title>t</title><guid>https://x.example/{}</guid></item>"
    items = "".join(map(item.format, range(50_000)))
    assert len(read(f"<rss><channel>{items}</channel></rss>").entries) == 50_000
