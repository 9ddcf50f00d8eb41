"""Values of every kind that must be taken, and what becomes of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from feeds.collect.dialects import permalink as permalinks
from feeds.config.checks import Check
from feeds.config.paths import PLACEHOLDERS, STYLES, feed_path, folder, permalink
from feeds.config.source import InvalidValueError, Source, Spot
from feeds.config.unsubscribe import unsubscribe
from feeds.config.values import (
    author,
    identifier,
    language,
    mail,
    mailbox,
    picture,
    site_url,
    slug,
    template_name,
    timezone,
    web_url,
    window,
)
from feeds.digest.message import message
from feeds.model import Digest, NewsletterSettings, Person, Site
from feeds.zones import zone


@pytest.mark.parametrize(
    ("check", "value", "expected"),
    [
        (web_url, "http://localhost:4000", "http://localhost:4000"),
        (web_url, "https://例え.jp/漢?a=b#c", "https://xn--r8jz45g.jp/%E6%BC%A2?a=b#c"),
        (web_url, "https://under_score.example./", "https://under_score.example./"),
        (web_url, "https://127.0.0.1/", "https://127.0.0.1/"),
        (site_url, f"https://{'a' * 63}.example", None),
        (site_url, "https://example.org///", "https://example.org"),
        (site_url, "https://example.org/a/b/", "https://example.org/a/b"),
        (picture, "/media/a b.png", "/media/a b.png"),
        (picture, "https://example.org/a.png", "https://example.org/a.png"),
        (identifier, "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6", None),
        (identifier, "tag:example.org,2005:/漢", "tag:example.org,2005:/%E6%BC%A2"),
        (identifier, "https://example.org/feed.xml", None),
        (language, "en", None),
        (language, "zh-Hant-TW", None),
        (language, "de-CH-1901", None),
        (language, "sl-rozaj-biske", None),
        (language, "es-419", None),
        (language, "en-x-private", None),
        (language, "de-u-co-phonebk", None),
        (timezone, "Asia/Tokyo", zone("Asia/Tokyo")),
        (timezone, "America/Argentina/Buenos_Aires", zone("America/Argentina/Buenos_Aires")),
        (timezone, "Etc/GMT+9", zone("Etc/GMT+9")),
        (mail, "a.b+c@example.org", None),
        (mail, "news@localhost", None),
        (mail, "a@例え.jp", "a@xn--r8jz45g.jp"),
        (mailbox, "Mori Aoi<a@example.org>", ("Mori Aoi", "a@example.org")),
        (mailbox, "<a@example.org>", ("", "a@example.org")),
        (mailbox, "a@example.org", ("", "a@example.org")),
        (mailbox, r'"Mori \"M\" Aoi" <a@example.org>', ('Mori "M" Aoi', "a@example.org")),
        (author, {"name": "Mori", "email": "a@b.example"}, Person("Mori", "a@b.example")),
        (slug, "2026-ニュース", None),
        (template_name, "Plain_2-b", None),
        (unsubscribe, "https://example.org/u?id={{ id }}", None),
        (unsubscribe, "https://example.org/leave", None),
        (unsubscribe, "mailto:leave@example.org?subject=leave", None),
        (unsubscribe, "mailto:{{ token }}@example.org", None),
        (unsubscribe, "%unsubscribe_url%", None),
        (unsubscribe, "HTTPS://例え.jp/%id_of_reader%", None),
        (unsubscribe, "*|UNSUB|*", None),
        (unsubscribe, "[[unsubscribe]]", None),
        (window, 1, None),
        (window, "1 day", 1),
        (window, "10days", 10),
        (window, "3 Weeks", 21),
        (folder, ".", None),
        (folder, "./a//b/", "a/b"),
        (folder, "ポスト", None),
        (folder, "e\u0301", None),
        (permalink, "/:categories/:title:output_ext", None),
        (permalink, "/:year-:month-:day_:slug", None),
        (feed_path, "", None),
        (feed_path, ".", ""),
        (feed_path, "a//./b/", "a/b"),
        (feed_path, "ニュース/feed.xml", None),
        (
            feed_path,
            {"rss": "b.rss", "atom": "a/:slug.atom"},
            {"atom": "a/:slug.atom", "rss": "b.rss"},
        ),
    ],
)
def test_a_right_value_is_taken(check: Check[Any], value: object, expected: object) -> None:
    """A value that is right would be refused, or changed into another one."""
    source = Source("feeds.toml")
    assert check(value, Spot(source, ("key",))) == (value if expected is None else expected)
    assert source.errors == []


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (timezone, "a" * 5000),
        (timezone, "Asia"),
        (timezone, "zone.tab"),
        (timezone, "a\0b"),
        (timezone, "Asia/../UTC"),
        (web_url, "https://" + "a" * 70 + "漢.example"),
        (web_url, "https://a.example:port"),
        (web_url, "https://-"),
        (web_url, f"https://{'a' * 64}.example"),
        (web_url, "https://" + "a." * 127 + "example"),
        (site_url, "https://example.org/#top"),
        (site_url, "https://example.org."),
        (picture, "//cdn.example"),
        (picture, "data:image/png;base64,x"),
        (identifier, "tag:a b"),
        (identifier, "https://[x"),
        (language, "en--GB"),
        (language, "english"),
        (mail, "a@b@c"),
        (mail, "ä@example.org"),
        (mail, "a@" + "漢" * 70),
        (mail, "a@b\nBcc: c@example.org"),
        (mail, "a" * 250 + "@example.org"),
        (mail, f"a@{'a' * 64}.example"),
        (mail, "a"),
        (mail, "a @b.example"),
        (mail, "<a@b.example>"),
        (mail, "a@b..example"),
        (mail, "a@b.example."),
        (slug, "--"),
        (slug, "a" * 61),
        (slug, "../a"),
        (unsubscribe, "data:text/html,{{ x }}"),
        (unsubscribe, "https:{{ x }}"),
        (unsubscribe, "https://例え .jp/"),
        (unsubscribe, "https://example.org/" + "漢" * 100),
        (unsubscribe, "mailto:配信@example.org"),
        (unsubscribe, "mailto:leave@" + "漢" * 70),
        (window, "0 days"),
        (window, "-1 days"),
        (feed_path, "a" * 256),
        (feed_path, "a\\b"),
        (feed_path, "a/.b/c"),
        (feed_path, "a%2e"),
        (folder, "a\nb"),
        (permalink, "/:slug#x"),
        (permalink, "/a/:"),
    ],
)
def test_a_wrong_value_is_noted(check: Check[Any], value: object) -> None:
    """A value that breaks a feed, a mail or the folder it is written to would be taken."""
    source = Source("feeds.toml")
    with suppress(InvalidValueError):
        check(value, Spot(source, ("key",)))
    assert len(source.errors) == 1


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("mailto:unsub@x.example?subject=stop me", "mailto:unsub@x.example?subject=stop%20me"),
        ("MAILTO: unsub@例え.jp?subject=停", "mailto:unsub@xn--r8jz45g.jp?subject=%E5%81%9C"),
        ("https://例え.jp/配信停止", "https://xn--r8jz45g.jp/%E9%85%8D%E4%BF%A1%E5%81%9C%E6%AD%A2"),
        ("https://例え.jp/%e9%85%8d", "https://xn--r8jz45g.jp/%E9%85%8D"),
        ("HTTPS://x.example/u", "https://x.example/u"),
        ("https://x.example/stop me", "https://x.example/stop%20me"),
        ("https://x.example/a*b", "https://x.example/a*b"),
        ("http://x.example/u", None),
        ("https://x.example/{{ id }}", None),
    ],
)
def test_every_plain_address_is_listed(tmp_path: Path, written: str, listed: str | None) -> None:
    """Gmail would show no way to unsubscribe though the settings name one (RFC 2369)."""
    url = unsubscribe(written, Spot(Source("feeds.toml"), ("unsubscribe",)))
    assert url == (listed or written)
    site = Site(tmp_path, "https://x.example", "X", "en", zone("UTC"))
    letter = NewsletterSettings("x", "X", "en", Person("X"), unsubscribe=url)
    moment = datetime(2026, 11, 18, tzinfo=UTC)
    mail = message_from_bytes(message(Digest(letter, site, moment, moment, ()), "S", "", ""))
    assert str(mail.get("List-Unsubscribe", "")).strip() == (f"<{listed}>" if listed else "")


def test_placeholders_and_styles_are_those_that_posts_are_given() -> None:
    """The configuration would refuse a permalink that can be made, or take one that cannot."""
    assert set(STYLES) == set(permalinks.STYLES)
    assert set(PLACEHOLDERS) == set(permalinks.VALUES)


def test_every_placeholder_and_style_is_a_permalink() -> None:
    """A placeholder that the documentation names would be refused."""
    source = Source("feeds.toml")
    for value in (*(f"/:{name}" for name in sorted(PLACEHOLDERS)), *STYLES):
        assert permalink(value, Spot(source, ("permalink",))) == value
    assert source.errors == []
