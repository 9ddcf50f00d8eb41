"""Findings of every kind, and findings that hold anything."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from feeds.errors import Finding, Level

ANY_TEXT = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(
    [
        "]]>",
        "a\nb\r\nc",
        "50% off: a, b::c",
        "{{ page.title }} and {0}",
        "see [here](1) \\ [there]",
        "\u2028\u2029\x85\x0b\x1b[31m",
        "caf\udce9.md",
        "港町\U0001f600",
    ]
)
PLACES = st.none() | st.integers(1, 10**7)
FINDINGS = st.builds(
    Finding,
    st.sampled_from(Level),
    ANY_TEXT.filter(str.strip),
    st.none() | ANY_TEXT,
    PLACES,
    PLACES,
    ANY_TEXT,
    ANY_TEXT | st.just("entry-without-id"),
)


@pytest.fixture
def findings() -> list[Finding]:
    """One of each level, with all fields and with hardly any."""
    return [
        Finding(
            Level.ERROR,
            "the picture /media/港, 50%.png is not there",
            "posts/2026/a: b, c.md",
            12,
            7,
            "Add it: or take it out.",
            "picture-not-there",
        ),
        Finding(Level.WARNING, "the site has no language", rule="feed-without-language"),
        Finding(Level.HINT, "two\nlines", "posts/café.md", 3, rule="picture-not-there"),
    ]
