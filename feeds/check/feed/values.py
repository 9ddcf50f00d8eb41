"""What values of feeds may look like: addresses, languages, types, numbers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

__all__ = [
    "canonical",
    "email_in",
    "holds_markup",
    "is_email",
    "is_integer",
    "is_iri",
    "is_iri_reference",
    "is_language",
    "is_local",
    "is_media_type",
    "is_uuid",
    "is_web",
]

_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,8}(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8}){1,8}){0,8}"
    r"(?:-x(?:-[a-z0-9]{1,8}){1,8})?|x(?:-[a-z0-9]{1,8}){1,8}|i-[a-z]{2,8}",
    re.ASCII | re.IGNORECASE,
)
_WORD = r"[A-Za-z0-9!#$&^_.+-]{1,127}"
_MEDIA_TYPE = re.compile(rf"{_WORD}/{_WORD}(?:\s*;\s*{_WORD}=(?:{_WORD}|\"[^\"]{{0,200}}\"))*")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"/]{1,255}")
_IN_TEXT = re.compile(r"\S@\w[\w-]*\.\w")
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\ufffe\uffff]|%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_INTEGER = re.compile(r"\d{1,18}", re.ASCII)
_LOCAL = re.compile(
    r"localhost|.*\.(?:localhost|local|internal|test)|127(?:\.\d{1,3}){3}|0\.0\.0\.0|::1"
    r"|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}",
    re.ASCII | re.IGNORECASE,
)
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|script|small|span"
    r"|strong|sub|sup|table|td|tr|u|ul)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_DOTS = re.compile(r"/\.{1,2}(?:/|$)")
_LOWER_ESCAPE = re.compile("%(?:[0-9A-F]?[a-f]|[a-f])")
_UNRESERVED = re.compile("%(?:4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9AE]|3[0-9]|2[DE]|5F)", re.I)
_PORTS = {"http": ":80", "https": ":443"}


def is_iri_reference(text: str) -> bool:
    """Whether it is an IRI reference (RFC 3987 §2.2), relative or not."""
    if _FORBIDDEN.search(text) or text.count("#") > 1:
        return False
    try:
        parts = urlsplit(text)
        return parts.port != 0
    except ValueError:
        return False


def is_iri(text: str) -> bool:
    """Whether it is an IRI: a scheme and something after it."""
    scheme = _SCHEME.match(text)
    return bool(scheme and text[scheme.end() :] and is_iri_reference(text))


def is_web(text: str) -> bool:
    """Whether it is an `http` or `https` URL with a host."""
    if not is_iri(text):
        return False
    parts = urlsplit(text)
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def is_local(text: str) -> bool:
    """Whether it leads to the machine of whoever reads, or into a network of its own."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme.lower() == "file" or bool(_LOCAL.fullmatch(host))


def canonical(text: str) -> bool:
    """Whether an IRI is written as RFC 4287 §4.2.6.1 advises for ids."""
    parts = urlsplit(text)
    written = text.partition(":")[0]
    authority = parts.netloc.rpartition("@")[2]
    return not (
        written != written.lower()
        or authority != authority.lower()
        or authority.endswith(_PORTS.get(parts.scheme, "\0"))
        or (parts.netloc and _DOTS.search(parts.path))
        or _LOWER_ESCAPE.search(text)
        or _UNRESERVED.search(text)
        or text.endswith(("?", "#"))
        or (parts.scheme in _PORTS and not parts.path)
    )


def is_language(text: str) -> bool:
    """Whether it is well-formed as BCP 47 has it (RFC 5646 §2.1)."""
    return _LANGUAGE.fullmatch(text) is not None


def is_media_type(text: str) -> bool:
    """Whether it is a MIME type, with or without parameters (RFC 6838 §4.2)."""
    return _MEDIA_TYPE.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether it is a mail address and nothing else."""
    return _EMAIL.fullmatch(text) is not None


def email_in(text: str) -> bool:
    """Whether a mail address is in the text."""
    return _IN_TEXT.search(text) is not None


def is_integer(text: str) -> bool:
    """Whether it is a whole number from 0 on, of a size that programs can hold."""
    return _INTEGER.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Whether it is a UUID as RFC 9562 §4 writes them."""
    return _UUID.fullmatch(text) is not None


def holds_markup(text: str) -> bool:
    """Whether elements of HTML are in the text."""
    return _MARKUP.search(text) is not None
