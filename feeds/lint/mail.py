"""A message taken apart (RFC 5322, RFC 2045, RFC 2046), with what is odd about it.

Any bytes can be taken apart, in time that grows with their number alone: what Python's `email`
repairs is what the rules have to see, and it does not tell how a part was encoded.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.lint.faults import Fault

__all__ = ["LONGEST", "Header", "Mail", "Part", "decoded", "opened"]

LONGEST = 25_000_000
"""How many bytes of a message are looked at."""

_DEEPEST = 8
_MOST_PARTS = 200
_MOST_HEADERS = 1000
_LONGEST_FIELD = 20_000
_END_OF_HEAD = re.compile(rb"(?:\A|\r?\n)\r?\n")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_PARAMETER = re.compile(r""";\s*([\w*-]{1,40})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]*))""")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_BAD_QUOTED = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|\Z)")
_ENCODINGS = frozenset({"", "7bit", "8bit", "binary", "base64", "quoted-printable"})
# Some of Python's own codecs are no charsets of mail, and slow.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})


@dataclass(frozen=True, slots=True)
class Header:
    """A field: its name in lower case, its unfolded value, and the line of the file, from 1."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds no others: its type, and its bytes as they are sent and as they are meant.

    `text` is None where the part is no text, `within` are the types of the parts around it.
    """

    media_type: str
    charset: str
    encoding: str
    raw: bytes
    data: bytes
    text: str | None
    within: tuple[str, ...]
    content_id: str = ""
    attached: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A message: its fields and its parts, in order, and the faults of its form."""

    headers: Sequence[Header]
    parts: Sequence[Part]
    faults: Sequence[Fault]

    def all(self, name: str) -> list[Header]:
        """The fields of that name."""
        return [header for header in self.headers if header.name == name]

    def value(self, name: str) -> str | None:
        """The value of the first field of that name; None where there is none."""
        return next((header.value for header in self.headers if header.name == name), None)

    def part(self, media_type: str) -> Part | None:
        """The first part of that type that is not an attachment."""
        return next(
            (each for each in self.parts if each.media_type == media_type and not each.attached),
            None,
        )


def opened(data: bytes) -> Mail:
    """Takes any bytes apart."""
    data = data[:LONGEST]
    faults: list[Fault] = []
    head, body = _split(data)
    headers = tuple(_headers(head))
    if not any(header.name in ("from", "subject", "date", "content-type") for header in headers):
        what = "the file has no fields of a message"
        return Mail((), (), (Fault("mail-not-a-message", what),))
    parts = [
        part for _, part in zip(range(_MOST_PARTS), _parts(headers, body, (), faults), strict=False)
    ]
    return Mail(headers, parts, faults)


def decoded(data: bytes, charset: str) -> tuple[str, bool]:
    """The text that bytes in a charset are, and whether they really are in it."""
    try:
        name = codecs.lookup(charset or "us-ascii").name
        if name in _NO_CHARSETS:
            raise LookupError(name)
        return data.decode(name), True
    except (LookupError, UnicodeError, ValueError):
        return data.decode("utf-8", "replace"), False


def _split(data: bytes) -> tuple[bytes, bytes]:
    end = _END_OF_HEAD.search(data)
    return (data, b"") if end is None else (data[: end.start()], data[end.end() :])


def _headers(head: bytes) -> Iterator[Header]:
    lines = head.split(b"\n")
    name, value, first, size = "", [b""], 0, 0
    for number, line in enumerate(lines, 1):
        if line[:1] in (b" ", b"\t"):
            value.append(line)
            continue
        if name:
            yield _header(name, value, first)
        found = _FIELD.match(line)
        name, value, first = "", [b""], number
        if found and size < _MOST_HEADERS:
            size += 1
            name, value = found[1].decode("ascii").lower(), [line[found.end() :]]
    if name:
        yield _header(name, value, first)


def _header(name: str, value: Sequence[bytes], line: int) -> Header:
    text = b"\n".join(value)[:_LONGEST_FIELD].decode("utf-8", "surrogateescape")
    return Header(name, _FOLD.sub("", text).strip(), line)


def _parts(
    headers: Sequence[Header], body: bytes, within: tuple[str, ...], faults: list[Fault]
) -> Iterator[Part]:
    given = {header.name: header.value for header in reversed(headers)}
    declared = given.get("content-type", "text/plain")
    media_type = declared.partition(";")[0].strip().lower()
    parameters = {
        found[1].lower(): found[2] if found[2] is not None else found[3]
        for found in _PARAMETER.finditer(declared[:2000])
    }
    if media_type.startswith("multipart/") and len(within) < _DEEPEST:
        yield from _inner(body, parameters.get("boundary", ""), (*within, media_type), faults)
        return
    encoding = given.get("content-transfer-encoding", "").strip().lower()
    yield _leaf(
        media_type,
        parameters.get("charset", "").strip().lower(),
        encoding,
        body,
        within,
        content_id=given.get("content-id", "").strip("<> "),
        attached=given.get("content-disposition", "").lower().startswith("attachment"),
        faults=faults,
    )


def _inner(
    body: bytes, boundary: str, within: tuple[str, ...], faults: list[Fault]
) -> Iterator[Part]:
    """The parts of a multipart body (RFC 2046 §5.1)."""
    sign = boundary.encode("utf-8", "surrogateescape")
    pattern = re.compile(rb"^--" + re.escape(sign) + rb"(--)?[ \t]*\r?$", re.MULTILINE)
    found = list(pattern.finditer(body)) if sign else []
    if not found:
        what = f"the parts of {within[-1]} are not separated by a boundary that it names"
        faults.append(Fault("mail-boundary", what))
        return
    if not any(each[1] for each in found):
        faults.append(Fault("mail-boundary", f"the last part of {within[-1]} does not end"))
    ends = [each.start() for each in found[1:]] + [len(body)]
    for begun, end in zip(found, ends, strict=True):
        if begun[1]:
            return
        head, inner = _split(body[begun.end() : end].removeprefix(b"\r").removeprefix(b"\n"))
        yield from _parts(tuple(_headers(head)), inner, within, faults)


def _leaf(
    media_type: str,
    charset: str,
    encoding: str,
    raw: bytes,
    within: tuple[str, ...],
    *,
    content_id: str,
    attached: bool,
    faults: list[Fault],
) -> Part:
    data, named = raw, f"the part of {media_type or 'no type'}"
    if encoding not in _ENCODINGS:
        faults.append(Fault("mail-encoding", f"{named} is encoded in a way that is none"))
    elif encoding == "base64":
        odd = _NOT_BASE64.search(raw)
        try:
            data = binascii.a2b_base64(raw)
        except binascii.Error:
            odd, data = odd or re.match(b"", raw), b""
        if odd:
            faults.append(Fault("mail-encoding", f"{named} has signs that are not of base64"))
    elif encoding == "quoted-printable":
        data = binascii.a2b_qp(raw)
        if _BAD_QUOTED.search(raw):
            faults.append(Fault("mail-encoding", f"{named} has a = that escapes nothing"))
    if encoding in ("", "7bit") and not raw.isascii():
        faults.append(Fault("mail-8-bit-body", f"{named} has bytes beyond ASCII"))
    text = None
    if media_type.startswith("text/") and not attached:
        text, right = decoded(data, charset)
        if not right:
            what = f"{named} is not in {charset or 'us-ascii'}, as it says"
            faults.append(Fault("mail-charset-wrong", what))
        elif charset not in ("", "us-ascii", "utf-8", "utf8"):
            faults.append(Fault("mail-charset", f"{named} is in {charset}"))
    return Part(media_type, charset, encoding, raw, data, text, within, content_id, attached)
