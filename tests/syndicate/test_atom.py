"""What RFC 4287 asks for and feedgen does not give."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def test_the_feed_is_as_late_as_its_latest_entry(write, make_feed, make_entry):
    """A reader that trusts `updated` would not look at a changed post."""
    late = make_entry(id="urn:x:1", updated=datetime(2025, 12, 1, tzinfo=UTC))
    atom, _ = write(make_feed(make_entry(), late))
    assert atom.findtext(f"{ATOM}updated") == "2025-12-01T00:00:00Z"


def test_an_empty_feed_is_of_the_epoch(write, make_feed):
    """An empty feed would be another one at each build."""
    atom, channel = write(make_feed())
    assert atom.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert channel.findtext("lastBuildDate") == "Thu, 01 Jan 1970 00:00:00 +0000"


@pytest.mark.parametrize(
    ("given", "expected"),
    [(None, "https://example.org/a%20b/atom.xml"), ("urn:x:feed", "urn:x:feed")],
)
def test_the_feeds_id_is_its_own_or_its_self_link(write, make_feed, given, expected):
    """Subscribers would see another feed."""
    paths = {"atom": "a b/atom.xml", "rss": "rss.xml"}
    atom, _ = write(make_feed(id=given, paths=paths))
    assert atom.findtext(f"{ATOM}id") == expected


def test_links_keep_what_they_are(write, make_feed, make_entry):
    """A permalink and a picture would read as two alternates, which validators refuse."""
    enclosure = {"url": "https://example.org/a.png", "length": 7, "media_type": "image/png"}
    atom, _ = write(make_feed(make_entry(language="ja", enclosure=enclosure)))
    assert [dict(link.attrib) for link in atom.iterfind(f"{ATOM}entry/{ATOM}link")] == [
        {
            "href": "https://example.org/a/",
            "rel": "alternate",
            "type": "text/html",
            "hreflang": "ja",
        },
        {
            "href": "https://example.org/a.png",
            "rel": "enclosure",
            "type": "image/png",
            "length": "7",
        },
    ]


@pytest.mark.parametrize(
    ("language", "expected"), [("en", None), ("EN", None), ("en-GB", "en-GB"), ("ja", "ja")]
)
def test_an_entry_names_its_language_where_it_is_not_the_feeds(
    write, make_feed, make_entry, language, expected
):
    """A reader would break lines, choose a font or speak as for another language."""
    atom, channel = write(make_feed(make_entry(language=language)))
    assert atom.get(LANG) == "en"
    assert atom.find(f"{ATOM}entry").get(LANG) == expected
    assert channel.findtext("item/{http://purl.org/dc/elements/1.1/}language") == expected


def test_an_address_that_is_none_is_left_out(write, make_feed, make_entry):
    """One odd e-mail address in a post would make the feed invalid."""
    authors = [{"name": "A", "email": "a at example"}, {"name": "B", "email": "b@example.org"}]
    atom, _ = write(make_feed(make_entry(authors=authors)))
    people = atom.iterfind(f"{ATOM}entry/{ATOM}author")
    emails = [each.findtext(f"{ATOM}email") for each in people]
    assert emails == [None, "b@example.org"]


@pytest.mark.parametrize("content", ["full", "summary"])
def test_content_is_whole_or_absent(write, make_feed, make_entry, content):
    """A site that shares only summaries would give away whole posts, or the reverse."""
    entry = make_entry(html="<p>Whole.</p>", excerpt="Short.")
    atom, channel = write(make_feed(entry, content=content))
    whole = "<p>Whole.</p>" if content == "full" else None
    assert atom.findtext(f"{ATOM}entry/{ATOM}content") == whole
    assert channel.findtext("item/{http://purl.org/rss/1.0/modules/content/}encoded") == whole
    assert atom.findtext(f"{ATOM}entry/{ATOM}summary") == "Short."
    assert channel.findtext("item/description") == "Short."


def test_categories_and_tags_have_their_own_schemes(write, make_feed, make_entry):
    """A reader could not tell a tag from a category of the same name."""
    entry = make_entry(categories=("x", "y", "x"), tags=("x",))
    atom, channel = write(make_feed(entry, base="https://example.org/blog"))
    expected = [
        ("x", "https://example.org/blog/categories/"),
        ("y", "https://example.org/blog/categories/"),
        ("x", "https://example.org/blog/tags/"),
    ]
    found = atom.iterfind(f"{ATOM}entry/{ATOM}category")
    assert [(each.get("term"), each.get("scheme")) for each in found] == expected
    found = channel.iterfind("item/category")
    assert [(each.text, each.get("domain")) for each in found] == expected
