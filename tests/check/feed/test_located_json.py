"""Values of JSON are found at the lines at which they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.check.feed.located_json import LocatedJson, NotJsonError, Step

SHAPES = st.recursive(
    st.just(None),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


def marked(shape: object, numbers: Iterator[int]) -> object:
    """The same shape with a text of its own at each leaf."""
    if isinstance(shape, list):
        return [marked(each, numbers) for each in shape]
    if isinstance(shape, dict):
        return {key: marked(each, numbers) for key, each in shape.items()}
    return f"leaf {next(numbers)} of it"


def leaves(value: object, *path: Step) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Each leaf with the way to it."""
    if isinstance(value, str):
        yield path, value
    pairs = value.items() if isinstance(value, dict) else ()
    for key, each in (*pairs, *(enumerate(value) if isinstance(value, list) else ())):
        yield from leaves(each, *path, key)


@given(SHAPES, st.sampled_from([None, 0, 1]), st.booleans())
def test_every_value_is_found_at_its_line(shape: object, indent: int | None, ascii: bool) -> None:
    """A fault would be shown at another line."""
    value = marked({"items": shape, "more": shape}, count())
    text = json.dumps(value, indent=indent, ensure_ascii=ascii)
    found = LocatedJson(text)
    assert found.value == value
    for path, leaf in leaves(value):
        assert found.line(*path) == text.count("\n", 0, text.index(leaf)) + 1


def test_what_is_not_there_is_at_what_it_would_be_in() -> None:
    """A missing value would have no place, or that of another."""
    found = LocatedJson('{\n "items": [\n  {\n   "id": "a"\n  }\n ]\n}')
    assert found.line("items", 0, "url") == 3
    assert found.line("items", 7, "url") == 2
    assert found.line("hubs") == 1
    assert found.line("items", 0, "id", "more") == 4


def test_of_a_key_that_is_there_twice_the_last_counts() -> None:
    """The line would be that of the value that no program takes."""
    found = LocatedJson('{\n "a": 1,\n "a": 2\n}')
    assert (found.value, found.twice, found.line("a")) == ({"a": 2}, ["a"], 3)


@pytest.mark.parametrize(
    ("text", "line"), [("{", 1), ('{\n"a": }', 2), ("[" * 100_000, None), ("9" * 5000, None)]
)
def test_what_is_no_json_says_where(text: str, line: int | None) -> None:
    """Somebody would have to look for a comma in the whole file."""
    with pytest.raises(NotJsonError) as problem:
        LocatedJson(text)
    assert problem.value.line == line
