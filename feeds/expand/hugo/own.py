"""What a site's own shortcode gives, put into the body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import dedent

from feeds.expand.hugo.parsing import Shortcode
from feeds.expand.hugo.templates import (
    MARKDOWN_ENDS,
    MARKDOWN_STARTS,
    RefusedError,
    Safe,
    fields,
    work_out,
)
from feeds.expand.hugo.writing import Spot

__all__ = ["as_markdown", "own_shortcode"]

_MARKDOWN = re.compile(f"{MARKDOWN_STARTS}(.*?){MARKDOWN_ENDS}", re.DOTALL)
_LINE_ENDS = re.compile(r"[ \t]*\n\s*")


def own_shortcode(
    template: str, tag: Shortcode, inner: str, spot: Spot, around: Mapping[str, object]
) -> str:
    """The template's HTML for that shortcode; `around` are the page and the site.

    Raises `RefusedError` where the template does more than is known here.
    """
    if tag.is_markdown:
        template = template.strip("\n")

    def get(key: object = "") -> object:
        found = tag.get(key) if isinstance(key, (int, str)) else ""
        if key in tag.bare and (typed := _typed(found)) is not None:
            return typed
        return Safe(found) if tag.is_markdown else found

    dot = fields(
        Get=get,
        Inner=Safe(inner),
        InnerDeindent=Safe(dedent(inner)),
        IsNamedParams=bool(tag.named),
        Name=tag.name,
        Params=dict(tag.named) or list(tag.positional),
        **around,
    )
    made = work_out(template, dot)
    if tag.is_markdown and spot.in_markdown:
        return _MARKDOWN.sub(r"\1", made)
    return _placed(made, spot)


def _typed(text: str) -> object:
    """The number, or true or false, that a parameter without quotes is; None for a text."""
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?[0-9]{1,15}\.[0-9]{1,15}", text) else None


def as_markdown(*values: object) -> Safe:
    """Hugo's `.RenderString`, with or without its options."""
    if not values or not isinstance(values[-1], str):
        raise RefusedError("RenderString with such parameters")
    return Safe(f"{MARKDOWN_STARTS}{values[-1]}{MARKDOWN_ENDS}")


def _placed(made: str, spot: Spot) -> str:
    """The output where its shortcode stands, its Markdown between blank lines."""
    pieces = _MARKDOWN.split(made)
    parts: list[str] = []
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            parts.append(piece if "<pre" in piece else _LINE_ENDS.sub("\n", piece))
        elif spot.alone and spot.in_markdown:
            parts.append(f"\n\n{piece.strip()}\n\n")
        else:
            parts.append(piece.strip())
    whole = "".join(parts).strip()
    return spot.block(whole) if whole.startswith("<") else whole
