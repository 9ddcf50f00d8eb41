"""OPML 2.0: http://opml.org/spec2.opml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed.dates import mail_date
from feeds.check.feed.elements import children, line_of, local, space_of, stray_text, text_of
from feeds.check.feed.flaws import Flaw, shortened, table, words
from feeds.check.feed.values import is_email, is_web
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "feeds_in", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "opml-version-missing": ("OPML says which version it is of.", 'Add version="2.0".'),
            "opml-head-missing": ("OPML has a head.", "Add one, with a title."),
            "opml-body-missing": ("OPML has a body.", "Add one, with the outlines."),
            "opml-part-twice": ("OPML has one head and one body.", "Keep one of them."),
            "opml-body-empty": ("A body has at least one outline.", "Add one."),
            "opml-unknown-element": (
                "Only elements of OPML are in no namespace, where they belong.",
                "Correct its name or its place, or give it a namespace.",
            ),
            "opml-outline-without-text": (
                "Every outline has a text.",
                "Write the title of the feed into it.",
            ),
            "opml-feed-without-url": (
                "An outline of type rss has an xmlUrl.",
                "Give the address of the feed.",
            ),
            "opml-url": (
                "Every URL is absolute, with http:// or https://.",
                "Write the whole address.",
            ),
            "opml-include-without-url": (
                "An outline of type link or include has a url.",
                "Give the address.",
            ),
            "opml-date": (
                "Dates are of RFC 822.",
                "Write it as Mon, 23 Nov 2026 18:30:00 GMT.",
            ),
            "opml-email": ("An ownerEmail is a mail address.", "Correct it, or leave it out."),
            "opml-owner": (
                "An ownerId is an address of the web.",
                "Correct it, or leave it out.",
            ),
            "opml-number": (
                "Positions of windows and lines are whole numbers.",
                "Leave them out.",
            ),
            "opml-yes-or-no": (
                "isComment and isBreakpoint are true or false.",
                "Write one of them.",
            ),
            "opml-stray-text": (
                "All that an outline says is in its attributes.",
                "Put it into the attribute text.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "opml-version": ("OPML is of version 2.0.", 'Write version="2.0".'),
            "opml-type": (
                "An outline's type is one that programs know: rss, link or include.",
                "Correct it.",
            ),
            "opml-type-missing": (
                "An outline with an xmlUrl says that it is a feed.",
                'Add type="rss".',
            ),
            "opml-feed-version": (
                "An outline's version is RSS, RSS1, RSS2, scriptingNews or ATOM.",
                "Leave it out.",
            ),
            "opml-feed-twice": (
                "Every feed is there once in a group.",
                "Take one of them out.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {"opml-title-missing": ("A list of feeds has a title.", "Add title to its head.")},
    ),
}

_HEAD = words(
    "title dateCreated dateModified ownerName ownerEmail ownerId docs expansionState "
    "vertScrollState windowTop windowLeft windowBottom windowRight"
)
_NUMBERS = words("vertScrollState windowTop windowLeft windowBottom windowRight")
_TYPES = frozenset({"rss", "atom", "link", "include", "text"})
_VERSIONS = frozenset({"rss", "rss1", "rss2", "scriptingnews", "atom", "atom1", "json", "json1"})
_LINES = re.compile(r"-?\d{1,9}(?:\s*,\s*-?\d{1,9})*", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)


def feeds_in(root: _Element) -> Iterator[tuple[str, int | None]]:
    """The address of every feed that is listed, and its line."""
    for outline in root.iter("outline"):
        if url := (outline.get("xmlUrl") or "").strip():
            yield url, line_of(outline)


def find(root: _Element) -> Iterator[Flaw]:
    """Every flaw of an OPML document."""
    version, line = root.get("version"), line_of(root)
    if version is None:
        yield Flaw("opml-version-missing", "the list has no version", line)
    elif version != "2.0":
        yield Flaw("opml-version", f"the list is of version {shortened(version)}", line)
    for name in ("head", "body"):
        found = children(root, "", name)
        if not found:
            yield Flaw(f"opml-{name}-missing", f"the list has no {name}", line)
        for again in found[1:]:
            yield Flaw("opml-part-twice", f"the list has two of {name}", line_of(again))
    for element in root:
        if not space_of(element) and local(element) not in ("head", "body"):
            what = f"no {shortened(local(element))} belongs into opml"
            yield Flaw("opml-unknown-element", what, line_of(element))
    for head in children(root, "", "head"):
        yield from _head(head)
    for body in children(root, "", "body"):
        if not children(body, "", "outline"):
            yield Flaw("opml-body-empty", "the body has no outline", line_of(body))
        yield from _outlines(body)


def _head(head: _Element) -> Iterator[Flaw]:
    if not any(text_of(title) for title in children(head, "", "title")):
        yield Flaw("opml-title-missing", "the list has no title", line_of(head))
    for element in head:
        name, text, line = local(element), text_of(element), line_of(element)
        shown = f"{shortened(name)} is {shortened(text) or 'empty'}"
        if space_of(element):
            continue
        if name not in _HEAD:
            yield Flaw("opml-unknown-element", f"no {shortened(name)} belongs into head", line)
        elif name in ("dateCreated", "dateModified") and mail_date(text) is None:
            yield Flaw("opml-date", shown, line)
        elif name == "ownerEmail" and not is_email(text):
            yield Flaw("opml-email", shown, line)
        elif name == "ownerId" and not is_web(text):
            yield Flaw("opml-owner", shown, line)
        elif name == "docs" and not is_web(text):
            yield Flaw("opml-url", shown, line)
        elif (name in _NUMBERS and not _NUMBER.fullmatch(text)) or (
            name == "expansionState" and text and not _LINES.fullmatch(text)
        ):
            yield Flaw("opml-number", shown, line)


def _outlines(parent: _Element) -> Iterator[Flaw]:
    seen: set[str] = set()
    if stray := stray_text(parent):
        what = f"in {local(parent)} stands the text {shortened(stray)}"
        yield Flaw("opml-stray-text", what, line_of(parent))
    for element in parent:
        if space_of(element):
            continue
        if local(element) != "outline":
            what = f"no {shortened(local(element))} belongs into {local(parent)}"
            yield Flaw("opml-unknown-element", what, line_of(element))
            continue
        yield from _outline(element)
        url = (element.get("xmlUrl") or "").strip()
        if url and url in seen:
            what = f"the feed {shortened(url)} is there twice"
            yield Flaw("opml-feed-twice", what, line_of(element))
        seen.add(url)
        yield from _outlines(element)


def _outline(outline: _Element) -> Iterator[Flaw]:
    line, text = line_of(outline), outline.get("text")
    kind = (outline.get("type") or "").lower()
    shown = shortened(text or "") or "without a text"
    if not (text or "").strip():
        yield Flaw("opml-outline-without-text", "an outline has no text", line)
    if kind == "rss" and not outline.get("xmlUrl"):
        yield Flaw("opml-feed-without-url", f"the feed {shown} has no xmlUrl", line)
    if kind in ("link", "include") and not outline.get("url"):
        yield Flaw("opml-include-without-url", f"the outline {shown} has no url", line)
    for name in ("xmlUrl", "htmlUrl", "url"):
        url = outline.get(name)
        if url is not None and (url or name == "htmlUrl") and not is_web(url):
            yield Flaw("opml-url", f"{name} of {shown} is {shortened(url) or 'empty'}", line)
    if kind and kind not in _TYPES:
        yield Flaw("opml-type", f"the outline {shown} is of type {shortened(kind)}", line)
    elif not kind and outline.get("xmlUrl"):
        yield Flaw("opml-type-missing", f"the feed {shown} has no type", line)
    version = outline.get("version")
    if version is not None and version.lower() not in _VERSIONS:
        yield Flaw("opml-feed-version", f"{shown} is of version {shortened(version)}", line)
    for name in ("isComment", "isBreakpoint"):
        value = outline.get(name)
        if value is not None and value not in ("true", "false"):
            yield Flaw("opml-yes-or-no", f"{name} of {shown} is {shortened(value)}", line)
    created = outline.get("created")
    if created is not None and mail_date(created) is None:
        yield Flaw("opml-date", f"created of {shown} is {shortened(created) or 'empty'}", line)
