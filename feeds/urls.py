"""URLs as the model wants them: absolute, NFC, percent-encoded in upper-case hex (RFC 3986)."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

__all__ = [
    "absolute",
    "is_absolute_uri",
    "is_web_url",
    "normalise",
    "output_url",
    "quote_path",
    "relative",
    "web_url",
]

_IN_USERINFO = "!$&'()*+,:;=~%"
_IN_QUERY = "!$&'()*+,/:;=?@~%"
_PCT = re.compile(r"%([0-9A-Fa-f]{2})?")
_QUOTED = r"[A-Za-z0-9._~!$&'()*+,/:;=@-]*+(?:%[0-9A-F]{2}[A-Za-z0-9._~!$&'()*+,/:;=@-]*+)*+"
_ORIGIN = r"https?://[a-z0-9.-]+(?::[1-9][0-9]{1,3})?"
_QUOTED_PATH = re.compile(_QUOTED)
_NORMAL = re.compile(rf"{_ORIGIN}(?:/{_QUOTED})?")
_WITH_PATH = re.compile(rf"({_ORIGIN})(/[^?#\s]*)")
_HOST = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=%:-]*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+")


def _encode(text: str, safe: str) -> str:
    if text.isascii() and text.isalnum():
        return text
    quoted = quote(normalize("NFC", text), safe=safe, errors="replace")
    return _PCT.sub(lambda match: match[0].upper() if match[1] else "%25", quoted)


def quote_path(path: str) -> str:
    """A path with everything encoded that RFC 3986 §3.3 does not allow in one.

    `%` stays where it already begins an escape.
    """
    if _QUOTED_PATH.fullmatch(path):
        return path
    return _encode(path, "!$&'()*+,/:;=@~%")


def normalise(url: str) -> str:
    """An absolute URL in the model's form; a host in other scripts becomes IDNA.

    Raises ValueError where there is no scheme, where an authority cannot be read, and
    for a host or a port that is none.
    """
    if _NORMAL.fullmatch(url):
        return url
    if simple := _WITH_PATH.fullmatch(url):
        return simple[1] + quote_path(simple[2])
    parts = urlsplit(url.strip())
    if not parts.scheme:
        raise ValueError(f"not an absolute URL: {url}")
    if not parts.netloc:
        opaque, number_sign, fragment = url.strip().partition("#")
        return f"{_encode(opaque, _IN_QUERY)}{number_sign}{_encode(fragment, _IN_QUERY)}"
    host = parts.hostname or ""
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if not _HOST.fullmatch(host):
        raise ValueError(f"no host has such a name: {host}")
    if ":" in host:
        host = f"[{host}]"
    userinfo, at, _ = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port is not None else ""
    netloc = f"{_encode(userinfo, _IN_USERINFO)}{at}{host}{port}"
    return urlunsplit(
        (
            parts.scheme.lower(),
            netloc,
            quote_path(parts.path),
            _encode(parts.query, _IN_QUERY),
            _encode(parts.fragment, _IN_QUERY),
        )
    )


def absolute(reference: str, base: str) -> str:
    """A reference as found in a document at `base`, resolved (RFC 3986 §5) and normalised.

    Raises ValueError where no URL can be made of it.
    """
    reference = reference.strip()
    # urljoin drops a semicolon that nothing follows.
    return normalise(reference if is_web_url(reference) else urljoin(base, reference))


@lru_cache(4096)
def output_url(base: str, path: str) -> str:
    """The URL at which an output path is found, where the output folder is at `base`.

    Raises ValueError where no URL can be made of the two.
    """
    return normalise(f"{base.rstrip('/')}/{quote_path(path)}")


def relative(path: str, of: str) -> str:
    """A reference to one output path as a document at another has it (RFC 3986 §4.2)."""
    folders, own = of.split("/")[:-1], path.split("/")
    shared = 0
    while shared < min(len(folders), len(own) - 1) and folders[shared] == own[shared]:
        shared += 1
    reference = quote_path("/".join([".."] * (len(folders) - shared) + own[shared:]))
    return f"./{reference}" if ":" in reference.partition("/")[0] else reference


def is_web_url(url: str) -> bool:
    """Whether it is an absolute `http` or `https` URL with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def web_url(text: str) -> str | None:
    """An absolute `http` or `https` URL with a host, normalised; None where the text is none."""
    try:
        url = normalise(text)
    except ValueError:
        return None
    return url if is_web_url(url) else None


def is_absolute_uri(text: str) -> bool:
    """Whether it can stand as an id (RFC 4287 §4.2.6): a scheme and something after it."""
    return _URI.fullmatch(text) is not None
