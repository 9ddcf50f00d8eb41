"""The features of HTML that a tag uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from feeds.check.body.markup import Token
from feeds.clients import slugs
from feeds.lint.features.names import image

__all__ = ["of_tag"]

_GROUPS = {
    "html-h1-h6": ("h1", "h2", "h3", "h4", "h5", "h6"),
    "html-lists": ("ul", "ol", "dl", "li", "dt", "dd"),
    "html-semantics": (
        *("article", "aside", "details", "figcaption", "figure", "footer", "header"),
        *("main", "mark", "nav", "section", "summary", "time"),
    ),
}
_IN_GROUPS = {name: slug for slug, names in _GROUPS.items() for name in names}
_ATTRIBUTES = {
    **{f"aria-{kind}": f"html-aria-{kind}" for kind in ("describedby", "hidden", "label")},
    **{f"aria-{kind}": f"html-aria-{kind}" for kind in ("labelledby", "live")},
    "align": "html-align",
    "background": "html-background",
    "cellpadding": "html-cellpadding",
    "cellspacing": "html-cellspacing",
    "dir": "html-dir",
    "height": "html-height",
    "hidden": "html-hidden",
    "inert": "css-inert-attribute",
    "lang": "html-lang",
    "loading": "html-loading-attribute",
    "popover": "html-popover",
    "required": "html-required",
    "role": "html-role",
    "sizes": "html-srcset",
    "srcset": "html-srcset",
    "target": "html-target",
    "usemap": "html-image-maps",
    "valign": "html-valign",
    "width": "html-width",
}
_PICTURES = {"img": "src", "source": "srcset", "body": "background", "table": "background"}
_PICTURES |= {"td": "background", "th": "background"}


def of_tag(tag: Token) -> Iterator[tuple[str, str, str]]:
    """The features of a start tag: name, what is written, and the attribute that it is in.

    The attribute is empty where it is the element itself.
    """
    attributes = tag.attributes
    kind = attributes.get("type", "").strip().lower()
    is_sheet = "stylesheet" in attributes.get("rel", "").lower().split()
    if (tag.name != "link" or is_sheet) and (slug := _element(tag.name, kind)):
        yield slug, f"<{tag.name}>", ""
    for name in attributes:
        if slug := _known(_ATTRIBUTES.get(name)):
            yield slug, f"{name}= in <{tag.name}>", name
    if tag.name == "meta" and attributes.get("name", "").strip().lower() == "color-scheme":
        yield "html-meta-color-scheme", "<meta name=color-scheme>", ""
    if tag.name == "a":
        target = attributes.get("href", "").strip()
        if target.startswith("#"):
            yield "html-anchor-links", f"a link to {target}", "href"
        elif target[:7].lower() == "mailto:":
            yield "html-mailto-links", "a mailto: link", "href"
    holder = _PICTURES.get(tag.name, "")
    if holder in attributes and (slug := image(attributes[holder].split(" ")[0])):
        yield slug, f"a picture in <{tag.name}>", holder


@cache
def _element(name: str, kind: str) -> str | None:
    if name == "input":
        return _known(f"html-input-{kind or 'text'}")
    if name == "button":
        return _known(f"html-button-{kind or 'submit'}")
    return _known(_IN_GROUPS.get(name, f"html-{name}"))


def _known(slug: str | None) -> str | None:
    return slug if slug in slugs() else None
