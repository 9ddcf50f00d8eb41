"""Rules about encoded words (RFC 2047): how text that is not ASCII stands in fields."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from typing import NamedTuple

from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.mail import Header, decoded
from feeds.lint.view import View

__all__ = ["RULES", "find", "unencoded"]

RULES = {
    **table(
        Level.ERROR,
        {
            "encoded-word-long": (
                "An encoded word has at most 75 characters (RFC 2047 §2).",
                "clients show it as code",
                "Split it between two characters of the text.",
            ),
            "encoded-word-broken": (
                "Every encoded word can be decoded by itself (RFC 2047 §5).",
                "readers see other signs than were written",
                "Split text between characters, and name its charset.",
            ),
            "encoded-word-misplaced": (
                "No encoded word is in an address, an id or a URL (RFC 2047 §5).",
                "programs read it as it is, and find nothing there",
                "Write it in ASCII.",
            ),
        },
    ),
}

_WORD = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?([^?\s]*)\?=")
_LONGEST = 75
_NO_WORDS = ("message-id", "references", "in-reply-to", "date", "mime-version", "content-type")
_ADDRESSES = ("from", "to", "reply-to", "sender", "cc")
_IN_ADDRESS = re.compile(r"<[^<>]*=\?[^<>]*>|\"[^\"]*=\?[^\"]*\?=[^\"]*\"")


class _Word(NamedTuple):
    written: str
    charset: str
    encoding: str
    text: str


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind."""
    for header in view.mail.headers if view.mail else ():
        if "=?" in header.value:
            yield from _field(header)


def unencoded(value: str) -> str:
    """A field's text with its encoded words decoded, as far as they can be."""
    if "=?" not in value:
        return value
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    texts = [
        part if isinstance(part, str) else decoded(part, charset or "us-ascii")[0]
        for part, charset in parts
    ]
    return "".join(texts)


def _field(header: Header) -> Iterator[Fault]:
    name = header.name.title()
    structured = header.name.startswith("list-") or header.name in _NO_WORDS
    in_address = header.name in _ADDRESSES and _IN_ADDRESS.search(header.value)
    if (structured and _WORD.search(header.value)) or in_address:
        what = f"{name} has an encoded word where none may be"
        yield Fault("encoded-word-misplaced", what, line=header.line)
        return
    for found in _WORD.finditer(header.value):
        word = _Word(found[0], *found.groups())
        if len(word.written) > _LONGEST:
            what = f"{name} has an encoded word of {len(word.written)} characters"
            yield Fault("encoded-word-long", what, line=header.line)
        if not _decodes(word):
            what = f"{name} has an encoded word that is none: {shortened(word.written)}"
            yield Fault("encoded-word-broken", what, line=header.line)


def _decodes(word: _Word) -> bool:
    text = word.text.encode("utf-8", "surrogateescape")
    if word.encoding in "Bb":
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return False
    else:
        data = binascii.a2b_qp(text, header=True)
    return decoded(data, word.charset.partition("*")[0])[1]
