"""Rules about what mail clients remove, or what makes filters refuse a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.page import Element
from feeds.lint.view import View

__all__ = ["RULES", "find"]

_REMOVED = "clients remove it, and filters distrust mails that have it"

RULES = {
    **table(
        Level.ERROR,
        {
            "mail-script": (
                "A mail holds no scripts, nor attributes that run any.",
                _REMOVED,
                "Say it in the mail itself, or link to a page.",
            ),
            "mail-frame": (
                "A mail embeds no pages or plugins.",
                _REMOVED,
                "Link to what it shows, with a picture of it.",
            ),
            "mail-external-style": (
                "A mail loads no style sheets.",
                "hardly any client loads it",
                "Write the rules into the template's style.css.",
            ),
            "mail-refresh": (
                "A mail sends nobody to another page.",
                _REMOVED,
                "Link to the page.",
            ),
            "mso-comment": (
                "Every comment for Outlook is ended as it is begun.",
                "Outlook shows nothing of what follows, or others show its code",
                "End <!--[if mso]> with <![endif]-->.",
            ),
            "mso-tables": (
                "Comments for Outlook open as many tables, rows and cells as they close.",
                "Outlook falls to pieces",
                "Close what is opened.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "mail-form": (
                "A mail holds no forms.",
                "most clients do not send them, and warn of them",
                "Link to the page that has the form.",
            ),
            "mail-media": (
                "A mail plays no films and sounds.",
                "most clients show nothing",
                "Link to it, with a picture of it.",
            ),
            "mail-base": (
                "A mail has no `<base>`.",
                "some clients ignore it, so that links lead nowhere",
                "Write absolute URLs.",
            ),
            "mail-position": (
                "Nothing is taken out of the flow of the page.",
                "Gmail and Outlook remove position, and texts lie upon each other",
                "Arrange it with tables.",
            ),
            "mail-drawing": (
                "Nothing is drawn in the HTML itself.",
                "Gmail and Outlook show nothing",
                "Show a picture of it.",
            ),
        },
    ),
}


class _Kind(NamedTuple):
    rule: str
    what: str


_KINDS = {
    "script": _Kind("mail-script", "the mail holds a script"),
    **dict.fromkeys(
        ("iframe", "frame", "frameset", "object", "embed", "applet"),
        _Kind("mail-frame", "the mail embeds something"),
    ),
    **dict.fromkeys(
        ("form", "input", "select", "textarea", "button"), _Kind("mail-form", "the mail has a form")
    ),
    **dict.fromkeys(("video", "audio"), _Kind("mail-media", "the mail has a film or a sound")),
    **dict.fromkeys(("svg", "canvas", "math"), _Kind("mail-drawing", "the mail has a drawing")),
    "base": _Kind("mail-base", "the mail has a <base>"),
}
_IMPORT = re.compile(r"@import\s+(?:url\(|[\"'])", re.IGNORECASE)
_POSITIONS = ("absolute", "fixed", "sticky")
_CONDITION = re.compile(r"\s*\[if\s[^\]]{0,100}\]", re.IGNORECASE)
# `<!--[if !mso]><!-->`, as the rest of the comment that browsers make of it.
_REVEALING = ("><!", "><!--", "> <!", "")
_PIECE = re.compile(r"<(/?)(table|tr|td)\b", re.IGNORECASE)


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind; of a web page none but comments."""
    if not view.has_html:
        return
    yield from _conditions(view)
    if view.kind == "web":
        return
    for element in view.page.elements:
        yield from _element(element)
    for sheet in view.page.sheets:
        if found := _IMPORT.search(sheet):
            yield Fault(
                "mail-external-style", f"{found[0]} loads a style sheet", evidence=(found[0],)
            )


def _element(element: Element) -> Iterator[Fault]:
    given = element.attributes
    source = given.get("src") or given.get("data") or given.get("action") or given.get("href") or ""
    evidence = (*filter(None, [source]), f"<{element.name}")
    if (kind := _KINDS.get(element.name)) is not None:
        of = f": {shortened(source)}" if source else f": <{element.name}>"
        yield Fault(kind.rule, f"{kind.what}{of}", evidence=evidence, post=element.post)
    elif element.name == "link" and "stylesheet" in given.get("rel", "").lower():
        what = f"the mail loads the style sheet {shortened(source)}"
        yield Fault("mail-external-style", what, evidence=evidence)
    elif element.name == "meta" and given.get("http-equiv", "").lower() == "refresh":
        yield Fault("mail-refresh", "the mail sends people to another page", evidence=evidence)
    position = element.style.get("position", "").replace("!important", "").strip().lower()
    if position in _POSITIONS:
        what = f"<{shortened(element.name)}> has position:{position}"
        yield Fault("mail-position", what, evidence=(f"position:{position}",), post=element.post)
    for name in given:
        if name.startswith("on") and name.isalpha() and len(name) > 4:
            what = f"<{shortened(element.name)}> has {shortened(name)}, which runs a script"
            yield Fault("mail-script", what, evidence=(f"{name}=",), post=element.post)


def _conditions(view: View) -> Iterator[Fault]:
    """Outlook's conditional comments: ended, and with as much opened as closed."""
    depth = dict.fromkeys(("table", "tr", "td"), 0)
    revealed = 0
    for token in view.page.document.tokens:
        if token.kind != "comment":
            continue
        text = token.text.strip()
        if (begun := _CONDITION.match(text)) is not None:
            rest = text[begun.end() :]
            if rest.strip() in _REVEALING:
                revealed += 1
            elif not rest.lower().endswith("<![endif]"):
                what = f"{shortened(begun[0])} is not ended"
                yield Fault("mso-comment", what, evidence=(begun[0].strip(),))
            if "mso" in begun[0].lower() and "!mso" not in begun[0].lower():
                for piece in _PIECE.finditer(rest):
                    depth[piece[2].lower()] += -1 if piece[1] else 1
        elif text.lower() in ("<![endif]", "[endif]"):
            revealed -= 1
    if revealed:
        what = "a comment for Outlook is begun and not ended, or the other way around"
        yield Fault("mso-comment", what, evidence=("<![endif]", "<!--[if"))
    for name, left in depth.items():
        if left:
            more = f"{abs(left)} more <{name}> than they {'close' if left > 0 else 'open'}"
            what = f"comments for Outlook {'open' if left > 0 else 'close'} {more}"
            yield Fault("mso-tables", what)
            break
