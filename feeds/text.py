"""Text as the model wants it: NFC, and only characters that XML 1.0 (§2.2) allows."""

from __future__ import annotations

import re
from unicodedata import category, normalize

__all__ = ["clean", "legal", "one_line", "slugify"]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\x0b\x0c\r \x85\u2028\u2029]+")
_HYPHENS = re.compile("-+")


def legal(text: str) -> str:
    """The same text without control characters, surrogates and non-characters.

    For markup, which NFC could change: `>` and U+0338 are one character in it.
    """
    return _FORBIDDEN.sub("", text)


def clean(text: str) -> str:
    """The same plain text, legal and in NFC."""
    return normalize("NFC", text if text.isprintable() else legal(text))


def one_line(text: str) -> str:
    """Cleaned, with every run of ASCII spaces, tabs and line ends of any kind made one space.

    An ideographic or a no-break space stays as it was written, but for white space of
    any kind at the ends.
    """
    if text.isprintable() and "  " not in text:
        return normalize("NFC", text).strip()
    return _BREAKS.sub(" ", clean(text)).strip()


def slugify(text: str) -> str:
    """A readable path segment in any script: letters, marks and digits, the rest hyphens.

    Empty where the text has none of them.
    """
    folded = normalize("NFC", text.casefold())
    kept = "".join(char if category(char)[0] in "LMN" else "-" for char in folded)
    return _HYPHENS.sub("-", kept).strip("-")
