"""`[design]`: colours, fonts, logo, footer and links of newsletters."""

from __future__ import annotations

import re

from feeds.config.checks import block, kind, line, optional_line, whole
from feeds.config.source import InvalidValueError, Spot
from feeds.config.tables import Schema
from feeds.config.values import picture, web_url
from feeds.suggest import shown

__all__ = ["DESIGN", "colour", "fonts", "social"]

_COLOUR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.ASCII)
_FONTS = re.compile(r"[\w\- ,']+")
_MOST_LINKS = 20


def colour(value: object, spot: Spot) -> str:
    """A colour as `#rrggbb`."""
    text = line(value, spot).casefold()
    match = _COLOUR.fullmatch(text)
    if match is None or not text.startswith("#"):
        raise spot.wrong(f'must be a colour such as "#1f2d4d", not {shown(text)}')
    digits = match[1]
    return f"#{digits if len(digits) == 6 else ''.join(digit * 2 for digit in digits)}"


def fonts(value: object, spot: Spot) -> str:
    """Names of fonts, as in CSS `font-family`."""
    text = line(value, spot).replace('"', "'")
    if not _FONTS.fullmatch(text) or text.count("'") % 2:
        raise spot.wrong(f'must be names of fonts such as "Georgia, serif", not {shown(text)}')
    return text


def social(value: object, spot: Spot) -> tuple[tuple[str, str], ...]:
    """Links by name."""
    if not isinstance(value, dict):
        example = 'write { Mastodon = "https://…" }'
        raise spot.wrong(f"must be a table of names and URLs, not {kind(value)}: {example}")
    if len(value) > _MOST_LINKS:
        raise spot.wrong(f"must not be more than {_MOST_LINKS} links")
    links: list[tuple[str, str]] = []
    invalid: InvalidValueError | None = None
    for name, url in value.items():
        try:
            links.append((line(name, spot.at(name)), web_url(url, spot.at(name))))
        except InvalidValueError as problem:
            invalid = problem
    if invalid is not None:
        raise invalid
    return tuple(links)


DESIGN: Schema = {
    "accent": colour,
    "accent_dark": colour,
    "background": colour,
    "background_dark": colour,
    "paper": colour,
    "paper_dark": colour,
    "ink": colour,
    "ink_dark": colour,
    "masthead": colour,
    "masthead_ink": colour,
    "heading_font": fonts,
    "text_font": fonts,
    "logo": picture,
    "logo_alt": optional_line,
    "logo_width": whole(16, 600),
    "footer": block,
    "social": social,
}
