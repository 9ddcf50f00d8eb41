"""Front matter in the simplest YAML, read without a YAML parser.

Most posts have nothing but lines such as `title: A walk`, `title: "A walk"`, `tags: [sea, wind]`
and short lists below a key, of which all parsers think alike. A block with anything else in it,
even one line, is left to PyYAML.
"""

from __future__ import annotations

import re

from feeds.collect.scalars import meaning

__all__ = ["read_simple"]

_LONGEST = 16 * 1024

# What YAML does not print, or takes for a line end (YAML 1.1 §4.1), and tabs.
_ODD = re.compile(
    "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)

_QUOTES = frozenset("\"'")
_FIRST = r"""[^\s?:,[\]{}#&*!|<>'"%@`-]"""
_PLAIN = rf"{_FIRST}[^:#\n]*+(?:(?::(?=[^ \n])|(?<=[^ ])\#)[^:#\n]*+)*+"
_DOUBLE = r'"[^"\\\n]*+"'
_SINGLE = r"'[^'\n]*+'"
_IN_FLOW = rf"""(?:{_DOUBLE}|{_SINGLE}|{_FIRST}[^?:,[\]{{}}#'"\n]*+)"""
_FLOW = rf"\[ *+(?:{_IN_FLOW} *+(?:, *+{_IN_FLOW} *+)*+)?\]"
_IN_BLOCK = rf"(?:{_DOUBLE}|{_SINGLE}|{_PLAIN})"
_BLOCK = rf"\n(?P<indent> *+)- ++{_IN_BLOCK} *+(?:\n(?P=indent)- ++{_IN_BLOCK} *+)*+"

_LINES = re.compile(
    rf"(?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,99}}):(?: ++|(?=\n)|\Z)"
    rf"(?P<value>(?:{_DOUBLE}|{_SINGLE}|{_FLOW}|{_PLAIN}|{_BLOCK})?) *+(?:\n++|\Z)"
    r"|.+",
    re.DOTALL,
)
_FLOW_ITEMS = re.compile(_IN_FLOW)
_BLOCK_ITEMS = re.compile(rf"\n *+- ++({_IN_BLOCK})")


def read_simple(block: str) -> dict[str, object] | None:
    """What PyYAML with our scalars makes of it, or None where that has to be asked."""
    if len(block) > _LONGEST or _ODD.search(block):
        return None
    lines = _LINES.findall(block)
    values = {key: text[1:-1] if text[:1] in _QUOTES else _value(text) for key, text, _ in lines}
    if len(values) < len(lines) or "" in values:
        return None
    return values


def _value(text: str) -> object:
    if text.startswith("["):
        items = _FLOW_ITEMS.findall(text)
    elif text.startswith("\n"):
        items = _BLOCK_ITEMS.findall(text)
    else:
        return meaning(text.rstrip(" "))
    return [item[1:-1] if item[0] in _QUOTES else meaning(item.rstrip(" ")) for item in items]
