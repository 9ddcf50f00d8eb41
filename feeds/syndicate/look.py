"""How a feed in XML is shown by browsers: https://www.w3.org/TR/xml-stylesheet/."""

from __future__ import annotations

from html import escape

from lxml.etree import ProcessingInstruction, _Element

from feeds.syndicate.prepared import Way

__all__ = ["LANG", "show_by"]

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def show_by(root: _Element, way: Way, language: str) -> None:
    """Names the feed's style sheet, if it has one, before its root element.

    The root says the language then, by which the style sheet chooses fonts and words; RSS
    has an element for it that browsers do not know.
    """
    if way.stylesheet:
        root.set(LANG, language)
        href = escape(way.stylesheet)
        root.addprevious(ProcessingInstruction("xml-stylesheet", f'href="{href}" type="text/css"'))
