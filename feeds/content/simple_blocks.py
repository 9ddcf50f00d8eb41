"""Documents of simple blocks, made HTML without a parser; the parser gets what is left.

Most of what blogs hold is paragraphs, headings, code between fences, flat lists and
quotes, with empty lines between. Patterns find where such a block ends, whatever is in
it; what they do not know goes to the library in one document, so that footnotes and the
targets of links are counted over the whole text. The library is asked about everything
where a block could reach over an empty line to the text after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from feeds.content.renderer import escaped
from feeds.content.simple_inlines import Inline

__all__ = ["simple_blocks"]

_BORDER = "\x01"
_BORDER_LINE = f"# {_BORDER}\n"
_BORDER_HTML = f"<h1>{_BORDER}</h1>\n"

_START = (
    r"(?:[^\s#>`~*\-+_0-9<\[{|:=^$]|`(?!``)|\*{1,2}+(?![\s*\[])|_{1,2}+(?![\s_])"
    r"|[0-9]++(?![.)])|\[(?!\^)|\$(?!\$))"
)
_LINE = rf"{_START}[^\n|]*+"
_LINES = rf"{_LINE}(?:\n[ \t]*+{_LINE})*+"
_END = r"(?=[ \t]*+(?:\n[ \t]*+(?:\n|\Z)|\Z))"
_HEADING = r"\#{1,6}[ \t]"
_ITEM = rf"[ ]{{1,4}}(?!\[){_LINE}(?:\n[ \t]++{_LINE})*+"
_LIST_END = rf"(?=\s*+\Z|[ \t]*+\n(?:[ \t]*+\n)++(?:{_START}|{_HEADING}|```|>))"
_BLOCK = re.compile(
    rf"(?P<paragraph>{_LINES})(?=[ \t]*+(?:\n[ \t]*+(?:\n|\Z)|\n{_HEADING}|\Z))"
    rf"|(?P<level>\#{{1,6}})[ \t]++(?P<title>[^\n{{|]*[^\s\#{{|])[ \t]*+(?=\n|\Z)"
    r"|(?P<ticks>`{3,})[^\n`{]*+\n(?P<code>(?:[^\n]*+\n)*?)[ ]{0,3}(?P=ticks)`*+[ \t]*+(?=\n|\Z)"
    rf"|(?P<bullets>(?P<bullet>[-*+]){_ITEM}(?:\n(?P=bullet){_ITEM})*+){_LIST_END}"
    rf"|(?P<numbers>(?P<first>[0-9]{{1,9}})\.{_ITEM}(?:\n[0-9]{{1,9}}\.{_ITEM})*+){_LIST_END}"
    rf"|(?P<quote>>[ ]?{_LINE}(?:\n>[ ]?{_LINE})*+){_END}"
    rf"|(?P<rule>-(?:[ \t]*-){{2,}}|\*(?:[ \t]*\*){{2,}}|_(?:[ \t]*_){{2,}})[ \t]*+(?=\n|\Z)"
    rf"|(?P<comment><!--[^\n<>]*+-->){_END}"
)
_BLANK = re.compile(r"(?:[ \t]*+\n)++|[ \t]*+\Z")
_BOUNDARY = re.compile(rf"(?<=\S)[ \t]*+\n(?:[ \t]*+\n)++(?={_START}|{_HEADING})")
_REACHING = re.compile(r"(?:\A|\n)(?:[ \t]*+\{|[ ]{0,3}(?:```|~~~))")
_TAG_AHEAD = re.compile(r"(?:\A|\n)[ \t]*+<")
_TO_A_MARK = re.compile(r"(?:\A|\n)[ \t]*+<(?:[!?]|(?:script|pre|style|textarea)\b)", re.IGNORECASE)
_ELEMENT = re.compile(r"<([a-z][a-z0-9]*)\b.*</\1>", re.DOTALL | re.IGNORECASE)
_TERMS = re.compile(r"^[ ]{0,3}[:~](?:[ \t]|$)", re.MULTILINE)
_NEXT_BULLET = re.compile(r"\n[-*+][ ]++")
_NEXT_NUMBER = re.compile(r"\n[0-9]++\.[ ]++")
_NEXT_QUOTE = re.compile(r"\n>[ ]?")


def simple_blocks(
    text: str, inline: Inline, whole: Callable[[str], str], *, to_closing_tag: bool = False
) -> str:
    """The HTML of a Markdown text: of most of it by patterns, of the rest by `whole`.

    `whole` makes HTML of any text, as the library does. With `to_closing_tag` an element
    goes on to where it is closed, even over empty lines.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _BORDER in text or "\0" in text or _TERMS.search(text):
        return whole(text)
    parts: list[str] = []
    others: list[int] = []
    rest: list[str] = []
    for html, source in _blocks(text, inline):
        if html is None:
            if _may_reach(source, to_closing_tag=to_closing_tag):
                return whole(text)
            others.append(len(parts))
            rest += (source, _BORDER_LINE)
        parts.append(html or "")
    if not others:
        return "".join(parts)
    if others[-1] == len(parts) - 1:
        rest.pop()
    else:
        others.append(len(parts))
        parts.append("")
    made = whole("".join(rest)).split(_BORDER_HTML)
    if len(made) != len(others):
        return whole(text)
    for index, html in zip(others, made, strict=True):
        parts[index] = html
    return "".join(parts)


def _blocks(text: str, inline: Inline) -> Iterator[tuple[str | None, str]]:
    """The HTML of every simple block; None, and its source, for every run of others."""
    position = 0
    while position < len(text):
        if blank := _BLANK.match(text, position):
            position = blank.end()
            continue
        block = _BLOCK.match(text, position)
        if block and (html := _html(block, inline)) is not None:
            position = block.end() + 1
            yield html, ""
            continue
        ends = block and block.lastgroup in ("paragraph", "quote", "title")
        if block and ends and text[position] != "[":
            end = block.end()
            yield None, text[position:end] + "\n"
        else:
            boundary = _BOUNDARY.search(text, position)
            end = boundary.end() if boundary else len(text)
            yield None, text[position:end]
        position = end


def _may_reach(source: str, *, to_closing_tag: bool) -> bool:
    """Whether what a source begins may go on after it, or change what is beside it."""
    if _REACHING.search(source):
        return True
    if "<" not in source or not _TAG_AHEAD.search(source):
        return False
    if not to_closing_tag and not _TO_A_MARK.search(source):
        return False
    element = _ELEMENT.fullmatch(source.strip())
    if not element or "<!--" in source:
        return True
    name = element[1].lower()
    lowered = source.lower()
    return lowered.count(f"<{name}") != 1 or lowered.count(f"</{name}") != 1


def _html(block: re.Match[str], inline: Inline) -> str | None:
    kind = block.lastgroup
    if kind == "paragraph":
        html = inline(block["paragraph"].rstrip())
        return None if html is None else f"<p>{html}</p>\n"
    if kind == "title":
        html = inline(block["title"])
        level = len(block["level"])
        return None if html is None else f"<h{level}>{html}</h{level}>\n"
    if kind == "code":
        return f"<pre><code>{escaped(block['code'])}</code></pre>\n"
    if kind == "bullets":
        return _listed("ul", "", _NEXT_BULLET.split("\n" + block["bullets"]), inline)
    if kind == "numbers":
        first = int(block["first"])
        start = "" if first == 1 else f' start="{first}"'
        return _listed("ol", start, _NEXT_NUMBER.split("\n" + block["numbers"]), inline)
    if kind == "quote":
        html = inline(_NEXT_QUOTE.sub("\n", "\n" + block["quote"]).strip())
        return None if html is None else f"<blockquote>\n<p>{html}</p>\n</blockquote>\n"
    return "<hr>\n" if kind == "rule" else f"{block['comment']}\n"


def _listed(name: str, start: str, items: list[str], inline: Inline) -> str | None:
    out = [f"<{name}{start}>\n"]
    for item in items[1:]:
        html = inline(item.strip())
        if html is None:
            return None
        out.append(f"<li>{html}</li>\n")
    out.append(f"</{name}>\n")
    return "".join(out)
