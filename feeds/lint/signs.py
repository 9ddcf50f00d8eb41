"""Rules about signs that nobody wrote: controls, lost characters and broken encodings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from feeds.check.body import signs
from feeds.check.body.document import Document
from feeds.errors import Level
from feeds.lint.faults import Fault, table
from feeds.lint.view import View
from feeds.lint.words import unencoded

__all__ = ["RULES", "find"]

_NOT_MEANT = "readers see what nobody wrote"

RULES = {
    **table(
        Level.ERROR,
        {
            "sign-windows": (
                "Quotes and dashes are written as Unicode has them, not as U+0080 to U+009F.",
                "Gmail clips even a small message that has one",
                "Write the character itself.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "sign-control": (
                "No control characters are in the text.",
                "servers and clients refuse them or show boxes",
                "Take it out.",
            ),
            "sign-lost": (
                "No character was lost in a conversion.",
                _NOT_MEANT,
                "Write it anew.",
            ),
            "sign-mojibake": (
                "No text was read in another encoding than it was written in.",
                _NOT_MEANT,
                "Read the source as UTF-8, and write the text anew.",
            ),
            "sign-markup": (
                "No tags, references or Markdown are shown as text.",
                _NOT_MEANT,
                "It was escaped once too often, or blank lines are missing around it.",
            ),
            "sign-direction": (
                "What turns the direction of a text is ended.",
                "all that follows may be turned around",
                "End it, or use the attribute dir.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "sign-private": (
                "No characters are used that only one font knows.",
                "readers see boxes",
                "Write it in other characters.",
            ),
        },
    ),
}

_OURS: Mapping[str, str] = {
    "body-windows-character": "sign-windows",
    "body-control-character": "sign-control",
    "body-replacement-character": "sign-lost",
    "body-mojibake": "sign-mojibake",
    "body-markup-as-text": "sign-markup",
    "body-markdown-as-text": "sign-markup",
    "body-direction-open": "sign-direction",
    "body-private-character": "sign-private",
}
_IN_TEXT = (
    ("sign-windows", re.compile("[\x80-\x84\x86-\x9f]")),
    ("sign-control", re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")),
    ("sign-lost", re.compile("\ufffd")),
)


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind: in the HTML, in its title, in the plain text and in the subject."""
    if view.has_html:
        for fault in signs.find(Document(view.page.html, "")):
            if (rule := _OURS.get(fault.rule)) is not None:
                yield Fault(rule, fault.what, evidence=fault.evidence)
    subject = unencoded((view.mail.value("subject") if view.mail else None) or "")
    for where, text, key in (
        ("the subject", subject, "subject"),
        ("the plain text", view.text or "", ""),
    ):
        for rule, pattern in _IN_TEXT:
            if found := pattern.search(text):
                what = f"{where} has U+{ord(found[0]):04X}"
                yield Fault(rule, what, evidence=(found[0],), key=key)
