"""Eleventy's `slugify` and `slug` filters: text as it stands in a URL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import combining, normalize

__all__ = ["slug", "slugify"]


def _pairs(letters: str, texts: str) -> Mapping[str, str]:
    return dict(zip(letters, texts.split(), strict=True))


_LATIN = {
    **_pairs("äöüßæøþðđłħı", "ae oe ue ss ae o th d d l h i"),
    "ĳ": "ij",
    "&": " and ",
    "🦄": " unicorn ",
    "♥": " love ",
}
_CYRILLIC = {
    **_pairs("абвгдеёжзийклмнопрст", "a b v g d e yo zh z i y k l m n o p r s t"),
    **_pairs("уфхцчшщыэюяєіїґ", "u f kh ts ch sh sch y e yu ya ye i yi g"),
    **_pairs("ђјљњћќџ", "dj j lj nj c kj dz"),
    "ъ": "",
    "ь": "",
}
_GREEK = {
    **_pairs("αβγδεζηθικλμνξοπρστυφχψω", "a v g d e z i th i k l m n ks o p r s t y f x ps o"),
    **_pairs("άέίόύήώςϊΰϋΐ", "a e i o y i o s i y y i"),
}
_LETTERS = str.maketrans({**_LATIN, **_CYRILLIC, **_GREEK})
_OTHER_SCRIPTS = re.compile(
    "[¢¥\u0530-\u058f\u0600-\u06ff\u0780-\u07bf\u07ff\u09f3\u0af1\u0e3f\u10a0-\u10ff\u1c90-\u1cbf"
    "\u203d\u20a0-\u20bf\u2460-\u24ff\u2776-\u2793\ufe69\uffe0-\uffe6\U0001d400-\U0001d7ff"
    "\U0001f100-\U0001f1e5\U0001f4af\U0001f51a-\U0001f524\U0001f670-\U0001f7d4]"
)
_CONTRACTION = re.compile(r"([a-z\d]+)'([ts])(\s|$)")
_DROPPED = re.compile("[\\^`¨¯´·¸]")
_SYMBOLS = {"$": "dollar", "%": "percent", "&": "and", "<": "less", ">": "greater", "|": "or"}


def slugify(text: str) -> str:
    """Letters and digits of ASCII in lower case, the rest one hyphen.

    Letters of Latin, Cyrillic and Greek are written in ASCII. Raises ValueError for a text
    with scripts and signs that Eleventy would write in ASCII too, and this does not.
    """
    text = normalize("NFC", text).lower()
    if _OTHER_SCRIPTS.search(text):
        raise ValueError("letters of this script")
    text = text.replace("ъе", "ye").replace("ый", "iy").translate(_LETTERS)
    text = "".join(char for char in normalize("NFD", text) if not combining(char))
    text = _CONTRACTION.sub(r"\1\2\3", _DROPPED.sub("", text))
    return re.sub(r"[^a-z\d]+", "-", text).strip("-")


def slug(text: str) -> str:
    """The older filter: signs left out, spaces one hyphen; ValueError for more than ASCII."""
    if not text.isascii():
        raise ValueError("letters beyond ASCII")
    text = "".join(_SYMBOLS.get(char, char) for char in text)
    text = re.sub(r"[^\w\s$*+~.()'\"!\-:@]+", "", text)
    return re.sub(r"\s+", "-", text.strip()).lower()
