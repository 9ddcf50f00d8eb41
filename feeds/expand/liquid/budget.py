"""How much one template may do, counted in pieces of work and never in seconds.

A turn of a loop is twenty pieces, a filter five, a value as many as it has parts, and a
piece of text one for every sixteen characters, each time that it is looked at.
"""

from __future__ import annotations

from liquid.exceptions import ResourceLimitError

__all__ = ["MAX_DEPTH", "MAX_TEXT", "MAX_WORK", "Budget"]

MAX_WORK = 4_000_000
MAX_TEXT = 4 * 1024 * 1024
MAX_DEPTH = 60

_TURN = 20
_CHARACTERS = 16


_WORTH_SHARING = 500
_MAX_SHARED = 32
_SHARED: dict[int, tuple[object, int, int]] = {}
"""Large values that were counted already, such as a site's data: many bodies look at them."""


class Budget:
    """What is left for one body, whatever it includes."""

    def __init__(self, work: int = MAX_WORK) -> None:
        self._left = work
        self._weights: dict[int, tuple[object, int]] = {}

    def spend(self, pieces: int) -> None:
        """Take so many pieces of work; raises `ResourceLimitError` where none are left."""
        self._left -= pieces
        if self._left < 0:
            raise ResourceLimitError("the template does too much", token=None)

    def turn(self) -> None:
        """Take what one turn of a loop costs."""
        self.spend(_TURN)

    def characters(self, count: int) -> None:
        """Take what text of that length costs; raises for text that is too long for any."""
        if count > MAX_TEXT:
            raise ResourceLimitError("a text grows too long", token=None)
        self.spend(1 + count // _CHARACTERS)

    def value(self, value: object) -> None:
        """Take what looking at a value costs."""
        if isinstance(value, str):
            self.characters(len(value))
        elif isinstance(value, (list, dict)):
            self.spend(1 + self._weight(value) // _CHARACTERS)

    def _weight(self, value: list[object] | dict[object, object]) -> int:
        """How many parts a value has, all that it holds included; counted once, as work."""
        known = self._weights.get(id(value))
        if known:
            return known[1]
        shared = _SHARED.get(id(value))
        if shared:
            _, total, cost = shared
            self.spend(cost)
        else:
            before = self._left
            total = self._counted(value)
            if total >= _WORTH_SHARING:
                if len(_SHARED) >= _MAX_SHARED:
                    _SHARED.clear()
                _SHARED[id(value)] = value, total, before - self._left
        self._weights[id(value)] = value, total
        return total

    def _counted(self, value: list[object] | dict[object, object]) -> int:
        total = 0
        waiting: list[tuple[object, int]] = [(value, 0)]
        while waiting:
            part, depth = waiting.pop()
            total += 1
            if isinstance(part, str):
                total += len(part) // _CHARACTERS
            elif isinstance(part, (list, dict)):
                if depth > MAX_DEPTH:
                    raise ResourceLimitError("a value is nested too deeply", token=None)
                self.spend(4 * len(part))
                inside = part.values() if isinstance(part, dict) else part
                waiting += [(each, depth + 1) for each in inside]
        return total
