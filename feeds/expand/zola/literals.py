"""Values as they are written in shortcodes: texts, numbers, true and false, and lists."""

from __future__ import annotations

import re

__all__ = ["gap", "literal"]

_MOST_LEVELS = 20
_GAP = re.compile(r"[ \t\r\n]*")
_QUOTES = ('"', "'", "`")
_LITERAL = re.compile(
    r"(?P<bool>true|false)"
    r"|(?P<float>-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17})|(?P<int>-?(?:0|[1-9][0-9]{0,17}))"
)


def literal(source: str, position: int, depth: int = 0) -> tuple[object, int] | None:
    """The value that is written there, and where it ends; None where there is none."""
    if source.startswith("[", position):
        return _array(source, position + 1, depth + 1)
    if source.startswith(_QUOTES, position):
        end = source.find(source[position], position + 1)
        return (source[position + 1 : end], end + 1) if end > 0 else None
    found = _LITERAL.match(source, position)
    if found is None:
        return None
    if found["bool"]:
        return found["bool"] == "true", found.end()
    return (float(found[0]) if found["float"] else int(found[0])), found.end()


def _array(source: str, position: int, depth: int) -> tuple[object, int] | None:
    items: list[object] = []
    position = gap(source, position)
    while not source.startswith("]", position):
        item = literal(source, position, depth) if depth <= _MOST_LEVELS else None
        if item is None:
            return None
        items.append(item[0])
        position = gap(source, item[1])
        if source.startswith(",", position):
            position = gap(source, position + 1)
        elif not source.startswith("]", position):
            return None
    return items, position + 1


def gap(source: str, position: int) -> int:
    """Where white space that begins there ends."""
    found = _GAP.match(source, position)
    return found.end() if found else position
