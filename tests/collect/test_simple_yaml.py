"""The simplest YAML, read without PyYAML, means what PyYAML reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.frontmatter import split_head
from feeds.collect.handlers import Handler
from feeds.collect.scalars import Timestamp
from feeds.collect.simple_yaml import read_simple
from feeds.collect.yaml_handler import YamlHandler
from feeds.errors import PostError


def fully(block: str) -> dict[str, object]:
    """What PyYAML makes of it, with every check, where it has nothing to say against it."""
    handler = YamlHandler(block)
    values = Handler.load(handler, block)
    assert handler.duplicates == []
    return values


def typed(value: object) -> object:
    """A value with the types of all that is in it, and the order of its keys."""
    if isinstance(value, dict):
        return [(typed(key), typed(item)) for key, item in value.items()]
    if isinstance(value, list):
        return [typed(item) for item in value]
    return type(value), value


SIMPLE = {
    "": {},
    "a: b\n": {"a": "b"},
    "a: b": {"a": "b"},
    "a:": {"a": None},
    "a: \nb:\n\nc: ~\n\n": {"a": None, "b": None, "c": None},
    "a:   b c  \n": {"a": "b c"},
    'a: " b \' "  \n': {"a": " b ' "},
    "a: ' b \\ \"'\n": {"a": ' b \\ "'},
    "a: ''\nb: \"\"\n": {"a": "", "b": ""},
    "a: true\nb: 'true'\nc: No\nd: NULL\n": {"a": True, "b": "true", "c": "No", "d": None},
    "a: 1\nb: '1'\nc: 012\nd: 1.5\ne: 1.50\n": {
        "a": 1,
        "b": "1",
        "c": "012",
        "d": 1.5,
        "e": "1.50",
    },
    "a: 2025-01-01 10:00:00 +0900\nb: '2025-01-01 10:00:00'\nc: 2025-01-01\n": {
        "a": Timestamp("2025-01-01 10:00:00 +0900"),
        "b": "2025-01-01 10:00:00",
        "c": "2025-01-01",
    },
    "a: https://a.example/#top\nb: C#\nc: 1:2\n": {
        "a": "https://a.example/#top",
        "b": "C#",
        "c": "1:2",
    },
    "a: 港の朝\nb: '港\u3000町'\nc: 🎏\n": {"a": "港の朝", "b": "港\u3000町", "c": "🎏"},
    "a: []\nb: [ ]\n": {"a": [], "b": []},
    "a: [b, \"c, d\", 'e' , 1, null ,港 町]\n": {"a": ["b", "c, d", "e", 1, None, "港 町"]},
    "a:\n- b\n- 'c' \nd:\n  - 1  \n  -   x:y\n\ne: f": {"a": ["b", "c"], "d": [1, "x:y"], "e": "f"},
    "true: a\nnull: b\nno: c\n": {"true": "a", "null": "b", "no": "c"},
}

NOT_SIMPLE = (
    *("a: b # c\n", "# a\n", "a: b: c\n", "a: b:\n", "a: &b c\n", "a: *b\n", "a: !b c\n"),
    *("a: |\n b\n", "a: >\n b\n", "a: {b: c}\n", "a:\n  b: c\n", "a: b\n  c\n", "a: b\na: c\n"),
    *("- a\n", "a\n", " a: b\n", 'a: "\\u0041"\n', "a: 'it''s'\n", 'a: "b\n  c"\n', 'a: "b" c\n'),
    *("a: [b,\n c]\n", "a: [b, ]\n", "a: [[b]]\n", "a: [b: c]\n", "a: [b] c\n", "a: [b # c]\n"),
    *("a:b\n", "a:\tb\n", "a: b\tc\n", "a: -\n", "a: ?\n", "a: @b\n", "a: `b\n", "a: %b\n"),
    *("a:\n- b\n - c\n", "a:\n- - b\n", "a:\n-\n", "a:\n- b\n\n- c\n", "a: b\n- c\n", "a: <<\n"),
    *("<<: a\n", "? a\n: b\n", "'a': b\n", "a b: c\n", "é: b\n", "a: b\n---\nc: d\n", "\na: b\n"),
    *("a: \x07\n", "a: \x7f\n", "a: \x85b\n", "a: \u2028b\n", "a: \ufeffb\n", "a: \ufffe\n"),
    *("a: \ud800\n", f"a: {'b' * 20_000}\n", "a: b\r\n", "a: b\n \nc: d\n", "%YAML 1.1\n---\n"),
)


@pytest.mark.parametrize(("block", "values"), SIMPLE.items())
def test_what_is_simple(block: str, values: dict[str, object]) -> None:
    """A common form would be read by PyYAML, at many times the cost, or otherwise than by it."""
    assert typed(read_simple(block)) == typed(values)
    assert typed(fully(block)) == typed(values)


@pytest.mark.parametrize("block", NOT_SIMPLE)
def test_what_is_not(block: str) -> None:
    """Something that only a YAML parser understands would be guessed at."""
    assert read_simple(block) is None


ODD = [*"\"'#:-?,[]{}&*!|>%@`~=<.+\\/()$^; ", *"\t\n\r\0\x07\x7f\x85\xa0\u2028\ufeff\ufffe\ufffd"]
PIECES = [
    *("a", "B", "é", "港", "🎏", "0", "1", "12", "2025", "-", "e5", "T", "Z", " ", "  "),
    *("true", "True", "no", "null", "~", "on", "<<", "=", ".inf", "0x1F", "1_000", "1.10"),
    *("2025-01-01", "10:00:00", " 10:00", "+0900", "12:30", "https://a.example/b#c", "a:b"),
    *("---", "...", ": ", " #", "- ", "? ", ", ", "''", '\\"', "it's", "|", ">-", "&a", "*a"),
]
WORDS = st.sampled_from(["a", "b c", "港の朝", "12", "1.5", "1.50", "true", "~", "2025-01-01", ""])
SCALARS = (
    WORDS
    | st.sampled_from(PIECES)
    | st.lists(st.sampled_from(PIECES + ODD), max_size=4).map("".join)
    | st.datetimes().map(lambda moment: f"{moment:%Y-%m-%d %H:%M:%S}")
)
QUOTED = WORDS | SCALARS | SCALARS.map(lambda text: f'"{text}"') | SCALARS.map(repr)
FLOW = st.lists(QUOTED, max_size=3).flatmap(
    lambda items: st.sampled_from([f"[{', '.join(items)}]", f"[ {','.join(items)} ]"])
)
BLOCK = st.tuples(
    st.sampled_from(["\n- ", "\n  - ", " \n-  ", "\n - "]), st.lists(QUOTED, min_size=1, max_size=3)
).map(lambda parts: "".join(parts[0] + item for item in parts[1]))
LINES = st.tuples(
    st.sampled_from(["a", "b", "c", "title", "date", "tags", "true", "_x-1", "1", "a b", "<<", ""]),
    st.sampled_from([": ", ": ", ": ", ":  ", ":"]),
    QUOTED | FLOW | BLOCK,
    st.sampled_from(["\n", "\n", "\n", " \n", "\n\n", ""]),
).map("".join)
BLOCKS = st.lists(LINES, max_size=4).map("".join)


def _agrees(block: str) -> None:
    simple = read_simple(block)
    if simple is not None:
        assert typed(simple) == typed(fully(block))


@given(BLOCKS)
def test_both_readers_agree(block: str) -> None:
    """A post would be read otherwise only because it is simple."""
    _agrees(block)


@given(
    st.sampled_from(sorted(block for block, values in SIMPLE.items() if values)),
    st.lists(
        st.tuples(st.integers(0, 80), st.integers(0, 2), st.sampled_from(ODD + PIECES)), max_size=3
    ),
)
def test_both_readers_agree_after_edits(block: str, edits: list[tuple[int, int, str]]) -> None:
    """A character typed into a simple head would be misread."""
    for place, removed, text in edits:
        block = block[:place] + text + block[place + removed :]
    _agrees(block)


@pytest.mark.parametrize(
    ("name", "share"),
    [("jekyll-docs", 1), ("ruby-lang", 0.99), ("letsencrypt", 0.6), ("eleventy-base-blog", 1)],
)
def test_corpora(corpus: Callable[[str], Path], name: str, share: float) -> None:
    """Real posts would be read otherwise than by PyYAML, or most of them slowly."""
    simple = heads = 0
    for file in sorted(corpus(name).rglob("*.m*d*")):
        data = file.read_bytes()
        if data.startswith(b"---js"):
            continue
        try:
            front = split_head(data, file.name, whole=True)
        except PostError:
            continue
        if front is None or not front.block or front.block.startswith("{"):
            continue
        heads += 1
        values = read_simple(front.block)
        if values is not None:
            simple += 1
            assert typed(values) == typed(fully(front.block)), file
    assert simple >= share * heads > 0
