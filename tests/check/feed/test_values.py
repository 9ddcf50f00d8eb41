"""Addresses, languages and types: what is one, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.check.feed import values
from feeds.urls import is_absolute_uri, normalise


@pytest.mark.parametrize(
    ("text", "good"),
    [
        *((tag, True) for tag in ("en", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "de-1996")),
        *((tag, True) for tag in ("x-harbour", "i-klingon", "sl-rozaj-biske", "en-u-ca-buddhist")),
        *((tag, False) for tag in ("", "e", "en_GB", "en-", "english (us)", "日本語", "en--US")),
    ],
)
def test_languages(text: str, good: bool) -> None:
    """Right tags would be called wrong, or wrong ones pass (RFC 5646)."""
    assert values.is_language(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://x.example/a?b=c#d", True),
        ("https://例え.example/渡し船", True),
        ("tag:x.example,2026:a", True),
        ("urn:uuid:ead4c236-bf58-58c6-a2c6-a6b28d128cb6", True),
        ("https://[::1]/", True),
        ("/a", False),
        ("x.example", False),
        ("https:", False),
        ("https://x.example/a b", False),
        ("https://x.example/%zz", False),
        ("https://x.example:x/", False),
        ("https://[::1/", False),
        ("https://x.example/#a#b", False),
        ("https://x.example/\u0080", False),
    ],
)
def test_iris(text: str, good: bool) -> None:
    """Right ids would be called wrong, or wrong ones pass (RFC 3987)."""
    assert values.is_iri(text) is good


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("text/html", True),
        ("application/atom+xml; charset=utf-8", True),
        ('text/x; a="b c"', True),
        ("html", False),
        ("text/", False),
        ("text/html;", False),
        ("text/ html", False),
    ],
)
def test_media_types(text: str, good: bool) -> None:
    """Right types would be called wrong, or wrong ones pass (RFC 6838)."""
    assert values.is_media_type(text) is good


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:4000/", True),
        ("http://127.0.0.1/", True),
        ("http://192.168.1.7/a", True),
        ("http://[::1]/", True),
        ("http://pier.local/", True),
        ("file:///srv/feed.xml", True),
        ("https://localhost.example/", False),
        ("https://x.example/localhost", False),
        ("https://110.1.1.1/", False),
        ("http://[", False),
    ],
)
def test_local_addresses(url: str, local: bool) -> None:
    """A site built for the preview would be published, or a good address refused."""
    assert values.is_local(url) is local


@given(st.text(max_size=30).map(lambda text: f"https://x.example/{text}"))
def test_what_the_program_writes_is_an_address(url: str) -> None:
    """The check would refuse the addresses that the program itself makes."""
    written = normalise(url)
    if is_absolute_uri(written) and written.count("#") < 2:
        assert values.is_iri(written)
        assert values.is_web(written)


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_is_judged(text: str) -> None:
    """An odd value would end the check of all."""
    for judge in (
        *(values.is_iri_reference, values.is_web, values.is_local, values.is_language),
        *(values.is_media_type, values.is_email, values.email_in, values.is_integer),
        *(values.is_uuid, values.holds_markup),
    ):
        assert judge(text) in (True, False)
    if values.is_iri(text):
        assert values.canonical(text) in (True, False)
