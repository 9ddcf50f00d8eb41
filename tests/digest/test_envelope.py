"""Subjects and preheaders."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from feeds.columns import width
from feeds.digest.envelope import padding, preheader, subject
from feeds.model import Body, Digest, Entry, NewsletterSettings, Person, Placed, Post, Section, Site
from feeds.zones import zone

LONG = "A remarkably long title that no telephone shows to its end at all"


def test_subject_names_the_first_post(issue, entry):
    """The subject would not say what is new."""
    assert subject(issue(entry("Tides"))) == "The Letter: Tides"
    two = issue(entry("Tides"), entry("Sky", 17), entry("Sea", 16))
    assert subject(two) == "The Letter: Tides and 2 more"


def test_subject_in_japanese(issue, entry):
    """A Japanese subject would be in English, or in half-width punctuation."""
    digest = issue(entry("雲の名前"), entry("森", 17), language="ja", title="空だより")
    assert subject(digest) == "空だより｜雲の名前 ほか1件"


def test_subject_does_not_repeat_the_sender(issue, entry):
    """Inboxes would show the newsletter's title twice."""
    assert subject(issue(entry("Tides"), sender=Person("The Letter", "a@b.c"))) == "Tides"


def test_subject_fits_a_phone(issue, entry):
    """A long title would push out how many posts there are."""
    digest = issue(entry(LONG), entry("b", 17))
    assert width(subject(digest)) <= 50
    assert subject(digest).endswith("… and 1 more")


def test_a_long_newsletter_title_makes_room(issue, entry):
    """The newsletter's title would leave no room for the post's."""
    assert subject(issue(entry("Tides and more tides today"), title=LONG)).startswith("Tides and")


@given(st.text(min_size=1), st.text())
def test_subject_is_one_line(title, name):
    """A title with a line break would break the headers."""
    moment = datetime(2026, 11, 18, tzinfo=UTC)
    post = Post("a.md", "x:y", "https://e.org/", title, moment, moment, "en")
    site = Site(Path(), "https://e.org", "E", "en", zone("UTC"))
    letter = NewsletterSettings("n", name, "en", Person("S"))
    section = Section(None, (Placed(Entry(post, Body("", ""), minutes=1)),))
    made = subject(Digest(letter, site, moment, moment, (section,)))
    assert len(made.splitlines()) <= 1
    assert width(made) <= 50


def test_preheader_tells_what_else_there_is(issue, entry):
    """The inbox would repeat the subject, or show the first words of the header."""
    digest = issue(
        entry("Tides", excerpt="About the sea."), entry("Sky", 17), entry("Sea glass", 16)
    )
    assert preheader(digest) == "Sky · Sea glass — About the sea."
    assert preheader(issue(entry("Tides", excerpt="About the sea."))) == "About the sea."
    assert width(preheader(issue(entry("a"), entry(LONG, 17), entry(LONG, 16)))) <= 90


def test_what_an_editor_wrote(issue, entry):
    """An editor's own subject would be cut, or replaced, or end a header."""
    digest = replace(issue(entry("Tides")), subject=f" {LONG}\r\n {LONG}", preheader="Look\n out ")
    assert subject(digest) == f"{LONG} {LONG}"
    assert preheader(digest) == "Look out"
    blank = replace(digest, subject=" ", preheader="")
    assert (subject(blank), preheader(blank)) == ("The Letter: Tides", "What it is about.")


def test_the_leading_post_names_the_issue(issue, entry):
    """The subject would be about another post than the one that an editor put first."""
    digest = issue(entry("Tides"), entry("Sky", 17, excerpt="Of clouds."))
    (part,) = digest.sections
    posts = (replace(part.posts[0], lead=False), replace(part.posts[1], lead=True))
    led = replace(digest, sections=(replace(part, posts=posts),))
    assert subject(led) == "The Letter: Sky and 1 more"
    assert preheader(led) == "Tides — Of clouds."


def test_padding_fills_the_preview():
    """Inboxes would show the mail's first words after the preheader, or pay for blanks in bytes."""
    for line in ("", "Look out", "雲の名前", LONG * 4):
        blanks = padding(line)
        assert not blanks.strip("\u034f\u200c\u00a0")
        assert width(line) + blanks.count("\u00a0") == max(150, width(line))
    assert len(padding("").encode()) < 1_100
