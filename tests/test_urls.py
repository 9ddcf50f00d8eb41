"""URLs, text and time zones in the model's form."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from unicodedata import is_normalized
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text import clean, one_line, slugify
from feeds.urls import (
    absolute,
    is_absolute_uri,
    is_web_url,
    normalise,
    output_url,
    quote_path,
    relative,
    web_url,
)
from feeds.zones import UnknownZoneError, zone, zone_keys


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://x.example/投資/a b", "https://x.example/%E6%8A%95%E8%B3%87/a%20b"),
        ("https://x.example/%e6%8a%95", "https://x.example/%E6%8A%95"),
        ("https://x.example/100%", "https://x.example/100%25"),
        ("HTTPS://X.Example/A?q=港#é", "https://x.example/A?q=%E6%B8%AF#%C3%A9"),
        ("https://港.example/", "https://xn--j6w.example/"),
        ("https://user:p@x.example:8080/", "https://user:p@x.example:8080/"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("https://x.example/e\u0301", "https://x.example/%C3%A9"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tag:x.example,2026:港", "tag:x.example,2026:%E6%B8%AF"),
        ("tag:x.example,2026:a[1]#b#c", "tag:x.example,2026:a%5B1%5D#b%23c"),
        ("https://x.example/a?b[]=c#d#[e]", "https://x.example/a?b%5B%5D=c#d%23%5Be%5D"),
        ("https://a@b:c@x.example/", "https://a%40b:c@x.example/"),
    ],
)
def test_normalise(written: str, expected: str) -> None:
    """An id or a link would differ from what it has been in readers until now."""
    assert normalise(written) == expected
    assert normalise(expected) == expected


@pytest.mark.parametrize(
    "written",
    ["/path", "", "//x.example/", "http://[/", "http://x:99999/", "http://a b/", "http://a<b/"],
)
def test_normalise_refuses(written: str) -> None:
    """Something that is no URL would be published as one."""
    with pytest.raises(ValueError, match=r"."):
        normalise(written)


def test_absolute() -> None:
    """Relative links would break in every reader."""
    base = "https://x.example/blog/2026/a/"
    assert absolute("../b.png", base) == "https://x.example/blog/2026/b.png"
    assert absolute("/b.png", base) == "https://x.example/b.png"
    assert absolute("#top", base) == f"{base}#top"
    assert absolute("//cdn.example/x", base) == "https://cdn.example/x"
    assert absolute(" https://y.example/a;?b ", base) == "https://y.example/a;?b"


@given(st.text(max_size=60))
def test_any_path_becomes_a_legal_one(path: str) -> None:
    """A file name or category would make a URL that nobody can open."""
    quoted = quote_path(path)
    assert quoted.isascii()
    assert quote_path(quoted) == quoted
    assert not set(quoted) & set(' "<>\\^`{|}?#[]')


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    """A strange link would end the run instead of being left out."""
    try:
        url = absolute(text, "https://x.example/a/")
    except ValueError:
        return
    assert url.isascii()
    assert urlsplit(url).scheme


def test_kinds_of_uri() -> None:
    """Ids that are none would be accepted, or addresses that run something."""
    assert is_absolute_uri("tag:x.example,2026:1")
    assert is_absolute_uri("urn:uuid:1")
    assert not is_absolute_uri("not a uri")
    assert not is_absolute_uri("/path")
    assert not is_absolute_uri("42")
    assert is_web_url("https://x.example")
    for text in ("javascript:x", "ftp://x.example", "https://", "http://[", "http://x:99999"):
        assert not is_web_url(text)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://X.example/港", "https://x.example/%E6%B8%AF"),
        ("http://あ..example/", None),
        ("http://x:abc/", None),
        ("http:///path", None),
        ("mailto:a@b.example", None),
        ("/path", None),
    ],
)
def test_web_url(written: str, expected: str | None) -> None:
    """A person's address would end the run, or lead nowhere."""
    assert web_url(written) == expected


def test_one_line_keeps_the_spaces_of_other_scripts() -> None:
    """A Japanese title would be changed on its way to readers."""
    assert one_line("港町\u3000冬の朝") == "港町\u3000冬の朝"
    assert one_line("10\u00a0km") == "10\u00a0km"
    assert one_line(" a\t\n b\u2028\u2029\x85c\r\n") == "a b c"
    assert one_line("\u3000\u00a0 \u3000") == ""


@given(st.text())
def test_clean_text_is_legal_xml(text: str) -> None:
    """One character would make a feed unreadable for everybody."""
    cleaned = clean(text)
    assert is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned
    for char in cleaned:
        code = ord(char)
        assert code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF
        assert code not in (0xFFFE, 0xFFFF)
    assert "\n" not in one_line(text)


def test_slugs_keep_every_script() -> None:
    """A category's address would be unreadable to those who write it."""
    assert slugify("投資分析") == "投資分析"
    assert slugify("Sea & Shore_2") == "sea-shore-2"
    assert slugify("हिन्दी") == "हिन्दी"
    assert slugify("?!") == ""


def test_zones_come_from_the_package() -> None:
    """Dates would depend on the machine that builds them."""
    assert datetime(2026, 7, 1, tzinfo=zone("Asia/Tokyo")).isoformat().endswith("+09:00")
    assert zone("UTC") is zone("UTC")
    assert "Europe/Paris" in zone_keys()
    code = (
        "import zoneinfo; zoneinfo.reset_tzpath(['/nowhere']); from feeds.zones import zone;"
        "print(zone('Asia/Tokyo'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "Asia/Tokyo"


@pytest.mark.parametrize(
    "key",
    [
        "Asia/Tokio",
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "Asia",
        "__init__.py",
        "zone.tab",
        "x" * 999,
    ],
)
def test_unknown_zones(key: str) -> None:
    """A mistyped zone would be UTC without a word, or a file of the machine be opened."""
    with pytest.raises(UnknownZoneError):
        zone(key)


@pytest.mark.parametrize(
    ("path", "of", "reference"),
    [
        ("feeds.css", "atom.xml", "feeds.css"),
        ("feeds.css", "categories/sea/atom.xml", "../../feeds.css"),
        ("a/feeds.css", "a/b/atom.xml", "../feeds.css"),
        ("a/feeds.css", "a/atom.xml", "feeds.css"),
        ("a/b/feeds.css", "ab/atom.xml", "../a/b/feeds.css"),
        ("見た目/a b.css", "atom.xml", "%E8%A6%8B%E3%81%9F%E7%9B%AE/a%20b.css"),
        ("a:b.css", "atom.xml", "./a:b.css"),
        ("atom.xml", "atom.xml/x.xml", "../atom.xml"),
    ],
)
def test_relative(path: str, of: str, reference: str) -> None:
    """A browser would look for a feed's style sheet in another folder."""
    assert relative(path, of) == reference


PATHS = st.lists(st.sampled_from(["a", "b", "港", "c:d", "x y"]), min_size=1, max_size=4)


@given(PATHS, PATHS)
def test_a_relative_reference_leads_there(path: list[str], of: list[str]) -> None:
    """For some folders a browser would not find the style sheet."""
    target, document = "/".join(path), "/".join(of)
    base = "https://x.example/blog"
    found = absolute(relative(target, document), output_url(base, document))
    assert found == output_url(base, target)
