"""Rules about what a program should have put in: merge tags, template code, and placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from feeds.errors import Level
from feeds.lint.faults import Fault, shortened, table
from feeds.lint.view import View

__all__ = ["RULES", "as_read", "find", "is_leaving_tag"]

_AS_TEXT = "readers see it as it stands"

RULES = {
    **table(
        Level.ERROR,
        {
            "token-opaque": (
                "No token of the program's own is left in a message.",
                _AS_TEXT,
                "Use merge only as text or in quoted attributes of the template.",
            ),
            "token-template": (
                "No template code is left.",
                _AS_TEXT,
                "Work it out, or mark it as code.",
            ),
            "token-unknown": (
                "Every merge tag is one of the newsletter's mailing engine.",
                "the engine refuses the message, or leaves a hole",
                "Look its name up in the engine's documentation.",
            ),
            "token-other-engine": (
                "No merge tag is one of another mailing engine.",
                _AS_TEXT,
                "Set merge for the newsletter, or use the templates' own merge tags.",
            ),
            "token-on-web": (
                "A web page has no merge tags.",
                "nobody puts anything in there",
                "Show it in the mail's template alone.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "token-placeholder": (
                "No text is a placeholder.",
                "it looks unfinished",
                "Write what was meant, or take it out.",
            ),
        },
    ),
}

_OPAQUE = re.compile(r"mergetagx{0,50}[a-z]x")
_CODE = re.compile(
    r"(?<!\\)\{\{[^\n]{1,300}?\}\}|\{%[^\n]{1,300}?%\}|<%[=-]?\s[^\n]{1,300}?%>"
    r"|\*\|[A-Z][^|*\n<>]{0,60}\|\*|%%[A-Za-z_]\w{1,40}%%"
    r"|\{(?:first_name|name|email|uuid|unsubscribe_url|manage_account_url)"
    r'(?:, ?(?:"|&quot;)[^{}\n]{0,80})?\}'
)
_LEAVING = re.compile(r"[{*%\[]\W{0,6}[\w. ]{0,30}unsub[\w. :|]{0,40}[}*%\]]", re.IGNORECASE)
_LISTMONK = (
    r"\{\{-?\s*(?:\.[A-Za-z][\w.]*|(?:Un|T|M|O|A|L|R)[A-Za-z]+(?:\s[^{}]*)?"
    r"|(?:Safe )?(?:[`\"].*|\.[A-Za-z][\w.]*)|template .*)\s*-?\}\}"
)
_KNOWN: Mapping[str, re.Pattern[str]] = {
    "plain": re.compile(r"\{\{\s*(?:\w*unsubscribe\w*|email|name)\s*\}\}", re.IGNORECASE),
    "listmonk": re.compile(_LISTMONK),
    "mailchimp": re.compile(r"\*\|[A-Z][A-Z0-9_:=\[\]. -]*\|\*"),
    "buttondown": re.compile(
        r"\{\{\s*(?:\w+_url|subscriber\.[\w.]+|email\.[\w.]+|newsletter\.[\w.]+|[\"'].*)\s*"
        r"(?:\|[^{}]*)?\}\}|\{%\s*(?:if|elif|else|endif|verbatim|endverbatim|templatetag)\b[^%]*%\}"
    ),
    "ghost": re.compile(r"\{\w+(?:, ?(?:\"|&quot;)[^{}]*)?\}|%%\w+%%|%%\{\w+\}%%"),
    "ses": re.compile(r"\{\{\s*(?:amazonSES\w+|[A-Za-z]\w*)\s*\}\}"),
}
_VARIABLE = re.compile(r"\{\{\s*[A-Za-z_][\w.]*\s*\}\}")
_OPENERS: Mapping[str, tuple[str, ...]] = {
    "plain": (),
    "listmonk": ("{{",),
    "mailchimp": ("*|",),
    "buttondown": ("{{", "{%"),
    "ghost": ("%%",),
    "ses": ("{{",),
}
_PLACEHOLDER = re.compile(
    r"\blorem ipsum\b|\bdolor sit amet\b|\[object Object\]"
    r"|\[(?:your|insert|add|company|first) [^\]\n]{1,40}\]"
    r"|\bXXXX+\b|\bTODO:|ここに[^\s。]{0,12}(?:入力|入れ|テキスト)|ダミーテキスト|○○様|〇〇様",
    re.IGNORECASE,
)
_LITERAL = re.compile(r'\{\{ ?(?:Safe )?"((?:[^"\\]|\\.)*)" ?\}\}')
_ESCAPED = re.compile(r"\\(.)")
_OPEN_BRACE = re.compile(r"\{% ?templatetag openbrace ?%\}")
_UNSHOWN = (("<!--", "-->"), ("<style", "</style>"))
_SENT = ("received", "dkim-signature", "delivered-to", "return-path")
_LONGEST = 2_000_000


def is_leaving_tag(text: str) -> bool:
    """Whether a text has a mailing engine's merge tag for unsubscribing."""
    return _LEAVING.search(text) is not None


def as_read(text: str) -> str:
    """What becomes of what engines write for a text that looks like their own code."""
    plain = _LITERAL.sub(lambda found: _ESCAPED.sub(_unescaped, found[1]), text)
    return _OPEN_BRACE.sub("{", plain)


def _unescaped(found: re.Match[str]) -> str:
    return {"n": "\n", "r": "\r"}.get(found[1], found[1])


def find(view: View) -> Iterator[Fault]:
    """Every fault of this kind, in the HTML, the plain text and the subject."""
    whole = view.html[:_LONGEST]
    html = _shown(whole)
    text = (view.text or "")[:_LONGEST]
    subject = (view.mail.value("subject") if view.mail else None) or ""
    seen: set[str] = set()
    for written in (whole, text, subject):
        for found in _OPAQUE.finditer(written):
            if found[0] not in seen:
                yield Fault("token-opaque", f"{shortened(found[0])} is left")
                seen.add(found[0])
    meant = "\n".join([*_code(view), *(each.text for each in view.issue.posts)])
    for written in (html, text, subject):
        for found in _CODE.finditer(written):
            if found[0] not in seen:
                seen.add(found[0])
                yield from _tag(view, unescape(found[0]), meant)
    shown = f"{view.words}\n{text}"
    if (found_one := _PLACEHOLDER.search(shown)) is not None:
        what = f"{shortened(found_one[0])} is left"
        yield Fault("token-placeholder", what, evidence=(found_one[0],))


def _shown(html: str) -> str:
    """The HTML without comments and style sheets."""
    for opening, closing in _UNSHOWN:
        kept: list[str] = []
        position = 0
        while (start := html.find(opening, position)) >= 0:
            kept.append(html[position:start])
            end = html.find(closing, start)
            position = len(html) if end < 0 else end + len(closing)
        html = "".join([*kept, html[position:]])
    return html


def _code(view: View) -> Iterator[str]:
    """What the HTML shows as code."""
    for run in view.page.runs:
        if run.element is not None and run.element.code:
            yield run.text


def _tag(view: View, tag: str, meant: str) -> Iterator[Fault]:
    newsletter = view.issue.newsletter
    engine = newsletter.merge if newsletter else None
    shown = shortened(tag)
    own = bool(engine) and tag.startswith(_OPENERS.get(engine or "", ()))
    if view.kind == "web":
        known = _engine_of(tag) is not None
        if tag not in meant and known:
            yield Fault("token-on-web", f"the web page has {shown}")
        elif tag not in meant:
            yield Fault("token-template", f"{shown} is left", evidence=(tag,))
    elif (newsletter and tag in newsletter.unsubscribe) or _is_known(view, engine, tag):
        return
    elif own:
        what = f"{shown} is no merge tag of {engine}"
        yield Fault("token-unknown", what, evidence=(tag,))
    elif tag in meant:
        return
    elif engine and (other := _engine_of(tag)):
        of = f"{shown} is a merge tag of {other}, and the newsletter's are {engine}"
        yield Fault("token-other-engine", of, evidence=(tag,))
    else:
        yield Fault("token-template", f"{shown} is left", evidence=(tag,))


def _is_known(view: View, engine: str | None, tag: str) -> bool:
    """Whether the tag means something to the newsletter's engine.

    Of somebody else's newsletter the engine is not known: before it is sent, any may be.
    """
    if engine is not None:
        return _KNOWN[engine].fullmatch(tag) is not None
    sent = view.mail is not None and any(view.mail.value(name) is not None for name in _SENT)
    simple = _VARIABLE.fullmatch(tag) is not None
    return not sent and (simple or _engine_of(tag) is not None)


def _engine_of(tag: str) -> str | None:
    """The engine that has such a tag and whose syntax is not many programs'."""
    if tag.startswith("{%"):
        return None
    if _VARIABLE.fullmatch(tag):
        return "ses" if "amazonSES" in tag else None
    return next((name for name, known in _KNOWN.items() if known.fullmatch(tag)), None)
