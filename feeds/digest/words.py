"""The words that no post brings along, and how a language writes dates, numbers and lists.

Each language is a file in `languages/`; CLDR, through babel, knows the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_interval, format_skeleton
from babel.lists import format_list

from feeds.digest.phrases import FALLBACK, Phrases, languages, phrases
from feeds.languages import nearest_language

__all__ = ["Words", "words"]

_DATE = "yMMMd"


@dataclass(frozen=True, slots=True)
class Words:
    """A language's phrases, and the locale that writes its dates and lists."""

    phrases: Phrases
    locale: Locale

    def day(self, day: date) -> str:
        """One day: `Nov 18, 2026`, `2026年11月18日`."""
        return format_skeleton(_DATE, day, locale=self.locale)

    def span(self, first: date, last: date) -> str:
        """A span of days, what both share written once; one day where they are the same."""
        return format_interval(first, last, _DATE, locale=self.locale)

    def people(self, names: Sequence[str]) -> str:
        """Names in one line: `Anna, Ben, and Chie`, `杏奈、勉、千絵`; empty without any."""
        return format_list(names, locale=self.locale)

    def posts(self, count: int) -> str:
        """How many posts: `5 posts`, `5件の記事`."""
        return self._counted(self.phrases.posts, count)

    def minutes(self, count: int) -> str:
        """A reading time: `4 min read`, `約4分`."""
        return self._counted(self.phrases.minutes, count)

    def and_more(self, post: str, count: int) -> str:
        """A title and how many come after it; the title alone where none does."""
        return self._counted(self.phrases.and_more, count, post=post) if count else post

    def more(self, count: int) -> str:
        """How many posts are left out of the mail: `3 more posts`, `ほか3件の記事`."""
        return self._counted(self.phrases.more, count)

    def _counted(self, forms: Mapping[str, str], count: int, **values: str) -> str:
        form = forms.get(self.locale.plural_form(count), forms["other"])
        return form.format(n=count, **values)


@cache
def words(tag: str) -> Words:
    """The words for a BCP 47 tag: the most specific file there is, else English.

    Dates follow the whole tag (`en-GB` writes `18 Nov 2026`) where CLDR knows it.
    """
    found = nearest_language(tag, languages())
    if found is None:
        return Words(phrases(FALLBACK), Locale.parse(FALLBACK))
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse(found, sep="-")
    return Words(phrases(found), locale)
