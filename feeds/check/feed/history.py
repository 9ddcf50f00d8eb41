"""Archives and complete feeds (RFC 5005), and hubs (WebSub), in feeds of XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed.atom_links import addresses
from feeds.check.feed.elements import ATOM, HISTORY, children, line_of, text_of
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import is_iri, is_web
from feeds.check.feed.view import FeedView
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "find", "websub"]

RULES = {
    **table(
        Level.ERROR,
        {
            "archive-and-complete": (
                "A feed is an archive page or complete, and not both (RFC 5005 §2, §4).",
                "Take one of the two marks out.",
            ),
            "complete-other-current": (
                "A complete feed is itself the current one (RFC 5005 §2).",
                'Take the link rel="current" out.',
            ),
            "archive-mark-misplaced": (
                "The marks of archives and complete feeds are in the feed's own element.",
                "Move it out of the entry.",
            ),
            "websub-hub": (
                "A hub is at an address of the web (WebSub §4).",
                "Correct the address.",
            ),
            "websub-self-missing": (
                "A feed with a hub says where it is itself (WebSub §4).",
                'Add a link with rel="self", in JSON Feed feed_url.',
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "archive-without-current": (
                "An archive page says which feed it belongs to (RFC 5005 §4).",
                'Add a link with rel="current".',
            ),
            "archive-link-in-entry": (
                "Entries have no links to other pages of the archive.",
                "Move it to the feed.",
            ),
            "archive-link-twice": (
                "A page has one page before it, one after it and one feed.",
                "Keep one of the links.",
            ),
            "complete-with-pages": (
                "A complete feed has no other pages (RFC 5005 §2).",
                "Take the links to them out, or fh:complete.",
            ),
            "archive-mark-not-empty": (
                "The marks of archives and complete feeds hold nothing.",
                "Take the text out.",
            ),
            "archive-mark-unknown": (
                "RFC 5005 has fh:archive and fh:complete, and nothing else.",
                "Take it out.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "websub-hub-http": (
                "A hub is asked with https: what it is told can then not be changed.",
                "Write https://, where the hub has it.",
            ),
        },
    ),
}

_PAGES = ("prev-archive", "next-archive", "previous", "prev", "next", "first", "last")
_ARCHIVES = ("prev-archive", "next-archive", "current")
_MARKS = ("archive", "complete")


def find(feed: _Element) -> Iterator[Flaw]:
    """What is wrong with the marks and links of archives: `feed` is Atom's, or the channel."""
    links = addresses(feed)
    marks = {name: children(feed, HISTORY, name) for name in _MARKS}
    if marks["archive"] and marks["complete"]:
        line = line_of(marks["complete"][0])
        yield Flaw("archive-and-complete", "the feed is both an archive page and complete", line)
    if marks["archive"] and "current" not in links:
        what = "the archive page does not say which feed it belongs to"
        yield Flaw("archive-without-current", what, line_of(marks["archive"][0]))
    if marks["complete"] and (pages := [name for name in _PAGES if name in links]):
        what = f"the complete feed has a link {pages[0]}"
        yield Flaw("complete-with-pages", what, line_of(marks["complete"][0]))
    if marks["complete"] and not set(links.get("current", ())) <= set(links.get("self", ())):
        what = f"the complete feed leads on to {shortened(links['current'][0])}"
        yield Flaw("complete-other-current", what, line_of(marks["complete"][0]))
    for relation in _ARCHIVES:
        if len(set(links.get(relation, ()))) > 1:
            yield Flaw("archive-link-twice", f"the feed has two links {relation}", line_of(feed))
    for mark in feed.iter(f"{{{HISTORY}}}*"):
        name = str(mark.tag).rpartition("}")[2]
        if name not in _MARKS:
            what = f"there is no fh:{shortened(name)}"
            yield Flaw("archive-mark-unknown", what, line_of(mark))
        elif mark.getparent() is not feed:
            yield Flaw("archive-mark-misplaced", f"fh:{name} is in an entry", line_of(mark))
        elif len(mark) or text_of(mark):
            yield Flaw("archive-mark-not-empty", f"fh:{name} holds something", line_of(mark))
    for link in feed.iter(f"{{{ATOM}}}link"):
        if link.get("rel") in _ARCHIVES and link.getparent() is not feed:
            what = f"an entry has a link {link.get('rel')}"
            yield Flaw("archive-link-in-entry", what, line_of(link))


def websub(feed: FeedView) -> Iterator[Flaw]:
    """What is wrong with hubs, whatever the format."""
    hubs = feed.links.get("hub", ())
    for hub in hubs:
        if not is_web(hub):
            yield Flaw("websub-hub", f"a hub is at {shortened(hub) or 'no address'}", feed.line)
        elif not hub.lower().startswith("https:"):
            yield Flaw("websub-hub-http", f"the hub {shortened(hub)} has no https", feed.line)
    if hubs and not is_iri(feed.address):
        what = "the feed has a hub and does not say where it is"
        yield Flaw("websub-self-missing", what, feed.line)
