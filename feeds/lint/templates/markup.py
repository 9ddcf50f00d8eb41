"""What is wrong with the HTML of a template before it is a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tinycss2 import parse_blocks_contents, parse_component_value_list, parse_rule_list

from feeds.check.body.markup import VOID, Token, tokens
from feeds.lint.features.document import Places, value_of
from feeds.lint.features.sheets import shallow
from feeds.lint.templates.blanking import CODE, VALUE
from feeds.lint.templates.flaws import Flaw
from feeds.lint.templates.inlined import broken, declarations, dropped, nested, parsed

__all__ = ["kept", "misplaced"]

_NO_TABLES = frozenset({"a", "p", "h1", "h2", "h3", "h4", "h5", "h6"})


def misplaced(html: str) -> Iterator[Flaw]:
    """The flaws of a template's HTML, in which template code is blanked."""
    place = Places(html)
    around: list[str] = []
    sheet: Token | None = None
    for token in tokens(html):
        if token.kind == "end" and token.name in around:
            while around.pop() != token.name:
                pass
        elif token.kind == "start":
            sheet = token if token.name == "style" else None
            yield from _table(token, around, place)
            yield from _attribute(html, token, place)
            if token.name not in VOID:
                around.append(token.name)
        elif token.raw and sheet is not None:
            ignored = sheet.attributes.get("data-premailer") == "ignore"
            flaws = kept(token.text) if ignored else dropped(token.text)
            yield from (_moved(flaw, place(token.at)) for flaw in flaws)


def kept(css: str) -> Iterator[Flaw]:
    """The flaws of a style sheet that premailer leaves as it is."""
    yield from _kept(parsed(css))


def _kept(rules: Sequence[Any]) -> Iterator[Flaw]:
    yield from broken(rules)
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content:
            inner = parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from nested(inner, rule.at_keyword)
            yield from _kept([each for each in inner if each.type != "at-rule"])
        elif rule.type == "qualified-rule":
            yield from broken(parse_blocks_contents(rule.content))


def _table(token: Token, around: list[str], place: Places) -> Iterator[Flaw]:
    if token.name == "table" and around and around[-1] in _NO_TABLES:
        yield Flaw(
            "template-table-moved",
            f"a table right within <{around[-1]}> is moved out of it",
            "Put the table around it, and not into it.",
            *place(token.at),
        )


def _attribute(html: str, token: Token, place: Places) -> Iterator[Flaw]:
    style = token.attributes.get("style", "")
    if not style or not shallow(style) or VALUE in style.partition(":")[0] or CODE in style:
        return
    offset = value_of(html, token, "style")
    for flaw in declarations(parse_component_value_list(style)):
        if offset is None:
            line, column = place(token.at)
            yield replace(flaw, line=line, column=column)
        else:
            yield _moved(flaw, place(offset))


def _moved(flaw: Flaw, at: tuple[int, int]) -> Flaw:
    """A flaw of a piece of CSS, at its place in the file that the piece begins at."""
    column = flaw.column or 1
    if flaw.line == 1:
        return replace(flaw, line=at[0], column=at[1] + column - 1)
    return replace(flaw, line=at[0] + flaw.line - 1)
