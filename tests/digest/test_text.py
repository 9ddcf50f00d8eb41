"""The plain-text part: what stands in it, and where its links lead."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.content.plain import plain_text
from feeds.digest.documents import issue as made_of
from feeds.digest.references import References
from feeds.model import Design, Digest, Length, Section
from feeds.templating.templates import Templates

CASES = Path(__file__).parent / "cases"
BODY = (
    '<p>See <a href="https://a.example/">the map</a> and <a href="mailto:x@a.example">ask</a>.</p>'
    '<h2>More</h2><ul><li>One<ul><li><a href="https://b.example/">Two</a></li></ul></li></ul>'
    "<pre><code>if (a) {{ b }} &lt;https://code.example&gt;</code></pre>"
)


def text(digest: Digest) -> str:
    """The text of an issue with the shipped template."""
    documents = made_of(digest, Templates(CASES)).documents
    (found,) = (made.data for made in documents if made.media_type == "text/plain")
    return found.decode("utf-8")


def in_full(digest: Digest, length: Length = "full") -> Digest:
    """The issue with whole posts, of which each has the same body."""
    sections = [
        Section(
            part.title,
            tuple(replace(each, length=length, text=plain_text(BODY)) for each in part.posts),
        )
        for part in digest.sections
    ]
    return replace(digest, sections=tuple(sections))


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("length", ["excerpt", "full", "headline"])
def test_it_reads_well(bilingual, language, length):
    """The text part would lose a link, a date or its layout."""
    digest = replace(
        in_full(bilingual(language), length),
        introduction="<p>…</p>",
        introduction_text="Good morning. Here is <https://example.com/harbour/>.\n\nAnna",
        url="https://example.com/digest/2026-11-18/",
        label="2026-11-18",
    )
    design = Design(footer="Printed on nothing", social=(("Mastodon", "https://m.example/@a"),))
    letter = replace(digest.newsletter, merge="listmonk", design=design)
    expected = (CASES / f"issue.{language}.{length}.txt").read_text(encoding="utf-8")
    assert text(replace(digest, newsletter=letter)) == expected


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_paragraph_is_a_line(bilingual, language):
    """Wrapped Japanese would get spaces in the midst of its sentences, and phones ragged lines."""
    shown = text(bilingual(language))
    for section in bilingual(language).sections:
        for placed in section.posts:
            assert f"\n{placed.entry.body.excerpt}\n" in shown
    assert not any(line != line.rstrip() for line in shown.splitlines())
    assert "\n\n\n\n" not in shown


def test_each_link_is_listed_below_its_mark(bilingual):
    """Readers would look for a number in vain, or find another page behind it."""
    shown = text(in_full(bilingual("en")))
    listed = re.findall(r"^\[(\d+)\] (\S+)$", shown, re.MULTILINE)
    assert [number for number, _ in listed] == [str(n) for n in range(1, len(listed) + 1)]
    assert len({url for _, url in listed}) == len(listed)
    for number, url in listed:
        assert shown.index(f"[{number}]") < shown.index(f"[{number}] {url}\n")
    (sea,) = (number for number, url in listed if url == "https://example.com/2026/11/16/post/")
    assert f"\nSea glass [{sea}]\n" in shown


def test_what_an_editor_wrote_in_its_stead(bilingual):
    """An edition's own text would be sent with another's, or with a tag of the wrong engine."""
    own = "\n\nHello  \n\n\n\n\nLeave: {{ unsubscribe_url }}\nAnd {{ this }}"
    letter = replace(bilingual("en").newsletter, merge="mailchimp")
    digest = replace(bilingual("en"), text=own, newsletter=letter)
    assert text(digest) == "Hello\n\n\nLeave: *|UNSUB|*\nAnd {{ this }}\n"
    assert text(replace(digest, text=" \n")).startswith("The Letter\n")


def test_a_line_of_blanks_takes_no_time(bilingual):
    """A post with a hundred thousand blanks in its code would hold up the build for minutes."""
    (first, *others) = bilingual("en").sections
    placed = replace(first.posts[0], length="full", text=f"    a{' ' * 100_000}b")
    digest = replace(bilingual("en"), sections=(Section(first.title, (placed,)), *others))
    assert f"    a{' ' * 100_000}b\n" in text(digest)


def test_marks():
    """Code would be changed, or a link of a nested list be left as it is."""
    references = References()
    assert references.number("https://a.example/") == "[1]"
    assert references.numbered(plain_text(BODY)) == (
        "See the map [1] and ask <mailto:x@a.example>.\n\nMore\n----\n\n- One\n  - Two [2]\n\n"
        "    if (a) {{ b }} <https://code.example>"
    )
    assert references.listed() == [("[1]", "https://a.example/"), ("[2]", "https://b.example/")]
    assert references.listed() == []
    assert references.numbered("    - <https://b.example/>") == "    - [2]"
    assert references.numbered("    1. <https://c.example/>") == "    1. [3]"
    assert references.listed() == [("[3]", "https://c.example/")]


@given(st.text() | st.from_regex(r"(<https?://[^ ]*>|[ \n]|[<>])*"))
def test_any_text_keeps_its_lines(text):
    """A post with odd links would lose words."""
    references = References()
    shown = references.numbered(text)
    assert shown.count("\n") == text.count("\n")
    for mark, url in references.listed():
        shown = shown.replace(mark, f"<{url}>", 1) if f"<{url}>" not in shown else shown
        assert f"<{url}>" in text
