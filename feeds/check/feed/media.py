"""Media RSS, in Atom as in RSS: https://www.rssboard.org/media-rss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed.elements import MEDIA, children, line_of, local
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import is_integer, is_language, is_media_type, is_web
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "media-without-address": (
                "A media:content has a url or a player, a media:thumbnail a url.",
                "Give the address of the file.",
            ),
            "media-url": (
                "Addresses of media are of the web.",
                "Give the whole address.",
            ),
            "media-number": (
                "Sizes, durations and rates are numbers.",
                "Correct it, or leave it out.",
            ),
            "media-type": ("A type is a MIME type.", "Write one such as image/jpeg."),
            "media-medium": (
                "A medium is image, audio, video, document or executable.",
                "Write one of them.",
            ),
            "media-restriction": (
                "A media:restriction allows or denies, by country, uri or sharing.",
                "Write relationship and type so.",
            ),
            "media-language": (
                "A lang is a language tag.",
                "Write one such as en or pt-BR.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "media-default-twice": (
                "One file of a group is what readers take first.",
                "Leave isDefault at one of them.",
            ),
            "media-text-type": (
                "Titles and descriptions of media are of type plain or html.",
                "Write one of them.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "media-adult-old": (
                "What is for adults is told by media:rating: media:adult is old.",
                "Write media:rating instead.",
            ),
            "media-group-of-one": (
                "A group has several forms of one content.",
                "Take the media:content out of the group.",
            ),
        },
    ),
}

_MEDIUMS = ("image", "audio", "video", "document", "executable")
_NUMBERS = ("fileSize", "width", "height", "duration", "channels")
_TEXTS = ("title", "description")


def find(entry: _Element) -> Iterator[Flaw]:
    """What is wrong with the media of one entry, or of the feed itself."""
    for element in entry.iter(*(f"{{{MEDIA}}}{name}" for name in ("content", "thumbnail"))):
        yield from _object(element)
    for element in entry.iter(*(f"{{{MEDIA}}}{name}" for name in _TEXTS)):
        kind = element.get("type", "plain")
        if kind not in ("plain", "html"):
            what = f"media:{local(element)} is of type {shortened(kind) or 'nothing'}"
            yield Flaw("media-text-type", what, line_of(element))
    for element in entry.iter(f"{{{MEDIA}}}restriction"):
        relationship, limit = element.get("relationship"), element.get("type", "country")
        if relationship not in ("allow", "deny") or limit not in ("country", "uri", "sharing"):
            what = f"a media:restriction is {shortened(f'{relationship} {limit}')}"
            yield Flaw("media-restriction", what, line_of(element))
    for element in entry.iter(f"{{{MEDIA}}}adult"):
        yield Flaw("media-adult-old", "here is a media:adult", line_of(element))
    for group in children(entry, MEDIA, "group"):
        contents = children(group, MEDIA, "content")
        if len(contents) < 2:
            what = f"a media:group has {len(contents) or 'no'} media:content"
            yield Flaw("media-group-of-one", what, line_of(group))
        if sum(content.get("isDefault") == "true" for content in contents) > 1:
            what = "a media:group has several defaults"
            yield Flaw("media-default-twice", what, line_of(group))


def _object(element: _Element) -> Iterator[Flaw]:
    name, line = f"media:{local(element)}", line_of(element)
    url, kind, medium = (element.get(key) for key in ("url", "type", "medium"))
    if not url and not children(element, MEDIA, "player"):
        yield Flaw("media-without-address", f"{name} has no url", line)
    elif url and not is_web(url):
        yield Flaw("media-url", f"{name} is at {shortened(url)}", line)
    for key in _NUMBERS:
        number = element.get(key)
        if number is not None and not is_integer(number):
            what = f"{key} of {name} is {shortened(number) or 'empty'}"
            yield Flaw("media-number", what, line)
    if kind is not None and not is_media_type(kind):
        yield Flaw("media-type", f"{name} is of type {shortened(kind) or 'nothing'}", line)
    if medium is not None and medium not in _MEDIUMS:
        yield Flaw("media-medium", f"the medium of {name} is {shortened(medium)}", line)
    language = element.get("lang")
    if language is not None and not is_language(language):
        what = f"the language of {name} is {shortened(language) or 'empty'}"
        yield Flaw("media-language", what, line)
