"""Paragraphs of text, code, links, pictures and plain emphasis, made HTML in one pass.

Nearly all are such. The library would make tokens of them first, at several times the
cost; it gets every paragraph that the pattern below does not cover as a whole.
"""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from feeds.content.renderer import escaped, resolved

__all__ = ["simple_html", "simple_inlines_plugin"]

_INNER = r"[^\n&*<\[\\\]_`{~]"
_WORDS = rf"[^\W_](?:{_INNER}*[^\W_])?"
_TARGET = r"[^\x00-\x20\x7f()<>\\&]+"
_PIECE = re.compile(
    r"(?P<text>[^\n!&*<\[\\\]^_`{~]+|\]|[!^](?!\[)|&(?![#A-Za-z])|~(?!~))"
    r"|(?P<line>\n[ \t]*)"
    r"|\\(?P<sign>[!-/:-@\[-`{-~])"
    r"|`(?P<code>[^`\n]+)`(?!`)"
    rf"|\[(?P<label>{_INNER}+)\]\((?P<target>{_TARGET})\)"
    rf"|!\[(?P<alt>{_INNER}*)\]\((?P<source>{_TARGET})\)"
    rf"|(?P<stars>\*\*?)(?P<starred>{_WORDS})(?P=stars)(?!\*)"
    rf"|(?<![^ \n(])(?P<lines>__?)(?P<lined>{_WORDS})(?P=lines)(?![^ \n.,;:!?)])"
)
_EMPHASIS = {1: "em", 2: "strong"}


def simple_inlines_plugin(md: MarkdownIt) -> None:
    """Teach a parser whose renderer is `Renderer` to make simple paragraphs in one pass."""
    md.core.ruler.at("inline", _inline)


def simple_html(content: str, base: str) -> str | None:
    """The HTML of a paragraph on the page at `base`; None where it is not simple.

    An emphasis is simple if it begins and ends with a letter or a digit, and no other
    sign of emphasis stands alone: then its signs belong together, whatever is around.
    """
    out: list[str] = []
    position = 0
    for piece in _PIECE.finditer(content):
        if piece.start() != position:
            return None
        position = piece.end()
        kind = piece.lastgroup
        if kind == "text":
            out.append(escaped(piece[0]))
        elif kind == "line":
            out[-1:] = _broken("".join(out[-1:]))
        elif kind == "sign":
            out.append(escaped(piece["sign"]))
        elif kind == "code":
            out.append(f"<code>{_code(piece['code'])}</code>")
        elif kind == "target":
            url = escape(resolved("href", piece["target"], base))
            out.append(f'<a href="{url}">{escaped(piece["label"])}</a>')
        elif kind == "source":
            url = escape(resolved("src", piece["source"], base))
            out.append(f'<img src="{url}" alt="{escape(piece["alt"])}">')
        else:
            mark, words = piece["stars"] or piece["lines"], piece["starred"] or piece["lined"]
            name = _EMPHASIS[len(mark)]
            out.append(f"<{name}>{escaped(words)}</{name}>")
    return "".join(out) if position == len(content) else None


def _broken(line: str) -> tuple[str, str]:
    """What is left of the text before a line break, and the break: two spaces make it hard."""
    text = line.rstrip(" ")
    return text, "<br>\n" if len(line) - len(text) > 1 else "\n"


def _code(text: str) -> str:
    if text[0] == text[-1] == " " and text.strip(" "):
        text = text[1:-1]
    return escaped(text)


def _inline(state: StateCore) -> None:
    base = state.env["base"]
    for token in state.tokens:
        if token.type != "inline":
            continue
        html = simple_html(token.content, base)
        if html is not None:
            token.children = [Token("html_inline", "", 0, content=html)]
            continue
        token.children = token.children or []
        state.md.inline.parse(token.content, state.md, state.env, token.children)
