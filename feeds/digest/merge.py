"""Merge tags: what a mailing engine replaces in each copy, such as the address to unsubscribe at.

Templates get tokens, plain letters that nothing on the way changes. When all else is finished they
become the engine's syntax, in the same pass in which whatever looks like that syntax in a post's
own text is written so that readers see it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from feeds.digest.engines import ENGINES, TAG, Engine, Field, go_string
from feeds.model import MergeSyntax, NewsletterSettings

__all__ = ["NO_TAGS", "MergeTags", "merge_tags"]

_LETTERS: Mapping[Field, str] = {
    "unsubscribe": "u",
    "preferences": "p",
    "view": "v",
    "email": "e",
    "name": "n",
}
_WRITTEN: Mapping[str, Field] = {
    "unsubscribe_url": "unsubscribe",
    "preferences_url": "preferences",
    "view_url": "view",
    "email": "email",
    "name": "name",
}
_WRITTEN_TAG = re.compile(rf"(?<!\{{)\{{\{{ ?({'|'.join(_WRITTEN)}) ?\}}\}}(?!\}})")
_ADDRESS = re.compile(r"(?:https?://|mailto:)(?:[\w\-.~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
# Each ends with the text at the latest, so that none is looked for twice.
_STYLE = re.compile(r"(?<=<style)[^>]*+(?:>.*?(?:</style|\Z)|\Z)", re.IGNORECASE | re.DOTALL)
_CONDITIONAL = re.compile(r"<!--\[if\b.*?(?:-->|\Z)|<!--<!\[endif\]-->", re.IGNORECASE | re.DOTALL)
_ELEMENT = re.compile(r"<[A-Za-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*+(?:[>\"']|\Z)")
_URL_VALUE = re.compile(r"\s(?:action|background|cite|href|src|srcset)=(?:\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True)
class MergeTags:
    """What templates call `merge`: each field is a token, a URL, or empty where there is none.

    A token is ASCII letters; it may stand in text and within quoted attributes. `custom` is what
    the token of `unsubscribe` becomes, where the newsletter's settings name a tag of their own.
    """

    syntax: MergeSyntax
    stem: str
    unsubscribe: str = ""
    preferences: str = ""
    view: str = ""
    email: str = ""
    name: str = ""
    custom: str = ""

    def in_html(self, page: str) -> str:
        """The finished page, or a part of it, with the engine's syntax for each token.

        In text and attributes, what the engine would read as a tag becomes references; in style
        sheets a space keeps apart what would begin one, which means the same in CSS.
        """
        shown: list[str] = []
        end = 0
        for sheet in _STYLE.finditer(page):
            shown.append(self._markup(page[end : sheet.start()]))
            shown.append(self._replaced(sheet[0], self._danger, lambda char: f"{char} "))
            end = sheet.end()
        shown.append(self._markup(page[end:]))
        whole = "".join(shown)
        if self._engine.comments:
            whole = _CONDITIONAL.sub(self._kept_comment, whole)
        return self._with_tags(whole, {name: escape(tag) for name, tag in self._tags.items()})

    def in_text(self, text: str) -> str:
        """The finished plain text with the engine's syntax for each token, and as it reads."""
        shown = self._replaced(text, self._text_danger, self._engine.text)
        return self._with_tags(shown, self._text_tags)

    def in_subject(self, line: str) -> str:
        """A subject, which engines look into, too."""
        if self._engine.subject is None:
            return line
        shown = self._replaced(line, self._text_danger, self._engine.subject)
        return self._with_tags(shown, self._text_tags)

    def written(self, text: str) -> str:
        """An editor's own text, in which `{{ unsubscribe_url }}` and the like become tokens.

        The others are `preferences_url`, `view_url`, `email` and `name`, whatever the engine is.
        """
        return _WRITTEN_TAG.sub(lambda tag: str(getattr(self, _WRITTEN[tag[1]])), text)

    @property
    def _engine(self) -> Engine:
        return ENGINES[self.syntax]

    @cached_property
    def _token(self) -> str:
        return f"{self.stem}[{''.join(_LETTERS.values())}]x"

    @cached_property
    def _danger(self) -> re.Pattern[str]:
        return re.compile(self._engine.danger.replace(TAG, self._token))

    @cached_property
    def _text_danger(self) -> re.Pattern[str]:
        return re.compile(self._engine.text_danger.replace(TAG, self._token))

    @cached_property
    def _tags(self) -> Mapping[str, str]:
        """What becomes of each token in HTML."""
        tags = {_token(self.stem, name): tag for name, tag in self._engine.tags.items()}
        if self.custom:
            tags[_token(self.stem, "unsubscribe")] = self.custom
        return tags

    @cached_property
    def _text_tags(self) -> Mapping[str, str]:
        others = self._engine.text_tags.items()
        return {**self._tags, **{_token(self.stem, name): tag for name, tag in others}}

    def _markup(self, html: str) -> str:
        if self._engine.url is self._engine.markup:
            return self._replaced(html, self._danger, self._engine.markup)
        shown: list[str] = []
        end = 0
        for element in _ELEMENT.finditer(html):
            for value in _URL_VALUE.finditer(element[0]):
                start = element.start() + value.start()
                shown.append(self._replaced(html[end:start], self._danger, self._engine.markup))
                shown.append(self._replaced(value[0], self._danger, self._engine.url))
                end = element.start() + value.end()
        shown.append(self._replaced(html[end:], self._danger, self._engine.markup))
        return "".join(shown)

    def _kept_comment(self, comment: re.Match[str]) -> str:
        """The comment as output of the template, which is let through, and tokens between."""
        parts = re.split(f"({self._token})", comment[0])
        return "".join(
            part if number % 2 else "{{ Safe " + go_string(part) + " }}"
            for number, part in enumerate(parts)
            if part
        )

    def _with_tags(self, text: str, tags: Mapping[str, str]) -> str:
        return re.sub(self._token, lambda token: tags.get(token[0], ""), text)

    @staticmethod
    def _replaced(text: str, danger: re.Pattern[str], write: Callable[[str], str]) -> str:
        return danger.sub(lambda found: write(found[0]), text)


NO_TAGS = MergeTags("plain", "")
"""For what nobody merges, such as the web page."""


def merge_tags(newsletter: NewsletterSettings, view: str, texts: Iterable[str]) -> MergeTags:
    """The merge tags of an issue; `view` is the web page's URL, empty where there is none.

    No token occurs in any of `texts`: all that the issue is made of. An address in the
    newsletter's settings stays what it is; a tag there is the engine's own word for it.
    """
    wanted, engine = newsletter.unsubscribe, ENGINES[newsletter.merge]
    stem = _stem([wanted, view, *texts])
    tokens: dict[str, str] = {name: _token(stem, name) for name in engine.tags}
    custom = "" if wanted == ENGINES["plain"].tags["unsubscribe"] else wanted
    if not wanted or _ADDRESS.fullmatch(wanted):
        tokens["unsubscribe"] = wanted
        custom = ""
    if view:
        tokens["view"] = view
    return MergeTags(newsletter.merge, stem, **tokens, custom=custom)


def _token(stem: str, name: Field) -> str:
    return f"{stem}{_LETTERS[name]}x"


def _stem(texts: Iterable[str]) -> str:
    """Letters that are in no text; it begins with one that no token has again, so that a token is
    found whatever stands before it."""
    stem = "mergetag"
    for text in texts:
        while stem in text:
            stem += "x"
    return stem
