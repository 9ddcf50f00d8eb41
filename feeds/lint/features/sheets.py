"""The features of a style sheet, and of a style attribute."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any

from feeds.lint.features.names import at_rule, media, pseudo
from feeds.lint.features.records import Found
from feeds.lint.features.values import declared

__all__ = ["of_attribute", "of_sheet", "shallow"]

_LONGEST = 400_000
_LONGEST_ATTRIBUTE = 20_000
_MOST_NESTED = 30
_BRACKETS = re.compile(r"[(\[{]|[)\]}]")
_FOR_ONE_CLIENT = ("data-ogsb", "data-ogsc", "data-ogab", "data-ogac")
"""Attributes that Outlook alone sets, in dark mode: what asks for them is meant for it."""

_COMBINATORS = {
    ">": "css-selector-child",
    "+": "css-selector-adjacent-sibling",
    "~": "css-selector-general-sibling",
}


def shallow(css: str) -> bool:
    """Whether brackets are nested no deeper than anybody writes them."""
    depth = 0
    for found in _BRACKETS.finditer(css):
        depth = depth + 1 if found[0] in "([{" else max(depth - 1, 0)
        if depth > _MOST_NESTED:
            return False
    return True


def of_attribute(style: str, element: str, attributes: Container[str]) -> Iterator[Found]:
    """The features of a style attribute of an element of that name, which has other attributes."""
    from tinycss2 import parse_blocks_contents

    css = style[:_LONGEST_ATTRIBUTE]
    if shallow(css):
        yield from declared(parse_blocks_contents(css), element, attributes)


def of_sheet(css: str) -> Iterator[Found]:
    """The features of a style sheet that a mail keeps.

    What is in `@media`, `@supports` and the like, or asks for what one client alone sets, is
    an enhancement.
    """
    from tinycss2 import parse_stylesheet

    css = css[:_LONGEST]
    if shallow(css):
        yield from _rules(parse_stylesheet(css, skip_whitespace=True), enhancing=False)


def _rules(rules: Sequence[Any], *, enhancing: bool) -> Iterator[Found]:
    for rule in rules:
        if rule.type == "comment":
            yield Found(
                "css-comments", "a comment", rule.source_line, rule.source_column, enhancing
            )
        elif rule.type == "at-rule":
            yield from _at_rule(rule, enhancing=enhancing)
        elif rule.type == "qualified-rule":
            within = enhancing or _for_one_client(rule.prelude)
            yield from _selector(rule.prelude, enhancing=within)
            yield from _block(rule.content, enhancing=within)


def _at_rule(rule: Any, *, enhancing: bool) -> Iterator[Found]:
    from tinycss2 import parse_rule_list

    keyword = rule.lower_at_keyword
    written = f"@{keyword}"
    if slug := at_rule(keyword.removeprefix("-webkit-")):
        yield Found(slug, written, rule.source_line, rule.source_column, enhancing)
    if keyword == "media":
        yield from _media(rule.prelude, enhancing=enhancing)
    if rule.content is None:
        return
    if keyword in ("media", "supports", "layer", "container", "scope"):
        inner = parse_rule_list(rule.content, skip_whitespace=True)
        yield from _rules(inner, enhancing=True)


def _media(tokens: Sequence[Any], *, enhancing: bool) -> Iterator[Found]:
    for token in tokens:
        if token.type == "ident" and (slug := media(token.lower_value)):
            written = f"@media ({token.value})"
            yield Found(slug, written, token.source_line, token.source_column, enhancing)
        elif token.type == "() block":
            yield from _media(token.content, enhancing=enhancing)


def _block(content: Sequence[Any], *, enhancing: bool) -> Iterator[Found]:
    from tinycss2 import parse_blocks_contents

    nodes = parse_blocks_contents(content)
    for found in declared(nodes):
        if enhancing and not found.enhancing:
            yield Found(found.feature, found.written, found.line, found.column, enhancing=True)
        else:
            yield found
    for node in nodes:
        if node.type == "qualified-rule":
            place = node.source_line, node.source_column
            yield Found("css-nesting", "a rule within a rule", *place, enhancing)
            yield from _block(node.content, enhancing=enhancing)


def _for_one_client(prelude: Sequence[Any]) -> bool:
    return any(
        each.type == "ident" and each.lower_value in _FOR_ONE_CLIENT
        for token in prelude
        if token.type == "[] block"
        for each in token.content
    )


def _selector(prelude: Sequence[Any], *, enhancing: bool) -> Iterator[Found]:
    """What a selector is made of; commas, types, classes and ids are known wherever sheets are."""
    before = ""
    classes = 0
    for token in prelude:
        slug, written = None, ""
        sign = token.value if token.type == "literal" else ""
        if sign in _COMBINATORS:
            slug, written = _COMBINATORS[sign], f"the selector {sign}"
        elif sign == "*":
            slug, written = "css-selector-universal", "the selector *"
        elif token.type == "[] block":
            slug, written = "css-selector-attribute", "an attribute selector"
        elif before in (":", "::") and token.type in ("ident", "function"):
            name = token.lower_value if token.type == "ident" else token.lower_name
            slug, written = pseudo(name), f":{name}"
        elif before == "." and token.type == "ident":
            classes += 1
            if classes == 2:
                slug, written = "css-selector-chaining", "a selector with two classes"
        if token.type == "whitespace" or sign in (",", *_COMBINATORS):
            classes = 0
        if slug:
            yield Found(slug, written, token.source_line, token.source_column, enhancing)
        before = sign
