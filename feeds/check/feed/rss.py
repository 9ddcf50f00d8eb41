"""RSS 2.0: https://www.rssboard.org/rss-specification and https://www.rssboard.org/rss-profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.check.feed import atom_links, rss_channel, rss_item
from feeds.check.feed.elements import (
    ATOM,
    XML,
    attributes,
    children,
    line_of,
    local,
    name_of,
    prefixed,
    space_of,
    stray_text,
    text_of,
)
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "rss-version": ("RSS says which version it is of.", 'Write <rss version="2.0">.'),
            "rss-namespace": (
                "The elements of RSS are in no namespace.",
                "Take out the xmlns of the rss element.",
            ),
            "rss-channel-missing": ("RSS has one channel.", "Put everything into one channel."),
            "rss-channel-twice": ("RSS has one channel.", "Make two feeds of it."),
            "rss-unknown-element": (
                "Only elements of RSS 2.0 are in no namespace, where they belong.",
                "Correct its name or its place, or give it a namespace.",
            ),
            "rss-stray-text": (
                "Between the elements of a feed stands no text.",
                "Take it out, or put it into an element.",
            ),
            "rss-item-outside": (
                "Items are in the channel.",
                "Move them above </channel>.",
            ),
            "rss-guid-twice": (
                "No two items have one guid: readers show one of them.",
                "Give each post an id of its own.",
                "feed_id",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "rss-version-old": (
                "RSS is of version 2.0.",
                'Write it anew as <rss version="2.0">; the rest was not looked at.',
            ),
            "rss-metadata-after-items": (
                "All that a channel says of itself is above its items.",
                "Move it above the first item.",
            ),
            "rss-unknown-attribute": (
                "Elements have the attributes that RSS gives them.",
                "Take it out.",
            ),
            "rss-extension-attribute": (
                "Elements of RSS have no attributes of other vocabularies.",
                "Make an element of it.",
            ),
            "rss-self-missing": (
                "A feed says where it is itself, as the best practices advise.",
                'Add <atom:link rel="self" type="application/rss+xml" href="…"/>.',
            ),
        },
    ),
}

_CHANNELS_OWN = {
    "image": {"url", "title", "link", "width", "height", "description"},
    "textInput": {"title", "description", "name", "link"},
    "skipHours": {"hour"},
    "skipDays": {"day"},
}
_ATTRIBUTES = {
    "rss": {"version"},
    "category": {"domain"},
    "cloud": {"domain", "port", "path", "registerProcedure", "protocol"},
    "enclosure": {"url", "length", "type"},
    "guid": {"isPermaLink"},
    "source": {"url"},
}
_PARENTS = frozenset({"rss", "channel", "item", *_CHANNELS_OWN})


def find(root: _Element) -> Iterator[Flaw]:
    """Every flaw of an RSS document's own rules."""
    space, name = name_of(root)
    version = root.get("version")
    line = line_of(root)
    if name == "RDF" or (version or "").startswith("0."):
        shown = "RSS 1.0" if name == "RDF" else f"RSS {shortened(version or '')}"
        yield Flaw("rss-version-old", f"the feed is {shown}", line)
        return
    if space:
        yield Flaw("rss-namespace", f"rss is in the namespace {shortened(space)}", line)
        return
    if version != "2.0":
        shown = f"is {shortened(version)}" if version else "is missing"
        yield Flaw("rss-version", f"the version {shown}", line)
    channels = children(root, "", "channel")
    if not channels:
        yield Flaw("rss-channel-missing", "the feed has no channel", line)
        return
    for again in channels[1:]:
        yield Flaw("rss-channel-twice", "the feed has two channels", line_of(again))
    for outside in children(root, "", "item"):
        yield Flaw("rss-item-outside", "an item is outside of the channel", line_of(outside))
    yield from _own(root)
    yield from _channel(channels[0])


def _channel(channel: _Element) -> Iterator[Flaw]:
    items = children(channel, "", "item")
    yield from _own(channel)
    begun = False
    for element in channel:
        if element.tag == "item":
            begun = True
            continue
        if begun and space_of(element) in ("", ATOM):
            what = f"{shortened(prefixed(element))} comes after items"
            yield Flaw("rss-metadata-after-items", what, line_of(element))
        yield from _common(element)
    links = children(channel, ATOM, "link")
    yield from atom_links.find(links)
    if not any(link.get("rel") == "self" for link in links):
        yield Flaw("rss-self-missing", "the feed does not say where it is", line_of(channel))
    yield from rss_channel.find(channel, items)
    for index, item in enumerate(items):
        for flaw in (*_common(item), *rss_item.find(item)):
            yield replace(flaw, entry=index)
    yield from _twice(items)


def _twice(items: Sequence[_Element]) -> Iterator[Flaw]:
    seen: Counter[str] = Counter()
    for index, item in enumerate(items):
        for guid in children(item, "", "guid")[:1]:
            text = text_of(guid)
            seen[text] += 1
            if text and seen[text] > 1:
                what = f"two items have the guid {shortened(text)}"
                yield Flaw("rss-guid-twice", what, line_of(guid), entry=index)


def _common(element: _Element) -> Iterator[Flaw]:
    """What may be wrong with any element of RSS, it and those in it."""
    yield from _own(element)
    if not space_of(element):
        for child in element:
            yield from _common(child)


def _own(element: _Element) -> Iterator[Flaw]:
    if space_of(element):
        return
    name, line, parent = local(element), line_of(element), element.getparent()
    if parent is not None and name not in _known_in(local(parent)):
        what = f"no {shortened(name)} belongs into {shortened(local(parent))}"
        yield Flaw("rss-unknown-element", what, line)
        return
    if name in _PARENTS and (stray := stray_text(element)):
        yield Flaw("rss-stray-text", f"in {name} stands the text {shortened(stray)}", line)
    for key in element.attrib:
        if str(key).startswith("{") and not str(key).startswith(f"{{{XML}}}"):
            what = f"{name} has the attribute {shortened(str(key).rpartition('}')[2])} of others"
            yield Flaw("rss-extension-attribute", what, line)
    for attribute in attributes(element):
        if attribute not in _ATTRIBUTES.get(name, ()):
            what = f"{name} has no attribute {shortened(attribute)}"
            yield Flaw("rss-unknown-attribute", what, line)


def _known_in(parent: str) -> frozenset[str] | set[str]:
    if parent == "rss":
        return {"channel", "item"}
    if parent == "channel":
        return rss_channel.ELEMENTS | {"item"}
    return rss_item.ELEMENTS if parent == "item" else _CHANNELS_OWN.get(parent, set())
