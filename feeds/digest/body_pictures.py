"""Pictures in the whole body of a post, as mail programs need them.

Outlook takes the width and height that an `<img>` gives and no style's, and shows a picture as
wide as it is where it gives none; no mail program chooses among sources as browsers do. All
else in the body stays as it is, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

from feeds.model import Enclosure

__all__ = ["COLUMN", "Sizes", "fitted", "places"]

COLUMN = 552
"""How wide a mail's text is, in CSS pixels."""

Sizes = Callable[[str], tuple[int, int] | None]
"""Gives the width and height of a picture in pixels by its URL; None where they are not known."""

# In sanitised HTML `<` and `>` stand in tags and, in double quotes, in their attributes.
_TAG = re.compile(r'<(/?[a-z][a-z0-9]*)[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_WIDEST = 100_000
_REPLACED = ("height", "sizes", "srcset", "width")
_NO_RENDITIONS: Mapping[tuple[str, int], Enclosure] = {}


def fitted(
    html: str,
    sizes: Sizes,
    renditions: Mapping[tuple[str, int], Enclosure] = _NO_RENDITIONS,
    column: int = COLUMN,
) -> str:
    """A sanitised body whose pictures are no wider than the column, and have one source each.

    Each has a width and a height in whole CSS pixels, the height only where the shape of the
    picture is known, and neither where nothing is. `renditions` are shown in place of what
    they were made from, by its URL and the width at which it stands (`places`).
    """
    shown: list[str] = []
    end = 0
    for tag in _tags(html):
        shown.append(html[end : tag.start])
        end = tag.end
        if tag.name == "img":
            shown.append(_image(tag, sizes, renditions, column))
    shown.append(html[end:])
    return "".join(shown)


def places(html: str, sizes: Sizes, column: int = COLUMN) -> Iterator[tuple[str, int]]:
    """The URL and the width in CSS pixels of every picture of a body whose size is known."""
    for tag in _tags(html):
        url = _source(tag)
        if tag.name == "img" and sizes(url):
            width, _ = _place(tag, sizes(url), column)
            if width:
                yield url, width


class _Tag(NamedTuple):
    """An `<img>`, or a `<source>` of a `<picture>`: where it stands, and its attributes."""

    name: str
    start: int
    end: int
    attributes: Mapping[str, str]


def _tags(html: str) -> Iterator[_Tag]:
    if "<img" not in html:
        return
    in_picture = False
    for found in _TAG.finditer(html):
        name = found[1]
        if name.endswith("picture"):
            in_picture = name == "picture"
        elif name == "img" or (name == "source" and in_picture):
            yield _Tag(name, found.start(), found.end(), _attributes(found[0]))


class _Attributes(HTMLParser):
    """Reads the attributes of one tag."""

    def __init__(self) -> None:
        super().__init__()
        self.told: Mapping[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Takes them."""
        self.told = {name: value or "" for name, value in attrs}


def _attributes(tag: str) -> Mapping[str, str]:
    reader = _Attributes()
    reader.feed(tag)
    return reader.told


def _image(
    tag: _Tag, sizes: Sizes, renditions: Mapping[tuple[str, int], Enclosure], column: int
) -> str:
    url = _source(tag)
    width, height = _place(tag, sizes(url), column)
    rendition = renditions.get((url, width or 0))
    new: dict[str, object] = {
        **{name: value for name, value in tag.attributes.items() if name not in _REPLACED},
        "src": rendition.url if rendition else url,
        "width": width,
        "height": height,
    }
    pairs = (f' {name}="{escape(str(value))}"' for name, value in new.items() if value is not None)
    return f"<img{''.join(pairs)}>"


def _source(tag: _Tag) -> str:
    """The picture's URL; the first of its sources where it only has a list of them."""
    if url := tag.attributes.get("src", "").strip():
        return url
    first = tag.attributes.get("srcset", "").split(maxsplit=1)
    return first[0].rstrip(",") if first else ""


def _place(
    tag: _Tag, natural: tuple[int, int] | None, column: int
) -> tuple[int | None, int | None]:
    """Width and height of the place where a picture stands."""
    width = _pixels(tag.attributes.get("width", ""), column)
    height = _pixels(tag.attributes.get("height", ""), 0)
    shape = natural or ((width, height) if width and height else None)
    if shape is None:
        return (min(width, column), None) if width else (None, height)
    if width is None:
        width = round(shape[0] * height / shape[1]) if height else shape[0]
    width = max(1, min(width, column))
    return width, max(1, round(shape[1] * width / shape[0]))


def _pixels(value: str, whole: int) -> int | None:
    """What an attribute says, a part of the `whole` or pixels; None where it says nothing."""
    number, percent, _ = value.strip().partition("%")
    if not (number.isascii() and number.isdigit()) or not 0 < int(number[:9]) <= _WIDEST:
        return None
    pixels = int(number) * whole // 100 if percent else int(number)
    return pixels or None
