"""What a reader sees where a feature is not supported, and what to write instead.

A feature hurts if the mail then cannot be read, looks broken, or shows what was to be hidden;
that is a warning. If it only looks plainer, that is a hint. What nobody would miss is not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from feeds.errors import Level

__all__ = ["Advice", "advice"]


@dataclass(frozen=True, slots=True)
class Advice:
    """How much it matters, what is seen, and what to do; no level means that nobody misses it."""

    level: Level | None
    why: str = ""
    remedy: str = ""


_HURTS: Mapping[str, tuple[str, str]] = {
    "css-display-flex css-display-grid": (
        "what stands side by side falls below each other",
        "Lay columns out with a table.",
    ),
    "css-position css-left-right-top-bottom css-inset": (
        "the element stands elsewhere, or over other text",
        "Lay it out with a table, or with padding.",
    ),
    "css-float css-column-count": (
        "what stands side by side falls below each other",
        "Lay columns out with a table, or use the align attribute.",
    ),
    "css-background-image css-linear-gradient css-radial-gradient css-conic-gradient": (
        "text over it may not be readable",
        "Give the same element a background-color, too.",
    ),
    "css-variables": (
        "whatever uses the variable is left out",
        "Write the value itself; a template's variables can hold it.",
    ),
    "css-unit-calc css-function-clamp css-function-max css-function-min": (
        "the whole declaration is left out",
        "Write a fixed length or a percentage before it.",
    ),
    "css-unit-rem css-unit-vh css-unit-vw css-unit-vmin css-unit-vmax css-unit-ch": (
        "the whole declaration is left out",
        "Write the length in px.",
    ),
    "css-rgb css-rgba css-modern-color css-function-light-dark": (
        "the colour is left out, sometimes with all of the style attribute",
        "Write the colour as #rrggbb.",
    ),
    "css-margin": (
        "the negative margin is left out, and things stand apart or are cut",
        "Lay it out with a table, or with padding.",
    ),
    "css-margin-block-start-end css-margin-inline-block css-margin-inline-start-end "
    "css-padding-block-start-end css-padding-inline-block css-padding-inline-start-end": (
        "the space is left out",
        "Name the side: margin-left, padding-top and so on.",
    ),
    "css-block-inline-size css-inline-size css-max-block-size css-max-inline-size "
    "css-min-block-size css-min-inline-size": (
        "the size is left out",
        "Write width and height.",
    ),
    "css-border-inline-block css-border-inline-block-individual css-border-inline-block-longhand": (
        "the border is left out",
        "Name the side: border-left, border-top and so on.",
    ),
    "css-nesting": ("the rule is left out", "Write each rule with its whole selector."),
    "css-at-import": (
        "the style sheet is never loaded",
        "Write its rules into the template's own style sheet.",
    ),
    "css-visibility css-display-none html-hidden css-inert-attribute": (
        "what was to be hidden is shown",
        "Leave it out of the mail.",
    ),
    "html-popover html-dialog": ("what was to be hidden is shown", "Leave it out of the mail."),
    "css-pseudo-element-after css-pseudo-element-before": (
        "what it adds is not shown",
        "Write it into the HTML.",
    ),
    "css-object-fit css-aspect-ratio": (
        "the picture is distorted",
        "Cut the picture itself to the shape.",
    ),
    "html-video html-audio": (
        "there is nothing to play",
        "Show a picture that links to it.",
    ),
    "html-form html-button-reset html-button-submit html-input-checkbox html-input-hidden "
    "html-input-radio html-input-reset html-input-submit html-input-text html-select "
    "html-textarea": (
        "the form cannot be filled in",
        "Link to a page with the form.",
    ),
    "html-svg html-object": (
        "the picture is not shown",
        "Use a PNG or JPEG picture.",
    ),
    "html-link": (
        "the style sheet is never loaded",
        "Write its rules into the template's own style sheet.",
    ),
    "html-base": ("relative links lead nowhere", "Write every URL in full."),
    "html-image-maps": ("the areas cannot be followed", "Write a link for each of them."),
    "html-background": (
        "text over it may not be readable",
        "Give the same element a bgcolor, too.",
    ),
    "image-apng image-avif image-base64 image-bmp image-heif image-ico image-mp4 image-svg "
    "image-tiff image-webp": (
        "the picture is not shown",
        "Use a PNG, JPEG or GIF picture with a URL.",
    ),
}

_PLAINER: Mapping[str, tuple[str, str]] = {
    "css-border-radius css-border-radius-logical": ("corners are square", ""),
    "css-box-shadow css-text-shadow css-filter css-backdrop-filter css-mix-blend-mode "
    "css-background-blend-mode css-opacity css-mask-image css-clip-path css-outline": (
        "the effect is missing",
        "",
    ),
    "css-animation css-at-keyframes css-transition css-transform html-marquee": (
        "it stands still",
        "Let it say everything as it stands, too.",
    ),
    "css-at-font-face": ("another font is used", "End each font stack with a common font."),
    "css-at-media": (
        "nothing adapts to narrow screens",
        "Let the mail be readable without it.",
    ),
    "css-at-media-prefers-color-scheme": (
        "the mail stays light, or is darkened by the client itself",
        "Choose colours that can be read either way.",
    ),
    "css-max-width css-width css-padding": (
        "the size is left out on this element",
        "Put it on a table or a cell.",
    ),
    "css-height": ("the height is left out", "Set the height attribute, too."),
    "css-overflow-wrap css-word-break css-word-wrap": (
        "a long word may stick out",
        "Keep long URLs and words out of narrow cells.",
    ),
    "css-display": (
        "the element is laid out as if nothing were said",
        "Use block, inline-block or a table.",
    ),
    "css-box-sizing": (
        "padding is added to the width",
        "Choose a width that leaves room for it.",
    ),
    "html-semantics": (
        "it becomes a plain element",
        "Style a table or a div instead.",
    ),
    "html-ruby": (
        "the reading stands behind the word",
        "Put <rp> with brackets around it.",
    ),
    "html-anchor-links": ("the link leads nowhere", "Link to the place on the web page."),
    "html-picture": ("the <img> in it is shown", ""),
    "html-meter html-progress": ("nothing is shown", "Say the number in words, too."),
}
_OTHERWISE = Advice(
    Level.HINT, "it looks plainer", "Look whether the mail still reads well without it."
)

_NOT_MISSED = (
    # What each mail is made of; clients put something else in its place.
    *("html-body", "html-doctype", "html-style", "html-comments", "css-comments"),
    *("css-important", "css-selector-attribute", "css-selector-chaining"),
    *("css-selector-universal", "html-lang", "html-role", "html-dir", "html-lists"),
    # What only says how the mail may be shown.
    *("css-color-scheme", "html-meta-color-scheme", "css-accent-color", "css-cursor"),
    *("css-at-media-hover", "css-at-media-prefers-reduced-motion", "css-at-supports"),
    *("css-pseudo-class-hover", "css-pseudo-class-active", "css-pseudo-class-focus"),
    *("css-pseudo-class-focus-visible", "css-pseudo-class-focus-within"),
    *("css-pseudo-class-link", "css-pseudo-class-visited", "css-pseudo-class-target"),
    # What a browser would do with it is nothing that a reader of a mail looks for.
    *("html-target", "html-loading-attribute", "html-srcset", "html-abbr", "html-acronym"),
    *("html-aria-describedby", "html-aria-hidden", "html-aria-label", "html-aria-labelledby"),
    *("html-aria-live", "html-wbr", "html-dfn", "css-user-select", "css-resize"),
    # What is a part of something that is told.
    *("html-required", "html-rp", "html-rt"),
    # Fine points of type.
    *("css-hyphens", "css-hyphenate-character", "css-hyphenate-limit-chars", "css-orphans"),
    *("css-widows", "css-font-kerning", "css-tab-size", "css-text-wrap", "css-sytem-ui"),
    *("css-text-decoration-skip-ink", "css-text-decoration-thickness", "css-scroll-snap"),
    *("css-text-underline-offset", "css-text-underline-position", "css-outline-offset"),
    *("css-text-decoration-color", "css-text-decoration-style", "css-font-size-adjust"),
    *("css-z-index", "css-empty-cells", "css-text-justify", "css-text-align-last"),
)


@cache
def _table() -> Mapping[str, Advice]:
    rows = {slug: Advice(None) for slug in _NOT_MISSED}
    for level, table in ((Level.HINT, _PLAINER), (Level.WARNING, _HURTS)):
        for names, (why, remedy) in table.items():
            rows |= {slug: Advice(level, why, remedy) for slug in names.split()}
    return rows


def advice(feature: str) -> Advice:
    """What to say of that feature where it is not supported."""
    return _table().get(feature, _OTHERWISE)
