"""The part of a feedgen generator that Atom and RSS share.

What feedgen does not write, or writes wrong, the formats add through its extensions: two
classes each, one for the feed and one for an entry. feedgen makes them without arguments
and keeps them as the attribute `feeds`; their `source` is what they add from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml.etree import Element, SubElement, _Element, fromstring, tostring

from feeds.syndicate.prepared import PreparedEntry, PreparedFeed, Way

__all__ = ["EntryExtension", "FeedExtension", "Frame", "Item", "filled", "generator", "item"]


class FeedExtension:
    """What feedgen asks of a feed's extension; `source` and `way` are set before it is asked."""

    source: PreparedFeed
    way: Way

    def extend_ns(self) -> dict[str, str]:
        """Prefixes and namespaces to declare on the root."""
        return {}


class EntryExtension:
    """What feedgen asks of an entry's extension; both are set before it is asked."""

    source: PreparedEntry
    namespaces: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """The elements around the items of a format, the root first, and what an item's is.

    Items are the last that is in them.
    """

    around: tuple[str, ...]
    item: str
    element: Callable[[FeedEntry], _Element]

    @property
    def end(self) -> bytes:
        """What a document says after its last item."""
        lines = [f"{'  ' * depth}</{tag}>\n" for depth, tag in enumerate(self.around)]
        return "".join(reversed(lines)).encode()

    def written(self, entry: FeedEntry, namespaces: Mapping[str, str]) -> bytes:
        """An item as a document has it whose root declares just those prefixes."""
        root, *below = self.around
        top = parent = Element(root, nsmap=dict(namespaces))
        for tag in below:
            parent = SubElement(parent, tag)
        parent.append(self.element(entry))
        data: bytes = tostring(top, pretty_print=True, encoding="UTF-8")
        start = data.index(f"{'  ' * len(self.around)}<{self.item}".encode())
        return data[start:].removesuffix(self.end)


class Item(FeedEntry):  # type: ignore[misc]
    """An entry that is written once for all the feeds whose roots declare the same."""

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[tuple[tuple[str, str], ...], bytes] = {}

    def within(self, frame: Frame, namespaces: tuple[tuple[str, str], ...]) -> bytes:
        """The item as a document has it whose root declares those prefixes."""
        if namespaces not in self._written:
            self._written[namespaces] = frame.written(self, dict(namespaces))
        return self._written[namespaces]


def item(entry: PreparedEntry, feed: PreparedFeed, extension: type[EntryExtension]) -> Item:
    """An entry that knows all but dates, authors and descriptions, for one format."""
    made = Item()
    made.register_extension("feeds", extension)
    made.feeds.source = entry
    made.feeds.namespaces = feed.namespaces
    made.title(entry.title)
    made.guid(entry.id, permalink=entry.id == entry.url)
    made.link(href=entry.url, rel="alternate", type="text/html", hreflang=entry.language)
    if entry.html:
        made.content(entry.html, type="html")
    made.category([{"term": each.term, "scheme": each.scheme} for each in entry.categories])
    return made


def generator(
    feed: PreparedFeed, way: Way, media_type: str, extension: type[FeedExtension]
) -> FeedGenerator:
    """A generator that knows all but dates, authors, descriptions, items and the program's name.

    `media_type` is the type of what it will write.
    """
    made = FeedGenerator()
    made.register_extension("feeds", extension)
    made.feeds.source = feed
    made.feeds.way = way
    made.title(feed.title)
    made.language(feed.language)
    made.link(href=way.link, rel="self", type=media_type)
    # RSS takes as its <link> whichever comes last.
    made.link(href=feed.home, rel="alternate", type="text/html", hreflang=feed.language)
    if feed.rights:
        made.rights(feed.rights)
    return made


def filled(empty: bytes, frame: Frame, items: Iterable[Item]) -> bytes:
    """The document of a feed, given it without its items, which stay in order."""
    declared = fromstring(empty).nsmap
    namespaces = tuple((prefix, uri) for prefix, uri in declared.items() if prefix)
    written = (each.within(frame, namespaces) for each in items)
    return b"".join((empty.removesuffix(frame.end), *written, frame.end))
