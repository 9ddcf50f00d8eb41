"""A site's own shortcodes, as far as their templates only put their parameters into HTML.

Of Go's templates this knows text, `.Get`, `.Inner`, `.Page` and `.Site` with a few of their
fields, variables, `if`, `with` and `else`, and functions that change a text. There are no
loops and no other templates, so that all ends. What else a template asks for is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from typing import NamedTuple

__all__ = ["MARKDOWN_ENDS", "MARKDOWN_STARTS", "RefusedError", "Safe", "fields", "work_out"]

MARKDOWN_STARTS, MARKDOWN_ENDS = "\0", "\1"
"""What stands around text in the output that is Markdown."""

_LONGEST = 64 * 1024
_DEEPEST = 20
_MOST = 1024 * 1024
_ACTION = re.compile(
    r"\{\{(-(?=\s))?\s*"
    r"(/\*.*?\*/|(?:`[^`]*`|\"(?:\\.|[^\"\\])*\"|[^`\"{}])*?)"
    r"\s*(?:(?<=\s)(-))?\}\}",
    re.DOTALL,
)
_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"(?:\\.|[^\"\\])*\"|`[^`]*`)|(?P<number>-?\d{1,15}(?:\.\d+)?)(?![\w.])"
    r"|(?P<field>\$?\w*(?:\.\w+)+|\$\w*|\.)|(?P<word>\w+)|(?P<sign>[()|]|:=|=))"
)


class RefusedError(ValueError):
    """The template does something that is not worked out here."""


class Safe(str):
    """Text that is HTML already."""

    __slots__ = ()


class _Action(NamedTuple):
    """A word such as `if`, empty for output, and what follows it."""

    word: str
    tokens: Sequence[tuple[str, str]]


_WORDS = frozenset(("if", "with", "else", "end"))


def work_out(template: str, dot: Mapping[str, object]) -> str:
    """What the template makes of its dot: fields by name, some of them functions.

    Raises `RefusedError` for what is not known here.
    """
    if len(template) > _LONGEST:
        raise RefusedError("it is too long")
    run = _Run(list(_pieces(template)), dot)
    made = run.block(dot, 0, shown=True)
    if run.place < len(run.pieces):
        raise RefusedError("an end too many")
    return made


def _pieces(template: str) -> list[str | _Action]:
    pieces: list[str | _Action] = []
    position, trim = 0, False
    for found in _ACTION.finditer(template):
        text = template[position : found.start()]
        text = text.lstrip() if trim else text
        pieces.append(text.rstrip() if found[1] else text)
        position, trim = found.end(), bool(found[3])
        if not found[2].startswith("/*"):
            pieces.append(_action(found[2]))
    text = template[position:]
    if "{{" in text:
        raise RefusedError("a tag that cannot be read")
    return [*pieces, text.lstrip() if trim else text]


def _action(text: str) -> _Action:
    tokens: list[tuple[str, str]] = []
    position = 0
    while position < len(text.rstrip()):
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise RefusedError(f"{{{{ {text[:40]} }}}}")
        tokens.append((found.lastgroup, found[found.lastgroup]))
        position = found.end()
    if tokens and tokens[0][0] == "word" and tokens[0][1] in _WORDS:
        return _Action(tokens[0][1], tokens[1:])
    return _Action("", tokens)


class _Run:
    """One template on its way."""

    def __init__(self, pieces: Sequence[str | _Action], root: Mapping[str, object]) -> None:
        self.pieces = pieces
        self.place = 0
        self.variables: dict[str, object] = {"$": root}

    def block(self, dot: object, depth: int, *, shown: bool) -> str:
        """The pieces up to `else`, `end` or the last, at which it stops."""
        if depth > _DEEPEST:
            raise RefusedError("it is nested too deeply")
        made: list[str] = []
        while self.place < len(self.pieces):
            piece = self.pieces[self.place]
            if isinstance(piece, str):
                made.append(piece if shown else "")
            elif piece.word in ("if", "with"):
                self.place += 1
                made.append(self._branches(piece.word, piece.tokens, dot, depth, shown=shown))
                continue
            elif piece.word:
                break
            elif shown:
                made.append(self._output(piece.tokens, dot))
            self.place += 1
        return "".join(made)

    def _branches(
        self, word: str, tokens: Sequence[tuple[str, str]], dot: object, depth: int, *, shown: bool
    ) -> str:
        made = ""
        undecided = shown
        while True:
            inner = dot
            holds = False
            if undecided:
                value = self._value(tokens, dot) if tokens else True
                holds = _truth(value)
                inner = value if word == "with" and tokens else dot
            text = self.block(inner, depth + 1, shown=holds)
            if holds:
                made, undecided = text, False
            if self.place >= len(self.pieces):
                raise RefusedError("a block that never ends")
            piece = self.pieces[self.place]
            self.place += 1
            assert isinstance(piece, _Action)
            if piece.word == "end":
                return made
            word, tokens = "", piece.tokens
            if tokens:
                word, tokens = tokens[0][1], tokens[1:]
                if word not in ("if", "with"):
                    raise RefusedError(f"else {word}")

    def _output(self, tokens: Sequence[tuple[str, str]], dot: object) -> str:
        if len(tokens) > 1 and tokens[1] in (("sign", ":="), ("sign", "=")):
            self.variables[tokens[0][1]] = self._value(tokens[2:], dot)
            return ""
        value = self._value(tokens, dot)
        if value is None or callable(value):
            return ""
        return str(value) if isinstance(value, Safe) else escape(_text(value))

    def _value(self, tokens: Sequence[tuple[str, str]], dot: object) -> object:
        value, rest = self._pipeline(list(tokens), dot, 0)
        if rest:
            raise RefusedError("a sign that is not expected")
        return value

    def _pipeline(
        self, tokens: list[tuple[str, str]], dot: object, depth: int
    ) -> tuple[object, list[tuple[str, str]]]:
        if depth > _DEEPEST:
            raise RefusedError("it is nested too deeply")
        passed: tuple[object, ...] = ()
        while True:
            operands: list[object] = []
            head = tokens[0] if tokens else None
            while tokens and tokens[0] not in (("sign", "|"), ("sign", ")")):
                operand, tokens = self._operand(tokens, dot, depth, first=not operands)
                operands.append(operand)
            if not operands:
                raise RefusedError("nothing where a value is expected")
            first, *arguments = (*operands, *passed)
            if callable(first):
                value = first(*arguments)
            elif arguments:
                raise RefusedError(f"{head[1] if head else ''} with parameters")
            else:
                value = first
            if not tokens or tokens[0] == ("sign", ")"):
                return value, tokens
            tokens, passed = tokens[1:], (value,)

    def _operand(
        self, tokens: list[tuple[str, str]], dot: object, depth: int, *, first: bool
    ) -> tuple[object, list[tuple[str, str]]]:
        (kind, text), *rest = tokens
        if kind == "text":
            return (text[1:-1] if text[0] == "`" else _unquoted(text)), rest
        if kind == "number":
            return (float(text) if "." in text else int(text)), rest
        if (kind, text) == ("sign", "("):
            value, rest = self._pipeline(rest, dot, depth + 1)
            if not rest:
                raise RefusedError("a bracket that never closes")
            return value, rest[1:]
        if kind == "sign":
            raise RefusedError(text)
        if text in _CONSTANTS:
            return _CONSTANTS[text], rest
        if text in _FUNCTIONS:
            function = _FUNCTIONS[text]
            return (function if first else function()), rest
        value = self._field(text, dot)
        return (value() if callable(value) and not first else value), rest

    def _field(self, text: str, dot: object) -> object:
        if text == ".":
            return dot
        start, *names = text.split(".")
        value: object
        if start.startswith("$"):
            if start not in self.variables:
                raise RefusedError(text)
            value = self.variables[start]
        elif start == "site":
            root = self.variables["$"]
            value = root["Site"] if isinstance(root, Mapping) else None
        elif start:
            raise RefusedError(text)
        else:
            value = dot
        for name in names:
            if not isinstance(value, Mapping):
                raise RefusedError(text)
            if name in value:
                value = value[name]
            elif isinstance(value, _Fields):
                raise RefusedError(text)
            else:
                value = value.get(name.lower())
        return value


class _Fields(dict[str, object]):
    """What has certain fields, and no others."""


def fields(**values: object) -> Mapping[str, object]:
    """A dot, or a page or site, with those fields and no others."""
    return _Fields(values)


_CONSTANTS: Mapping[str, object] = {"true": True, "false": False, "nil": None}


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _truth(value: object) -> bool:
    return bool(value)


def _unquoted(text: str) -> str:
    plain = {"n": "\n", "t": "\t"}
    return re.sub(r"\\(.)", lambda found: plain.get(found[1], found[1]), text[1:-1])


def _same(text: object) -> object:
    return Safe(_text(text))


def _and(*values: object) -> object:
    return next((value for value in values if not _truth(value)), values[-1])


def _or(*values: object) -> object:
    return next((value for value in values if _truth(value)), values[-1])


def _default(other: object, value: object = None) -> object:
    return value if _truth(value) or value is False else other


def _equal(value: object, *others: object) -> bool:
    return any(value == one and isinstance(value, str) == isinstance(one, str) for one in others)


def _replaced(text: object, old: object, new: object) -> str:
    whole, before, after = map(_text, (text, old, new))
    if whole.count(before) * len(after) > _MOST:
        raise RefusedError("its text is too long")
    return whole.replace(before, after)


def _print_as(form: object, *values: object) -> str:
    waiting = list(values)

    def filled(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        if not waiting:
            raise RefusedError("printf with too few values")
        text = _text(waiting.pop(0))
        return f'"{text}"' if found[0] == "%q" else text

    if re.search(r"%(?![svdq%])", _text(form).replace("%%", "")):
        raise RefusedError(f"printf {_text(form)[:20]}")
    return re.sub(r"%[svdq%]", filled, _text(form))


def _markdown(text: object) -> Safe:
    return Safe(f"{MARKDOWN_STARTS}{_text(text)}{MARKDOWN_ENDS}")


def _plain(text: object) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", _text(text)))


_SIMPLE: Mapping[str, Callable[..., object]] = {
    "and": _and,
    "default": _default,
    "eq": _equal,
    "htmlEscape": lambda text: escape(_text(text)),
    "htmlUnescape": lambda text: unescape(_text(text)),
    "len": lambda value: len(value) if isinstance(value, (str, list, Mapping)) else 0,
    "lower": lambda text: _text(text).lower(),
    "markdownify": _markdown,
    "ne": lambda value, other: not _equal(value, other),
    "not": lambda value: not _truth(value),
    "or": _or,
    "plainify": _plain,
    "print": lambda *values: "".join(map(_text, values)),
    "printf": _print_as,
    "replace": _replaced,
    "safeCSS": _same,
    "safeHTML": _same,
    "safeHTMLAttr": _same,
    "safeURL": _same,
    "string": _text,
    "strings.Replace": _replaced,
    "strings.ToLower": lambda text: _text(text).lower(),
    "strings.ToUpper": lambda text: _text(text).upper(),
    "strings.TrimPrefix": lambda prefix, text: _text(text).removeprefix(_text(prefix)),
    "strings.TrimSpace": lambda text: _kept(text, _text(text).strip()),
    "strings.TrimSuffix": lambda suffix, text: _text(text).removesuffix(_text(suffix)),
    "trim": lambda text, signs: _kept(text, _text(text).strip(_text(signs))),
    "upper": lambda text: _text(text).upper(),
}


def _kept(before: object, after: str) -> str:
    return Safe(after) if isinstance(before, Safe) else after


def _checked(name: str, function: Callable[..., object]) -> Callable[..., object]:
    def called(*values: object) -> object:
        try:
            made = function(*values)
        except (TypeError, IndexError):
            raise RefusedError(f"{name} with such parameters") from None
        if isinstance(made, str) and len(made) > _MOST:
            raise RefusedError("its text is too long")
        return made

    return called


_FUNCTIONS = {name: _checked(name, function) for name, function in _SIMPLE.items()}
