"""What mailing engines take for a merge tag, and how the same characters are written as text.

docs/merge-tags.md says where each syntax comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from feeds.model import MergeSyntax

__all__ = ["ENGINES", "TAG", "Engine", "Field", "escaped", "go_string"]

Field = Literal["unsubscribe", "preferences", "view", "email", "name"]
TAG = "TAG"
"""Stands for any merge tag in an engine's expressions; all of them are equally long."""

_JOINER = "\u200c"


@dataclass(frozen=True, slots=True)
class Engine:
    """A mailing engine's syntax.

    `tags` are what it calls each field; a field that it does not have is missing. Where they are
    others in plain text, `text_tags` has them. `danger` is an expression for each single character
    with which the engine would begin to read a tag in HTML, `text_danger` in plain text. Such a
    character is written by `markup` in HTML, by `url` in an attribute that holds a URL, by `text`
    and `subject` in those; a subject that is None is not looked at by the engine.

    `comments` says that the engine drops comments of HTML, and so what is meant for Outlook alone.
    """

    tags: Mapping[Field, str]
    danger: str
    text_danger: str
    markup: Callable[[str], str]
    url: Callable[[str], str]
    text: Callable[[str], str]
    subject: Callable[[str], str] | None
    text_tags: Mapping[Field, str] = field(default_factory=dict)
    comments: bool = False


def escaped(char: str) -> str:
    """The character as a reference (HTML §13.1.4), which engines do not know."""
    return f"&#{ord(char)};"


def go_string(text: str) -> str:
    """The text as an interpreted string literal of Go."""
    for char, written in (("\\", r"\\"), ('"', r"\""), ("\r", r"\r"), ("\n", r"\n")):
        text = text.replace(char, written)
    return f'"{text}"'


def _parted(char: str) -> str:
    """The character and what nobody sees, between it and what it must not touch."""
    return _JOINER + char if char in "|}" else char + _JOINER


def _percent_encoded(char: str) -> str:
    return f"%{ord(char):02X}"


def _safe(char: str) -> str:
    return "{{ Safe " + go_string(char) + " }}"


def _template_tag(char: str) -> str:
    return "{% templatetag openbrace %}" if char == "{" else char


_BRACES = rf"\{{(?=[{{%#]|{TAG})"
_MUSTACHES = rf"{_BRACES}|\\(?={TAG})|(?<={TAG})\}}"
_GO = rf"\{{(?=\{{|{TAG})|@(?=TrackLink)"
_GO_TEXT = rf"\{{(?=[{{<]|@TrackLink|{TAG})|@(?=TrackLink)|<"
_ASTERISKS = rf"\*(?=\||{TAG})|(?<={TAG})\|"

_PLAIN = Engine(
    tags={"unsubscribe": "{{ unsubscribe_url }}", "email": "{{ email }}", "name": "{{ name }}"},
    danger=_MUSTACHES,
    text_danger=_MUSTACHES,
    markup=escaped,
    url=escaped,
    text=_parted,
    subject=_parted,
)
_LISTMONK = Engine(
    tags={
        "unsubscribe": "{{ UnsubscribeURL }}",
        "preferences": "{{ UnsubscribeURL }}?manage=true",
        "view": "{{ MessageURL }}",
        "email": "{{ .Subscriber.Email }}",
        "name": "{{ .Subscriber.FirstName }}",
    },
    text_tags={
        "email": "{{ Safe .Subscriber.Email }}",
        "name": "{{ Safe .Subscriber.FirstName }}",
    },
    danger=_GO,
    text_danger=_GO_TEXT,
    markup=escaped,
    url=escaped,
    text=_safe,
    subject=lambda char: char if char == "<" else _safe(char),
    comments=True,
)
_MAILCHIMP = Engine(
    tags={
        "unsubscribe": "*|UNSUB|*",
        "preferences": "*|UPDATE_PROFILE|*",
        "view": "*|ARCHIVE|*",
        "email": "*|EMAIL|*",
        "name": "*|FNAME|*",
    },
    danger=_ASTERISKS,
    text_danger=_ASTERISKS,
    markup=escaped,
    url=escaped,
    text=_parted,
    subject=_parted,
)
_BUTTONDOWN = Engine(
    tags={
        "unsubscribe": "{{ unsubscribe_url }}",
        "preferences": "{{ manage_subscription_url }}",
        "view": "{{ email_url }}",
        "email": "{{ subscriber.email|escape }}",
        "name": "{{ subscriber.metadata.first_name|escape }}",
    },
    text_tags={
        "email": "{{ subscriber.email|safe }}",
        "name": "{{ subscriber.metadata.first_name|safe }}",
    },
    danger=_BRACES,
    text_danger=_BRACES,
    markup=escaped,
    url=escaped,
    text=_template_tag,
    subject=_parted,
)
_GHOST = Engine(
    tags={
        "unsubscribe": "{unsubscribe_url}",
        "preferences": "{manage_account_url}",
        "email": "{email}",
        "name": "{first_name}",
    },
    danger=r"\{",
    text_danger=rf"\{{(?=\w*\}}|\w*,?\s*\"|{TAG})",
    markup=_parted,
    url=_percent_encoded,
    text=_parted,
    subject=None,
)
_SES = Engine(
    tags={
        "unsubscribe": "{{amazonSESUnsubscribeUrl}}",
        "email": "{{email}}",
        "name": "{{name}}",
    },
    danger=_MUSTACHES,
    text_danger=_MUSTACHES,
    markup=escaped,
    url=escaped,
    text=_parted,
    subject=_parted,
)

ENGINES: Mapping[MergeSyntax, Engine] = {
    "plain": _PLAIN,
    "listmonk": _LISTMONK,
    "mailchimp": _MAILCHIMP,
    "buttondown": _BUTTONDOWN,
    "ghost": _GHOST,
    "ses": _SES,
}
