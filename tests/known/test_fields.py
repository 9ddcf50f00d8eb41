"""All that readers see of an entry, from feeds of every kind."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import ConfigurationError
from feeds.known import KnownEnclosure, KnownFeed, looks_like_feed, parse

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0">
<updated>2026-01-03T00:00:00Z</updated><fh:archive/>
<link rel="self" href="https://x.example/2026.xml"/><link rel="hub" href="https://h.example/"/>
<link rel="prev-archive" href="https://x.example/2025.xml"/>
<entry><id>urn:1</id><title>A</title><link href="https://x.example/a"/>
<published>2026-01-01T00:00:00Z</published><updated>2026-01-02T00:00:00Z</updated>
<summary>1 &lt; 2</summary><content type="html">&lt;p&gt;One&lt;/p&gt;</content>
<category term="sea" label="Sea"/><category term="tide"/><category term="tide"/>
<author><name>Mio</name></author><author><name>Ken</name></author>
<link rel="enclosure" href="a.mp3" length="9" type="audio/mpeg"/></entry>
<entry><id>urn:2</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">So
<em>late</em> &amp; <br/>wet</div></content></entry>
<entry><id>urn:3</id><content type="image/png">iVBORw0KGgo=</content></entry>
</feed>"""

RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>R</title><lastBuildDate>Sat, 03 Jan 2026 00:00:00 GMT</lastBuildDate>
<atom:link rel="self" href="https://x.example/rss.xml"/><atom:link rel="hub" href="https://h.example/"/>
<item><guid>urn:1</guid><description>Short</description><content:encoded><![CDATA[<p>Long</p>]]>
</content:encoded><category>Sea</category><category>tide</category><dc:creator>Mio</dc:creator>
<pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate><atom:updated>2026-01-02T00:00:00Z</atom:updated>
<enclosure url="https://x.example/a.mp3" length="9" type="audio/mpeg"/></item>
<item><guid>urn:2</guid><description>&lt;p&gt;All&lt;/p&gt;</description>
<author>mio@x.example (Mio)</author></item></channel></rss>"""

JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "feed_url": "https://x.example/feed.json",
        "next_url": "/2025.json",
        "hubs": [{"type": "WebSub", "url": "https://h.example/"}, 3],
        "items": [
            {
                "id": "urn:1",
                "content_html": "<p>One</p>",
                "summary": "1 < 2",
                "date_published": "2026-01-01T00:00:00Z",
                "date_modified": "2026-01-02T00:00:00Z",
                "tags": ["Sea", 3, "tide"],
                "authors": [{"name": "Mio"}, {"url": "x"}, "Ken"],
                "attachments": [
                    {"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9},
                    None,
                ],
            },
            {"id": "urn:2", "content_text": "a < b", "author": {"name": "Ken"}, "tags": "no"},
        ],
    }
)
FIRST, SECOND = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
SOUND = (KnownEnclosure("https://x.example/a.mp3", "9", "audio/mpeg"),)


def read(text: str) -> KnownFeed:
    """The feed that such a text is."""
    return parse(text.encode(), "feed")


def test_atom() -> None:
    """A change of something in an Atom entry would not be seen."""
    feed = read(ATOM)
    assert feed.self_link == "https://x.example/2026.xml"
    assert feed.previous == "https://x.example/2025.xml"
    assert (feed.hubs, feed.archive) == (("https://h.example/",), True)
    assert feed.updated == datetime(2026, 1, 3, tzinfo=UTC)
    one, two, three = feed.entries
    assert (one.published, one.updated, one.date) == (FIRST, SECOND, FIRST)
    assert (one.summary, one.content) == ("1 &lt; 2", "<p>One</p>")
    assert (one.categories, one.authors) == (("Sea", "tide"), ("Mio", "Ken"))
    assert one.enclosures == SOUND
    assert " ".join(two.content.split()) == "So <em>late</em> &amp; <br>wet"
    assert three.content == ""


def test_rss() -> None:
    """A change of something in an RSS item would not be seen."""
    feed = read(RSS)
    assert (feed.self_link, feed.hubs) == ("https://x.example/rss.xml", ("https://h.example/",))
    assert (feed.updated, feed.archive) == (datetime(2026, 1, 3, tzinfo=UTC), False)
    one, two = feed.entries
    assert (one.summary, one.content.strip()) == ("Short", "<p>Long</p>")
    assert (one.categories, one.authors) == (("Sea", "tide"), ("Mio",))
    assert (one.published, one.updated, one.enclosures) == (FIRST, SECOND, SOUND)
    assert (two.summary, two.content, two.authors) == ("", "<p>All</p>", ("mio@x.example (Mio)",))


def test_json_feed() -> None:
    """A change of something in a JSON Feed's item would not be seen."""
    feed = read(JSON)
    assert feed.previous == "https://x.example/2025.json"
    assert (feed.self_link, feed.hubs) == ("https://x.example/feed.json", ("https://h.example/",))
    one, two = feed.entries
    assert (one.published, one.updated) == (FIRST, SECOND)
    assert (one.summary, one.content) == ("1 &lt; 2", "<p>One</p>")
    assert (one.categories, one.authors, one.enclosures) == (("Sea", "tide"), ("Mio",), SOUND)
    assert (two.content, two.authors, two.categories) == ("a &lt; b", ("Ken",), ())


def test_the_hash_is_that_of_the_bytes() -> None:
    """Two documents that differ in a space alone would pass for the same bytes."""
    assert read(RSS).sha256 != read(RSS + " ").sha256
    assert read(RSS).sha256 == read(RSS).sha256


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (ATOM.encode(), True),
        (RSS.encode("utf-16"), True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<rss>", True),
        (b"<r:RDF xmlns:r='x'>", True),
        (JSON.encode(), True),
        (b'{"version":"https:\\/\\/jsonfeed.org\\/version\\/1"', True),
        (b"<feed", False),
        (b"<urlset><url>", False),
        (b"<feedback>", False),
        (b'{"version": "1.0"}', False),
        (b"", False),
        (b"\0\xff\xfe<", False),
    ],
)
def test_what_looks_like_a_feed(head: bytes, is_one: bool) -> None:
    """A site map would be called a broken feed, or a broken feed none."""
    assert looks_like_feed(head) is is_one


@given(st.binary(max_size=200) | st.text(st.sampled_from('<>/feed rss"{}[]:,&;'), max_size=80))
def test_anything_is_read_or_refused(data: bytes | str) -> None:
    """Some file in a folder would end the run."""
    raw = data if isinstance(data, bytes) else data.encode()
    looks_like_feed(raw)
    for start in (b"", b"<rss><channel><item>", b'{"version": "https://jsonfeed.org/version/1",'):
        try:
            parse(start + raw, "feed")
        except ConfigurationError as refused:
            assert refused.findings[0].path == "feed"
