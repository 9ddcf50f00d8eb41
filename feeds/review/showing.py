"""A mail's HTML for a frame in a file: with its pictures in it, and in the light or in the dark."""

from __future__ import annotations

import re
from typing import Literal

from feeds.review.pictures import Pictures

__all__ = ["Scheme", "shown"]

Scheme = Literal["light", "dark"]

_ASKED = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\s\"']+))\s*\)", re.IGNORECASE)
_NAMED = ("src", "poster", "background")


def shown(html: str, scheme: Scheme, pictures: Pictures) -> str:
    """What asks for light or dark gets that scheme, since a frame has none of its own."""
    from lxml import etree
    from lxml import html as reading

    def data(match: re.Match[str]) -> str:
        return f"url({pictures.data(match[1] or match[2] or match[3] or '')})"

    def fits(match: re.Match[str]) -> str:
        return "(min-width: 0)" if match[1].lower() == scheme else "(max-width: 0)"

    page = reading.document_fromstring(html)
    for element in page.iter(etree.Element):
        for name in _NAMED:
            if name in element.attrib:
                element.set(name, pictures.data(element.attrib[name].strip()))
        if "srcset" in element.attrib:
            del element.attrib["srcset"]
        if "style" in element.attrib:
            element.set("style", _URL.sub(data, element.attrib["style"]))
        if "media" in element.attrib:
            element.set("media", _ASKED.sub(fits, element.attrib["media"]))
        if element.tag == "style" and element.text:
            element.text = _URL.sub(data, _ASKED.sub(fits, element.text))
        if element.tag == "meta" and element.get("name", "").lower() == "color-scheme":
            element.set("content", scheme)
    return etree.tostring(page.getroottree(), method="html", encoding="unicode")
