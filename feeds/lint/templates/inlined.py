"""What premailer would drop or misread of the style sheet that it moves into the HTML.

Each rule is given to premailer by itself, and what comes out is compared with what went in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from tinycss2 import parse_blocks_contents, parse_rule_list, parse_stylesheet, serialize
from tinycss2.ast import ParseError

from feeds.check.body.faults import shortened
from feeds.digest.inline import StyleError, understood
from feeds.lint.features.sheets import shallow
from feeds.lint.templates.blanking import CODE, VALUE
from feeds.lint.templates.flaws import KEPT, Flaw

__all__ = ["broken", "declarations", "dropped", "nested", "parsed", "parted"]

_NO_LOSS = ("charset",)
_TO_KEPT = f"Move it to {KEPT}, which is left as it is."
_PLAIN = f"Choose by type, class or id; or move the rule to {KEPT}."


def dropped(css: str) -> Iterator[Flaw]:
    """The flaws of a style sheet that is inlined, in which template code is blanked."""
    rules = parsed(css)
    yield from broken(rules)
    for rule in rules:
        if rule.type == "at-rule":
            yield from _at_rule(rule)
        elif rule.type == "qualified-rule":
            yield from _rule(rule)


def parsed(css: str) -> list[Any]:
    """The rules of a style sheet; an error alone where it is nested too deeply to be read."""
    if not shallow(css):
        return [ParseError(1, 1, "invalid", "")]
    return list(parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def broken(nodes: Sequence[Any]) -> Iterator[Flaw]:
    """What among rules or declarations is no CSS."""
    for node in nodes:
        if node.type == "error":
            yield _flaw(
                "template-css-broken",
                node,
                "this is no CSS, and is left out",
                "Look for a missing colon, semicolon or brace.",
            )


def nested(inner: Sequence[Any], around: str) -> Iterator[Flaw]:
    """At-rules among those within another."""
    for node in inner:
        if node.type == "at-rule":
            what = f"@{node.at_keyword} is within @{around}: Gmail drops the whole style sheet"
            remedy = f"Write it by itself, in {KEPT}."
            yield _flaw("template-css-nested", node, what, remedy)


def _at_rule(rule: Any) -> Iterator[Flaw]:
    keyword = rule.lower_at_keyword
    if keyword == "media":
        yield from _media(rule)
    elif keyword == "import":
        what = "premailer drops @import, and mail clients would not load it"
        yield _flaw("template-css-dropped", rule, what, "Write the rules themselves in its place.")
    elif keyword not in _NO_LOSS:
        what = f"premailer drops @{rule.at_keyword}"
        yield _flaw("template-css-dropped", rule, what, _TO_KEPT)


def _media(rule: Any) -> Iterator[Flaw]:
    if rule.content is None:
        return
    try:
        _, kept = understood(serialize([rule]))
    except StyleError:
        what = "premailer fails at an at-rule within @media"
        yield _flaw("template-css-fails", rule, what, _TO_KEPT)
        return
    if not kept.strip():
        what = f"premailer drops @media {shortened(serialize(rule.prelude))}"
        yield _flaw("template-css-dropped", rule, what, _TO_KEPT)
        return
    inner = parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    yield from broken(inner)
    yield from nested(inner, "media")
    important = [node for each in inner if each.content for node in _important(each.content)]
    if important:
        what = "premailer takes !important out of @media, so that inlined styles win over it"
        yield _flaw("template-css-important", important[0], what, _TO_KEPT)


def _important(content: Sequence[Any]) -> list[Any]:
    return [
        node
        for node in parse_blocks_contents(content)
        if node.type == "declaration" and node.important
    ]


def _rule(rule: Any) -> Iterator[Flaw]:
    nodes = parse_blocks_contents(rule.content)
    yield from broken(nodes)
    yield from _rules_within(nodes)
    declared = [node for node in nodes if node.type == "declaration"]
    if not declared:
        return
    yield from _selectors(rule, important=any(node.important for node in declared))
    yield from declarations(rule.content)


def _rules_within(nodes: Sequence[Any]) -> Iterator[Flaw]:
    for node in nodes:
        if node.type in ("qualified-rule", "at-rule"):
            what = "premailer drops a rule within a rule"
            remedy = "Write it as a rule of its own, with its whole selector."
            yield _flaw("template-css-dropped", node, what, remedy)


def _selectors(rule: Any, *, important: bool) -> Iterator[Flaw]:
    for selector in parted(rule.prelude):
        written = serialize(selector).strip()
        if VALUE in written or CODE in written:
            continue
        at = next(token for token in selector if token.type != "whitespace")
        named = f"the selector {shortened(written)}"
        asked = _asked(written)
        if asked is None:
            what = f"premailer fails at {named}, and no newsletter is made"
            yield _flaw("template-css-fails", at, what, _PLAIN)
            continue
        moved, kept = asked
        if not moved and not kept:
            yield _flaw("template-css-dropped", at, f"premailer drops {named}", _PLAIN)
        elif not moved and important:
            what = f"premailer takes !important out of {named}, so that inlined styles win over it"
            yield _flaw("template-css-important", at, what, _TO_KEPT)
        elif not moved:
            what = f"premailer leaves {named} in <style>, where inlined styles win over it"
            yield _flaw("template-css-not-inlined", at, what, _TO_KEPT)
        elif type_ := _capital(selector):
            what = f"premailer finds no {type_.value}, as it knows HTML in small letters alone"
            yield _flaw("template-css-dropped", type_, what, "Write it in small letters.")


def parted(prelude: Sequence[Any]) -> Iterator[list[Any]]:
    """The selectors of a list of them; empty ones left out."""
    part: list[Any] = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        elif token.type != "comment":
            part.append(token)
    if any(token.type != "whitespace" for token in part):
        yield part


def _capital(selector: Sequence[Any]) -> Any:
    """The name of an element that has a capital letter, if there is one."""
    before = ""
    for token in selector:
        if token.type == "ident" and before not in (".", ":") and token.value != token.lower_value:
            return token
        before = token.value if token.type == "literal" else ""
    return None


def declarations(content: Sequence[Any]) -> Iterator[Flaw]:
    """What premailer loses of the declarations of a rule, or of a style attribute."""
    code = [
        _place(token) for token in content if token.type == "whitespace" and CODE in token.value
    ]
    seen: dict[str, Any] = {}
    for node in parse_blocks_contents(content):
        if node.type != "declaration":
            continue
        name = node.lower_name
        written = f"{node.name}: {serialize(node.value).strip()}"
        known = VALUE not in written and CODE not in written and bool(serialize(node.value).strip())
        if known and not _has(written, name):
            what = f"premailer drops {shortened(written)}, which it cannot read"
            remedy = "Write the value in an older way, such as #rrggbb for a colour."
            yield _flaw("template-css-dropped", node, what, remedy)
        earlier = seen.get(name)
        if earlier is not None and not _any_between(code, _place(earlier), _place(node)):
            what = f"premailer keeps of {name} the last alone, and not the one before it"
            remedy = f"Write here what all clients know, and the other in {KEPT}."
            yield _flaw("template-css-fallback", node, what, remedy)
        seen[name] = node


@lru_cache(maxsize=4096)
def _has(declaration: str, name: str) -> bool:
    try:
        moved, _ = understood(f"p {{ {declaration} }}")
    except StyleError:
        return False
    return any(part.partition(":")[0].strip().lower() == name for _, part in moved)


_Place = tuple[int, int]


def _place(node: Any) -> _Place:
    return node.source_line, node.source_column


def _any_between(places: Sequence[_Place], first: _Place, second: _Place) -> bool:
    """Whether one of the places, which are sorted, is between two.

    Where template code stands between two declarations, only one of them may come out.
    """
    return bisect_left(places, first) < bisect_left(places, second)


@lru_cache(maxsize=4096)
def _asked(selector: str) -> tuple[bool, bool] | None:
    """Whether premailer inlines a selector, and whether it keeps it; None where it fails."""
    try:
        moved, kept = understood(f"{selector} {{ color: red }}")
    except StyleError:
        return None
    return bool(moved), bool(kept.strip())


def _flaw(rule: str, node: Any, what: str, remedy: str) -> Flaw:
    return Flaw(rule, what, remedy, *_place(node))
