"""Rules about a message's form: what servers refuse, and what breaks on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import getaddresses, parsedate_to_datetime

from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.mail import LONGEST, Header, Mail
from feeds.lint.view import View

__all__ = ["RULES", "find"]

_REFUSED = "servers refuse it or alter it on the way"
_SHOWN = "readers see other signs than were written"

RULES = {
    **table(
        Level.ERROR,
        {
            "mail-not-a-message": (
                "The file is an Internet message (RFC 5322).",
                "nothing can be sent of it",
                "Give the .eml file.",
            ),
            "mail-line-too-long": (
                "No line has more than 998 octets (RFC 5322 §2.1.1).",
                _REFUSED,
                "Encode the part as quoted-printable or base64.",
            ),
            "mail-8-bit-header": (
                "Fields are in ASCII (RFC 5322 §2.2).",
                _REFUSED,
                "Write it as encoded words (RFC 2047).",
            ),
            "mail-8-bit-body": (
                "A part that is not encoded is in ASCII (RFC 2045 §2.7).",
                _SHOWN,
                "Encode it as quoted-printable or base64.",
            ),
            "mail-encoding": (
                "Every part is encoded as it says (RFC 2045 §6).",
                "it arrives damaged",
                "Encode it anew, as quoted-printable or base64.",
            ),
            "mail-charset-wrong": (
                "Every text is in the charset that it names.",
                _SHOWN,
                "Write UTF-8, and say so.",
            ),
            "mail-boundary": (
                "Parts are separated and ended by the boundary that is named (RFC 2046 §5.1).",
                "readers see raw code, or nothing",
                "Write the message anew.",
            ),
            "mail-parts-order": (
                "Of alternatives the plainest comes first (RFC 2046 §5.1.4).",
                "clients show the last one that they can, so the plain text",
                "Put the plain text before the HTML.",
            ),
            "mail-field-twice": (
                "Date, From, Subject, Message-ID and their like are there once (RFC 5322 §3.6).",
                "Gmail refuses such messages",
                "Keep one of them.",
            ),
            "mail-date-missing": (
                "A message has a Date (RFC 5322 §3.6).",
                "it is sorted at random, and filters distrust it",
                "Add Date.",
            ),
            "mail-date-invalid": (
                "Date is a date of RFC 5322 §3.3.",
                "it is sorted at random, and filters distrust it",
                "Write it like Mon, 23 Nov 2026 08:00:00 +0900.",
            ),
            "mail-from-missing": (
                "A message says whom it is from (RFC 5322 §3.6).",
                "servers refuse it",
                "Add From.",
            ),
            "mail-from-invalid": (
                "From is one name and one address of a domain.",
                "servers refuse it, and answers get lost",
                "Write it like Name <news@example.com>.",
            ),
            "mail-message-id-invalid": (
                "Message-ID is `<something@somewhere>`, not encoded (RFC 5322 §3.6.4).",
                "answers and archives lose the message",
                "Write it anew.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "mail-message-id-missing": (
                "A message has a Message-ID (RFC 5322 §3.6.4).",
                "filters take those without for spam",
                "Add Message-ID, a new one for each revision.",
            ),
            "mail-line-ends": (
                "All lines end alike.",
                "signatures break on the way",
                "Let all lines end with CR LF.",
            ),
            "mail-charset": (
                "Every text is in UTF-8.",
                "some clients show other signs than were written",
                "Write UTF-8.",
            ),
            "mail-mime-version": (
                "A message with parts has MIME-Version (RFC 2045 §4).",
                "old clients show raw code",
                "Add MIME-Version: 1.0.",
            ),
            "mail-too-large": (
                "A message has no more than 10 MB.",
                "many servers refuse larger ones",
                "Link to pictures and files instead of attaching them.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "mail-from-no-reply": (
                "Readers can answer.",
                "answers help delivery, and tell what readers think",
                "Set reply_to.",
            ),
        },
    ),
}

_MOST_BYTES = 10_000_000
_LONGEST_LINE = 998
_ONCE = ("date", "from", "sender", "reply-to", "to", "cc", "subject", "message-id", "mime-version")
_MORE_ONCE = ("content-type", "content-transfer-encoding", "list-id", "list-unsubscribe")
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_ADDRESS = re.compile(r"[^\s@<>]+@(?:[\w-]+\.)+[\w-]+|[^\s@<>]+@(?:localhost|\[[\d.:A-Fa-f]+\])")
_MOST_COMMENTS = 20
_NO_REPLY = re.compile(r"(?:no|do-?not)[-_.]?reply", re.IGNORECASE)


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind."""
    mail = view.mail
    if mail is None or not mail.headers:
        return
    yield from _lines(view.issue.data[:LONGEST])
    if len(view.issue.data) > _MOST_BYTES:
        yield Fault("mail-too-large", f"the message has {len(view.issue.data):,} bytes")
    yield from _fields(mail)
    yield from _date(mail)
    yield from _sender(mail)
    yield from _identity(mail)
    yield from _order(mail)


def _lines(data: bytes) -> Iterator[Fault]:
    whole, bare = data.count(b"\r\n"), data.count(b"\n")
    if whole and bare > whole:
        yield Fault("mail-line-ends", f"{bare - whole:,} lines end with LF alone")
    for number, line in enumerate(data.split(b"\n"), 1):
        if len(line.rstrip(b"\r")) > _LONGEST_LINE:
            what = f"a line has {len(line):,} octets"
            yield Fault("mail-line-too-long", what, line=number)


def _fields(mail: Mail) -> Iterator[Fault]:
    for header in mail.headers:
        if not header.value.isascii():
            what = f"{header.name.title()} has bytes beyond ASCII"
            yield Fault("mail-8-bit-header", what, line=header.line)
    for name in (*_ONCE, *_MORE_ONCE):
        for header in mail.all(name)[1:]:
            what = f"{name.title()} is there more than once"
            yield Fault("mail-field-twice", what, line=header.line)
    multipart = (mail.value("content-type") or "").lower().startswith("multipart/")
    if multipart and mail.value("mime-version") is None:
        yield Fault("mail-mime-version", "the message has no MIME-Version")


def _date(mail: Mail) -> Iterator[Fault]:
    for header in mail.all("date")[:1]:
        try:
            parsedate_to_datetime(header.value)
        except (ValueError, TypeError, IndexError, OverflowError):
            what = f"Date is no date: {shortened(header.value)}"
            yield Fault("mail-date-invalid", what, line=header.line)
        return
    yield Fault("mail-date-missing", "the message has no Date")


def _sender(mail: Mail) -> Iterator[Fault]:
    for header in mail.all("from")[:1]:
        if (address := _address(header)) is None:
            what = f"From is not one sender: {shortened(header.value)}"
            yield Fault("mail-from-invalid", what, line=header.line, key="from")
        elif _NO_REPLY.match(address) and mail.value("reply-to") is None:
            what = f"the message is from {shortened(address)}, and has no Reply-To"
            yield Fault("mail-from-no-reply", what, line=header.line, key="from")
        return
    yield Fault("mail-from-missing", "the message has no From")


def _address(header: Header) -> str | None:
    """The address of the only sender; None where there is none, or more."""
    if header.value.count("(") > _MOST_COMMENTS:
        return None
    found = getaddresses([header.value])
    if len(found) != 1 or not _ADDRESS.fullmatch(found[0][1]):
        return None
    return found[0][1]


def _identity(mail: Mail) -> Iterator[Fault]:
    for header in mail.all("message-id")[:1]:
        if not _MESSAGE_ID.fullmatch(header.value):
            what = f"Message-ID is not valid: {shortened(header.value)}"
            yield Fault("mail-message-id-invalid", what, line=header.line)
        return
    yield Fault("mail-message-id-missing", "the message has no Message-ID")


def _order(mail: Mail) -> Iterator[Fault]:
    types = [
        part.media_type
        for part in mail.parts
        if part.within[-1:] == ("multipart/alternative",) or "multipart/related" in part.within
    ]
    if "text/html" in types and "text/plain" in types[types.index("text/html") :]:
        yield Fault("mail-parts-order", "the plain text comes after the HTML")
