"""Apple's tags for podcasts: https://podcasters.apple.com/support/823-podcast-requirements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from feeds.check.feed.elements import ITUNES, all_text, children, line_of, local, text_of
from feeds.check.feed.flaws import Flaw, shortened, table, words
from feeds.check.feed.values import is_email, is_integer, is_web
from feeds.errors import Level
from feeds.podcast.apple import CATEGORIES, PLAYABLE

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "podcast-image-missing": (
                "A podcast has a cover.",
                "Add itunes:image, square and of 1400 to 3000 pixels.",
            ),
            "podcast-image": (
                "An itunes:image has an href, with the address of the picture.",
                "Give the whole address.",
            ),
            "podcast-category-missing": (
                "A podcast has a category.",
                "Add itunes:category, with one of Apple's.",
            ),
            "podcast-category": (
                "Categories are those of Apple's list, case included.",
                "Take one of the list, and what is below it only within it.",
            ),
            "podcast-explicit-missing": (
                "A podcast says whether it is for adults only.",
                "Add itunes:explicit, true or false.",
            ),
            "podcast-explicit": (
                "An itunes:explicit is true or false.",
                "Write one of them.",
                "explicit",
            ),
            "podcast-type": ("An itunes:type is episodic or serial.", "Write one of them."),
            "podcast-episode-type": (
                "An itunes:episodeType is full, trailer or bonus.",
                "Write one of them.",
            ),
            "podcast-number": (
                "Seasons and episodes are whole numbers from 1 on.",
                "Correct it, or leave it out.",
            ),
            "podcast-duration": (
                "A duration is in seconds, or as 1:02:03.",
                "Give the number of seconds.",
            ),
            "podcast-owner-email": (
                "An owner's email is a mail address.",
                "Correct it, or leave it out.",
            ),
            "podcast-new-feed-url": (
                "A new address of the feed is one of the web.",
                "Give the whole address.",
            ),
            "podcast-enclosure-type": (
                "An episode is of a type that Apple plays.",
                "Give it as MP3, M4A, MP4, M4V, MOV, PDF or EPUB.",
            ),
            "podcast-guid-missing": (
                "Every episode has a guid: Apple counts by it.",
                "Add one that will never change.",
            ),
            "podcast-element-twice": (
                "Apple's tags are there once, but for categories.",
                "Keep one of them.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "podcast-image-format": ("A cover is JPEG or PNG.", "Give it as one of them."),
            "podcast-author-missing": (
                "A podcast says who makes it.",
                "Add itunes:author.",
            ),
            "podcast-enclosure-missing": (
                "An episode has a file to play.",
                "Add an enclosure, or leave the post out of the podcast.",
            ),
            "podcast-yes": (
                "An itunes:block or itunes:complete is Yes, or not there.",
                "Write Yes, or take it out.",
            ),
            "podcast-serial-unnumbered": (
                "The episodes of a serial podcast have numbers.",
                "Add itunes:episode.",
            ),
            "podcast-too-long": (
                "Texts have at most 255 characters, and summaries 4000.",
                "Shorten it.",
            ),
            "podcast-unknown-element": (
                "Tags are those that Apple has, case included.",
                "Correct its name or its place, or take it out.",
            ),
            "podcast-file-name": (
                "A file's name ends as its type says: Apple goes by it.",
                "Rename the file, or correct the type.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "podcast-old-element": (
                "Tags are those that Apple still reads.",
                "Take it out.",
            ),
        },
    ),
}

_CHANNEL = words(
    "author block category complete explicit image new-feed-url owner summary title type"
)
_ITEM = words("author block duration episode episodeType explicit image season summary title")
_OLD = words("keywords subtitle order isClosedCaptioned")
_ENDS = (".m4a", ".mp3", ".mov", ".mp4", ".m4v", ".pdf", ".epub")
_DURATION = re.compile(r"\d{1,7}(?:\.\d+)?|(?:\d{1,3}:)?[0-5]?\d:[0-5]\d(?:\.\d+)?", re.ASCII)
_WORDS = {
    "type": ("podcast-type", ("episodic", "serial")),
    "explicit": ("podcast-explicit", ("true", "false")),
    "episodeType": ("podcast-episode-type", ("full", "trailer", "bonus")),
}
_MOST = {"summary": 4000, "author": 255, "subtitle": 255, "keywords": 255, "title": 255}


def find(channel: _Element) -> Iterator[Flaw]:
    """What is wrong with a podcast; nothing where the feed has none of Apple's tags."""
    items = children(channel, "", "item")
    if not any(True for _ in channel.iter(f"{{{ITUNES}}}*")):
        return
    own = list(channel.iterchildren(f"{{{ITUNES}}}*"))
    yield from _tags(own, _CHANNEL, "channel")
    yield from _show(channel)
    serial = any(text_of(each) == "serial" for each in children(channel, ITUNES, "type"))
    for index, item in enumerate(items):
        for flaw in _episode(item, serial):
            yield replace(flaw, entry=index)


def _show(channel: _Element) -> Iterator[Flaw]:
    line = line_of(channel)
    for name in ("image", "category", "explicit"):
        if not children(channel, ITUNES, name):
            what = f"the podcast has no itunes:{name}"
            yield Flaw(f"podcast-{name}-missing", what, line)
    if not children(channel, ITUNES, "author"):
        yield Flaw("podcast-author-missing", "the podcast has no itunes:author", line)
    for category in children(channel, ITUNES, "category"):
        yield from _category(category)
    for owner in children(channel, ITUNES, "owner"):
        for email in children(owner, ITUNES, "email"):
            if not is_email(text_of(email)):
                what = f"the owner's email is {shortened(text_of(email)) or 'empty'}"
                yield Flaw("podcast-owner-email", what, line_of(email))


def _category(category: _Element) -> Iterator[Flaw]:
    name = category.get("text", "")
    if name not in CATEGORIES:
        what = f"Apple has no category {shortened(name) or 'without a name'}"
        yield Flaw("podcast-category", what, line_of(category))
        return
    for below in children(category, ITUNES, "category"):
        if (sub := below.get("text", "")) not in CATEGORIES[name]:
            what = f"{name} has no category {shortened(sub) or 'without a name'}"
            yield Flaw("podcast-category", what, line_of(below))


def _tags(tags: Sequence[_Element], known: frozenset[str], place: str) -> Iterator[Flaw]:
    """What is wrong with tags that a podcast and an episode have in common."""
    seen: set[str] = set()
    for tag in tags:
        name, line = local(tag), line_of(tag)
        if name in _OLD:
            yield Flaw("podcast-old-element", f"itunes:{name} is read no more", line)
        elif name not in known:
            what = f"no itunes:{shortened(name)} belongs into {place}"
            yield Flaw("podcast-unknown-element", what, line)
        if name in seen and name != "category":
            yield Flaw("podcast-element-twice", f"itunes:{name} is there twice", line)
        seen.add(name)
        yield from _tag(name, tag)


def _tag(name: str, tag: _Element) -> Iterator[Flaw]:
    text, line = text_of(tag), line_of(tag)
    shown = f"itunes:{name} is {shortened(text) or 'empty'}"
    if name in _WORDS and text not in _WORDS[name][1]:
        yield Flaw(_WORDS[name][0], shown, line)
    elif name in ("season", "episode") and not (is_integer(text) and int(text) > 0):
        yield Flaw("podcast-number", shown, line)
    elif name == "duration" and not _DURATION.fullmatch(text):
        yield Flaw("podcast-duration", shown, line)
    elif name in ("block", "complete") and text != "Yes":
        yield Flaw("podcast-yes", shown, line)
    elif name == "new-feed-url" and not is_web(text):
        yield Flaw("podcast-new-feed-url", shown, line)
    elif name == "image":
        yield from _image(tag)
    length = len(all_text(tag))
    if length > _MOST.get(name, length):
        yield Flaw("podcast-too-long", f"itunes:{name} has {length:,} characters", line)


def _image(image: _Element) -> Iterator[Flaw]:
    url, line = image.get("href", ""), line_of(image)
    if not is_web(url):
        yield Flaw("podcast-image", f"itunes:image is at {shortened(url) or 'no address'}", line)
    elif not urlsplit(url).path.lower().endswith((".jpg", ".jpeg", ".png")):
        yield Flaw("podcast-image-format", f"itunes:image is {shortened(url)}", line)


def _episode(item: _Element, serial: bool) -> Iterator[Flaw]:
    line = line_of(item)
    tags = list(item.iterchildren(f"{{{ITUNES}}}*"))
    yield from _tags(tags, _ITEM, "item")
    enclosures = children(item, "", "enclosure")
    if not enclosures:
        yield Flaw("podcast-enclosure-missing", "an episode has no enclosure", line)
    if not children(item, "", "guid"):
        yield Flaw("podcast-guid-missing", "an episode has no guid", line)
    names = {local(tag): text_of(tag) for tag in tags}
    full = names.get("episodeType", "full") == "full"
    if serial and full and enclosures and "episode" not in names:
        yield Flaw("podcast-serial-unnumbered", "an episode has no number", line)
    for enclosure in enclosures:
        kind, url = enclosure.get("type", ""), enclosure.get("url", "")
        if kind and kind not in PLAYABLE:
            what = f"an episode is of type {shortened(kind)}"
            yield Flaw("podcast-enclosure-type", what, line_of(enclosure))
        elif is_web(url) and not urlsplit(url).path.lower().endswith(_ENDS):
            what = f"an episode is at {shortened(url)}"
            yield Flaw("podcast-file-name", what, line_of(enclosure))
