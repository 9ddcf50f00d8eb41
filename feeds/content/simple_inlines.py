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
from feeds.content.typography import Smart, has_signs
from feeds.model import Flavour

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
_AHEAD = 3


def simple_inlines_plugin(md: MarkdownIt, flavour: Flavour, make_smart: Smart) -> None:
    """Teach a parser whose renderer is `Renderer` to make simple paragraphs in one pass."""
    make = make_smart if flavour.typographer else None
    whole = _not_simple(flavour)

    def rule(state: StateCore) -> None:
        base = state.env["base"]
        any_simple = "abbreviations" not in state.env
        doubt = whole if whole and whole.search(state.src) else None
        for token in state.tokens:
            if token.type != "inline":
                continue
            content = token.content
            if any_simple and not (doubt and doubt.search(content)):
                smart = make if make and has_signs(content) else None
                html = simple_html(content, base, smart, breaks=flavour.breaks)
                if html is not None:
                    token.children = [Token("html_inline", "", 0, content=html)]
                    continue
            token.children = token.children or []
            state.md.inline.parse(content, state.md, state.env, token.children)

    md.core.ruler.at("inline", rule)


def _not_simple(flavour: Flavour) -> re.Pattern[str] | None:
    """What only the whole of that flavour's rules can read."""
    signs = (
        (flavour.linkify, r"://|www\.|@"),
        (flavour.math, r"\$\$"),
        (flavour.loose, r"\\\\\n|\{::"),
    )
    wanted = "|".join(pattern for needed, pattern in signs if needed)
    return re.compile(wanted, re.IGNORECASE) if wanted else None


def simple_html(
    content: str, base: str, smart: Smart | None = None, *, breaks: bool = False
) -> str | None:
    """The HTML of a paragraph on the page at `base`; None where it is not simple.

    An emphasis is simple if it begins and ends with a letter or a digit, and no other
    sign of emphasis stands alone: then its signs belong together, whatever is around.
    `smart` makes its texts typographic; with `breaks` every line end is one.
    """
    out: list[str] = []
    texts: list[str] = []
    position = 0
    for piece in _PIECE.finditer(content):
        if piece.start() != position:
            return None
        position = piece.end()
        kind = piece.lastgroup
        if kind == "text":
            texts.append(piece[0])
            continue
        if kind == "line":
            last = texts.pop() if texts else ""
            texts.append(last.rstrip(" "))
            if breaks or len(last) - len(texts[-1]) > 1:
                out += (_written("".join(texts), "\n", smart), "<br>\n")
                texts = []
            else:
                texts.append("\n")
            continue
        if texts:
            ahead = f"`{_shown(piece['code'])}" if kind == "code" else content[piece.start() :]
            out.append(_written("".join(texts), ahead[:_AHEAD], smart))
            texts = []
        if kind == "sign":
            out.append(escaped(piece["sign"]))
        elif kind == "code":
            out.append(f"<code>{escaped(_shown(piece['code']))}</code>")
        elif kind == "target":
            url = escape(resolved("href", piece["target"], base))
            out.append(f'<a href="{url}">{_written(piece["label"], "](", smart)}</a>')
        elif kind == "source":
            url = escape(resolved("src", piece["source"], base))
            out.append(f'<img src="{url}" alt="{escape(piece["alt"])}">')
        else:
            mark, words = piece["stars"] or piece["lines"], piece["starred"] or piece["lined"]
            name, end = _EMPHASIS[len(mark)], piece.end() - len(mark)
            ahead = content[end : end + _AHEAD]
            out.append(f"<{name}>{_written(words, ahead, smart)}</{name}>")
    if position != len(content):
        return None
    if texts:
        out.append(_written("".join(texts), "\n", smart))
    return "".join(out)


def _written(text: str, ahead: str, smart: Smart | None) -> str:
    return escaped(smart(text, ahead) if smart else text)


def _shown(code: str) -> str:
    """What a code span shows: one space at either end is its own (CommonMark §6.1)."""
    return code[1:-1] if code[0] == code[-1] == " " and code.strip(" ") else code
