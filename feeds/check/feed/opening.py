"""From bytes to a feed that can be looked at: which kind it is, and whether it can be read.

No entity is expanded, no DTD read and nothing fetched, whatever the bytes hold.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from feeds.check.feed.elements import ATOM, name_of
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.located_json import LocatedJson, NotJsonError
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["MOST_BYTES", "RULES", "Kind", "Opened", "opened"]

Kind = Literal["Atom", "RSS", "JSON Feed", "OPML"]

MOST_BYTES = 64 * 1024 * 1024
"""What is larger is not read."""

_LARGE, _TOO_LARGE = 1024 * 1024, 5 * 1024 * 1024

RULES = {
    **table(
        Level.ERROR,
        {
            "file-empty": ("A feed is not empty.", "Write it anew."),
            "file-not-a-feed": (
                "The file is Atom, RSS 2.0, JSON Feed or OPML.",
                "Give the address of the feed itself.",
            ),
            "feed-too-large": (
                "A feed has at most 5 MiB: CommaFeed and others refuse more.",
                "Give it a limit, and archives for the rest.",
            ),
            "xml-not-well-formed": (
                "A feed in XML is well-formed: readers show nothing of one that is not.",
                "Mend it here.",
            ),
            "xml-before-declaration": (
                "Nothing stands before the XML declaration, not even an empty line.",
                "Take out what is above <?xml.",
            ),
            "xml-encoding": (
                "A feed's bytes are in the encoding that it names.",
                "Write it in UTF-8.",
            ),
            "xml-entity": (
                "A feed declares no entities: readers do not read them.",
                "Write the characters themselves.",
            ),
            "json-not-well-formed": (
                "A JSON Feed is JSON: readers show nothing of one that is not.",
                "Mend it here.",
            ),
            "json-not-utf-8": ("JSON is in UTF-8 (RFC 8259 §8.1).", "Write it in UTF-8."),
            "json-not-strict": (
                "Numbers are numbers: JSON has no NaN and no Infinity.",
                "Leave the value out.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "feed-large": (
                "A feed has at most 1 MiB: it is fetched again and again.",
                "Give it a lower limit, or summaries instead of whole posts.",
            ),
            "xml-encoding-not-utf-8": (
                "A feed is in UTF-8, which every reader reads.",
                "Write it in UTF-8.",
            ),
            "xml-stylesheet": (
                "A feed's stylesheet is CSS: browsers give up XSLT.",
                'Write one with type="text/css", or none.',
            ),
            "xml-doctype": ("A feed has no document type.", "Take the DOCTYPE out."),
            "xml-version": ("A feed is in XML 1.0.", 'Write <?xml version="1.0"?>.'),
            "json-byte-order-mark": (
                "JSON has no byte order mark (RFC 8259 §8.1).",
                "Write it without.",
            ),
            "json-key-twice": (
                "Every key is there once: programs take either value.",
                "Take one of them out.",
            ),
        },
    ),
}

_ATOM_SPACES = (ATOM, "http://purl.org/atom/ns#")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BOM = codecs.BOM_UTF8
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*[\"']([^\"'?]{1,20})[\"']"
    rb"(?:\s+encoding\s*=\s*[\"']([^\"'?]{1,40})[\"'])?"
)
_XSLT = re.compile(
    rb"<\?xml-stylesheet\s[^<>?]{0,500}type\s*=\s*[\"'](?:text|application)/(?:xsl|xslt\+xml|xml)[\"']"
)
_START = 4096


@dataclass(frozen=True, slots=True)
class Opened:
    """A feed taken apart as far as it could be: its kind, and what it holds.

    Where `kind` is None, `flaws` say why.
    """

    kind: Kind | None
    flaws: tuple[Flaw, ...]
    root: _Element | None = None
    json: LocatedJson | None = None


def opened(data: bytes) -> Opened:
    """Reads any bytes; the kind is told by what is in them."""
    if not data.removeprefix(_BOM).strip():
        return _failed("file-empty", "the file is empty")
    if len(data) > MOST_BYTES:
        return _failed("feed-too-large", f"the file has {len(data):,} bytes and was not read")
    sizes = tuple(_size(len(data)))
    plain = data.removeprefix(_BOM).lstrip()
    if plain[:1] in (b"{", b"["):
        found = _json(data)
    elif _HTML.match(plain[:_START]):
        found = _failed("file-not-a-feed", "the file is an HTML page, and no feed")
    elif plain[:1] == b"<" or data.startswith(_WIDE):
        found = _xml(data)
    else:
        found = _failed("file-not-a-feed", "the file is neither XML nor JSON")
    return Opened(found.kind, (*sizes, *found.flaws), found.root, found.json)


def _failed(rule: str, what: str, line: int | None = None) -> Opened:
    return Opened(None, (Flaw(rule, what, line),))


def _size(size: int) -> Iterator[Flaw]:
    megabytes = f"the feed has {size / 1024 / 1024:.1f} MiB"
    if size > _TOO_LARGE:
        yield Flaw("feed-too-large", megabytes)
    elif size > _LARGE:
        yield Flaw("feed-large", megabytes)


def _json(data: bytes) -> Opened:
    flaws: list[Flaw] = []
    if data.startswith(_BOM):
        flaws.append(Flaw("json-byte-order-mark", "the file begins with a byte order mark", 1))
    try:
        found = LocatedJson(data.removeprefix(_BOM).decode())
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        return _failed("json-not-utf-8", "here are bytes that are not UTF-8", line)
    except NotJsonError as problem:
        what = f"this is not well-formed JSON: {shortened(problem.what)}"
        return _failed("json-not-well-formed", what, problem.line)
    flaws += (Flaw("json-not-strict", f"{name} is no number") for name in found.constants)
    flaws += (
        Flaw("json-key-twice", f"the key {shortened(key)} is there twice") for key in found.twice
    )
    if not isinstance(found.value, dict) or not {"version", "items"} & found.value.keys():
        return _failed("file-not-a-feed", "the file is JSON, but no JSON Feed")
    return Opened("JSON Feed", tuple(flaws), json=found)


def _xml(data: bytes) -> Opened:
    from lxml import etree

    from feeds.foreign_xml import guarded_parser

    plain = data.removeprefix(_BOM)
    if plain[:1].isspace() and plain.lstrip().startswith(b"<?xml"):
        return _failed("xml-before-declaration", "white space stands before the XML declaration", 1)
    try:
        root = etree.fromstring(data, guarded_parser())
    except etree.XMLSyntaxError as problem:
        return _broken(problem)
    except (ValueError, LookupError) as problem:
        return _failed("xml-not-well-formed", f"this cannot be read: {shortened(str(problem))}")
    flaws = tuple(_prologue(plain, root))
    if any(flaw.rule == "xml-entity" for flaw in flaws):
        return Opened(None, flaws)
    kind = _kind(root)
    if kind is None:
        name = shortened(name_of(root)[1])
        what = f"the file is XML, but no feed: its root is {name}"
        if name == "entry" and name_of(root)[0] == ATOM:
            what = "the file is a single entry of Atom, and no feed"
        return Opened(None, (*flaws, Flaw("file-not-a-feed", what, root.sourceline)))
    return Opened(kind, flaws, root)


def _broken(problem: SyntaxError) -> Opened:
    message = shortened(str(problem.msg or "its end is missing"))
    rule = "xml-encoding" if re.search("encoding|utf-8", message, re.I) else "xml-not-well-formed"
    what = (
        "this is not in the encoding that it names"
        if rule == "xml-encoding"
        else (f"this is not well-formed XML: {message}")
    )
    return _failed(rule, what, problem.lineno or None)


def _prologue(plain: bytes, root: _Element) -> Iterator[Flaw]:
    document = root.getroottree().docinfo
    declared = _DECLARATION.match(plain)
    if declared and declared[1] != b"1.0":
        version = shortened(declared[1].decode("latin-1"))
        yield Flaw("xml-version", f"the feed says that it is XML {version}", 1)
    if found := _XSLT.search(plain[:_START]):
        line = plain.count(b"\n", 0, found.start()) + 1
        yield Flaw("xml-stylesheet", "the feed has a stylesheet in XSLT", line)
    encoding = (document.encoding or "UTF-8").upper()
    if encoding not in ("UTF-8", "UTF8", "US-ASCII", "ASCII"):
        yield Flaw("xml-encoding-not-utf-8", f"the feed is in {shortened(encoding)}", 1)
    if document.internalDTD is not None:
        yield Flaw("xml-doctype", "the feed has a document type", 1)
        if next(document.internalDTD.iterentities(), None) is not None:
            yield Flaw("xml-entity", "the feed declares entities of its own, and was not read", 1)


def _kind(root: _Element) -> Kind | None:
    space, name = name_of(root)
    if name == "feed" or (space in _ATOM_SPACES and name != "entry"):
        return "Atom"
    if name == "rss" or (name == "RDF" and space == _RDF):
        return "RSS"
    return "OPML" if name == "opml" else None
