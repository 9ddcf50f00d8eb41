"""How Hugo turns names, slugs and titles into paths, and paths into URLs."""

from __future__ import annotations

import re
from posixpath import normpath
from unicodedata import category, normalize
from urllib.parse import quote

__all__ = ["Spelling", "escaped", "joined", "lower", "own_link", "path_key"]

_HEX = re.compile("%[0-9A-Fa-f]{2}")
_PLAIN = re.compile(r"[A-Za-z0-9./\\_#+~@-]*")
_SIGNS = frozenset("./\\_#+~-@")
_SLASHES = re.compile("/{2,}")
_INDEX = "/index.html"


class Spelling:
    """A site's way of writing paths: in lower case or not, with accents or without."""

    def __init__(self, *, lower_case: bool = True, accents: bool = True) -> None:
        self.lower_case = lower_case
        self.accents = accents

    def path(self, text: str) -> str:
        """The text as a path: letters, marks, digits and a few signs, spaces as hyphens."""
        if not (_PLAIN.fullmatch(text) and text.isascii()):
            text = _sanitised(text)
            if not self.accents:
                apart = normalize("NFD", text)
                bare = "".join(char for char in apart if category(char) != "Mn")
                text = normalize("NFC", bare)
        return lower(text) if self.lower_case else text

    def name(self, text: str) -> str:
        """A file's or folder's name, before it is made a path of."""
        return path_key(text) if self.lower_case else text

    def link(self, path: str, *, ugly: bool) -> str:
        """The link to the page at that path."""
        page = "/" + path.strip("/")
        if page.endswith("/index"):
            page, ugly = page.removesuffix("index").rstrip("/"), False
        link = f"{page}.html" if ugly and page != "/" else f"{page}/"
        return _SLASHES.sub("/", self.path(link.removesuffix(_INDEX) or "/"))


def own_link(url: str) -> str:
    """The link that the front matter's `url` asks for, taken as it is written."""
    page = joined("/", url)
    if url.endswith("/") or "." not in page:
        return f"{page.rstrip('/')}/"
    return page.removesuffix("index.html") if page.endswith(_INDEX) else page


def joined(*parts: str) -> str:
    """The parts as one path, without `.`, `..` and empty segments, as Go joins them."""
    text = "/".join(part for part in parts if part)
    return _SLASHES.sub("/", normpath(text)) if text else ""


def escaped(path: str) -> str:
    """The path as it stands in a URL; escapes that are in it already stay."""
    parts: list[str] = []
    end = 0
    for found in _HEX.finditer(path):
        parts += (quote(path[end : found.start()], safe=_SAFE), found[0].upper())
        end = found.end()
    parts.append(quote(path[end:], safe=_SAFE))
    return "".join(parts)


_SAFE = "$&+,/:;=@~"


def lower(text: str) -> str:
    """Lower case, each character by itself."""
    return text.lower() if text.isascii() else "".join(char.lower()[0] for char in text)


def path_key(text: str) -> str:
    """What Hugo knows a path by: lower case, and hyphens for spaces."""
    return lower(text).replace(" ", "-")


def _sanitised(text: str) -> str:
    kept: list[str] = []
    hyphen_due = after_hyphen = False
    for index, char in enumerate(text):
        kind = category(char)
        if (
            kind[0] in "LM"
            or kind == "Nd"
            or char in _SIGNS
            or (char == "%" and _HEX.match(text, index))
        ):
            after_hyphen = char == "-"
            if hyphen_due and not after_hyphen:
                kept.append("-")
            hyphen_due = False
            kept.append(char)
        elif kept and not after_hyphen and char.isspace():
            hyphen_due = True
    return "".join(kept)
