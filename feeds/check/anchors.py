"""To what a link into a post can lead, although bodies have no ids.

Each generator makes ids of headings in its own way. What all ways have in common is enough to
tell what surely is no heading: the letters and digits, without regard to case and accents.
"""

from __future__ import annotations

import re
from unicodedata import category, normalize
from urllib.parse import unquote

from feeds.check.body.document import Document

__all__ = ["anchors_of", "is_anchor"]

_HEADING = re.compile("h[1-6]")
_WRITTEN = re.compile(r"""\b(?:id|name)\s{0,9}=\s{0,9}["']?([^\s"'>]{1,200})""")
_LIST = re.compile(r"\{[:#][^{}\n]{0,500}\}")
_IN_LIST = re.compile(r"#([^\s#}]{1,200})")
_MADE = re.compile(r"(?:user-content-)?(?:fn|fnref|cite|ref)[:_-]?\w*|top|comments?.*|L\d+.*", re.I)
_COUNTED = re.compile(r"[-_]?[0-9]+\Z")


def anchors_of(html: str, source: str) -> frozenset[str]:
    """The essence of every id and heading of a post, from its HTML and its file."""
    found: set[str] = set()
    heading: list[str] | None = None
    for token in Document(html, "").tokens:
        if token.kind == "start":
            found.update(_essence(token.attributes.get(name, "")) for name in ("id", "name"))
        if _HEADING.fullmatch(token.name):
            if heading is not None:
                found.add(_essence("".join(heading)))
            heading = [] if token.kind == "start" else None
        elif token.kind == "text" and heading is not None and not token.raw:
            heading.append(token.text)
    found.update(_essence(match[1]) for match in _WRITTEN.finditer(source))
    for attributes in _LIST.finditer(source):
        found.update(_essence(match[1]) for match in _IN_LIST.finditer(attributes[0]))
    return frozenset(found - {""})


def is_anchor(fragment: str, anchors: frozenset[str]) -> bool:
    """Whether a fragment may lead to one of them, or to what templates and Markdown add."""
    text = unquote(fragment)
    if _MADE.fullmatch(text) or text.startswith(":~:"):
        return True
    return bool({_essence(text), _essence(_COUNTED.sub("", text))} & anchors) or not _essence(text)


def _essence(text: str) -> str:
    folded = normalize("NFD", text.casefold())
    return "".join(char for char in folded if category(char)[0] in "LN")
