"""The items of RSS 2.0."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed.dates import w3c_date
from feeds.check.feed.elements import CONTENT, DC, children, line_of, name_of, text_of
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.rss_values import date_flaws, email_flaws, url_flaws
from feeds.check.feed.values import holds_markup, is_integer, is_media_type, is_web
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ELEMENTS", "RULES", "find"]

_ONCE = ("title", "link", "description", "author", "comments", "guid", "pubDate", "source")
ELEMENTS = frozenset((*_ONCE, "category", "enclosure"))

RULES = {
    **table(
        Level.ERROR,
        {
            "rss-item-empty": (
                "An item has a title or a description.",
                "Add one of them.",
            ),
            "rss-item-element-twice": (
                "An item has one of each, but for categories and enclosures.",
                "Keep one of them.",
            ),
            "rss-guid-empty": ("A guid is not empty.", "Give the post an id.", "feed_id"),
            "rss-guid-permalink": (
                "A guid is a full URL, unless isPermaLink is false.",
                'Write isPermaLink="false".',
                "feed_id",
            ),
            "rss-guid-is-permalink": (
                "An isPermaLink is true or false.",
                "Write one of them.",
            ),
            "rss-enclosure-incomplete": (
                "An enclosure has a url, a length and a type.",
                "Add what is missing.",
            ),
            "rss-enclosure-url": (
                "An enclosure is at an address of the web.",
                "Write the whole address, with http:// or https://.",
            ),
            "rss-enclosure-length": (
                "An enclosure's length is a number of bytes.",
                "Give the size of the file, or 0 where it is not known.",
            ),
            "rss-enclosure-type": (
                "An enclosure's type is a MIME type.",
                "Write one such as audio/mpeg.",
            ),
            "rss-source-without-url": (
                "A source has the url of the feed that the item is from.",
                "Add it.",
            ),
            "rss-dc-date": (
                "A dc:date is as the W3C writes dates.",
                "Write it as 2026-11-23T18:30:00Z.",
                "date",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "rss-guid-missing": (
                "Every item has a guid: without one readers guess what is new.",
                "Add one that will never change, such as the address of the post.",
            ),
            "rss-guid-short": (
                "A guid is unlike those of all other feeds.",
                "Take the address of the post, or a urn:uuid:.",
                "feed_id",
            ),
            "rss-item-without-link": (
                "Every item has a link, or a guid that is one.",
                "Give the address of the post.",
            ),
            "rss-item-without-date": (
                "Every item says when it was published.",
                "Add pubDate.",
                "date",
            ),
            "rss-item-title-html": (
                "A title is plain text: readers show HTML as it is written.",
                "Take the elements out.",
                "title",
            ),
            "rss-item-title-empty": ("A title is not empty.", "Write it out.", "title"),
            "rss-item-said-twice": (
                "Nothing is said both in RSS and in Dublin Core.",
                "Leave out what is in Dublin Core.",
            ),
            "rss-enclosure-twice": (
                "An item has one enclosure: many readers take only one.",
                "Leave the others to media:content, or to posts of their own.",
            ),
            "rss-encoded-alone": (
                "An item with content:encoded has a description, too.",
                "Add one, with a summary.",
            ),
            "rss-encoded-first": (
                "The description stands above content:encoded: some readers take the last.",
                "Move it up.",
            ),
            "rss-category-empty": (
                "A category is not empty.",
                "Fill it in, or leave it out.",
                "categories",
            ),
            "rss-category-twice": (
                "Every category is there once.",
                "Take one of them out.",
                "categories",
            ),
            "rss-wfw-comment": (
                "The feed of comments is called wfw:commentRss.",
                "Write it so: case counts.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "rss-item-without-title": (
                "Every item has a title: many readers show nothing else in lists.",
                "Add one.",
                "title",
            ),
            "rss-enclosure-length-unknown": (
                "An enclosure says how large it is.",
                "Give the size of the file in bytes.",
            ),
        },
    ),
}

_TWICE = {"date": "pubDate", "creator": "author", "title": "title", "description": "description"}
_WFW = "http://wellformedweb.org/CommentAPI/"
_UNIQUE = re.compile(r"(?=.*[^0-9]).{6}|.{12}", re.DOTALL)


def find(item: _Element) -> Iterator[Flaw]:
    """Every flaw of an item, but for those of any element."""
    line = line_of(item)
    title, description = (children(item, "", name) for name in ("title", "description"))
    if not title and not description:
        yield Flaw("rss-item-empty", "an item has neither title nor description", line)
    elif not title:
        yield Flaw("rss-item-without-title", "an item has no title", line)
    for name in _ONCE:
        for again in children(item, "", name)[1:]:
            yield Flaw("rss-item-element-twice", f"an item has {name} twice", line_of(again))
    for element in item:
        space, name = name_of(element)
        if not space:
            yield from _element(name, element)
        elif (space, name) == (DC, "date") and not w3c_date(text_of(element)):
            what = f"dc:date is {shortened(text_of(element)) or 'empty'}"
            yield Flaw("rss-dc-date", what, line_of(element))
        elif (space, name) == (_WFW, "commentRSS"):
            yield Flaw("rss-wfw-comment", "here is wfw:commentRSS", line_of(element))
    yield from _missing(item)
    yield from _beside(item)


def _element(name: str, element: _Element) -> Iterator[Flaw]:
    text, line = text_of(element), line_of(element)
    if name in ("link", "comments"):
        yield from url_flaws(element)
    elif name == "pubDate":
        yield from date_flaws(element)
    elif name == "author":
        yield from email_flaws(element)
    elif name == "title":
        if not text:
            yield Flaw("rss-item-title-empty", "the title of an item is empty", line)
        elif holds_markup(text):
            yield Flaw("rss-item-title-html", f"the title is {shortened(text)}", line)
    elif name == "guid":
        yield from _guid(element)
    elif name == "enclosure":
        yield from _enclosure(element)
    elif name == "category" and not text:
        yield Flaw("rss-category-empty", "a category is empty", line)
    elif name == "source":
        if element.get("url") is None:
            yield Flaw("rss-source-without-url", "the source has no url", line)
        else:
            yield from url_flaws(element, element.get("url", ""), "url")


def _guid(guid: _Element) -> Iterator[Flaw]:
    text, line = text_of(guid), line_of(guid)
    permalink = guid.get("isPermaLink", "true")
    if not text:
        yield Flaw("rss-guid-empty", "the guid of an item is empty", line)
    if permalink not in ("true", "false"):
        what = f"isPermaLink is {shortened(permalink) or 'empty'}"
        yield Flaw("rss-guid-is-permalink", what, line)
    elif text and permalink == "true" and not is_web(text):
        what = f"the guid {shortened(text)} is no address of the web"
        yield Flaw("rss-guid-permalink", what, line)
    elif text and not _UNIQUE.match(text):
        yield Flaw("rss-guid-short", f"the guid is {shortened(text)}", line)


def _enclosure(enclosure: _Element) -> Iterator[Flaw]:
    line = line_of(enclosure)
    url, length, kind = (enclosure.get(name) for name in ("url", "length", "type"))
    given = {"url": url, "length": length, "type": kind}
    if missing := [name for name, value in given.items() if value is None]:
        what = f"an enclosure has no {', no '.join(missing)}"
        yield Flaw("rss-enclosure-incomplete", what, line)
    if url is not None and not is_web(url):
        what = f"an enclosure is at {shortened(url) or 'no address'}"
        yield Flaw("rss-enclosure-url", what, line)
    if length is not None and not is_integer(length):
        what = f"an enclosure's length is {shortened(length) or 'empty'}"
        yield Flaw("rss-enclosure-length", what, line)
    elif length is not None and int(length) == 0:
        yield Flaw("rss-enclosure-length-unknown", "an enclosure's length is 0", line)
    if kind is not None and not is_media_type(kind):
        what = f"an enclosure's type is {shortened(kind) or 'empty'}"
        yield Flaw("rss-enclosure-type", what, line)


def _missing(item: _Element) -> Iterator[Flaw]:
    line = line_of(item)
    guids = children(item, "", "guid")
    if not guids:
        yield Flaw("rss-guid-missing", "an item has no guid", line)
    linked = any(guid.get("isPermaLink", "true") == "true" for guid in guids)
    if not linked and not children(item, "", "link"):
        yield Flaw("rss-item-without-link", "an item has no link", line)
    if not children(item, "", "pubDate") and not children(item, DC, "date"):
        yield Flaw("rss-item-without-date", "an item has no date", line)


def _beside(item: _Element) -> Iterator[Flaw]:
    """What is wrong with elements only beside others."""
    enclosures = children(item, "", "enclosure")
    if len(enclosures) > 1:
        what = f"an item has {len(enclosures)} enclosures"
        yield Flaw("rss-enclosure-twice", what, line_of(enclosures[1]))
    for name, other in _TWICE.items():
        if (doubled := children(item, DC, name)) and children(item, "", other):
            what = f"an item has both {other} and dc:{name}"
            yield Flaw("rss-item-said-twice", what, line_of(doubled[0]))
    for encoded in children(item, CONTENT, "encoded")[:1]:
        descriptions = children(item, "", "description")
        if not descriptions:
            what = "an item has content:encoded and no description"
            yield Flaw("rss-encoded-alone", what, line_of(encoded))
        elif item.index(descriptions[0]) > item.index(encoded):
            what = "content:encoded stands above the description"
            yield Flaw("rss-encoded-first", what, line_of(encoded))
    seen: set[tuple[str, str]] = set()
    for category in children(item, "", "category"):
        key = (category.get("domain", ""), text_of(category))
        if key in seen and key[1]:
            what = f"the category {shortened(key[1])} is there twice"
            yield Flaw("rss-category-twice", what, line_of(category))
        seen.add(key)
