"""The features that an HTML document uses, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from feeds.check.body.markup import Token, tokens
from feeds.clients import share
from feeds.lint.features.elements import of_tag
from feeds.lint.features.records import Found, Use
from feeds.lint.features.sheets import of_attribute, of_sheet

__all__ = ["MOST_USES", "Places", "features", "sheet_features", "value_of"]

MOST_USES = 50_000
"""As many are looked for in one document."""

_SIGNS = {
    "comment": ("html-comments", "a comment"),
    "doctype": ("html-doctype", "<!doctype>"),
}
_CONDITION = re.compile(r"\s*\[if ([^\]]*)\]", re.IGNORECASE)
_MOST_LOOKS = 4
_MSO = "outlook-windows"
"""The client that reads conditional comments, and properties that begin with `mso-`."""

_HIDDEN_FROM_MSO = re.compile(r"\bmso-hide\s*:\s*all\b", re.IGNORECASE)


def features(html: str, clients: Sequence[str]) -> list[Use]:
    """What a document uses of HTML and CSS, and how far the clients of those names support it.

    In the order of the document. What only Outlook for Windows reads, in conditional comments,
    is not looked at; what they hide from it counts for the others alone. Raises KeyError where
    a client has no such name.
    """
    return list(islice(_uses(html, tuple(clients)), MOST_USES))


def sheet_features(css: str, clients: Sequence[str]) -> list[Use]:
    """The same of a style sheet that stands in a `<style>` of a mail."""
    found = (_use(each, (1, 1), "style", tuple(clients)) for each in of_sheet(css))
    return list(islice(found, MOST_USES))


def _uses(html: str, clients: tuple[str, ...]) -> Iterator[Use]:
    place = Places(html)
    others = tuple(client for client in clients if client != _MSO)
    hidden: list[bool] = []
    for token in tokens(html):
        if token.kind == "comment" and _is_condition(token.text, hidden):
            continue
        readers = others if any(hidden) else clients
        if token.kind in _SIGNS:
            slug, written = _SIGNS[token.kind]
            yield Use(slug, written, *place(token.at), "", False, share(slug, readers))
        elif token.kind == "start":
            yield from _tag(html, token, place, readers, others)
        elif token.raw and token.name == "style":
            at = place(token.at)
            yield from (_use(each, at, "style", readers) for each in of_sheet(token.text))


def _tag(
    html: str,
    token: Token,
    place: Places,
    clients: tuple[str, ...],
    others: tuple[str, ...],
) -> Iterator[Use]:
    for slug, written, attribute in of_tag(token):
        offset = value_of(html, token, attribute) if attribute else None
        at = place(token.at if offset is None else offset)
        yield Use(slug, written, *at, token.name, False, share(slug, clients))
    style = token.attributes.get("style")
    if style:
        offset = value_of(html, token, "style")
        sized = tuple(name for name in ("height", "width") if name in token.attributes)
        readers = others if _HIDDEN_FROM_MSO.search(style) else clients
        for each in _styled(style, token.name, sized):
            found = each if offset is not None else replace(each, line=1, column=1)
            yield _use(found, place(token.at if offset is None else offset), token.name, readers)


def _is_condition(comment: str, hidden: list[bool]) -> bool:
    """Whether a comment is for Outlook for Windows, or begins or ends what is hidden from it.

    `hidden` says of each condition around whether it hides something.
    """
    condition = _CONDITION.match(comment)
    ends = "[endif]" in comment
    if condition and not ends:
        hidden.append("!" in condition[1])
    elif ends and not condition and hidden:
        hidden.pop()
    return ends or condition is not None


@lru_cache(maxsize=2048)
def _styled(style: str, element: str, attributes: tuple[str, ...]) -> tuple[Found, ...]:
    """Many elements of a mail have the same style."""
    return tuple(of_attribute(style, element, attributes))


def _use(found: Found, at: tuple[int, int], element: str, clients: tuple[str, ...]) -> Use:
    line, column = at
    if found.line > 1:
        line, column = line + found.line - 1, found.column
    else:
        column += found.column - 1
    support = share(found.feature, clients, strictly=found.strictly)
    return Use(found.feature, found.written, line, column, element, found.enhancing, support)


def value_of(html: str, token: Token, attribute: str) -> int | None:
    """Where an attribute's value begins; None where it is not written as it reads, as `&amp;`."""
    value = token.attributes[attribute]
    written = re.compile(rf"(?<=[\s\"'/]){attribute}\s*=\s*[\"']?", re.IGNORECASE)
    for found in islice(written.finditer(html, token.at), _MOST_LOOKS if value else 0):
        if html.startswith(value, found.end()):
            return found.end()
    return None


class Places:
    """Lines and columns, from 1, of offsets in a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]

    def __call__(self, offset: int) -> tuple[int, int]:
        """The line and the column at that many characters from the beginning."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
