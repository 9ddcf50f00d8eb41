"""Markup that parsers would have to repair, each in its own way (WHATWG HTML §13.2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.check.body.document import Document
from feeds.check.body.faults import Fault, Rule, rules, shortened
from feeds.check.body.markup import VOID, Token
from feeds.errors import Level

__all__ = ["DEEPEST", "RULES", "end", "find", "start"]

DEEPEST = 200
"""How deep elements may lie in each other; readers and browsers stop at a few hundred."""

RULES: dict[str, Rule] = rules(
    Level.WARNING,
    {
        "body-tag-unfinished": "Every tag and comment has an end.",
        "body-element-open": "Every element is closed.",
        "body-end-tag-stray": "Every end tag closes something.",
        "body-misnested": "Elements that begin within another one end within it.",
        "body-block-in-paragraph": "Paragraphs hold no lists, tables and other blocks.",
        "body-link-in-link": "Links hold no links.",
        "body-out-of-place": "Rows, cells, items and the like are in what they belong to.",
        "body-self-closed": "Only elements without content end with />.",
        "body-attribute-twice": "An element has each attribute once.",
        "body-too-deep": f"Elements lie no more than {DEEPEST} deep in each other.",
    },
)

_FOREIGN = frozenset({"svg", "math"})
_CLOSES_P_NAMES = (
    "address article aside blockquote details div dl fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul center li dt dd "
    "summary menu"
)
_CLOSES_P = frozenset(_CLOSES_P_NAMES.split())
_OPTIONAL_NAMES = (
    "p li dt dd tr td th thead tbody tfoot colgroup caption option optgroup rt rp html body head"
)
_OPTIONAL = frozenset(_OPTIONAL_NAMES.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_PARAGRAPH = frozenset({"p"})
_PARTS = frozenset({"thead", "tbody", "tfoot", "caption", "colgroup"})
_ENDS: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", *_CELLS, "caption", "colgroup"}),
    "td": _CELLS | {"caption", "colgroup"},
    "th": _CELLS | {"caption", "colgroup"},
    **dict.fromkeys(_PARTS, _PARTS | _CELLS | {"tr"}),
    "option": frozenset({"option"}),
    "optgroup": frozenset({"option", "optgroup"}),
    "rt": frozenset({"rt", "rp"}),
    "rp": frozenset({"rt", "rp"}),
}
_PARENTS: dict[str, frozenset[str]] = {
    "li": frozenset({"ul", "ol", "menu", "dir"}),
    "dt": frozenset({"dl", "div"}),
    "dd": frozenset({"dl", "div"}),
    "tr": frozenset({"table", "thead", "tbody", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "rt": frozenset({"ruby", "rtc"}),
    "rp": frozenset({"ruby", "rtc"}),
    **dict.fromkeys(_PARTS, frozenset({"table"})),
}
_SCOPES_NAMES = "table td th caption button object ul ol menu dl template"
_SCOPES = frozenset(_SCOPES_NAMES.split())
_ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_HOMES = {
    **dict.fromkeys(("li", "dt", "dd"), "a list"),
    **dict.fromkeys(("td", "th"), "a row of a table"),
    **dict.fromkeys(("rt", "rp"), "<ruby>"),
}
_IN_ROWS = frozenset({*_PARENTS, "col", "script", "style", "template", "input"})


def find(document: Document) -> Iterator[Fault]:
    """Every fault of this kind, in order; below `DEEPEST`, nothing more is told."""
    opened: list[str] = []
    for token in document.tokens:
        if token.oddity:
            yield from _oddity(token, opened)
        if token.kind == "start":
            yield from start(token, opened)
        elif token.kind == "end":
            yield from end(token, opened)
        elif token.kind == "text" and opened and opened[-1] in _ROWS and token.text.strip():
            text = shortened(token.text)
            yield _out_of_place(f'the text "{text}"', opened[-1], "a cell", token.text.strip())
        if len(opened) > DEEPEST:
            remedy = "Readers cut what lies deeper."
            yield Fault("body-too-deep", f"elements lie more than {DEEPEST} deep", remedy)
            return
    for name in opened:
        if name not in _OPTIONAL:
            what, remedy = (
                f"{_tag(name)} is never closed",
                f"Write {_tag('/' + name)} where it ends.",
            )
            yield Fault("body-element-open", what, remedy, (f"<{name}",))


def _tag(name: str) -> str:
    return f"<{shortened(name)}>"


def _oddity(token: Token, opened: list[str]) -> Iterator[Fault]:
    name, evidence = shortened(token.name), (f"<{token.name or '!--'}",)
    if token.oddity == "unfinished":
        what = f"the tag <{name} has no end" if name else "a comment has no end"
        yield Fault("body-tag-unfinished", what, "All that follows it is lost.", evidence)
    elif token.oddity == "self-closed" and not _FOREIGN & {*opened, token.name}:
        remedy = f"Write <{name}></{name}>: HTML takes it for one that stays open."
        yield Fault("body-self-closed", f"<{name}/> does not end there", remedy, evidence)
    elif token.oddity == "attribute twice":
        remedy = "Browsers take the first one, XML refuses both."
        yield Fault("body-attribute-twice", f"<{name}> has an attribute twice", remedy, evidence)


def start(token: Token, opened: list[str]) -> Iterator[Fault]:
    """What a start tag breaks; `opened`, the open elements, becomes what it leaves open."""
    name = token.name
    if _FOREIGN & {*opened, name}:
        if token.oddity != "self-closed":
            opened.append(name)
        return
    yield from _end_implied(_ENDS.get(name, frozenset()), name, opened)
    if name in _CLOSES_P:
        yield from _end_implied(_PARAGRAPH, name, opened)
    if name in _HEADINGS and opened and opened[-1] in _HEADINGS:
        yield _misnested(opened.pop(), f"where {_tag(name)} begins")
    yield from _place(token, opened)
    if name == "a" and "a" in opened:
        url = token.attributes.get("href", "")
        what = f"the link to {shortened(url)} is within another link"
        yield Fault("body-link-in-link", what, "End the first one before it.", (url, "<a"))
    if name not in VOID:
        opened.append(name)


def _end_implied(ended: frozenset[str], by: str, opened: list[str]) -> Iterator[Fault]:
    """Takes away what the start of another element ends, as an item ends the one before it."""
    for index in range(len(opened) - 1, -1, -1):
        if opened[index] in ended:
            still = [name for name in opened[index + 1 :] if name not in _OPTIONAL]
            for name in still:
                yield _misnested(name, f"where {_tag(by)} begins")
            opened[index:] = still if ended is _PARAGRAPH else []
        elif opened[index] in _SCOPES:
            return


def _misnested(inner: str, where: str) -> Fault:
    remedy = f"Write {_tag('/' + inner)} before it."
    what = f"{_tag(inner)} is still open {where}"
    return Fault("body-misnested", what, remedy, (f"<{inner}",))


def _place(token: Token, opened: list[str]) -> Iterator[Fault]:
    """Whether an element stands where parsers leave it."""
    parents = _PARENTS.get(token.name)
    around = opened[-1] if opened else ""
    if parents is not None and around not in parents:
        home = _HOMES.get(token.name, "a table")
        yield _out_of_place(_tag(token.name), around, home, f"<{token.name}")
    elif around in _ROWS and token.name not in _IN_ROWS:
        yield _out_of_place(_tag(token.name), around, "a cell", f"<{token.name}")


def _out_of_place(what: str, around: str, home: str, evidence: str) -> Fault:
    where = f"in {_tag(around)}" if around else "by itself"
    remedy = f"Put it in {home}; parsers move it elsewhere."
    return Fault("body-out-of-place", f"{what} stands {where}", remedy, (evidence,))


def end(token: Token, opened: list[str]) -> Iterator[Fault]:
    """What an end tag breaks; `opened`, the open elements, becomes what it leaves open."""
    name = token.name
    if name in opened:
        while opened[-1] != name:
            inner = opened.pop()
            if inner not in _OPTIONAL:
                yield _misnested(inner, f"at {_tag('/' + name)}")
        opened.pop()
    elif name == "p":
        what = "</p> closes nothing: a block within the paragraph has ended it"
        remedy = "End the paragraph before the block, or write <div> instead of <p>."
        yield Fault("body-block-in-paragraph", what, remedy, ("</p", "<p"))
    else:
        what = f"{_tag('/' + name)} closes nothing"
        yield Fault("body-end-tag-stray", what, "Take it out.", (f"</{name}",))
