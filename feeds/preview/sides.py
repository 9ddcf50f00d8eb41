"""Two versions of a text beside each other, and which of their lines differ."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

__all__ = ["Line", "side_by_side"]

Line = tuple[str, bool]
"""A line without its end, and whether the other version lacks it."""

_MOST = 4_000


def side_by_side(one: str, other: str) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines of both versions; of very long ones no line is said to differ."""
    left, right = one.splitlines(), other.splitlines()
    if max(len(left), len(right)) > _MOST:
        return [(line, False) for line in left], [(line, False) for line in right]
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    in_left = {block.a + step for block in blocks for step in range(block.size)}
    in_right = {block.b + step for block in blocks for step in range(block.size)}
    return (
        [(line, number not in in_left) for number, line in enumerate(left)],
        [(line, number not in in_right) for number, line in enumerate(right)],
    )
