"""Podcasts in RSS, and what is no podcast."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.podcast.records import Episode, Participant, Show
from feeds.syndicate import Writing, documents
from feeds.text import one_line

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
SOUND = {"url": "https://example.org/a.mp3", "length": 9, "media_type": "audio/mpeg"}


def channel_of(feed):
    """The channel of the feed's RSS."""
    (data,) = (each.data for each in documents(feed) if each.media_type == "application/rss+xml")
    return etree.fromstring(data)[0]


@pytest.mark.parametrize(
    ("base", "path", "guid"),
    [
        # The examples of the podcast namespace's own specification.
        ("https://podnews.net", "rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("http://mp3s.nashownotes.com", "pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
def test_guids_are_those_of_the_specification(make_feed, base, path, guid):
    """Directories would take the podcast for another than the one they know."""
    feed = make_feed(base=base, paths={"rss": path}, podcast=Show())
    assert channel_of(feed).findtext(f"{PODCAST}guid") == guid


def test_pages_of_an_archive_are_the_same_podcast(make_feed):
    """Each page would be a podcast of its own."""
    current = {"rss": "rss", "atom": "atom.xml"}
    page = make_feed(
        base="https://podnews.net", paths={"rss": "rss-2024"}, current=current, podcast=Show()
    )
    found = channel_of(page).findtext(f"{PODCAST}guid")
    assert found == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_one_post_in_a_podcast_and_in_another_feed(make_entry, make_feed):
    """A post's item would carry a podcast's tags into the blog's feed, or lose them."""
    entry = make_entry(enclosures=[SOUND], podcast={"episode": 3})
    writing = Writing()
    paths = {"rss": "rss.xml"}
    for podcast, tags in ((None, 0), (Show(), 2), (None, 0), (Show(), 2)):
        (document,) = writing.documents(make_feed(entry, paths=paths, podcast=podcast))
        root = etree.fromstring(document.data)
        found = [*root.iter(f"{ITUNES}episode"), *root.iter(f"{PODCAST}episode")]
        assert len(found) == tags
        assert (ITUNES[1:-1] in root.nsmap.values()) == bool(podcast)


def test_what_plays_comes_first(make_entry, make_feed):
    """An app would play the shop's catalogue, since it takes the one enclosure there is."""
    others = [
        {"url": "https://example.org/a.pdf", "length": 1, "media_type": "application/pdf"},
        {"url": "https://example.org/a.jpg", "length": 1, "media_type": "image/jpeg"},
    ]
    entry = make_entry(enclosures=[*others, SOUND])
    (item,) = channel_of(make_feed(entry, podcast=Show())).iter("item")
    assert [each.get("url") for each in item.iter("enclosure")] == [SOUND["url"]]
    (item,) = channel_of(make_feed(entry)).iter("item")
    assert [each.get("url") for each in item.iter("enclosure")] == [others[0]["url"]]


LINE = st.text(max_size=20).map(one_line)


@given(text=LINE, name=LINE.filter(bool), number=st.floats(0, 1e6), season=st.integers(1, 999))
def test_any_text_survives(make_entry, make_feed, text, name, number, season):
    """Some character in a name would break the podcast for everyone."""
    said = Episode(
        episode=number,
        display=text,
        season=season,
        season_name=text,
        title=text,
        author=text,
        summary=text,
        people=(Participant(name, role=text),),
    )
    entry = make_entry(enclosures=[SOUND], episode=said)
    show = Show(author=text, owner_name=text, owner_email="a@example.org", copyright=text)
    channel = channel_of(make_feed(entry, podcast=show))
    item = channel.find("item")
    for tag in ("title", "author", "summary"):
        assert (item.findtext(f"{ITUNES}{tag}") or "") == text
    assert (channel.findtext(f"{ITUNES}author") or "") == text
    assert item.findtext(f"{PODCAST}person") == name
    assert float(item.findtext(f"{PODCAST}episode")) == number
    assert item.find(f"{PODCAST}season").get("name", "") == text
