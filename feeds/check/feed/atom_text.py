"""Text constructs and content of Atom (RFC 4287 §3.1, §4.1.3)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import TYPE_CHECKING

from feeds.check.feed.elements import XHTML, line_of, local, name_of, space_of, text_of
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.check.feed.values import holds_markup, is_iri_reference, is_media_type
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "content", "find", "html_of", "is_elsewhere"]

RULES = {
    **table(
        Level.ERROR,
        {
            "atom-text-type": (
                "A text is of type text, html or xhtml (RFC 4287 §3.1.1).",
                'Write type="html", and escape the HTML.',
            ),
            "atom-text-with-elements": (
                "A text of type text or html holds no elements (§3.1.1).",
                "Escape them, or give it the type xhtml and put it into a div.",
            ),
            "atom-xhtml-div": (
                "XHTML is in one div, and nothing is beside it (§3.1.1.3).",
                'Put it into <div xmlns="http://www.w3.org/1999/xhtml">.',
            ),
            "atom-xhtml-namespace": (
                "What is in the div is XHTML: readers drop what is in no namespace.",
                'Write xmlns="http://www.w3.org/1999/xhtml" at the div.',
            ),
            "atom-content-type": (
                "Content is of type text, html or xhtml, or of a MIME type (§4.1.3.1).",
                "Correct its type.",
            ),
            "atom-content-composite": (
                "Content is not a mail of several parts (§4.1.3.1).",
                "Give one of the parts.",
            ),
            "atom-content-src": ("A content's src is an IRI (§4.1.3.2).", "Correct it."),
            "atom-content-src-not-empty": (
                "Content that is elsewhere is empty here (§4.1.3.2).",
                "Take out the text or the src.",
            ),
            "atom-content-src-html": (
                "Content that is elsewhere is of a MIME type (§4.1.3.2).",
                "Write text/html and not html.",
            ),
            "atom-content-base64": (
                "Content that is neither text nor XML is in base64 (§4.1.3.3).",
                "Encode it, or correct its type.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "atom-title-empty": ("A title is not empty.", "Write it out.", "title"),
            "atom-text-as-html": (
                "A text with elements of HTML in it says that it is HTML.",
                'Write type="html", or take the elements out.',
                "title",
            ),
            "atom-content-as-html": (
                "Content with elements of HTML in it says that it is HTML.",
                'Write type="html".',
            ),
            "atom-content-src-without-type": (
                "Content that is elsewhere says what it is (§4.1.3.2).",
                "Give its MIME type.",
            ),
        },
    ),
}

_TYPES = ("text", "html", "xhtml")


def find(element: _Element) -> Iterator[Flaw]:
    """What is wrong with a title, subtitle, summary or rights."""
    kind, name, line = element.get("type", "text"), local(element), line_of(element)
    if kind not in _TYPES:
        yield Flaw("atom-text-type", f"{name} is of type {shortened(kind) or 'nothing'}", line)
        return
    yield from _body(element, kind)
    if name == "title" and not "".join(map(str, element.itertext())).strip():
        yield Flaw("atom-title-empty", "the title is empty", line)
    if kind == "text" and holds_markup(text_of(element)):
        what = f"{name} is plain text and holds HTML: {shortened(text_of(element))}"
        yield Flaw("atom-text-as-html", what, line)


def _body(element: _Element, kind: str) -> Iterator[Flaw]:
    name, line = local(element), line_of(element)
    if kind != "xhtml":
        if len(element):
            yield Flaw("atom-text-with-elements", f"{name} is {kind} and holds elements", line)
        return
    tails = [element.text, *(child.tail for child in element)]
    beside = any((text or "").strip() for text in tails)
    if len(element) != 1 or name_of(element[0])[1] != "div" or beside:
        yield Flaw("atom-xhtml-div", f"{name} is XHTML and is not one div", line)
    for inner in element.iter():
        if inner is not element and space_of(inner) == "":
            what = f"{shortened(local(inner))} is in no namespace"
            yield Flaw("atom-xhtml-namespace", what, line_of(inner))
            break
    if len(element) == 1 and space_of(element[0]) not in ("", XHTML):
        yield Flaw("atom-xhtml-namespace", f"the div of {name} is not XHTML", line)


def is_elsewhere(content: _Element) -> bool:
    """Whether the content is a reference, or of a type that needs a summary beside it."""
    return content.get("src") is not None or _in_base64(content.get("type", "text"))


def content(element: _Element) -> Iterator[Flaw]:
    """What is wrong with an entry's content."""
    kind, line, source = element.get("type"), line_of(element), element.get("src")
    family = (kind or "").partition("/")[0].lower()
    if kind is not None and kind not in _TYPES and not is_media_type(kind):
        yield Flaw("atom-content-type", f"content is of type {shortened(kind) or 'nothing'}", line)
    elif family in ("multipart", "message"):
        yield Flaw("atom-content-composite", f"content is of type {shortened(kind or '')}", line)
    if source is not None:
        if not source or not is_iri_reference(source):
            what = f"content is at {shortened(source) or 'nowhere'}"
            yield Flaw("atom-content-src", what, line)
        if kind is None:
            yield Flaw("atom-content-src-without-type", "content elsewhere has no type", line)
        elif kind in _TYPES:
            yield Flaw("atom-content-src-html", f"content elsewhere is of type {kind}", line)
        if len(element) or text_of(element):
            yield Flaw("atom-content-src-not-empty", "content is elsewhere, and here too", line)
    elif kind is None or kind in _TYPES:
        yield from _body(element, kind or "text")
        if kind in (None, "text") and holds_markup(text_of(element)):
            what = f"content is plain text and holds HTML: {shortened(text_of(element))}"
            yield Flaw("atom-content-as-html", what, line)
    elif family == "text" and not _is_xml(kind):
        if len(element):
            what = f"content is {shortened(kind)} and holds elements"
            yield Flaw("atom-text-with-elements", what, line)
    elif _in_base64(kind) and not _is_base64(text_of(element)):
        what = f"content is {shortened(kind)} and not in base64"
        yield Flaw("atom-content-base64", what, line)


def html_of(element: _Element | None) -> str:
    """The HTML that an element holds; empty where it is of another type."""
    if element is None or element.get("src") is not None:
        return ""
    kind = element.get("type", "text")
    if kind in ("html", "text/html"):
        return element.text or ""
    if kind != "xhtml":
        return ""
    from lxml import etree

    try:
        return "".join(
            etree.tostring(child, method="html", encoding="unicode", with_tail=False)
            for child in element
        )
    except (ValueError, LookupError, etree.LxmlError):
        return ""


def _is_xml(kind: str) -> bool:
    plain = kind.partition(";")[0].strip().lower()
    return plain.endswith(("+xml", "/xml"))


def _in_base64(kind: str) -> bool:
    return (
        kind not in _TYPES
        and is_media_type(kind)
        and not _is_xml(kind)
        and kind.partition("/")[0].lower() not in ("text", "multipart", "message")
    )


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return bool(text)
