"""Zola's slugs: `on` spells a text in ASCII, `safe` and `off` keep it.

Zola spells with a table of all of Unicode. Here the alphabets and syllabaries follow from the
names of their characters and the tables below, exactly; ideographs and other scripts are spelt
by text-unidecode, which agrees with Zola's table in all but rare ones. What neither knows is an
error, since a guess would be another URL.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, decimal, name, normalize

__all__ = ["STRATEGIES", "slugify_zola"]

STRATEGIES = ("on", "safe", "off")

_OTHERS = re.compile("[^a-z0-9]+")
_UNSAFE = str.maketrans("", "", '<>:"/\\|?*')
_SYLLABLE = re.compile(r"(?:HIRAGANA|(?:HALFWIDTH )?KATAKANA) LETTER (?:SMALL )?([A-Z]{1,3})")
_LATIN = re.compile(r"(?:FULLWIDTH )?LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]{1,2})(?: WITH .*)?")
_HANGUL = "HANGUL SYLLABLE "


def _pairs(letters: str, spelt: str) -> dict[str, str]:
    return dict(zip(letters, spelt.split(), strict=True))


_GREEK = _pairs(
    "αβγδεζηθικλμνξοπρσςτυφχψω", "a b g d e z e th i k l m n x o p r s s t u ph kh ps o"
)
_CYRILLIC = _pairs(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяѐёђѓѕіїјљњћќѝўџ",
    "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e iu ia "
    "ie io dj gj dz i yi j lj nj tsh kj i u dzh",
)
_ONES_OWN = {
    **_pairs("ÞþÐðđßẞıΞҐґЄє\u2126ǅǈǋǲ", "th th d d d ss ss i ks g- g- e ie ohm dz lj nj dz"),
    **_pairs("¢£¥§©®°ªº²³¹µ¶×¼½¾÷", "c- ps y- ss -c- -r- deg a o 2 3 1 u p x 1-4 1-2 3-4 -"),
    **_pairs("€™№‰‱⁊⁋〇", "eur tm no -0 -00 7 pp 0"),
    **_pairs("什价么旅术", "shen- jia- me- lv- shu-"),
    **dict.fromkeys("々〆ゝゞヽヾ\u200b", "-"),
    **dict.fromkeys("ー\u00ad", ""),
}
"""What differs from the rules, and symbols that are spelt."""


def slugify_zola(text: str, strategy: str) -> str:
    """The path segment that Zola makes of a text under `on`, `safe` or `off`.

    Raises ValueError where it holds a character whose spelling is not known.
    """
    if strategy == "off":
        return text
    if strategy == "safe":
        return text.rstrip(" .").translate(_UNSAFE)
    if not text.isascii():
        text = "".join(char if char.isascii() else _spelt(char) for char in text)
    return _OTHERS.sub("-", text.lower()).strip("-")


@lru_cache(1024)
def _spelt(char: str) -> str:
    if char in _ONES_OWN:
        return _ONES_OWN[char]
    called = name(char, "")
    if called.startswith(_HANGUL):
        return called.removeprefix(_HANGUL)
    if not "ꜰ" <= char < "\uff00" and (found := _LATIN.fullmatch(called)):
        return found[1]
    if (found := _SYLLABLE.fullmatch(called)) and not "\u31f0" <= char < "\u3200":
        return found[1]
    if char.lower() in _CYRILLIC:
        return _CYRILLIC[char.lower()]
    if (base := normalize("NFD", char)[0].lower()) in _GREEK:
        return _GREEK[base]
    return _by_kind(char)


def _by_kind(char: str) -> str:
    kind = category(char)
    if kind == "Nd":
        return str(decimal(char))
    if kind[0] in "PZ" and (char < "\u0370" or "\u2000" <= char < "\u2070"):
        return "-"
    if kind == "Cf" and "\u2000" <= char < "\u2070":
        return ""
    if kind[0] in "PZ" and ("\u3000" <= char < "\u3100" or char >= "\uff00") and char != "〽":
        return "-"
    if kind == "Mn" and char < "\u0363":
        return ""
    return _looked_up(char, kind)


def _looked_up(char: str, kind: str) -> str:
    spelt = ""
    if kind != "So" and char != "〽":
        from text_unidecode import unidecode

        spelt = str(unidecode(char))
    if not spelt or "?" in spelt:
        raise ValueError(f"how {char} is spelt in ASCII is not known")
    return spelt
