"""Moves a page's style sheets into style attributes, which is where mail clients read them.

premailer does it, and is kept from the network, from files and from URLs: it gets a tree
whose URLs are opaque tokens, and a CSS parser that fetches nothing.
"""

from __future__ import annotations

import logging
import re
import xml.dom
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from typing import Any

import cssutils
from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from feeds.deferred import deferred
from feeds.text import clean

with deferred("requests"):  # what premailer would fetch with
    from premailer import Premailer

__all__ = ["StyleError", "inline", "style_rules", "understood"]

_DOCTYPE = "<!doctype html>"
_SPACES = re.compile(r"([;,:]) +")
# What libxml2's serialiser would percent-encode, merge tags and all.
_REWRITTEN = ("action", "href", "name", "src")


_FAILURES = (
    AttributeError,
    LookupError,
    RecursionError,
    SelectorError,
    TypeError,
    ValueError,
    xml.dom.DOMException,
)
"""What cssutils and premailer raise at style sheets that are odd enough."""


class StyleError(ValueError):
    """The page has no HTML, or rules in its style sheets that premailer cannot read."""


def inline(html: str) -> str:
    """The page with every plain rule in the style attributes of what it matches.

    `<style data-premailer="ignore">` stays, without that attribute; so do media rules
    and pseudo-classes. URLs come out as they went in, merge tags too. Raises `StyleError`.
    """
    root = _parsed(html)
    stem = _stem(html)
    urls = _hide_urls(root, stem)
    _close_styles(root)
    with _quiet(), _explained():
        _premailer().transform(root)
    _shorten_styles(root)
    page = etree.tostring(root, method="html", encoding="unicode", doctype=_DOCTYPE)
    shown = re.sub(rf"{stem}(\d+)x", lambda match: escape(urls[int(match[1])]), page)
    return shown.rstrip() + "\n"


def understood(css: str) -> tuple[list[tuple[str, str]], str]:
    """What premailer makes of a style sheet, whatever page it is on.

    That is selectors, each with the declarations that it moves to what matches, and the style
    sheet that it leaves, from which `inline` takes `!important` out. Raises `StyleError`.
    """
    with _quiet(), _explained():
        premailer = _premailer()
        rules, leftover = premailer._parse_style_rules(css, 0)
        moved = [(selector, style) for _, selector, style in rules]
        for selector, _ in moved:
            CSSSelector(selector)
        kept = premailer._css_rules_to_string(leftover) if leftover else ""
    return moved, kept


def _premailer() -> _Offline:
    return _Offline(
        allow_network=False,
        align_floating_images=False,
        cache_css_parsing=False,
        disable_basic_attributes=["align", "bgcolor", "height", "valign", "width"],
        disable_validation=True,
    )


class _Offline(Premailer):  # type: ignore[misc]  # premailer has no types
    """Parses style sheets without following `@import`, and each once: that takes longest."""

    def _parse_css_string(self, css_body: str, validate: bool = True) -> Any:
        parser = cssutils.CSSParser(fetcher=lambda _url: None, validate=validate)
        return parser.parseString(css_body, href="about:blank")

    def _parse_style_rules(self, css_body: str, ruleset_index: int) -> tuple[list[Any], list[Any]]:
        rules, leftover = style_rules(css_body, ruleset_index)
        return [*rules], [*leftover]


@lru_cache(maxsize=16)
def style_rules(css: str, index: int) -> tuple[list[Any], list[Any]]:
    """The rules of a style sheet, and what premailer leaves of it, as premailer has them.

    `index` counts the style sheets of a page, of which later ones win.
    """
    found: tuple[list[Any], list[Any]] = Premailer._parse_style_rules(_premailer(), css, index)
    return found


def _parsed(html: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = etree.fromstring(html.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or root.find("body") is None:
        raise StyleError("there is no HTML in it")
    return root


def _stem(html: str) -> str:
    stem = "opaque"
    while stem in html:
        stem += "x"
    return stem


def _hide_urls(root: etree._Element, stem: str) -> list[str]:
    urls: list[str] = []
    for element in root.iter("*"):
        for name in _REWRITTEN:
            value = element.get(name)
            if value is not None:
                element.set(name, f"{stem}{len(urls)}x")
                urls.append(value)
    return urls


def _close_styles(root: etree._Element) -> None:
    """End every style attribute with a semicolon, as no selector does.

    premailer's one cache holds parsed selectors and parsed styles under their bare text.
    """
    for element in root.iter("*"):
        style = element.get("style")
        if style is not None:
            element.set("style", clean(style).rstrip().rstrip(";") + ";")


def _shorten_styles(root: etree._Element) -> None:
    """Take out what premailer puts between declarations and means nothing."""
    for element in root.iter("*"):
        style = element.get("style")
        if style is not None and not set(style) & set("\"'("):
            element.set("style", _SPACES.sub(r"\1", style))


@contextmanager
def _explained() -> Iterator[None]:
    """What premailer raises about a style sheet, as a `StyleError`."""
    try:
        yield
    except _FAILURES as failure:
        raise StyleError(f"a style sheet cannot be inlined: {failure}") from failure


@contextmanager
def _quiet() -> Iterator[None]:
    """cssutils writes what it does not know to the standard error, from one global logger."""
    logger = logging.getLogger("CSSUTILS")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before
