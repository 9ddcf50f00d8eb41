"""What somebody may have meant, and how a wrong word is shown back."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize

__all__ = ["did_you_mean", "nearest", "shown"]

_LONGEST = 60

_ELSEWHERE = {
    "author": ("authors",),
    "baseurl": ("url",),
    "builddrafts": ("drafts",),
    "buildfuture": ("future",),
    "copyright": ("rights",),
    "count": ("limit",),
    "days": ("window",),
    "defaultlanguage": ("language",),
    "directory": ("folders", "path"),
    "favicon": ("icon",),
    "filename": ("path",),
    "format": ("formats",),
    "group": ("group_by",),
    "home": ("url",),
    "include": ("filter",),
    "lang": ("language", "languages"),
    "language": ("language", "languages"),
    "languagecode": ("language",),
    "license": ("rights",),
    "locale": ("language", "languages"),
    "mail": ("email",),
    "max": ("limit",),
    "name": ("title",),
    "output": ("path",),
    "period": ("window",),
    "permalinks": ("permalink",),
    "replyto": ("reply_to",),
    "sender": ("from",),
    "showdrafts": ("drafts",),
    "siteurl": ("url",),
    "size": ("limit",),
    "source": ("folders",),
    "subtitle": ("description",),
    "tagline": ("description",),
    "tz": ("timezone",),
    "uri": ("url",),
    "where": ("filter",),
}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant; None where none is near.

    Other generators' words for the same thing count as near.
    """
    words = list(known)
    plain = _plain(word)
    for candidate in words:
        if _plain(candidate) == plain:
            return candidate
    for candidate in _ELSEWHERE.get(plain, ()):
        if candidate in words:
            return candidate
    if len(word) > _LONGEST:
        return None
    from difflib import get_close_matches

    by_plain = {_plain(candidate): candidate for candidate in reversed(words)}
    close = get_close_matches(plain, by_plain, n=1, cutoff=0.65)
    return by_plain[close[0]] if close else None


def did_you_mean(guess: str | None) -> str:
    """The guess as the end of a message; empty where there is none."""
    return f" (did you mean {shown(guess)}?)" if guess is not None else ""


def shown(text: str) -> str:
    """The text in quotes, short, and with nothing in it that a terminal would obey."""
    safe = "".join(
        char if char.isprintable() and char not in '"\\' else _escaped(char)
        for char in normalize("NFC", text[: _LONGEST + 1])
    )
    return f'"{safe[:_LONGEST]}…"' if len(text) > _LONGEST else f'"{safe}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return f"\\u{ord(char):04X}" if ord(char) < 0x10000 else f"\\U{ord(char):08X}"


def _plain(word: str) -> str:
    return word.casefold().replace("_", "").replace("-", "").replace(" ", "")
