"""Two versions are compared line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feeds.preview.sides import side_by_side

TEXTS = st.lists(st.sampled_from(["a", "b", "", "c d"]), max_size=8).map("\n".join)


@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_in_both(one: str, other: str) -> None:
    """A difference would be overlooked, or a line would be missing."""
    left, right = side_by_side(one, other)
    assert [line for line, _ in left] == one.splitlines()
    assert [line for line, _ in right] == other.splitlines()
    assert [line for line, new in left if not new] == [line for line, new in right if not new]
    if one.splitlines() == other.splitlines():
        assert not any(new for _, new in (*left, *right))


def test_very_long_texts_are_not_compared() -> None:
    """A file of many thousand lines would keep the desk busy."""
    left, right = side_by_side("a\n" * 5_000, "b")
    assert len(left) == 5_000 and not any(new for _, new in (*left, *right))
