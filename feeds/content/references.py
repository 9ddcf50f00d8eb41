"""Every reference in a body, absolute: what a reader or a mail client can follow."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from feeds.urls import absolute, is_absolute_uri, is_web_url

__all__ = ["candidates", "link", "source", "source_set"]

_MAX_LENGTH = 16_384
_OTHER_SCHEMES = ("mailto", "tel")
_SPACE = " \t\n\f\r"
_URL = re.compile(r"[^ \t\n\f\r]+")
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?::[1-9][0-9]{1,3})?(?:/[A-Za-z0-9._~/-]*)?")
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+/?|/")
_PLAIN_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[1-9][0-9]{1,3})?(?=[/?#]|\Z)")
_DESCRIPTOR = re.compile(r"[0-9]{1,9}[wh]|[0-9]{1,9}(?:\.[0-9]{1,9})?x")


def link(reference: str, base: str) -> str | None:
    """Where a link leads: an absolute URL, or None where it must not or cannot lead there.

    Schemes are http, https, mailto and tel.
    """
    if plain := _plain(reference, base):
        return plain
    url = _resolved(reference, base)
    if url is not None and (is_web_url(url) or urlsplit(url).scheme in _OTHER_SCHEMES):
        return url
    return None


def source(reference: str, base: str) -> str | None:
    """Where a picture or a film lies: an absolute http or https URL, or None.

    An empty reference is none: the page is no picture.
    """
    if not reference.strip():
        return None
    if plain := _plain(reference, base):
        return plain
    url = _resolved(reference, base)
    return url if url is not None and is_web_url(url) else None


def source_set(value: str, base: str) -> str | None:
    """A `srcset` (HTML §4.8.4.2.1) with every candidate absolute; None where none is left."""
    kept = [
        f"{url} {descriptor}".rstrip()
        for reference, descriptor in candidates(value)
        if (url := source(reference, base)) is not None
    ]
    return ", ".join(kept) or None


def candidates(value: str) -> list[tuple[str, str]]:
    """The references of a `srcset` (HTML §4.8.4.2.1), each with its descriptor or none.

    Candidates with a descriptor that is none are left out, and lists that are very long.
    """
    if len(value) > _MAX_LENGTH:
        return []
    found: list[tuple[str, str]] = []
    rest = value.lstrip(_SPACE + ",")
    while match := _URL.match(rest):
        rest = rest[match.end() :]
        descriptor = ""
        if not match[0].endswith(","):
            descriptor, _, rest = rest.partition(",")
        descriptor = descriptor.strip(_SPACE)
        if not descriptor or _DESCRIPTOR.fullmatch(descriptor):
            found.append((match[0].rstrip(","), descriptor))
        rest = rest.lstrip(_SPACE + ",")
    return found


def _plain(reference: str, base: str) -> str | None:
    """The web URL of a reference that resolving would leave as it is written.

    That is a URL without anything to normalise, or a path from the root of a host,
    without anything to encode and without dot segments. None for all others.
    """
    if len(reference) > _MAX_LENGTH:
        return None
    if _PLAIN.fullmatch(reference):
        return reference
    if _PLAIN_PATH.fullmatch(reference) and (origin := _PLAIN_ORIGIN.match(base)):
        return origin[0] + reference
    return None


def _resolved(reference: str, base: str) -> str | None:
    if len(reference) > _MAX_LENGTH:
        return None
    try:
        url = absolute(reference, base)
    except ValueError:
        return None
    return url if url.isascii() and is_absolute_uri(url) else None
