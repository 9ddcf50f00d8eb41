"""Packs an issue as an Internet message (RFC 5322, MIME): the `.eml` file.

Needs nothing but the standard library, and gives the same bytes on every Python: headers
are written here, and from `email` come only the date and `Header`, which is exact (RFC 2047).
"""

from __future__ import annotations

import base64
import binascii
import re
from email.header import Header
from hashlib import sha256
from urllib.parse import urlsplit

from feeds.dates import rfc5322
from feeds.model import Digest, NewsletterSettings
from feeds.text import legal, one_line, slugify

__all__ = ["message", "sendable", "with_another_id"]

_LINE = 78
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_DOT_ATOM = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_PHRASE = re.compile(rf"{_ATOM}( {_ATOM})*")
_PLAIN = re.compile(r"[!-~]+( [!-~]+)*")
_UNSUBSCRIBE = re.compile(
    r"(https://|mailto:)(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2}){1,900}"
)
_LANGUAGE_TAG = re.compile(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,7}")
_LONGEST_HOST = 253
_LONGEST_LABEL = 63
_MESSAGE_ID = re.compile(rb"^Message-ID:[ \t]*<[^<>@\r\n]+@([^<>\r\n]+)>", re.M | re.I)
_CONTROL = re.compile("[\x80-\x9f]")
# Controls of ISO 8859-1, which only ever come from text in windows-1252 that was taken for it.
_MEANT = {
    ord(byte.to_bytes().decode("latin-1")): byte.to_bytes().decode("cp1252", "ignore")
    for byte in range(0x80, 0xA0)
}


def message(digest: Digest, subject: str, html: str, text: str, *, test: str = "") -> bytes:
    """The issue as multipart/alternative, plain text first (RFC 2046 §5.1.4).

    Lines end in CR LF, and none is longer than 998 octets (RFC 5322 §2.1.1). Date is `until`, in
    its own offset, which is when an edition is to be sent. The boundary is a hash of the parts, and
    Message-ID one of everything, the edition's label, and `test`, since a server may drop a mail
    whose Message-ID it has seen. Addresses stand as the settings give them, in ASCII.
    """
    parts = _part("text/plain", text), _part("text/html", html)
    boundary = "=_" + _hash(*parts)[:32]
    host = _host(digest)
    headers = [*_headers(digest, host, subject), _multipart(boundary)]
    body = b"".join(b"--%b\r\n%b\r\n" % (boundary.encode(), part) for part in parts)
    body += b"--%b--\r\n" % boundary.encode()
    about = "\r\n".join([digest.label, test, *headers])
    identity = _hash(about.encode("utf-8", "replace"), body)[:32]
    headers.insert(0, f"Message-ID: <{identity}@{host}>")
    return "\r\n".join([*headers, "", ""]).encode("ascii") + body


def sendable(text: str) -> str:
    """The text without what harms a mail: controls, of which windows-1252 are what they meant.

    Gmail cuts off even a short mail that has U+0092 in it.
    """
    return legal(text.translate(_MEANT) if _CONTROL.search(text) else text)


def with_another_id(made: bytes, test: str) -> bytes:
    """A message under another Message-ID, which `test` decides; no other byte is touched."""
    head, gap, body = made.partition(b"\r\n\r\n")

    def another(found: re.Match[bytes]) -> bytes:
        return b"Message-ID: <%b@%b>" % (_hash(found[0], test.encode())[:32].encode(), found[1])

    return _MESSAGE_ID.sub(another, head, count=1) + gap + body


# ── Headers ───────────────────────────────────────────────────────────────────────────


def _headers(digest: Digest, host: str, subject: str) -> list[str]:
    newsletter = digest.newsletter
    sender = newsletter.sender
    address = f"noreply@{host}" if sender.email is None else sender.email
    headers = [
        _mailbox_header("From", sender.name, address),
        "To: undisclosed-recipients:;",
        _unstructured("Subject", subject),
        f"Date: {rfc5322(digest.until)}",
    ]
    if newsletter.reply_to:
        headers.append(_mailbox_header("Reply-To", "", newsletter.reply_to))
    headers.extend(_list_headers(newsletter, host))
    if _LANGUAGE_TAG.fullmatch(newsletter.language):
        headers.append(f"Content-Language: {newsletter.language}")
    headers.append("MIME-Version: 1.0")
    return headers


def _list_headers(newsletter: NewsletterSettings, host: str) -> list[str]:
    """List-Id (RFC 2919), List-Unsubscribe (RFC 2369), -Post (RFC 8058): never encoded."""
    headers = []
    if _DOT_ATOM.fullmatch(host):
        label = slugify(newsletter.name) or "newsletter"
        if not label.isascii():
            label = "xn--" + label.encode("punycode").decode("ascii")
        if len(label) > _LONGEST_LABEL:
            label = _hash(label.encode())[:32]
        headers.append(_folded("List-Id", f"<{label}.{host}>"))
    url = newsletter.unsubscribe
    if _UNSUBSCRIBE.fullmatch(url):
        headers.append(_folded("List-Unsubscribe", f"<{url}>"))
        if url.startswith("https:"):
            headers.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return headers


def _unstructured(name: str, text: str) -> str:
    value = one_line(sendable(text))
    plain = _PLAIN.fullmatch(value) and "=?" not in value
    if plain and len(name) + 2 + len(value) <= _LINE:
        return f"{name}: {value}"
    return f"{name}: {_encoded(name, value)}"


def _mailbox_header(name: str, display_name: str, address: str) -> str:
    phrase = one_line(sendable(display_name))
    if not phrase:
        return _folded(name, address)
    if phrase.isascii() and "=?" not in phrase and len(phrase) <= _LINE // 2:
        if not _PHRASE.fullmatch(phrase):
            phrase = '"' + phrase.replace("\\", r"\\").replace('"', r"\"") + '"'
    else:
        phrase = _encoded(name, phrase)
    return _folded(f"{name}: {phrase}", f"<{address}>", separator="")


def _encoded(name: str, text: str) -> str:
    """As encoded words of at most 75 characters, none of which splits a character."""
    return Header(text, "utf-8", maxlinelen=75, header_name=name).encode(linesep="\r\n")


def _folded(start: str, token: str, separator: str = ":") -> str:
    last = start.rpartition("\r\n")[2]
    fits = len(last) + len(separator) + 1 + len(token) <= _LINE
    return f"{start}{separator}{' ' if fits else chr(13) + chr(10) + ' '}{token}"


def _host(digest: Digest) -> str:
    host = urlsplit(digest.site.url).hostname or ""
    if not 0 < len(host) <= _LONGEST_HOST:
        return "localhost"
    return f"[{host}]" if ":" in host else host


# ── Bodies ────────────────────────────────────────────────────────────────────────────


def _multipart(boundary: str) -> str:
    return f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"'


def _part(media_type: str, text: str) -> bytes:
    """The part, in quoted-printable or base64, whichever is shorter (RFC 2045 §6)."""
    lines = sendable(text).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    quoted = binascii.b2a_qp(lines.encode("utf-8"), istext=True).replace(b"\n", b"\r\n")
    wire = lines.replace("\n", "\r\n").encode("utf-8")
    encoded = base64.encodebytes(wire).replace(b"\n", b"\r\n")
    encoding, body = ("quoted-printable", quoted)
    if len(encoded) < len(quoted):
        encoding, body = ("base64", encoded)
    head = f"Content-Type: {media_type}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}"
    return head.encode("ascii") + b"\r\n\r\n" + body


def _hash(*parts: bytes) -> str:
    return sha256(b"\0".join(parts)).hexdigest()
