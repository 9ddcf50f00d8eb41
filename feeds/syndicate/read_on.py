"""An excerpt with a link to the whole post, for feeds that show no more."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from feeds.languages import nearest_language

__all__ = ["read_on"]

_WORDS: Mapping[str, str] = {
    "cs": "Číst dál",
    "da": "Læs videre",
    "de": "Weiterlesen",
    "el": "Συνέχεια",
    "en": "Read on",
    "es": "Seguir leyendo",
    "fi": "Lue lisää",
    "fr": "Lire la suite",
    "id": "Baca selengkapnya",
    "it": "Continua a leggere",
    "ja": "続きを読む",
    "ko": "계속 읽기",
    "nb": "Les videre",
    "nl": "Lees verder",
    "no": "Les videre",
    "pl": "Czytaj dalej",
    "pt": "Continuar a ler",
    "ru": "Читать дальше",
    "sv": "Läs vidare",
    "tr": "Devamını oku",
    "uk": "Читати далі",
    "vi": "Đọc tiếp",
    "zh": "继续阅读",
    "zh-hk": "繼續閱讀",
    "zh-hant": "繼續閱讀",
    "zh-tw": "繼續閱讀",
}
_FALLBACK = "en"


def read_on(excerpt: str, url: str, language: str) -> str:
    """Safe HTML of a plain text and a link, whose words are in the post's language.

    `language` is a BCP 47 tag; where nothing is known of it, the words are English.
    """
    words = _WORDS[nearest_language(language, _WORDS) or _FALLBACK]
    text = f"<p>{escape(excerpt, quote=False)}</p>\n" if excerpt else ""
    return f'{text}<p><a href="{escape(url, quote=False)}">{words}</a></p>'
