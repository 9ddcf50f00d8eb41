"""JSON read to the letter (RFC 8259), and the lines at which its values stand."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Sequence

__all__ = ["LocatedJson", "NotJsonError"]

_SPACE = " \t\n\r"
_skip = json.JSONDecoder(parse_int=str, strict=False).raw_decode
Step = str | int


class NotJsonError(ValueError):
    """The text is not JSON: why, and at which line."""

    def __init__(self, what: str, line: int | None) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


class LocatedJson:
    """A text of JSON: its `value`, the keys that were given `twice`, and any value's line.

    `constants` are those that JSON does not have, such as NaN. Raises `NotJsonError`.
    """

    def __init__(self, text: str) -> None:
        self.twice: list[str] = []
        self.constants: list[str] = []
        self._text = text
        self._items: list[int] | None = None
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        try:
            self.value: object = json.loads(
                text, object_pairs_hook=self._object, parse_constant=self.constants.append
            )
        except RecursionError:
            raise NotJsonError("it is nested too deeply", None) from None
        except json.JSONDecodeError as problem:
            raise NotJsonError(problem.msg, problem.lineno) from None
        except ValueError:
            raise NotJsonError("a number has too many digits", None) from None

    def line(self, *path: Step) -> int:
        """The line of a value, found by the keys and positions that lead to it.

        Where the last step leads nowhere, the line of what it would be in.
        """
        position = self._start(0)
        steps: Sequence[Step] = path
        if len(path) > 1 and path[0] == "items" and isinstance(path[1], int):
            if self._items is None:
                self._items = self._positions()
            if path[1] < len(self._items):
                position, steps = self._items[path[1]], path[2:]
        for step in steps:
            found = self._step(position, step)
            if found is None:
                break
            position = found
        return bisect_left(self._breaks, position) + 1

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self.twice.append(key)
                seen.add(key)
        return made

    def _positions(self) -> list[int]:
        """Where each of the feed's items begins."""
        start = self._step(self._start(0), "items")
        if start is None or self._text[start] != "[":
            return []
        positions = []
        position = self._start(start + 1)
        while self._text[position] != "]":
            positions.append(position)
            position = self._after(position)
        return positions

    def _step(self, position: int, step: Step) -> int | None:
        opening = self._text[position]
        if opening not in ("{" if isinstance(step, str) else "["):
            return None
        position = self._start(position + 1)
        found, index = None, 0
        while self._text[position] not in "]}":
            key: Step = index
            if opening == "{":
                key, position = _skip(self._text, position)
                position = self._start(self._start(position) + 1)
            if key == step:
                # Of a key that is given twice, the last one counts.
                found = position
                if opening == "[":
                    return found
            position = self._after(position)
            index += 1
        return found

    def _after(self, position: int) -> int:
        """Where the next member begins, or the end of what it is in."""
        _, end = _skip(self._text, position)
        end = self._start(end)
        return self._start(end + 1) if self._text[end] == "," else end

    def _start(self, position: int) -> int:
        while position < len(self._text) and self._text[position] in _SPACE:
            position += 1
        return position
