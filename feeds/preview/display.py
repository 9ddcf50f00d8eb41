"""A mail's HTML for the eye: the mail to the letter, but for what a frame has to be told.

Pictures of the site come from its folder, those of other places only if an editor allows it, and
what asks for light or dark gets the scheme that was chosen, since a frame has none of its own.
Nothing else of the text is touched; what a view adds stands behind its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise

from feeds.check.body.markup import VOID, Token, tokens
from feeds.digest.fit import size, weight
from feeds.lint.sizes import CLIPPED
from feeds.preview.choices import Choices

__all__ = ["CLIPPING", "INVERTING", "OUTLINING", "PLACEHOLDER", "Display", "clipped", "display"]

PLACEHOLDER = "/static/placeholder.svg"
"""Stands for a picture of another place."""

INVERTING = (
    "<style>html { filter: invert(1) hue-rotate(180deg); background: #fff; } "
    "img, video { filter: invert(1) hue-rotate(180deg); }</style>"
)
OUTLINING = "<style>img { outline: 1px solid #9aa0a6; outline-offset: -1px; }</style>"
CLIPPING = (
    '<div style="padding: 16px; font: 14px/1.5 Arial, sans-serif; color: #222; background: #fff">'
    '[Message clipped]&nbsp; <span style="color: #15c; text-decoration: underline">'
    "View entire message</span></div>"
)

_ATTRIBUTE = re.compile(r"""([^\s/>=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s>"']+)""")
_CANDIDATE = re.compile(r"(^|,)(\s*)([^\s,]\S*?)(?=,?(?:\s|$))")
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s"']+))\s*\)""", re.IGNORECASE)
_NO_PICTURE = re.compile(r"(?:@import|\bsrc\s*:|@namespace)[^;{}]*\Z", re.IGNORECASE)
_ASKED = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_SCHEME = re.compile(r"((?<![\w-])color-scheme\s*:)([^;}!]+)", re.IGNORECASE)
_BEGUN = re.compile(r"(?:&#?\w*|</?)\Z")
_LONGEST_REFERENCE = 12
_YES, _NO = "(min-width: 0)", "(max-width: 0)"
_LONGEST_RULE = 300
_REMOTE = ("http://", "https://", "//")


@dataclass(frozen=True, slots=True)
class Display:
    """The HTML to be framed; how many pictures lie elsewhere, and whether some was cut off."""

    html: str
    remote: int
    clipped: bool = False


def display(
    html: str, choices: Choices, local: Callable[[str], str | None], *, reserve: int = 0
) -> Display:
    """The HTML as these choices show it.

    `local` says where the preview serves a picture of the site, by its URL, and `reserve` is what
    an engine adds to each link, in bytes.
    """
    whole = html
    if choices.clipped:
        html = clipped(html, reserve)
    painter = _Painter(choices, local)
    shown = "".join(painter.shown(html))
    if html != whole:
        shown += f"{_closing(html)}{CLIPPING}"
    if not choices.pictures:
        shown += OUTLINING
    if choices.look == "inverted":
        shown += INVERTING
    return Display(shown, len(painter.remote), html != whole)


def clipped(html: str, reserve: int) -> str:
    """What Gmail shows of it: all, or the beginning that has less than its limit in bytes.

    It never ends within a tag or a character reference.
    """
    if weight(size(html), reserve) < CLIPPED:
        return html
    low, high = 0, min(len(html), CLIPPED)
    while low < high:
        middle = (low + high + 1) // 2
        fits = weight(size(html[:middle]), reserve) < CLIPPED
        low, high = (middle, high) if fits else (low, middle - 1)
    last = next((token for token in tokens(html[:low]) if token.oddity == "unfinished"), None)
    if last is not None:
        return html[: last.at]
    begun = _BEGUN.search(html, max(low - _LONGEST_REFERENCE, 0), low)
    return html[: begun.start() if begun else low]


def _closing(html: str) -> str:
    """The end tags that a beginning of HTML lacks."""
    opened: list[str] = []
    for token in tokens(html):
        if token.kind == "start" and token.name not in VOID:
            opened.append(token.name)
        elif token.kind == "end" and token.name in opened:
            while opened.pop() != token.name:
                pass
    return "".join(f"</{name}>" for name in reversed(opened) if name not in ("html", "body"))


_DOCUMENTS = frozenset(("iframe", "frame", "embed", "object"))
"""Elements that show a document of their own, which no mail client does."""


class _Painter:
    """Writes HTML anew as choices show it, and counts pictures of other places."""

    def __init__(self, choices: Choices, local: Callable[[str], str | None]) -> None:
        self.remote: set[str] = set()
        self._choices = choices
        self._local = local
        self._scheme = "dark" if choices.look == "dark" else "light"

    def shown(self, html: str) -> Iterator[str]:
        """Its pieces, in order."""
        for token, end in _ended(html):
            source = html[token.at : end]
            if token.name == "style" and not self._choices.styles:
                continue
            if token.kind == "start":
                yield self._tag(token, source)
            elif token.kind == "text" and token.raw and token.name == "style":
                yield self._sheet(source)
            else:
                yield source

    def _tag(self, token: Token, source: str) -> str:
        if not token.attributes:
            return source
        name = len(token.name) + 1

        def written(found: re.Match[str]) -> str:
            quoted = found[3][:1] in "\"'"
            value = unescape(found[3][1:-1] if quoted else found[3])
            changed = self._attribute(token, found[1].lower(), value)
            return found[0] if changed == value else f'{found[1]}{found[2]}"{escape(changed)}"'

        return source[:name] + _ATTRIBUTE.sub(written, source[name:])

    def _attribute(self, token: Token, name: str, value: str) -> str:
        match name:
            case "src" | "poster" if token.name in ("img", "video", "input"):
                return self._picture(value)
            case "src" | "srcdoc" | "data" if token.name in _DOCUMENTS:
                # What is refused would be waited for, and its host connected to.
                return ""
            case "background":
                return self._picture(value)
            case "srcset":
                return _CANDIDATE.sub(
                    lambda found: f"{found[1]}{found[2]}{self._picture(found[3])}", value
                )
            case "style":
                return self._declarations(value)
            case "media":
                return _ASKED.sub(self._answer, value)
            case "content" if token.attributes.get("name", "").lower() == "color-scheme":
                return self._chosen(value)
        return value

    def _sheet(self, css: str) -> str:
        return self._declarations(_ASKED.sub(self._answer, css))

    def _declarations(self, css: str) -> str:
        css = _SCHEME.sub(lambda found: found[1] + self._chosen(found[2]), css)
        return _URL.sub(self._behind, css)

    def _behind(self, found: re.Match[str]) -> str:
        before = found.string[max(found.start() - _LONGEST_RULE, 0) : found.start()]
        url = next(filter(None, found.groups()), "")
        if _NO_PICTURE.search(before):
            return found[0]
        changed = self._picture(url)
        if changed == url:
            return found[0]
        return f"url('{changed}')" if changed else "none"

    def _picture(self, url: str) -> str:
        """Where a picture comes from; nowhere in a view without pictures."""
        given = url.strip()
        address = self._local(given)
        remote = address is None and given.lower().startswith(_REMOTE)
        if remote:
            self.remote.add(given)
        if not self._choices.pictures:
            return ""
        if remote and not self._choices.remote:
            return PLACEHOLDER
        return address or url

    def _answer(self, found: re.Match[str]) -> str:
        return _YES if found[1].lower() == self._scheme else _NO

    def _chosen(self, schemes: str) -> str:
        """The chosen one of several schemes, between the same spaces."""
        if not {"light", "dark"} <= set(schemes.lower().split()):
            return schemes
        start = schemes[: len(schemes) - len(schemes.lstrip())]
        return f"{start}{self._scheme}{schemes[len(schemes.rstrip()) :]}"


def _ended(html: str) -> Iterator[tuple[Token, int]]:
    """Each token, and where it ends."""
    found = list(tokens(html))
    for token, following in pairwise(found):
        yield token, following.at
    if found:
        yield found[-1], len(html)
