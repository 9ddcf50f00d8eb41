"""OPML 2.0 (http://opml.org/spec2.opml): the feeds of a site as a list to import."""

from __future__ import annotations

from collections.abc import Mapping

from lxml.etree import Element, SubElement, _Element, tostring

from feeds.model import FeedFormat, Subscriptions
from feeds.subscribe.listing import Group, Listed, groups
from feeds.subscribe.words import Words, words
from feeds.text import one_line

__all__ = ["MEDIA_TYPE", "write"]

MEDIA_TYPE = "text/x-opml"

_SPECIFICATION = "http://opml.org/spec2.opml"
_VERSIONS: Mapping[FeedFormat, str] = {"atom": "ATOM1", "rss": "RSS"}


def write(subscriptions: Subscriptions) -> bytes:
    """The list: the main feed by itself, all others in an outline for each group.

    Each feed is there once, in the format to prefer, so that no reader has it twice. There
    are no dates, which would change the list with every post.
    """
    site = subscriptions.site
    root = Element("opml", version="2.0")
    head = SubElement(root, "head")
    SubElement(head, "title").text = one_line(site.title)
    owner = next(iter(site.authors), None)
    if owner is not None:
        SubElement(head, "ownerName").text = one_line(owner.name)
        if owner.email:
            SubElement(head, "ownerEmail").text = owner.email
        if owner.url:
            SubElement(head, "ownerId").text = owner.url
    SubElement(head, "docs").text = _SPECIFICATION
    body = SubElement(root, "body")
    for group in groups(subscriptions):
        _add(group, body, words(site.language))
    data: bytes = tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def _add(group: Group, body: _Element, language: Words) -> None:
    heading = language.groups[group.kind]
    parent = body
    if group.kind != "main":
        parent = SubElement(body, "outline", text=heading, title=heading)
    for feed in group.feeds:
        SubElement(parent, "outline", _attributes(feed))


def _attributes(feed: Listed) -> dict[str, str]:
    address = feed.addresses[0]
    attributes = {
        "type": "rss",
        "text": feed.title,
        "title": feed.title,
        "version": _VERSIONS.get(address.format, ""),
        "xmlUrl": address.url,
        "htmlUrl": feed.home,
        "description": feed.description,
        "language": feed.language,
        "category": _tag(feed.term),
    }
    return {name: value for name, value in attributes.items() if value}


def _tag(term: str) -> str:
    """The term as one tag: a comma would end it, and a slash make a path of it."""
    return " ".join(term.replace(",", " ").replace("/", " ").split())
