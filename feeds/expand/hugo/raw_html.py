"""Leaves raw HTML out of Markdown, as Goldmark does unless a site calls it safe."""

from __future__ import annotations

from feeds.content.limits import TooMuchError, check_blocks

__all__ = ["without_raw_html"]

_MORE = "<!--more-->"


def without_raw_html(text: str) -> str:
    """The Markdown without HTML blocks, and without the tags in its lines.

    Text that no parser reads in reasonable time is given back as it is: it is refused later.
    """
    if "<" not in text:
        return text
    from feeds.content.markdown import make_parser

    try:
        check_blocks(text)
        tokens = make_parser(raw=True).parse(text)
    except (TooMuchError, RuntimeError):
        return text
    lines = text.split("\n")
    for token in reversed(tokens):
        if token.map is None:
            continue
        first, last = token.map
        if token.type == "html_block":
            if token.content.strip() != _MORE:
                lines[first:last] = [""] * (last - first)
        elif token.type == "inline" and token.children and "<" in token.content:
            cuts = [
                (child.type == "html_inline" and child.content != _MORE, child.content)
                for child in token.children
                if child.type in ("html_inline", "code_inline")
            ]
            if any(cut for cut, _ in cuts):
                lines[first:last] = _cut("\n".join(lines[first:last]), cuts).split("\n")
    return "\n".join(lines)


def _cut(text: str, pieces: list[tuple[bool, str]]) -> str:
    """The text without the pieces that are to be cut, all of which it has in this order."""
    kept: list[str] = []
    position = 0
    for is_cut, piece in pieces:
        found = text.find(piece, position)
        if found < 0:
            continue
        kept.append(text[position:found])
        if not is_cut:
            kept.append(piece)
        position = found + len(piece)
    return "".join((*kept, text[position:]))
