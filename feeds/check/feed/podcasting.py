"""The podcast namespace: https://github.com/Podcastindex-org/podcast-namespace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.check.feed.dates import mail_date
from feeds.check.feed.elements import PODCAST, children, line_of, local, text_of
from feeds.check.feed.flaws import Flaw, shortened, table, words
from feeds.check.feed.values import is_integer, is_media_type, is_uuid, is_web
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "podcast-locked": (
                "A podcast:locked is yes or no.",
                "Write one of them.",
            ),
            "podcast-guid": (
                "A podcast:guid is a UUID.",
                "Make one of version 5 of the feed's address, once and for all.",
            ),
            "podcast-attribute-missing": (
                "Tags of the podcast namespace have what they need.",
                "Add what is missing.",
            ),
            "podcast-url": (
                "Addresses in the podcast namespace are of the web.",
                "Give the whole address.",
            ),
            "podcast-media-type": (
                "Types in the podcast namespace are MIME types.",
                "Write one such as text/vtt.",
            ),
            "podcast-empty": (
                "Persons, licences, seasons and the like have a text.",
                "Write it out.",
            ),
            "podcast-season-episode": (
                "A podcast:season is a whole number, a podcast:episode a decimal one.",
                "Correct it, or leave it out.",
            ),
            "podcast-medium": (
                "A podcast:medium is one of the list.",
                "Write podcast, music, video, film, audiobook, newsletter, blog or course.",
            ),
            "podcast-time": (
                "Times and lengths are numbers of seconds or bytes.",
                "Correct it, or leave it out.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "podcast-tag-unknown": (
                "Tags of the podcast namespace are those that it has, where they belong.",
                "Correct its name or its place, or take it out.",
            ),
            "podcast-tag-twice": (
                "Some tags of the podcast namespace are there once.",
                "Keep one of them.",
            ),
            "podcast-transcript-type": (
                "A transcript is text, HTML, WebVTT, SRT or JSON.",
                "Give it as one of them.",
            ),
            "podcast-text-long": (
                "Texts in the podcast namespace have at most 128 characters.",
                "Shorten it.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "podcast-guid-version": (
                "A podcast:guid is a UUID of version 5.",
                "Keep it where it is known already.",
            ),
        },
    ),
}

_CHANNEL = words(
    "block chat funding guid image images license liveItem location locked medium person podping "
    "podroll publisher remoteItem socialInteract trailer txt updateFrequency value"
)
_ITEM = words(
    "alternateEnclosure chapters chat contentLink episode funding image images license location "
    "person season socialInteract soundbite transcript txt value"
)
_ONCE = words("guid locked medium season episode chapters license publisher")
_NEEDED = {
    "transcript": ("url", "type"),
    "chapters": ("url", "type"),
    "funding": ("url",),
    "soundbite": ("startTime", "duration"),
    "trailer": ("url", "pubdate"),
    "alternateEnclosure": ("type",),
}
_WITH_TEXT = words("person license location season episode trailer guid locked medium")
_ADDRESSES = ("url", "href", "img")
_LENGTHS = ("length", "startTime", "duration", "bitrate", "height")
_MOST = {"person": 128, "season": 128, "episode": 128, "trailer": 128, "location": 128}
_MEDIUMS = words("podcast music video film audiobook newsletter blog publisher course")
_TRANSCRIPTS = (
    *("text/plain", "text/html", "text/vtt", "text/srt", "application/srt"),
    *("application/x-subrip", "application/json", "application/ttml+xml"),
)
_DECIMAL = re.compile(r"\d{1,15}(?:\.\d{1,9})?", re.ASCII)


def find(channel: _Element) -> Iterator[Flaw]:
    """What is wrong with the tags of the podcast namespace."""
    yield from _tags(channel, _CHANNEL)
    for index, item in enumerate(children(channel, "", "item")):
        for flaw in _tags(item, _ITEM):
            yield replace(flaw, entry=index)


def _tags(parent: _Element, known: frozenset[str]) -> Iterator[Flaw]:
    seen: set[str] = set()
    for tag in parent.iterchildren(f"{{{PODCAST}}}*"):
        name, line = local(tag), line_of(tag)
        if name not in known:
            what = f"no podcast:{shortened(name)} belongs into {local(parent)}"
            yield Flaw("podcast-tag-unknown", what, line)
            continue
        if name in seen & _ONCE:
            yield Flaw("podcast-tag-twice", f"podcast:{name} is there twice", line)
        seen.add(name)
        yield from _attributes(name, tag)
        yield from _text(name, tag)


def _attributes(name: str, tag: _Element) -> Iterator[Flaw]:
    line, shown = line_of(tag), f"podcast:{name}"
    missing = [key for key in _NEEDED.get(name, ()) if not tag.get(key)]
    if missing:
        what = f"{shown} has no {' and no '.join(missing)}"
        yield Flaw("podcast-attribute-missing", what, line)
    if name == "alternateEnclosure" and not children(tag, PODCAST, "source"):
        yield Flaw("podcast-attribute-missing", f"{shown} has no podcast:source", line)
    for key in _ADDRESSES:
        url = tag.get(key)
        if url and not is_web(url):
            yield Flaw("podcast-url", f"{key} of {shown} is {shortened(url)}", line)
    kind = tag.get("type")
    if kind and name != "socialInteract" and not is_media_type(kind):
        yield Flaw("podcast-media-type", f"{shown} is of type {shortened(kind)}", line)
    elif kind and name == "transcript" and kind.partition(";")[0] not in _TRANSCRIPTS:
        yield Flaw("podcast-transcript-type", f"a transcript is of type {shortened(kind)}", line)
    for key in _LENGTHS:
        number = tag.get(key)
        if number is not None and not _DECIMAL.fullmatch(number):
            yield Flaw("podcast-time", f"{key} of {shown} is {shortened(number) or 'empty'}", line)
    date = tag.get("pubdate")
    if date and mail_date(date) is None:
        yield Flaw("podcast-time", f"pubdate of {shown} is {shortened(date)}", line)


def _text(name: str, tag: _Element) -> Iterator[Flaw]:
    text, line = text_of(tag), line_of(tag)
    what = f"podcast:{name} is {shortened(text)}"
    if name in _WITH_TEXT and not text:
        yield Flaw("podcast-empty", f"podcast:{name} is empty", line)
        return
    if name == "locked" and text not in ("yes", "no"):
        yield Flaw("podcast-locked", what, line)
    elif name == "guid":
        if not is_uuid(text):
            yield Flaw("podcast-guid", what, line)
        elif text[14] != "5":
            yield Flaw("podcast-guid-version", f"{what}, of version {text[14]}", line)
    elif (name == "season" and not is_integer(text)) or (
        name == "episode" and not _DECIMAL.fullmatch(text)
    ):
        yield Flaw("podcast-season-episode", what, line)
    elif name == "medium" and text.removesuffix("L") not in (*_MEDIUMS, "mixed"):
        yield Flaw("podcast-medium", what, line)
    if len(text) > _MOST.get(name, len(text)):
        yield Flaw("podcast-text-long", f"podcast:{name} has {len(text):,} characters", line)
