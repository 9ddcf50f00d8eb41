"""Media RSS 1.5.1, in Atom as in RSS: https://www.rssboard.org/media-rss."""

from __future__ import annotations

from lxml.etree import SubElement, _Element

from feeds.media_types import Medium, medium
from feeds.model import Enclosure
from feeds.syndicate.prepared import PreparedEntry, PreparedFeed

__all__ = ["MEDIA", "add_media", "media_namespace"]

MEDIA = "http://search.yahoo.com/mrss/"
_PREFIXED = {"media": MEDIA}


def media_namespace(feed: PreparedFeed) -> dict[str, str]:
    """The prefix that `add_media` uses for any of the feed's entries."""
    return _PREFIXED if any(each.enclosures or each.picture for each in feed.entries) else {}


def add_media(parent: _Element, entry: PreparedEntry) -> None:
    """Adds each file of an entry as an object, and its picture as the thumbnail, too.

    Files are objects of their own: a group is for forms of the very same content.
    """
    picture = entry.picture
    objects = [_described(each, picture) for each in entry.enclosures]
    if picture and all(each.url != picture.url for each in objects):
        objects.append(picture)
    for each in objects:
        _add_object(parent, each, "image" if each is picture else medium(each.media_type))
    if picture:
        thumbnail = _element(parent, "thumbnail", url=picture.url)
        _set_size(thumbnail, picture)


def _described(enclosure: Enclosure, picture: Enclosure | None) -> Enclosure:
    """A file, or the picture itself, which says more of the same file."""
    return picture if picture and picture.url == enclosure.url else enclosure


def _add_object(parent: _Element, enclosure: Enclosure, kind: Medium | None) -> None:
    content = _element(parent, "content", url=enclosure.url)
    for name, value in (
        ("fileSize", enclosure.length),
        ("type", enclosure.media_type),
        ("medium", kind),
        ("duration", _seconds(enclosure.duration)),
        ("lang", enclosure.language),
    ):
        if value is not None:
            content.set(name, str(value))
    _set_size(content, enclosure)
    if enclosure.title:
        _element(content, "title", type="plain").text = enclosure.title
    if enclosure.alt:
        _element(content, "description", type="plain").text = enclosure.alt


def _set_size(element: _Element, enclosure: Enclosure) -> None:
    if enclosure.width and enclosure.height:
        element.set("height", str(enclosure.height))
        element.set("width", str(enclosure.width))


def _seconds(duration: float | None) -> int | None:
    """Whole seconds, as the specification's examples have them; never none at all."""
    return None if duration is None else max(int(duration + 0.5), 1)


def _element(parent: _Element, name: str, **attributes: str) -> _Element:
    return SubElement(parent, f"{{{MEDIA}}}{name}", attributes, nsmap=_PREFIXED)
