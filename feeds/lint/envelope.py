"""Rules about what inboxes show before a message is opened: the subject and the preheader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from feeds.columns import width
from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.view import View
from feeds.lint.words import unencoded

__all__ = ["RULES", "find"]

_FILTERED = "it looks like spam, to people and to filters"

RULES = {
    **table(
        Level.ERROR,
        {
            "subject-missing": (
                "A message has a subject.",
                "nobody opens it",
                "Write one into the edition's front matter: subject.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "subject-long": (
                "A subject has at most 78 columns, of which a CJK character takes two.",
                "inboxes cut it",
                "Say in 50 what the issue is about.",
            ),
            "subject-short": (
                "A subject has at least 10 columns.",
                "nobody can tell what the issue is about",
                "Say what the issue is about.",
            ),
            "subject-capitals": (
                "A subject is not written in capitals.",
                _FILTERED,
                "Write it as a sentence.",
            ),
            "subject-reply": (
                "A subject does not pretend to be an answer.",
                "the law of many countries forbids it",
                "Take it out.",
            ),
            "subject-marks": (
                "A subject has no rows of exclamation and question marks.",
                _FILTERED,
                "Keep one at most.",
            ),
            "preheader-missing": (
                "The HTML begins with a hidden preheader.",
                "inboxes show whatever text comes first",
                "Let the template begin with it.",
            ),
            "preheader-unpadded": (
                "The preheader and its padding have at least 100 columns.",
                "inboxes show the beginning of the page after it",
                "Add padding of no-break spaces behind it, as the shipped templates do.",
            ),
            "preheader-repeats": (
                "The preheader says something else than the subject.",
                "inboxes show both beside each other",
                "Say what else is in the issue.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "subject-wide": (
                "A subject has at most 50 columns.",
                "telephones cut it",
                "Put what matters first.",
            ),
            "preheader-short": (
                "A preheader has at least 40 columns.",
                "there is room for more, and it makes people open the issue",
                "Say what else is in the issue.",
            ),
            "preheader-long": (
                "A preheader has at most 90 columns.",
                "telephones show 40 to 70 of them",
                "Put what matters first.",
            ),
        },
    ),
}

_PADDING = "\u00a0\u00ad\u034f\u061c\u2007\u2060\u2800\u3000\ufeff\u200b\u200c\u200d\u200e\u200f"
_WIDE = re.compile("[\u00a0\u2007\u2800\u3000]")
_REPLY = re.compile(r"(?:re|fwd?|aw|wg|sv|tr|rv|返信|転送)\s*[:：]", re.IGNORECASE)
_MARKS = re.compile(r"[!?！？]{2,}|(?:[!！][^!！]*){3,}|[$￥¥]{3,}")
_FEWEST_LETTERS = 10
_CAPITALS = 0.8


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind; of a web page none."""
    if view.kind == "web" or (view.mail is not None and not view.mail.headers):
        return
    subject = unencoded((view.mail.value("subject") if view.mail else None) or "").strip()
    if view.mail is not None:
        yield from _subject(subject)
    if view.has_html and view.words:
        yield from _preheader(view, subject)


def _subject(subject: str) -> Iterator[Fault]:
    columns, shown = width(subject[:1000]), f"the subject “{shortened(subject)}”"
    if not subject:
        yield Fault("subject-missing", "the message has no subject", key="subject")
        return
    if columns > 78:
        yield Fault("subject-long", f"{shown} has {columns} columns", key="subject")
    elif columns > 50:
        yield Fault("subject-wide", f"{shown} has {columns} columns", key="subject")
    elif columns < 10:
        yield Fault("subject-short", f"{shown} has {columns} columns", key="subject")
    letters = [char for char in subject if char.isupper() or char.islower()]
    capitals = sum(map(str.isupper, letters))
    if len(letters) >= _FEWEST_LETTERS and capitals > len(letters) * _CAPITALS:
        yield Fault("subject-capitals", f"{shown} is in capitals", key="subject")
    if reply := _REPLY.match(subject):
        yield Fault("subject-reply", f"{shown} begins with {reply[0]}", key="subject")
    if _MARKS.search(subject[:1000]):
        yield Fault("subject-marks", f"{shown} has too many marks", key="subject")


def _preheader(view: View, subject: str) -> Iterator[Fault]:
    hidden = _hidden(view)
    text = " ".join(hidden.rstrip(f"{_PADDING} \t\r\n").split())
    if not text:
        yield Fault("preheader-missing", "there is no preheader", key="preheader")
        return
    columns = width(text[:1000])
    if columns > 90:
        yield Fault("preheader-long", f"the preheader has {columns} columns", key="preheader")
    elif columns < 40:
        yield Fault("preheader-short", f"the preheader has {columns} columns", key="preheader")
    filled = columns + len(_WIDE.findall(hidden))
    if filled < 100:
        what = f"the preheader and its padding have {filled} columns"
        yield Fault("preheader-unpadded", what)
    if subject and text.casefold().startswith(subject.casefold()):
        yield Fault("preheader-repeats", "the preheader repeats the subject", key="preheader")


def _hidden(view: View) -> str:
    """The hidden text at the beginning, before any that is shown."""
    parts: list[str] = []
    for run in view.page.runs:
        if run.element is not None and run.element.hidden:
            parts.append(run.text)
        elif run.text.strip():
            break
    return "".join(parts)
