"""Feeds that are podcasts: what is read of them, and what directories would refuse."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.errors import Finding
from feeds.model import Adopted, Site

Load = Callable[..., tuple[Site, tuple[Finding, ...]]]

SITE = '[site]\nurl = "https://example.org/blog"\ntitle = "X"\ntimezone = "UTC"\n'
FEED = '[[feeds]]\nname = "talk"\ndescription = "D"\n[feeds.podcast]\nauthor = "A"\n'
WHOLE = f'{SITE}{FEED}category = ["Technology"]\nimage = '


def png(width: int, height: int) -> bytes:
    """The head of a picture, which is all that tells its size."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(13)


def warned(findings: tuple[Finding, ...]) -> list[tuple[int | None, str]]:
    """Line and what of findings in `feeds.toml`."""
    assert all(one.path == "feeds.toml" and one.remedy for one in findings)
    return [(one.line, one.what) for one in findings]


def test_own_files_have_absolute_urls(load_toml: Load) -> None:
    """A path would stand in the feed, where nothing can resolve it."""
    site, _ = load_toml(
        f'{SITE}{FEED}image = "/a b.png"\n'
        'people = [{ name = "P", image = "/p.png", url = "https://p.example" }]\n'
        'funding = { url = "/give", text = "Give" }\n'
        'trailer = { url = "/t.mp3", title = "T", date = 2026-11-01T00:00:00Z }\n'
    )
    show = site.feeds[0].podcast
    assert show is not None
    assert show.image == "https://example.org/blog/a%20b.png"
    assert (show.people[0].image, show.people[0].url) == (
        "https://example.org/blog/p.png",
        "https://p.example",
    )
    assert show.funding[0].url == "https://example.org/blog/give"
    assert show.trailers[0].url == "https://example.org/blog/t.mp3"


def test_what_is_missing(load_toml: Load) -> None:
    """Apple would refuse a podcast whose owner had no word of it."""
    text = f'{SITE}[[feeds]]\nname = "talk"\npodcast = {{ explicit = true }}\n'
    _, findings = load_toml(text)
    assert warned(findings) == [
        (7, "feeds[1].podcast: has no image, which Apple Podcasts asks for"),
        (7, "feeds[1].podcast: has no category, which Apple Podcasts asks for"),
        (7, "feeds[1].podcast: has no author, which Apple Podcasts asks for"),
        (7, "feeds[1].podcast: the feed has no description, which Apple Podcasts asks for"),
    ]


@pytest.mark.parametrize(
    ("image", "data", "what"),
    [
        ("/c.png", png(1400, 1400), None),
        ("/c.png", png(3000, 2000), "is 3000 × 2000 pixels, and not square"),
        ("/c.png", png(600, 600), "is 600 × 600 pixels"),
        ("/c.png", b"GIF?", "cannot be read as a picture"),
        ("/none.png", b"", "there is no file /blog/none.png"),
        ("/c.gif", b"", "is neither a JPEG nor a PNG picture"),
        ("https://cdn.example/c.png", b"", None),
    ],
)
def test_covers(image: str, data: bytes, what: str | None, load_toml: Load, tmp_path: Path) -> None:
    """A cover that Apple does not take would be found out by Apple."""
    (tmp_path / "c.png").write_bytes(data)
    _, findings = load_toml(f'{WHOLE}"{image}"\n')
    expected = [(11, f"feeds[1].podcast.image: {what}")] if what else []
    assert warned(findings) == expected


def test_a_cover_that_a_generator_copies(load_toml: Load, tmp_path: Path) -> None:
    """The cover of an adopted site would seem to be missing."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "c.png").write_bytes(png(1400, 1400))
    _, findings = load_toml(f'{WHOLE}"/c.png"\n', Adopted("", {}, static=("static",)))
    assert findings == ()
