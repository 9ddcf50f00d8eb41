"""What the RSS best practices ask for and feedgen does not give."""

from __future__ import annotations

import pytest

CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def creators(item):
    """The names that an item gives."""
    return [each.text for each in item.iterchildren(CREATOR)]


def test_authors_are_creators_and_those_of_the_feed_where_a_post_has_none(
    write, make_feed, make_entry
):
    """Readers would not know who wrote a post, or be given two answers."""
    own = make_entry(authors=[{"name": "A", "email": "a@example.org"}, {"name": "B"}])
    none = make_entry(path="posts/b.md", id="urn:x:1")
    editors = make_entry(authors=[{"name": "Eds", "email": "e@example.org"}]).post.authors
    _, channel = write(make_feed(own, none, authors=editors))
    assert [creators(item) for item in channel.iterchildren("item")] == [["A", "B"], ["Eds"]]
    assert channel.findtext("managingEditor") == "e@example.org (Eds)"
    assert channel.find("item/author") is None


def test_a_channel_declares_only_what_it_uses(write, make_feed, make_entry):
    """A channel without items, or without an editor's address, would name what it lacks."""
    assert "dc" not in write(make_feed())[1].nsmap
    _, channel = write(make_feed(make_entry()))
    assert "dc" in channel.nsmap
    assert channel.find("managingEditor") is None


@pytest.mark.parametrize(
    ("id_", "expected"), [("https://example.org/a/", "true"), ("https://example.org/a", "false")]
)
def test_a_guid_is_a_permalink_only_if_it_is_the_posts_url(
    write, make_feed, make_entry, id_, expected
):
    """A reader would open an address at which there is nothing."""
    _, channel = write(make_feed(make_entry(id=id_)))
    guid = channel.find("item/guid")
    assert (guid.text, guid.get("isPermaLink")) == (id_, expected)


def test_an_excerpt_is_html_of_plain_text(write, make_feed, make_entry):
    """An excerpt with `<` would lose words, or run, in readers: RSS descriptions are HTML."""
    entry = make_entry(excerpt='if a < b & "c" > <script>d', html="<p>x</p>")
    _, channel = write(make_feed(entry))
    expected = 'if a &lt; b &amp; "c" &gt; &lt;script&gt;d'
    assert channel.findtext("item/description") == expected


def test_a_post_without_excerpt_is_described_by_its_content(write, make_feed, make_entry):
    """A post that is nothing but a picture would be empty in readers."""
    _, channel = write(make_feed(make_entry(html="<p><img src='https://example.org/a.png'></p>")))
    assert channel.findtext("item/description") == "<p><img src='https://example.org/a.png'></p>"


@pytest.mark.parametrize(
    ("logo", "shown"),
    [
        ("https://example.org/logo.JPG?v=2", True),
        ("https://example.org/logo.svg", False),
        ("https://example.org/logo?as=.png", False),
        (None, False),
    ],
)
def test_a_logo_is_an_image_only_if_rss_knows_its_kind(write, make_feed, logo, shown):
    """Validators would refuse an SVG picture as the channel's image."""
    atom, channel = write(make_feed(logo=logo))
    assert atom.findtext("{http://www.w3.org/2005/Atom}logo") == logo
    assert channel.findtext("image/url") == (logo if shown else None)


def test_a_channel_without_description_has_its_title(write, make_feed):
    """RSS wants a description of every channel; without one there would be no feed."""
    atom, channel = write(make_feed(description="", title="Notes"))
    assert channel.findtext("description") == "Notes"
    assert atom.find("{http://www.w3.org/2005/Atom}subtitle") is None


def test_the_build_date_stands_once(write, make_feed, make_entry):
    """feedgen's own date, which is the time of the build, would stand beside ours."""
    _, channel = write(make_feed(make_entry()))
    dates = [each.text for each in channel.iterchildren("lastBuildDate")]
    assert dates == ["Mon, 10 Nov 2025 04:42:48 +0000"]
    assert len(channel.findall("item/pubDate")) == 1
