"""How much a YAML text would become, without making it: aliases can multiply, and nesting exhaust
the interpreter's stack."""

from __future__ import annotations

from typing import Any

import yaml

__all__ = ["TooLargeError", "check_size"]


class TooLargeError(ValueError):
    """A text that would become too much; `too_deep` says of which kind, `line` counts from 1."""

    def __init__(self, line: int | None, *, too_deep: bool) -> None:
        super().__init__("it is nested too deeply" if too_deep else "it holds too much")
        self.line = line
        self.too_deep = too_deep


def check_size(text: str, loader: Any, *, depth: int, values: int) -> None:
    """Reads a text's events with that loader of PyYAML's.

    Raises `TooLargeError` for more values than that, aliases counted as what they stand for, and
    for deeper nesting; and PyYAML's errors for what is not YAML.
    """
    anchors: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    weight = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.events.AliasEvent):
            weight += anchors.get(event.anchor or "", 1)
        elif isinstance(event, yaml.events.CollectionStartEvent):
            open_nodes.append((event.anchor, weight))
            weight += 1
        elif isinstance(event, yaml.events.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                anchors[anchor] = weight - before
        elif isinstance(event, yaml.events.ScalarEvent):
            weight += 1
        if len(open_nodes) > depth or weight > values:
            line = event.start_mark.line + 1 if event.start_mark else None
            raise TooLargeError(line, too_deep=len(open_nodes) > depth)
