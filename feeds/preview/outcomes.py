"""What became of what an editor asked for, kept until the page that shows it was loaded."""

from __future__ import annotations

from collections import OrderedDict
from secrets import token_urlsafe
from typing import Generic, TypeVar

__all__ = ["Outcomes"]

T = TypeVar("T")

_MOST = 50


class Outcomes(Generic[T]):
    """A page that was sent for by a form is another one, so that reloading it sends nothing."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, T] = OrderedDict()

    def keep(self, outcome: T) -> str:
        """Keeps one, and gives the name by which it is found."""
        name = token_urlsafe(12)
        self._kept[name] = outcome
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return name

    def find(self, name: str) -> T | None:
        """The one of that name; None where it is not kept any more."""
        return self._kept.get(name)
