"""By which names caniemail knows the words of CSS, and the formats of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from urllib.parse import urlsplit

from feeds.clients import slugs

__all__ = ["at_rule", "function", "image", "keyword", "media", "property_", "pseudo", "unit"]

_PROPERTIES = """
css-animation animation-{delay,direction,duration,iteration-count,name,timing-function}
css-block-inline-size block-size
css-border border-{color,style,width}
css-border border-{top,right,bottom,left}
css-border border-{top,right,bottom,left}-{color,style,width}
css-border-inline-block border-{block,inline}
css-border-inline-block-individual border-{block,inline}-{start,end}
css-border-inline-block-individual border-{block,inline}-{start,end}-{color,style,width}
css-border-inline-block-longhand border-{block,inline}-{color,style,width}
css-border-radius border-{top,bottom}-{left,right}-radius
css-border-radius-logical border-{start,end}-{start,end}-radius
css-column-layout-properties column-{fill,rule,rule-color,rule-style,rule-width,span,width}
css-column-layout-properties columns
css-gap {column,row,grid}-gap
css-grid-template grid-template-{areas,columns,rows}
css-inset inset-{block,inline}
css-inset inset-{block,inline}-{start,end}
css-left-right-top-bottom {left,right,top,bottom}
css-margin margin-{top,right,bottom,left}
css-margin-block-start-end margin-block-{start,end}
css-margin-inline-block margin-{block,inline}
css-margin-inline-start-end margin-inline-{start,end}
css-outline outline-{color,style,width}
css-overflow overflow-{x,y,block,inline}
css-padding padding-{top,right,bottom,left}
css-padding-block-start-end padding-block-{start,end}
css-padding-inline-block padding-{block,inline}
css-padding-inline-start-end padding-inline-{start,end}
css-scroll-snap scroll-snap-{align,margin,padding,stop,type}
css-text-emphasis text-emphasis-{color,style}
css-transition transition-{delay,duration,property,timing-function}
"""
"""Properties that are a part of a feature that has another name."""

_NO_PROPERTIES = frozenset(
    {
        *("comments", "conic-gradient", "display-flex", "display-grid", "display-none"),
        *("important", "inert-attribute", "intrinsic-size", "linear-gradient", "modern-color"),
        *("nesting", "radial-gradient", "rgb", "rgba", "sytem-ui", "variables"),
    }
)
"""What follows `css-` in the names of other features of CSS, as if it were a property."""

_OTHER_KINDS = ("at-", "function-", "pseudo-", "selector-", "unit-")

_FUNCTIONS = """
css-conic-gradient {,repeating-}conic-gradient
css-function-clamp clamp
css-function-light-dark light-dark
css-function-max max
css-function-min min
css-intrinsic-size fit-content
css-linear-gradient {,repeating-}linear-gradient
css-modern-color {color,color-mix,hwb,lab,lch,oklab,oklch}
css-radial-gradient {,repeating-}radial-gradient
css-rgb rgb
css-rgba rgba
css-unit-calc calc
css-variables var
"""

_KEYWORDS = """
css-intrinsic-size {fit,max,min}-content
css-sytem-ui {system-ui,ui-serif,ui-sans-serif,ui-rounded,ui-monospace}
css-unit-initial initial
"""

_MEDIA = """
css-at-media-device-pixel-ratio -webkit-{,min-,max-}device-pixel-ratio
css-at-media-hover {,any-}hover
css-at-media-orientation orientation
css-at-media-prefers-color-scheme prefers-color-scheme
css-at-media-prefers-reduced-motion prefers-reduced-motion
"""

_IMAGES = """
image-apng apng
image-avif avif
image-bmp bmp
image-gif gif
image-heif {heic,heif}
image-ico ico
image-jpg {jpg,jpeg}
image-mp4 mp4
image-png png
image-svg svg
image-tiff {tif,tiff}
image-webp webp
"""


@cache
def _table(rows: str) -> dict[str, str]:
    """Features by word: a row is a feature and a word, in which braces hold alternatives."""
    return {
        name: slug
        for slug, pattern in (row.split() for row in rows.split("\n") if row)
        for name in _alternatives(pattern)
    }


def _alternatives(pattern: str) -> Iterator[str]:
    parts = [part.split(",") for part in re.split(r"[{}]", pattern)]
    return map("".join, product(*parts))


def _if_known(slug: str | None) -> str | None:
    return slug if slug in slugs() else None


@cache
def property_(name: str) -> str | None:
    """The feature that a property is, if there is one; the name in lower case."""
    if slug := _table(_PROPERTIES).get(name):
        return _if_known(slug)
    if name in _NO_PROPERTIES or name.startswith(_OTHER_KINDS):
        return None
    return _if_known(f"css-{name}")


def function(name: str) -> str | None:
    """The feature that a function is, if there is one; the name in lower case."""
    return _if_known(_table(_FUNCTIONS).get(name))


def keyword(name: str) -> str | None:
    """The feature that a keyword is, if there is one; in lower case."""
    return _if_known(_table(_KEYWORDS).get(name))


def unit(name: str) -> str | None:
    """The feature that a unit is, if there is one; the name in lower case."""
    return _if_known(f"css-unit-{name}")


def at_rule(name: str) -> str | None:
    """The feature that an at-rule is, if there is one; its name in lower case, without the @."""
    return _if_known(f"css-at-{name}")


def media(name: str) -> str | None:
    """The feature that a media feature is, if there is one; the name in lower case."""
    return _if_known(_table(_MEDIA).get(name))


def pseudo(name: str) -> str | None:
    """The feature that a pseudo-class or pseudo-element is; the name in lower case, no colon."""
    return _if_known(f"css-pseudo-class-{name}") or _if_known(f"css-pseudo-element-{name}")


def image(url: str) -> str | None:
    """The format of a picture, as its URL tells it; None where it does not."""
    if url.lstrip()[:5].lower() == "data:":
        return _if_known("image-base64")
    try:
        path = urlsplit(url.strip()).path
    except ValueError:
        return None
    return _if_known(_table(_IMAGES).get(path.rpartition(".")[2].lower()))
