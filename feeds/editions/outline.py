"""Where in front matter each key stands, in which no reader of YAML, TOML or JSON is interested.

Places are those of `feeds.config.positions`: text for a key, a number for an item of a list.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from feeds.collect.frontmatter import Place as Region
from feeds.collect.handlers import JsonHandler, TomlHandler
from feeds.collect.yaml_handler import YamlHandler
from feeds.config.positions import Place, assignments, positions

__all__ = ["Outline", "Span", "Syntax", "outline"]

Syntax = Literal["yaml", "flow", "toml", "json"]

_ITEM = re.compile(r" *- ")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where a key of the outermost mapping and its value stand: offsets into the block's text.

    The key's are `start` and `key_end`, the value's `value` and `end`. `items` are where the
    lines of a list's items begin, if each has a line of its own.
    """

    start: int
    key_end: int
    value: int
    end: int
    items: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The places of a block of front matter.

    `syntax` is None for one that is a program, "flow" for YAML in braces. `lines` count from 1
    for the block's first.
    """

    syntax: Syntax | None = None
    lines: Mapping[Place, int] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict)


def outline(region: Region, block: str) -> Outline:
    """The outline of a block that its handler has read without error."""
    if region.handler is YamlHandler:
        return _of_yaml(block)
    if region.handler is TomlHandler:
        found = assignments(block).items()
        spans = {key: Span(start, start, value, end) for key, (start, value, end) in found}
        return Outline("toml", positions(block), spans)
    if region.handler is JsonHandler:
        walk = _JsonWalk(block)
        walk.value(walk.next(0), ())
        return Outline("json", walk.lines, walk.spans)
    return Outline()


class _Lines:
    """Lines of a text, by offset."""

    def __init__(self, text: str) -> None:
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def at(self, offset: int) -> int:
        return bisect_right(self._ends, offset - 1) + 1


# ── YAML ──────────────────────────────────────────────────────────────────────────────


def _of_yaml(block: str) -> Outline:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = yaml.compose(block, Loader=loader)
    if not isinstance(root, yaml.MappingNode):
        return Outline("yaml")
    at = _Lines(block).at
    lines = {place: at(start) for place, start in _walk(root, (), set())}
    spans = {}
    for key, value in root.value:
        if isinstance(key, yaml.ScalarNode):
            end = max(_end(value, set()), key.end_mark.index)
            in_lines = isinstance(value, yaml.SequenceNode) and not value.flow_style
            items = _items(block, value.value) if in_lines else ()
            spans[key.value] = Span(
                key.start_mark.index, key.end_mark.index, value.start_mark.index, end, items
            )
    return Outline("flow" if root.flow_style else "yaml", lines, spans)


def _walk(node: Any, place: Place, seen: set[int]) -> Iterator[tuple[Place, int]]:
    """Every key and item with the offset at which it begins; what is aliased, once."""
    if id(node) in seen or isinstance(node.value, str):
        return
    seen.add(id(node))
    for number, each in enumerate(node.value):
        key, value = each if isinstance(each, tuple) else (None, each)
        if key is not None and not isinstance(key.value, str):
            continue
        below = (*place, number if key is None else key.value)
        yield below, (value if key is None else key).start_mark.index
        yield from _walk(value, below, seen)


def _end(node: Any, seen: set[int]) -> int:
    """Where a value ends, without the comments and blank lines that a parser counts to it."""
    if isinstance(node.value, str) or node.flow_style or id(node) in seen:
        return int(node.end_mark.index)
    seen.add(id(node))
    parts = [part for each in node.value for part in (each if isinstance(each, tuple) else [each])]
    return max((_end(part, seen) for part in parts), default=int(node.end_mark.index))


def _items(block: str, nodes: Sequence[Any]) -> Sequence[int]:
    """Where the lines of those items begin; nothing unless each begins one."""
    starts = [block.rfind("\n", 0, node.start_mark.index) + 1 for node in nodes]
    if all(_ITEM.match(block, start) for start in starts) and len(set(starts)) == len(nodes):
        return starts
    return ()


# ── JSON ──────────────────────────────────────────────────────────────────────────────

_BLANK = re.compile(r"[ \t\r\n]*")


class _JsonWalk:
    """One pass over a valid document that is not nested deeper than a handler allows."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Place, int] = {}
        self.spans: dict[str, Span] = {}
        self._text = text
        self._at = _Lines(text).at
        self._decoder = json.JSONDecoder(parse_int=str)

    def next(self, offset: int) -> int:
        """Where the next token begins."""
        found = _BLANK.match(self._text, offset)
        return found.end() if found else offset

    def value(self, offset: int, place: Place) -> int:
        """Steps over the value that begins there, and gives where it ends."""
        opening = self._text[offset]
        if opening not in "{[":
            return self._decoder.raw_decode(self._text, offset)[1]
        offset = self.next(offset + 1)
        number = 0
        while self._text[offset] not in "]}":
            start = key_end = offset
            below: Place = (*place, number)
            if opening == "{":
                key, key_end = self._decoder.raw_decode(self._text, offset)
                below = (*place, key)
                offset = self.next(self.next(key_end) + 1)
            self.lines[below] = self._at(start)
            end = self.value(offset, below)
            if not place and opening == "{":
                self.spans[str(below[0])] = Span(start, key_end, offset, end)
            offset = self.next(end)
            if self._text[offset] == ",":
                offset = self.next(offset + 1)
            number += 1
        return offset + 1
