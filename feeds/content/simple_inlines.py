"""Paragraphs of text, code, links, pictures and plain emphasis, made HTML in one pass.

Nearly all are such. The library would make tokens of them first, at several times the
cost; it gets every paragraph that the pattern below does not cover as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from feeds.content.renderer import escaped, resolved
from feeds.content.typography import Smart, has_signs
from feeds.model import Flavour

__all__ = ["Inline", "simple_html", "simple_inlines_plugin", "simple_writer"]

Inline = Callable[[str], str | None]
"""The HTML of a paragraph's text; None where only the library can tell."""

_INNER = r"[^\n&*<\[\\\]_`{~]"
_WORDS = rf"[^\W_](?:{_INNER}*[^\W_])?"
_TARGET = r"(?:[^\x00-\x20\x7f()<>\\&]|&(?![#A-Za-z0-9]+;))+"


def _pattern(line: str) -> re.Pattern[str]:
    """The pieces of a paragraph; `line` is what of a line's end may stand in text."""
    return re.compile(
        rf"(?P<text>[^{line}!&*<\[\\\]^_`{{~]+|\]|[!^](?!\[)|&(?![#A-Za-z0-9]+;)|~(?!~)"
        r"|(?<=[^\W_])_+(?=[^\W_]))"
        r"|(?P<line>\n[ \t]*)"
        r"|\\(?P<sign>[!-/:-@\[-`{-~])"
        r"|`(?P<code>[^`\n]+)`(?!`)"
        rf"|\[(?P<label>[^{line}&*<\[\\\]_`{{~]+)\]\((?P<target>{_TARGET})\)"
        rf"|\[`(?P<named>[^`\n\[\]]+)`\]\((?P<place>{_TARGET})\)"
        rf"|!\[(?P<alt>{_INNER}*)\]\((?P<source>{_TARGET})\)"
        rf"|(?P<stars>\*\*?)(?P<starred>{_WORDS})(?P=stars)(?!\*)"
        rf"|(?<![^ \n(])(?P<lines>__?)(?P<lined>{_WORDS})(?P=lines)(?![^ \n.,;:!?)])"
    )


_PIECE = _pattern(r"\n")
_PIECE_OF_LINES = _pattern("")
_LINE_END = re.compile(r" ?\n[ \t]*")
_EMPHASIS = {1: "em", 2: "strong"}
_AHEAD = 3


def simple_inlines_plugin(md: MarkdownIt, flavour: Flavour, make_smart: Smart) -> None:
    """Teach a parser whose renderer is `Renderer` to make simple paragraphs in one pass."""
    written = simple_writer(flavour, make_smart)

    def rule(state: StateCore) -> None:
        write = written(state.src, state.env["base"])
        any_simple = "abbreviations" not in state.env
        for token in state.tokens:
            if token.type != "inline":
                continue
            content = token.content
            if any_simple:
                html = write(content)
                if html is not None:
                    token.children = [Token("html_inline", "", 0, content=html)]
                    continue
            token.children = token.children or []
            state.md.inline.parse(content, state.md, state.env, token.children)

    md.core.ruler.at("inline", rule)


def simple_writer(flavour: Flavour, make_smart: Smart) -> Callable[[str, str], Inline]:
    """What makes, for a text and the page it is on, what makes HTML of its paragraphs."""
    make = make_smart if flavour.typographer else None
    doubts = _doubts(flavour)
    breaks, loose = flavour.breaks, flavour.loose

    def writer(text: str, base: str) -> Inline:
        doubt = doubts if doubts and doubts.search(text) else None
        any_breaks = loose and "\\\\\n" in text

        def write(content: str) -> str | None:
            if any_breaks and "\\\\\n" in content:
                return None
            smart = make if make and has_signs(content) else None
            return simple_html(content, base, smart, doubt, breaks=breaks)

        return write

    return writer


def _doubts(flavour: Flavour) -> re.Pattern[str] | None:
    """What in a text only the whole of that flavour's rules can read."""
    signs = ((flavour.linkify, r"://|www\.|@"), (flavour.math, r"\$\$"))
    wanted = "|".join(pattern for needed, pattern in signs if needed)
    return re.compile(wanted, re.IGNORECASE) if wanted else None


def simple_html(
    content: str,
    base: str,
    smart: Smart | None = None,
    doubt: re.Pattern[str] | None = None,
    *,
    breaks: bool = False,
) -> str | None:
    """The HTML of a paragraph on the page at `base`; None where it is not simple.

    An emphasis is simple if it begins and ends with a letter or a digit, and no other
    sign of emphasis stands alone: then its signs belong together, whatever is around.
    `smart` makes its texts typographic; none of them is simple if it has a `doubt`. With
    `breaks` every line end is one.
    """
    pattern = _PIECE
    if "\n" in content and not breaks and "  \n" not in content:
        content = _LINE_END.sub("\n", content)
        pattern = _PIECE_OF_LINES
    out: list[str] = []
    texts: list[str] = []
    position = 0
    for piece in pattern.finditer(content):
        start, end = piece.span()
        if start != position:
            return None
        position = end
        kind = piece.lastgroup
        if kind == "text":
            texts.append(piece[0])
            continue
        if kind == "line":
            last = texts.pop() if texts else ""
            texts.append(last.rstrip(" "))
            if breaks or len(last) - len(texts[-1]) > 1:
                text = "".join(texts)
                if doubt and doubt.search(text):
                    return None
                out += (_written(text, "\n", smart), "<br>\n")
                texts = []
            else:
                texts.append("\n")
            continue
        if texts:
            text = "".join(texts)
            if doubt and doubt.search(text):
                return None
            ahead = f"`{_shown(piece['code'])}" if kind == "code" else content[start : start + 9]
            out.append(_written(text, ahead[:_AHEAD], smart))
            texts = []
        html = _marked_up(kind, piece, content, base, smart, doubt)
        if html is None:
            return None
        out.append(html)
    if position != len(content):
        return None
    if texts:
        text = "".join(texts)
        if doubt and doubt.search(text):
            return None
        out.append(_written(text, "\n", smart))
    return "".join(out)


def _marked_up(
    kind: str | None,
    piece: re.Match[str],
    content: str,
    base: str,
    smart: Smart | None,
    doubt: re.Pattern[str] | None,
) -> str | None:
    """The HTML of a piece that is more than text; None where there is doubt of it."""
    if kind == "code":
        return f"<code>{escaped(_shown(piece['code']))}</code>"
    if kind == "sign":
        return escaped(piece["sign"])
    if kind == "source":
        url = escape(resolved("src", piece["source"], base))
        return f'<img src="{url}" alt="{escape(piece["alt"])}">'
    if kind == "place":
        url = escape(resolved("href", piece["place"], base))
        return f'<a href="{url}"><code>{escaped(_shown(piece["named"]))}</code></a>'
    if kind == "target":
        if doubt and doubt.search(piece["label"]):
            return None
        url = escape(resolved("href", piece["target"], base))
        return f'<a href="{url}">{_written(piece["label"], "](", smart)}</a>'
    mark, words = piece["stars"] or piece["lines"], piece["starred"] or piece["lined"]
    if doubt and doubt.search(words):
        return None
    name, end = _EMPHASIS[len(mark)], piece.end() - len(mark)
    ahead = content[end : end + _AHEAD]
    return f"<{name}>{_written(words, ahead, smart)}</{name}>"


def _written(text: str, ahead: str, smart: Smart | None) -> str:
    return escaped(smart(text, ahead) if smart else text)


def _shown(code: str) -> str:
    """What a code span shows: one space at either end is its own (CommonMark §6.1)."""
    return code[1:-1] if code[0] == code[-1] == " " and code.strip(" ") else code
