"""What was to be reached, and whether it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.results import FLOOR, Size
from benchmarks.tables import FASTEST, US, digits, markdown

__all__ = ["TARGETS", "Target", "targets_table"]

_MILLION = 1_000_000
_Sizes: TypeAlias = Mapping[int, Size]


@dataclass(frozen=True)
class Target:
    """A figure at a size, and the most that it may be.

    `value` finds the figure among the sizes by their posts; None is a figure that was not
    measured.
    """

    posts: int
    what: str
    limit: float
    value: Callable[[_Sizes], float | None]
    unit: str = ""


def _to_hugo(posts: int, state: str, limit: float) -> Target:
    def value(sizes: _Sizes) -> float | None:
        return sizes[posts].ratio(state, US, FASTEST) if posts in sizes else None

    return Target(posts, f"{state} ÷ Hugo's", limit, value)


def _to_find(state: str, limit: float) -> Target:
    def value(sizes: _Sizes) -> float | None:
        size = sizes.get(_MILLION)
        return size.ratio(state, US, "find -printf", of=FLOOR) if size else None

    return Target(_MILLION, f"{state} ÷ `find -printf`", limit, value)


def _growth(sizes: _Sizes) -> float | None:
    found = [sizes[posts].get("first run", US) for posts in (_MILLION, 100_000) if posts in sizes]
    first, smaller = found if len(found) == 2 else (None, None)
    return first.median / smaller.median if first and smaller else None


def _memory(posts: int, limit: float) -> Target:
    def value(sizes: _Sizes) -> float | None:
        return sizes[posts].peak(US) if posts in sizes else None

    return Target(posts, "peak memory of the process tree", limit, value, " MiB")


def _over_start_up(posts: int, state: str) -> Target:
    """Seconds by which a run is slower than Hugo's, less what start-up explains."""

    def value(sizes: _Sizes) -> float | None:
        size = sizes.get(posts)
        ours, theirs = (size.get(state, name) if size else None for name in (US, FASTEST))
        broken_down = size.broken_down.get(state) if size else None
        if not ours or not theirs or not broken_down:
            return None
        return max(ours.median - theirs.median - broken_down.start_up, 0.0)

    return Target(posts, f"{state}: slower than Hugo, beyond start-up, by", 0.0, value, " s")


TARGETS = (
    *(
        _over_start_up(posts, state)
        for posts in (100, 1_000)
        for state in ("first run", "nothing changed", "newest changed")
    ),
    _to_hugo(10_000, "first run", 0.5),
    _to_hugo(10_000, "nothing changed", 0.06),
    _to_hugo(10_000, "newest changed", 0.3),
    _to_hugo(10_000, "newest changed, no digest", 0.2),
    _memory(10_000, 110),
    _to_hugo(100_000, "first run", 0.35),
    _to_hugo(100_000, "nothing changed", 0.04),
    _to_hugo(100_000, "newest changed", 0.06),
    _memory(100_000, 150),
    Target(_MILLION, "first run ÷ that of 100,000", 11, _growth),
    _to_find("nothing changed", 5),
    _to_find("newest changed", 6),
    _memory(_MILLION, 300),
)


def targets_table(sizes: Iterable[Size]) -> str:
    """Every target with what was measured."""
    by_posts = {size.posts: size for size in sizes}
    rows = []
    for target in TARGETS:
        value = target.value(by_posts)
        is_, reached = "not measured", ""
        if value is not None:
            is_, reached = f"{digits(value)}{target.unit}", "yes" if value <= target.limit else "no"
        limit = f"≤ {target.limit:g}{target.unit}"
        rows.append([f"{target.posts:,}", target.what, is_, limit, reached])
    return markdown(["posts", "what", "is", "limit", "reached"], rows, numbers_from=2)
