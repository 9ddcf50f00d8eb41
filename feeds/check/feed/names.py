"""Namespaces and prefixes, which are taken for others where they are nearly the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from feeds.check.feed.elements import (
    ATOM,
    CONTENT,
    DC,
    HISTORY,
    ITUNES,
    MEDIA,
    PODCAST,
    SLASH,
    line_of,
)
from feeds.check.feed.flaws import Flaw, shortened, table
from feeds.errors import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["RULES", "find"]

RULES = {
    **table(
        Level.ERROR,
        {
            "xml-namespace-misspelt": (
                "Namespaces are written to the letter: readers compare them so.",
                "Correct it.",
            ),
        },
    ),
    **table(
        Level.WARNING,
        {
            "xml-prefix-reserved": (
                "Prefixes that everybody knows stand for what everybody means by them.",
                "Take another prefix.",
            ),
        },
    ),
    **table(
        Level.HINT,
        {
            "xml-prefix-unusual": (
                "Namespaces have their usual prefixes: simple readers know no others.",
                "Take the usual prefix.",
            ),
        },
    ),
}

_KNOWN: Mapping[str, str] = {
    "atom": ATOM,
    "content": CONTENT,
    "dc": DC,
    "dcterms": "http://purl.org/dc/terms/",
    "fh": HISTORY,
    "itunes": ITUNES,
    "media": MEDIA,
    "podcast": PODCAST,
    "slash": SLASH,
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
_USUAL = {space: prefix for prefix, space in _KNOWN.items()}


def find(root: _Element) -> Iterator[Flaw]:
    """What is wrong with the namespaces that a document declares, each once."""
    told: set[tuple[str | None, str]] = set()
    for element in root.iter():
        for prefix, space in element.nsmap.items() if element is root else _new(element):
            if (prefix, space) not in told:
                told.add((prefix, space))
                yield from _declared(prefix, space, line_of(element))


def _new(element: _Element) -> Iterator[tuple[str | None, str]]:
    """The namespaces that an element itself declares."""
    parent = element.getparent()
    if parent is None or element.nsmap == parent.nsmap:
        return
    outer = parent.nsmap
    yield from ((key, space) for key, space in element.nsmap.items() if outer.get(key) != space)


def _declared(prefix: str | None, space: str, line: int | None) -> Iterator[Flaw]:
    if space in _USUAL:
        usual = _USUAL[space]
        if prefix is not None and prefix != usual and not (usual == "atom" and prefix[:1] == "a"):
            what = f"the prefix of {space} is {shortened(prefix)}, and not {usual}"
            yield Flaw("xml-prefix-unusual", what, line)
    elif meant := _MEANT.get(_essence(space)):
        remedy = f"Write {meant}."
        what = f"a namespace is {shortened(space)}"
        yield Flaw("xml-namespace-misspelt", what, line, remedy)
    elif prefix in _KNOWN:
        what = f"the prefix {prefix} stands for {shortened(space) or 'nothing'}"
        yield Flaw("xml-prefix-reserved", what, line)


def _essence(space: str) -> str:
    return space.strip().lower().partition("://")[2].removeprefix("www.").rstrip("/#")


_MEANT = {_essence(space): space for space in _KNOWN.values()}
