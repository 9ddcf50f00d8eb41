"""Long lists a page at a time, by the number in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

__all__ = ["Paged", "paged"]

T = TypeVar("T")

_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """Some of a list. `number` and `pages` count from 1, `total` is of the whole list.

    `before` and `after` are the addresses of the pages beside it, empty where there is none.
    """

    items: Sequence[T]
    number: int
    pages: int
    total: int
    before: str
    after: str


def paged(request: Request, found: Sequence[T], size: int) -> Paged[T]:
    """The page that the address asks for, or the nearest that there is."""
    pages = max(1, -(-len(found) // size))
    wanted = request.query_params.get("page", "")
    plain = wanted.isascii() and wanted.isdecimal() and len(wanted) <= _MOST_DIGITS
    number = min(max(int(wanted) if plain else 1, 1), pages)

    def address(other: int) -> str:
        if not 1 <= other <= pages:
            return ""
        kept = [(key, value) for key, value in request.query_params.multi_items() if value]
        kept = [(key, value) for key, value in kept if key != "page"]
        return "?" + urlencode([*kept, ("page", str(other))])

    items = found[(number - 1) * size : number * size]
    return Paged(items, number, pages, len(found), address(number - 1), address(number + 1))
