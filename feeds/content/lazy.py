"""Pictures and frames that a script would load later, with their sources in place."""

from __future__ import annotations

import re

from feeds.content.references import candidates
from feeds.content.tree import Element, Node, words_of

__all__ = ["NOSCRIPT", "loaded", "without_fallbacks"]

NOSCRIPT = "feeds-noscript"
"""What `<noscript>` is called here: a parser with scripts reads no elements in one."""

_SOURCES = ("data-src", "data-lazy-src", "data-lazy", "data-echo", "data-url")
_ORIGINALS = ("data-original", "data-orig-file", "data-full-src")
_SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
_AMP = {"amp-anim": "img", "amp-audio": "audio", "amp-img": "img", "amp-video": "video"}
_LAZY = frozenset({"audio", "iframe", "amp-iframe", "img", "source", "video"})
_MEDIA = ("audio", "iframe", "img", "video")
_PLACEHOLDER = re.compile(
    r"\A(?:data:|about:blank)|(?:\A|[/_-])(?:1x1|blank|clear|dummy|empty|gr[ae]y|lazy|lazyload|"
    r"loader|loading|pixel|placeholder|spacer|spinner|transparent|trans)[\w-]*\.(?:gif|png|svg|jpe?g|webp)"
    r"(?:[?#]|\Z)",
    re.IGNORECASE,
)
_WIDEST = 1600


def loaded(element: Element, _parent: Element) -> list[Node] | None:
    """Give an element of media the source that a script would have given it."""
    element.name = _AMP.get(element.name, element.name)
    if element.name not in _LAZY:
        return None
    attributes = element.attributes
    if later := _first(element, _SOURCES):
        attributes["src"] = later
    elif _is_placeholder(element) and (original := _first(element, _ORIGINALS)):
        attributes["src"] = original
    if later := _first(element, _SOURCE_SETS):
        attributes["srcset"] = later
    if later := element.get("data-poster"):
        attributes["poster"] = later
    if element.name == "img" and _is_placeholder(element) and "srcset" in attributes:
        if url := _middling(attributes["srcset"]):
            attributes["src"] = url
    return None


def without_fallbacks(element: Element, _parent: Element) -> list[Node] | None:
    """Keep of `<noscript>` what nothing else shows; it is not an element any more."""
    if not any(isinstance(child, Element) and child.name == NOSCRIPT for child in element.children):
        return None
    kept: list[Node] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == NOSCRIPT:
            kept = _instead_of(kept, child)
        else:
            kept.append(child)
    element.children = kept
    return None


def _instead_of(before: list[Node], fallback: Element) -> list[Node]:
    """The siblings and a fallback after them, of which one shows what both do."""
    if "javascript" in words_of(fallback).lower():
        return before
    media = [one for one in fallback.elements() if one.name in _MEDIA]
    nearest = _nearest(before)
    if not media or nearest is None:
        return [*before, *fallback.children]
    last = nearest if nearest.name in _MEDIA else nearest.find(*_MEDIA)
    if last is None or last.name != media[0].name:
        return [*before, *fallback.children]
    if _is_placeholder(last) and "srcset" not in last.attributes:
        return [*(node for node in before if node is not nearest), *fallback.children]
    if _is_lazy(last) or _file(last) == _file(media[0]):
        return before
    return [*before, *fallback.children]


def _nearest(before: list[Node]) -> Element | None:
    for node in reversed(before):
        if isinstance(node, Element):
            return node
        if node.strip():
            return None
    return None


def _is_lazy(element: Element) -> bool:
    names = (*_SOURCES, *_ORIGINALS, *_SOURCE_SETS)
    return any(name in element.attributes for name in names)


def _file(element: Element) -> str:
    return element.get("src").partition("?")[0].rpartition("/")[2]


def _is_placeholder(element: Element) -> bool:
    url = element.get("src")
    return not url or _PLACEHOLDER.search(url) is not None


def _first(element: Element, names: tuple[str, ...]) -> str:
    found = (element.get(name) for name in names)
    return next((value for value in found if value and not value.startswith("data:")), "")


def _middling(source_set: str) -> str:
    """The candidate for a reader that knows no `srcset`: the widest that is not too wide."""
    rated = []
    for url, descriptor in candidates(source_set):
        number = float(descriptor[:-1]) if descriptor else 1.0
        rated.append((number if descriptor.endswith("w") else number * _WIDEST, url))
    if not rated:
        return ""
    fitting = [one for one in rated if one[0] <= _WIDEST]
    return (max(fitting, key=_rate) if fitting else min(rated, key=_rate))[1]


def _rate(rated: tuple[float, str]) -> float:
    return rated[0]
