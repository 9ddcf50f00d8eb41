"""Pictures and frames that a script would load later, with their sources in place."""

from __future__ import annotations

import re
from itertools import islice

from feeds.content.references import candidates
from feeds.content.tree import Element, Node, words_of

__all__ = ["NOSCRIPT", "loaded", "without_fallbacks"]

NOSCRIPT = "feeds-noscript"
"""What `<noscript>` is called here: a parser with scripts reads no elements in one."""

_SOURCES = (
    *("data-src", "data-lazy-src", "data-lazy", "data-lazyload", "data-echo", "data-cfsrc"),
    *("data-litespeed-src", "data-orig-src"),
)
_ORIGINALS = ("data-original", "data-orig-file", "data-full-src", "data-url")
_SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set")
_AMP = {"amp-anim": "img", "amp-audio": "audio", "amp-img": "img", "amp-video": "video"}
_LAZY = frozenset({"audio", "iframe", "amp-iframe", "img", "source", "video"})
_MEDIA = ("audio", "iframe", "img", "video")
_PLACEHOLDER = re.compile(
    r"\A(?:data:|about:blank)|(?:\A|[/_-])(?:1x1|blank|clear|dummy|empty|gr[ae]y|lazy|lazyload|"
    r"loader|loading|pixel|placeholder|spacer|spinner|transparent|trans)[\w-]{0,40}"
    r"\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|\Z)",
    re.IGNORECASE,
)
_WIDEST = 1600
_FEW = 30


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
    is_bare = element.name == "img" and _is_placeholder(element)
    if is_bare and (url := _middling(element.get("srcset"))):
        attributes["src"] = url
    return None


def without_fallbacks(element: Element, _parent: Element) -> list[Node] | None:
    """Keep of `<noscript>` what nothing else shows; it is not an element any more."""
    if not any(isinstance(child, Element) and child.name == NOSCRIPT for child in element.children):
        return None
    kept: list[Node] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == NOSCRIPT:
            _add_fallback(kept, child)
        else:
            kept.append(child)
    element.children = kept
    return None


def _add_fallback(before: list[Node], fallback: Element) -> None:
    """Put a fallback after its siblings, in place of one, or nowhere if they show it too."""
    if "javascript" in words_of(fallback).lower():
        return
    media = fallback.find(*_MEDIA)
    place = _nearest(before)
    if media is not None and place is not None:
        last = _medium_in(before[place])
        if last is not None and last.name == media.name:
            if _is_placeholder(last) and "srcset" not in last.attributes:
                del before[place]
            elif _is_lazy(last) or _file(last) == _file(media):
                return
    before += fallback.children


def _nearest(before: list[Node]) -> int | None:
    """Where the element is that only space comes after."""
    for place in range(len(before) - 1, max(len(before) - 4, -1), -1):
        node = before[place]
        if isinstance(node, Element):
            return place
        if node.strip():
            return None
    return None


def _medium_in(node: Node) -> Element | None:
    if isinstance(node, str) or node.name in _MEDIA:
        return node if isinstance(node, Element) else None
    few = islice(node.elements(), _FEW)
    return next((one for one in few if one.name in _MEDIA), None)


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
