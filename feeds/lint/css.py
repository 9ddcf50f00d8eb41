"""Style sheets as mails have them: rules with selectors and declarations.

What cannot be read is passed over, as mail clients do (CSS Syntax 3 §2.2). Linear in length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["IMPORTANT", "StyleRule", "declarations", "nested_at_rule", "rules_of"]

IMPORTANT = "!important"

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BLOCK = re.compile(r"[{};]|\"[^\"\n]*\"|'[^'\n]*'")
_MOST_RULES = 3000


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A rule: `media` is what is between `@media` and the brace, empty outside of one."""

    selector: str
    declarations: Mapping[str, str]
    media: str = ""


def declarations(text: str) -> Mapping[str, str]:
    """Values by property in lower case; a later one wins, but not over an important one."""
    if not text:
        return {}
    found: dict[str, str] = {}
    for piece in _pieces(text):
        name, sign, value = piece.partition(":")
        key, value = name.strip().lower(), " ".join(value.split())
        if sign and key and (IMPORTANT not in found.get(key, "") or IMPORTANT in value):
            found[key] = value
    return found


def _pieces(text: str) -> Iterator[str]:
    """What lies between semicolons that are not in quotes or parentheses."""
    if not ("(" in text or '"' in text or "'" in text):
        yield from text.split(";")
        return
    start, depth, quote = 0, 0, ""
    for position, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        elif char == ";" and not depth:
            yield text[start:position]
            start = position + 1
    yield text[start:]


def rules_of(sheets: Sequence[str]) -> list[StyleRule]:
    """The rules of all sheets in order, those of `@media` with its condition."""
    found: list[StyleRule] = []
    for sheet in sheets:
        for rule in _rules(sheet):
            found.append(rule)
            if len(found) >= _MOST_RULES:
                return found
    return found


def _rules(sheet: str) -> Iterator[StyleRule]:
    text = _COMMENT.sub(" ", sheet)
    preludes: list[str] = []
    start = 0
    for sign in _BLOCK.finditer(text):
        if sign[0] == "{":
            preludes.append(" ".join(text[start : sign.start()].split()))
            start = sign.end()
        elif sign[0] == "}":
            if preludes:
                selector = preludes.pop()
                around = preludes[-1] if preludes else ""
                plain = selector and not selector.startswith("@")
                if plain and (not around or around.lower().startswith("@media")):
                    media = around[6:].strip().lower()
                    yield StyleRule(selector, declarations(text[start : sign.start()]), media)
            start = sign.end()
        elif sign[0] == ";" and not preludes:
            start = sign.end()


def nested_at_rule(sheet: str) -> str | None:
    """The beginning of the first at-rule within another one; None where there is none."""
    depth: list[bool] = []
    start = 0
    text = _COMMENT.sub(" ", sheet)
    for sign in _BLOCK.finditer(text):
        if sign[0] == "{":
            prelude = text[start : sign.start()].strip()
            at_rule = prelude.startswith("@")
            if at_rule and any(depth):
                return " ".join(prelude.split())
            depth.append(at_rule)
            start = sign.end()
        elif sign[0] == "}":
            depth[-1:] = []
            start = sign.end()
        elif sign[0] == ";":
            prelude = text[start : sign.start()].strip()
            if prelude.startswith("@") and any(depth):
                return " ".join(prelude.split())
            start = sign.end()
    return None
