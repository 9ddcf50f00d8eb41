"""Feeds and mails are read as they are written."""

from __future__ import annotations

import json

import pytest

from feeds import syndicate
from feeds.preview.reading import FORMATS, Item, headers

ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">
<id>urn:x:feed</id><title>潮</title><updated>2026-11-20T08:00:00+09:00</updated>
<entry><id>urn:x:1</id><title>One &lt;b&gt;</title>
<link rel="enclosure" href="https://a.example/p.png" type="image/png" length="7"/>
<link href="https://a.example/1"/>
<published>2026-11-19T08:00:00Z</published><updated>2026-11-20T08:00:00Z</updated>
<author><name>Mio</name></author><category term="Sea"/><category term="海"/>
<summary type="html">&lt;p&gt;Short  &amp;amp; good&lt;/p&gt;</summary>
<content type="html">&lt;p&gt;Long&lt;/p&gt;</content></entry>
<entry><id>urn:x:2</id><title/><summary>a &lt; b</summary></entry>
</feed>
"""
RSS = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>潮</title><language>ja</language>
<lastBuildDate>Fri, 20 Nov 2026 08:00:00 +0900</lastBuildDate>
<item><title>One</title><link>https://a.example/1</link><guid>urn:x:1</guid>
<pubDate>Thu, 19 Nov 2026 08:00:00 +0000</pubDate><dc:creator>Mio</dc:creator>
<category>Sea</category><description>Short &amp;amp; good</description>
<content:encoded>&lt;p&gt;Long&lt;/p&gt;</content:encoded>
<enclosure url="https://a.example/p.png" type="image/png" length="7"/></item>
<item><title>Two</title><description>&lt;p&gt;All of it&lt;/p&gt;</description></item>
</channel></rss>
"""
PICTURE = ("https://a.example/p.png (image/png, 7 bytes)",)


def test_an_atom_feed_is_read() -> None:
    """The page of an Atom feed would show something else than readers get."""
    channel = FORMATS["application/atom+xml"].read(ATOM.encode())
    assert (channel.title, channel.language, channel.id) == ("潮", "ja", "urn:x:feed")
    assert channel.updated == "2026-11-20T08:00:00+09:00"
    assert channel.items == (
        Item(
            title="One <b>",
            link="https://a.example/1",
            id="urn:x:1",
            published="2026-11-19T08:00:00Z",
            updated="2026-11-20T08:00:00Z",
            summary="Short & good",
            content="<p>Long</p>",
            authors=("Mio",),
            categories=("Sea", "海"),
            enclosures=PICTURE,
        ),
        Item("", "", "urn:x:2", "", "", "a < b", "", (), (), ()),
    )


def test_an_rss_feed_is_read() -> None:
    """The page of an RSS feed would show something else than readers get."""
    channel = FORMATS["application/rss+xml"].read(RSS.encode())
    assert (channel.title, channel.language, channel.id) == ("潮", "ja", "")
    assert channel.updated == "Fri, 20 Nov 2026 08:00:00 +0900"
    assert channel.items == (
        Item(
            title="One",
            link="https://a.example/1",
            id="urn:x:1",
            published="Thu, 19 Nov 2026 08:00:00 +0000",
            updated="",
            summary="Short & good",
            content="<p>Long</p>",
            authors=("Mio",),
            categories=("Sea",),
            enclosures=PICTURE,
        ),
        Item("Two", "", "", "", "", "", "<p>All of it</p>", (), (), ()),
    )


def test_a_json_feed_is_read() -> None:
    """The page of a JSON Feed would show something else than readers get."""
    item = {
        "id": "urn:x:1",
        "url": "https://a.example/1",
        "title": "One",
        "content_html": "<p>Long</p>",
        "summary": "Short & good",
        "date_published": "2026-11-19T08:00:00Z",
        "date_modified": "2026-11-20T08:00:00Z",
        "authors": [{"name": "Mio"}],
        "tags": ["Sea"],
        "attachments": [{"url": "u", "mime_type": "image/png", "size_in_bytes": 3}],
    }
    feed = {"title": "潮", "language": "ja", "items": [item]}
    channel = FORMATS["application/feed+json"].read(json.dumps(feed).encode())
    assert (channel.title, channel.language) == ("潮", "ja")
    assert channel.items == (
        Item(
            title="One",
            link="https://a.example/1",
            id="urn:x:1",
            published="2026-11-19T08:00:00Z",
            updated="2026-11-20T08:00:00Z",
            summary="Short & good",
            content="<p>Long</p>",
            authors=("Mio",),
            categories=("Sea",),
            enclosures=("u (image/png, 3 bytes)",),
        ),
    )


def test_every_format_that_is_written_is_read() -> None:
    """A feed in a new format would be missing from the preview."""
    assert set(FORMATS) == {form.media_type for form in syndicate.FORMATS.values()}


@pytest.mark.parametrize("media_type", FORMATS)
def test_an_empty_feed_is_read(media_type: str) -> None:
    """A site without posts would have no preview."""
    bare = {
        "application/atom+xml": b'<feed xmlns="http://www.w3.org/2005/Atom"/>',
        "application/rss+xml": b"<rss><channel/></rss>",
        "application/feed+json": b"{}",
    }
    assert FORMATS[media_type].read(bare[media_type]).items == ()


def test_headers_are_decoded_and_keep_their_order() -> None:
    """An editor would see encoded words in place of the subject."""
    mail = b"Subject: =?utf-8?b?5r2u5b6F44Gh?=\r\nFrom: Mio\r\n <mio@a.example>\r\n\r\nSubject: no"
    assert headers(mail) == (("Subject", "潮待ち"), ("From", "Mio <mio@a.example>"))
