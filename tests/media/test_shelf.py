"""The media of posts: true for the site's own files, as declared for others', kept by stamp."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.kept import Kept
from feeds.media import NO_MEDIA, Media, Remote, Shelf, shelf
from feeds.media.facts import read_facts
from feeds.model import Enclosure, FeedSettings, Picture, Post, Site
from feeds.podcast.records import Alternate, Episode, Show

MakePost = Callable[..., Post]
HERE = "https://blog.example/media/"


def media(site: Site, post: Post, kept: Kept | None = None) -> Media:
    """The post's media, asked of a new shelf."""
    one = Shelf(site, [post], kept or Kept(None))
    found = one.of(post)
    one.keep()
    return found


@pytest.fixture
def rss(site: Site) -> Site:
    """The site with a feed in RSS."""
    return replace(site, feeds=(FeedSettings("main", "Blog", {"rss": "rss.xml"}),))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """What is remembered from shelf to shelf."""
    (tmp_path / "cache").mkdir()
    one = Kept(tmp_path / "cache")
    yield one
    one.close()


def test_a_post_without_media(site: Site, make_post: MakePost) -> None:
    """Every post would cost a look at the disk."""
    assert media(site, make_post()) is NO_MEDIA


def test_own_files_tell_the_truth(site: Site, make_post: MakePost) -> None:
    """A length that somebody wrote and forgot would cut off downloads."""
    declared = Enclosure(f"{HERE}a.mp3", 1, None, 9.0, title="Talk", language="ja")
    found = media(site, make_post(enclosures=(declared,)))
    assert found.enclosures == (
        Enclosure(f"{HERE}a.mp3", 41700, "audio/mpeg", 2.612, "Talk", language="ja"),
    )
    assert found.findings == ()


def test_other_files_are_as_declared(rss: Site, make_post: MakePost) -> None:
    """What nobody fetched would be given a length."""
    declared = Enclosure("https://cdn.example/a.mp3", 123, None, 4.5)
    found = media(rss, make_post(enclosures=(declared,)))
    assert found.enclosures == (replace(declared, media_type="audio/mpeg"),)
    assert found.findings == ()


def test_a_declared_type_wins(site: Site, make_post: MakePost) -> None:
    """Sound in a file of film would be announced as film."""
    found = media(site, make_post(enclosures=(Enclosure(f"{HERE}a.mp4", None, "audio/mp4"),)))
    assert found.enclosures[0].media_type == "audio/mp4"


def test_a_picture_stands_in(site: Site, make_post: MakePost) -> None:
    """A post with a picture alone would have no file, or one with a file two."""
    picture = Enclosure(f"{HERE}a.png", 87, "image/png", width=320, height=200, alt="Sea")
    post = make_post(image=Picture(f"{HERE}a.png", "Sea"))
    assert media(site, post) == Media((picture,), picture)
    post = replace(post, enclosures=(Enclosure(f"{HERE}a.wav"),))
    assert [each.media_type for each in media(site, post).enclosures] == ["audio/wav"]
    assert media(site, post).picture == picture


def test_a_picture_from_elsewhere(site: Site, make_post: MakePost) -> None:
    """A picture that nobody measured would be a file of a made-up length."""
    url = "https://cdn.example/a.png"
    assert media(site, make_post(image=Picture(url))) == Media(
        (), Enclosure(url, None, "image/png")
    )


def test_a_missing_file_is_left_out(site: Site, make_post: MakePost) -> None:
    """Readers would be sent to a file that is not there, and nobody would know."""
    post = make_post(
        enclosures=(Enclosure(f"{HERE}none.mp3"), Enclosure(f"{HERE}a.wav")),
        front_matter={"audio": ["/media/none.mp3", "/media/a.wav"]},
    )
    found = media(site, post)
    assert [each.url for each in found.enclosures] == [f"{HERE}a.wav"]
    assert [(one.what, one.path) for one in found.findings] == [
        ("audio: there is no file /media/none.mp3, so it is left out", "posts/one.md")
    ]


def test_a_file_of_the_sites_that_is_kept_elsewhere(rss: Site, make_post: MakePost) -> None:
    """Recordings that are uploaded on their own could not be in a feed."""
    declared = Enclosure(f"{HERE}big.mp3", 9_000_000, "audio/mpeg", 60.0)
    found = media(rss, make_post(enclosures=(declared,)))
    assert found == Media((declared,))


@pytest.mark.parametrize(
    ("url", "length", "missing"),
    [
        ("https://cdn.example/a.mp3", None, "the length of https://cdn.example/a.mp3 is"),
        ("https://cdn.example/a", 1, "the type of https://cdn.example/a is"),
        ("https://cdn.example/a", None, "the length and type of https://cdn.example/a are"),
    ],
)
def test_what_rss_needs(
    url: str, length: int | None, missing: str, rss: Site, site: Site, make_post: MakePost
) -> None:
    """An episode would be missing in RSS without a word, or there would be one for nothing."""
    post = make_post(enclosures=(Enclosure(url, length),), front_matter={"enclosure": url})
    (finding,) = media(rss, post).findings
    assert finding.what == f"enclosure: {missing} not known, so RSS leaves it out"
    assert finding.remedy.startswith("Write its length in bytes and its type")
    assert media(site, post).findings == ()


def test_a_damaged_file_is_named(site: Site, make_post: MakePost) -> None:
    """A recording that was cut short would go out unnoticed."""
    (site.root / "media" / "a.mp3").write_bytes(bytes(400))
    post = make_post(enclosures=(Enclosure(f"{HERE}a.mp3"),))
    (finding,) = media(site, post).findings
    assert "does not say how long it plays" in finding.what
    post = replace(post, enclosures=(Enclosure(f"{HERE}a.mp3", duration=3.0),))
    found = media(site, post)
    assert (found.enclosures[0].duration, found.enclosures[0].length) == (3.0, 400)
    assert found.findings == ()


def test_lengths_of_other_forms(site: Site, make_post: MakePost) -> None:
    """Another form of an episode would be written without the length that it must have."""
    others = [f"{HERE}a.wav", "https://cdn.example/a.opus", "https://cdn.example/b.opus"]
    episode = Episode(
        alternates=tuple(
            Alternate(url, "audio/ogg", length)
            for url, length in zip(others, (None, 7, None), strict=True)
        )
    )
    found = media(site, make_post(episode=episode))
    assert found.alternates == (20044, 7, None)
    (finding,) = found.findings
    assert finding.what.startswith("podcast.alternate: the length of https://cdn.example/b.opus")


def test_a_file_is_read_once(
    site: Site, make_post: MakePost, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cron job would read every recording every few minutes, or miss that one changed."""
    read: list[str] = []

    def noted(path: str, kind: str) -> object:
        read.append(Path(path).name)
        return read_facts(path, kind)

    monkeypatch.setattr(shelf, "read_facts", noted)
    file = site.root / "media" / "a.wav"
    old = time.time() - 100
    os.utime(file, (old, old))
    time.sleep(0.08)
    post = make_post(enclosures=(Enclosure(f"{HERE}a.wav"),), image=Picture(f"{HERE}a.png"))
    first = media(site, post, kept)
    assert media(site, post, kept) == first
    assert sorted(read) == ["a.png", "a.wav"]
    file.write_bytes((site.root / "media" / "a.mp3").read_bytes() + file.read_bytes())
    changed = media(site, post, kept)
    assert changed.enclosures[0].length == 61744
    assert sorted(read) == ["a.png", "a.wav", "a.wav"]


def test_what_was_looked_for(site: Site, make_post: MakePost) -> None:
    """A run would not notice that a file has come, has changed or is gone."""
    show = Show(image=f"{HERE}cover.png")
    feed = FeedSettings("main", "Blog", {"rss": "rss.xml"}, podcast=show)
    post = make_post(enclosures=(Enclosure(f"{HERE}none.mp3"),), image=Picture(f"{HERE}a.png"))
    one = Shelf(replace(site, feeds=(feed,)), [post], Kept(None), ("static", ""))
    one.of(post)
    assert set(one.looked_for) >= {
        *("static/media/a.png", "media/a.png", "static/media/none.mp3", "media/none.mp3"),
        *("static/media/cover.png", "media/cover.png"),
    }


def test_sizes_of_pictures(site: Site) -> None:
    """A cover of the wrong size would be found out by Apple only."""
    one = Shelf(site, [], Kept(None))
    assert one.size(f"{HERE}a.gif") == (12, 34)
    assert one.size(f"{HERE}none.gif") is None
    assert one.size("https://cdn.example/a.gif") is None


def test_what_servers_said(rss: Site, make_post: MakePost) -> None:
    """What was asked would not be used, or be believed more than the post itself."""
    urls = [f"https://cdn.example/{name}" for name in ("a.mp3", "b", "c.mp3", "d.mp3")]
    remote = Remote(
        {urls[0]: (5, "text/odd"), urls[1]: (6, "audio/ogg"), urls[2]: (7, "")},
        {urls[3]: "the server does not answer"},
    )
    post = make_post(
        enclosures=(
            *(Enclosure(url) for url in urls[:2]),
            Enclosure(urls[2], 99),
            Enclosure(urls[3]),
        )
    )
    found = Shelf(rss, [post], Kept(None), remote=remote).of(post)
    assert [(each.length, each.media_type) for each in found.enclosures] == [
        (5, "audio/mpeg"),
        (6, "audio/ogg"),
        (99, "audio/mpeg"),
        (None, "audio/mpeg"),
    ]
    (finding,) = found.findings
    assert finding.what.endswith("so RSS leaves it out: the server does not answer")
    assert "--probe" in finding.remedy
