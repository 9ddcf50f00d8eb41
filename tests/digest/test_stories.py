"""The shipped templates: what stands in the page and in the text part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from feeds.digest.blocks import Blocks
from feeds.digest.envelope import preheader
from feeds.digest.inline import inline
from feeds.digest.look import Look
from feeds.digest.stories import context, story
from feeds.digest.text import plain_part
from feeds.model import (
    Body,
    Digest,
    Entry,
    NewsletterSettings,
    Person,
    Picture,
    Placed,
    Post,
    Section,
    Site,
)
from feeds.templating.templates import Templates
from feeds.text import clean, one_line
from feeds.zones import zone

SHIPPED = Templates(Path(__file__).parent)
CASES = Path(__file__).parent / "cases"
HOSTILE = "<script>alert(1)</script> \"quoted\" 'single' ]]> & {{ 7 * 7 }}\r\nBcc: x@y.z"


def _given(digest):
    merge = {"unsubscribe": digest.newsletter.unsubscribe, "view": "", "preferences": ""}
    return {**context(digest, "A subject", preheader(digest)), "merge": merge}


def _placed(digest):
    return [placed for part in digest.sections for placed in part.posts]


def _html(digest, templates):
    lengths = [placed.length for placed in _placed(digest)]
    return Blocks(digest, Look(templates, "digest"), _given(digest)).page(lengths)


def _text(digest, templates):
    lengths = [placed.length for placed in _placed(digest)]
    return plain_part(digest, Look(templates, "digest"), _given(digest), lengths)


@pytest.fixture
def templates(tmp_path):
    """The templates as shipped: the site has none."""
    return Templates(tmp_path)


def test_the_page_says_all_of_a_post(bilingual, templates):
    """A post would lack its link, date, author, reading time, excerpt or picture."""
    page = lxml_html.fromstring(inline(_html(bilingual("en"), templates)))
    said = " ".join(page.text_content().split())
    for expected in (
        *("What the tide table leaves out", "Nov 18, 2026 · Anna Sato and Ben Miller · 7 min read"),
        *("A tide table promises", "Coast", "自然", "Other", "Nov 14 – 18, 2026", "4 posts"),
        *("Nov 16, 2026 · 4 min read", "A site.", "Example Press", "1-2-3 Kanda, Tokyo"),
    ):
        assert expected in said.replace("\u2009", " "), expected
    assert page.xpath("//a[text()='Unsubscribe']/@href") == ["{{ unsubscribe_url }}"]
    assert page.xpath("count(//a[@href='https://example.com/2026/11/18/post/'])") == 3


def test_the_icon_repeats_no_title(issue, templates):
    """With pictures off, the title would stand twice, once cut off, and be read out twice."""
    digest = issue()
    site = replace(digest.site, icon="https://example.com/icon.png")
    page = lxml_html.fromstring(inline(_html(replace(digest, site=site), templates)))
    (icon,) = page.find_class("icon")
    assert (icon.get("src"), icon.get("alt")) == (site.icon, "")
    assert icon.getparent().get("class") == "masthead"


def test_preheader_hides_the_text_after_it(bilingual, templates):
    """The inbox would show “Nov 14 – 18, 2026” after the preheader."""
    page = lxml_html.fromstring(inline(_html(bilingual("en"), templates)))
    first = page.find("body")[0]
    assert first.get("class") == "preheader"
    assert "display:none" in first.get("style").replace(" ", "")
    assert len(first.text) > 200


def test_hostile_words_stay_words(issue, entry, templates):
    """A post's title could run a script, or break out of an attribute or the page."""
    picture = Picture("https://example.com/a.jpg", HOSTILE)
    digest = issue(
        *(
            entry(HOSTILE, day, excerpt=HOSTILE, authors=(HOSTILE,), picture=picture)
            for day in (18, 17)
        ),
        title=HOSTILE,
        address=HOSTILE,
    )
    page = lxml_html.fromstring(inline(_html(digest, templates)))
    assert not page.xpath("//script")
    shown = " ".join(HOSTILE.split())
    assert [title.text_content() for title in page.xpath("//h2")] == [shown, shown]
    assert {" ".join(alt.split()) for alt in page.xpath("//img/@alt")} == {shown}
    assert shown in _text(digest, templates).replace("\n", " ")


def test_twenty_posts_are_not_clipped(issue, entry, templates):
    """Gmail would cut a full issue off, with the unsubscribe link in what is cut."""
    slug = "%E9%9B%B2%E3%81%AE%E5%90%8D%E5%89%8D" * 3
    picture = Picture(f"https://example.com/media/{slug}.jpg", "朝の光を受けたうろこ雲")
    posts = [
        entry("雲の名前を覚えて、空を見上げる" * 2, day, categories=(f"分類{day % 5}",),
              excerpt="名前を知ると、空が少し変わります。" * 12, picture=picture, language="ja",
              url=f"https://example.com/2026/11/{day:02}/{slug}/")
        for day in range(28, 8, -1)
    ]  # fmt: skip
    page = inline(_html(issue(*posts, language="ja"), templates)).encode()
    assert len(page) < 90_000
    assert len(page) * 4 / 3 * 78 / 76 < 90_000


def test_the_same_language_is_not_marked(issue, entry, templates):
    """Every row would carry a `lang` that says nothing."""
    page = lxml_html.fromstring(_html(issue(entry(language="EN"), language="en"), templates))
    assert not page.xpath("//tr[@lang] | //td[@lang]")


def test_days_are_the_sites(issue, entry, site):
    """A post of the early morning in Tokyo would be dated the day before, or after."""
    early = entry()
    moment = early.post.published.astimezone(UTC)
    moved = replace(early, post=replace(early.post, published=moment.replace(hour=16)))
    digest = issue(moved)
    assert _given(digest)["dates"] == "Nov 19, 2026"
    assert story(digest, *_placed(digest), 1, "excerpt", "h2").date == "Nov 19, 2026"


@settings(max_examples=25)
@given(st.text(max_size=40), st.text(max_size=80))
def test_any_title_and_excerpt(title, excerpt):
    """A post with odd characters would end the run, or lose its title."""
    moment = datetime(2026, 11, 18, tzinfo=UTC)
    title, excerpt = clean(title), clean(excerpt)
    post = Post("a.md", "x:y", "https://e.org/", title, moment, moment, "en")
    site = Site(Path(__file__).parent, "https://e.org", "E", "en", zone("UTC"))
    letter = NewsletterSettings("n", "L", "en", Person("S"))
    section = Section(None, (Placed(Entry(post, Body("", excerpt), minutes=1)),))
    raw = _html(Digest(letter, site, moment, moment, (section,)), SHIPPED)
    (heading,) = lxml_html.fromstring(inline(raw)).xpath("//h2")
    assert heading.text_content() == one_line(title)
