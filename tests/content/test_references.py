"""References: absolute, of a harmless scheme, or gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.content.references import link, source, source_set

BASE = "https://blog.example/blog/2026/one/"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("", BASE),
        ("a.png", f"{BASE}a.png"),
        ("/a.png", "https://blog.example/a.png"),
        ("#x", f"{BASE}#x"),
        ("?q=日本", f"{BASE}?q=%E6%97%A5%E6%9C%AC"),
        ("HTTPS://Other.Example/A", "https://other.example/A"),
        ("mailto:a@b.example?subject=x y", "mailto:a@b.example?subject=x%20y"),
        ("javascript:x", None),
        ("http:", None),
        ("http://", None),
        ("https://[", None),
        ("https://x.example:99999/", None),
        ('https://a"b.example/', None),
        ("https://" + "a" * 20_000, None),
    ],
)
def test_link(reference: str, expected: str | None) -> None:
    """A link would lead nowhere, or run a script."""
    assert link(reference, BASE) == expected


def test_pictures_come_by_http_only() -> None:
    """A picture could name a program of the reader's machine."""
    assert source("mailto:a@b.example", BASE) is None
    assert source("a.png", BASE) == f"{BASE}a.png"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("/a.png", "https://blog.example/a.png"),
        ("/a.png 1x, /b.png 2x", "https://blog.example/a.png 1x, https://blog.example/b.png 2x"),
        ("/a.png 1x,/b.png 1.5x", "https://blog.example/a.png 1x, https://blog.example/b.png 1.5x"),
        (
            "/a,b.png 100w,\n /c.png",
            "https://blog.example/a,b.png 100w, https://blog.example/c.png",
        ),
        ("/a.png, /b.png 2x", "https://blog.example/a.png, https://blog.example/b.png 2x"),
        (" ,, /a.png,", "https://blog.example/a.png"),
        ("data:x 1x, /b.png 2x", "https://blog.example/b.png 2x"),
        ("/a.png onerror=x, /b.png 2x", "https://blog.example/b.png 2x"),
        ("javascript:x", None),
        (" , ", None),
    ],
)
def test_source_set(value: str, expected: str | None) -> None:
    """A reader would load the wrong picture of several, or none."""
    assert source_set(value, BASE) == expected


@given(st.text())
def test_results_stay_as_they_are(reference: str) -> None:
    """A URL would change each time it is read, and with it the bytes of the feed."""
    for resolve in (link, source, source_set):
        once = resolve(reference, BASE)
        if once is not None:
            assert resolve(once, "https://other.example/") == once
