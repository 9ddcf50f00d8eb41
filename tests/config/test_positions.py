"""Where keys stand, held against tomllib."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.config.positions import positions

Draw = Callable[[st.SearchStrategy[object]], object]
Place = tuple[str | int, ...]


def places(value: object, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """Every place in a document that tomllib has read, with what is there."""
    if place:
        yield place, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*place, index))


class _Writer:
    """Writes a random document in which every value is the number of its key's line."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.text = ""
        self.count = 0

    @property
    def line(self) -> int:
        return self.text.count("\n") + 1

    def pick(self, *options: str) -> str:
        return str(self.draw(st.sampled_from(options)))

    def maybe(self) -> bool:
        return bool(self.draw(st.booleans()))

    def times(self, most: int) -> range:
        return range(int(str(self.draw(st.integers(0, most)))))

    def space(self, *, newlines: bool = False) -> None:
        self.text += self.pick("", " ", "\t ", *(("\n", " # ] } = [x]\n\n") if newlines else ()))

    def key(self) -> None:
        """A key that no other one equals, bare or quoted."""
        self.count += 1
        odd = self.pick("k", "# x", "a.b", "[t]", "=", "é漢", "'''")
        if self.maybe():
            self.text += f"k-{self.count}_"
        elif self.maybe() and "'" not in odd:
            self.text += f"'{odd}{self.count}\\'"
        else:
            self.text += f'"{odd}\\"\\\\{self.count}\\u00e9"'

    def dotted(self, depth: int) -> None:
        self.key()
        for _ in self.times(depth):
            self.space()
            self.text += "."
            self.space()
            self.key()

    def pair(self, depth: int) -> None:
        line = self.line
        self.dotted(2)
        self.space()
        self.text += "="
        self.space()
        self.value(line, depth)

    def value(self, line: int, depth: int) -> None:
        shape = self.pick("number", "text", "array", "table") if depth else "number"
        if shape == "number":
            self.text += str(line)
        elif shape == "text":
            self.text += self.pick(
                f'"{line} \\" # = ] }} \\\\"',
                f"'{line} \" [x] \\'",
                f'"""{line}\n[fake]\nk = 1 ""\\""\\\\\n"""',
                f'"""{line} \\\n  x"""""',
                f"'''{line}\n[[fake]]\n'' = \\'''''",
                f'"""\n{line}"""',
            )
        elif shape == "array":
            self.text += "["
            for _ in self.times(3):
                self.space(newlines=True)
                self.value(self.line, depth - 1)
                self.space(newlines=True)
                self.text += ","
            self.space(newlines=True)
            self.text += "]"
        else:
            self.text += "{"
            for index in self.times(3):
                self.text += "," if index else ""
                self.space()
                self.pair(depth - 1)
                self.space()
            self.text += "}"

    def pairs(self) -> None:
        for _ in self.times(3):
            self.space(newlines=True)
            self.pair(2)
            self.text += self.pick("\n", " # x = 1\n")

    def document(self) -> str:
        self.pairs()
        for _ in self.times(3):
            start = len(self.text)
            if self.maybe():
                self.text += "["
                self.dotted(2)
                self.text += "]\n"
                self.pairs()
                continue
            self.text += "[[ "
            self.dotted(2)
            header = self.text[start:].removeprefix("[[ ")
            self.text += " ]]\n"
            self.pairs()
            for _ in self.times(2):
                inner = self.maybe()
                self.text += f"[{header}.k{self.count}.x]\n" if inner else f"[[{header}]]\n"
                self.count += 1
                self.pairs()
        return self.text


@st.composite
def documents(draw: Draw) -> str:
    """Documents with tables, arrays of tables, all kinds of keys, strings and arrays."""
    return _Writer(draw).document()


@given(documents(), st.booleans())
def test_every_key_is_found_on_its_line(text: str, crlf: bool) -> None:
    """A mistake would be shown on another line than the one it is on."""
    loaded = tomllib.loads(text)
    found = positions(text.replace("\n", "\r\n") if crlf else text)
    for place, value in places(loaded):
        assert place in found
        if isinstance(value, int):
            assert found[place] == value
        elif isinstance(value, str):
            assert found[place] == int(value.split()[0])
        for inner, _ in places(value, place):
            assert found[place] <= found[inner]
    assert set(found) == {place for place, _ in places(loaded)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("# a = 1\n\n", {}),
        ("a = 1", {("a",): 1}),
        ("[a]\n[a.b]\nc=1", {("a",): 1, ("a", "b"): 2, ("a", "b", "c"): 3}),
        ("[a.b]\n[a]\n", {("a",): 2, ("a", "b"): 1}),
        (
            "[[a]]\nb=1\n[[a]]\n[a.c]\nd=1\n[[a.e]]\n",
            {
                ("a",): 1,
                ("a", 0): 1,
                ("a", 0, "b"): 2,
                ("a", 1): 3,
                ("a", 1, "c"): 4,
                ("a", 1, "c", "d"): 5,
                ("a", 1, "e"): 6,
                ("a", 1, "e", 0): 6,
            },
        ),
        ("\"a.b\".c.'d' = 1", {("a.b",): 1, ("a.b", "c"): 1, ("a.b", "c", "d"): 1}),
        (
            "a = [\n1,\n[2,\n3]]",
            {("a",): 1, ("a", 0): 2, ("a", 1): 3, ("a", 1, 0): 3, ("a", 1, 1): 4},
        ),
        ("a = 1979-05-27 07:32:00.5\nb = -inf", {("a",): 1, ("b",): 2}),
    ],
)
def test_examples(text: str, expected: dict[Place, int]) -> None:
    """A form of TOML that people write would be misread."""
    assert positions(text) == expected


@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ("{b = ", "}"), ("[[ ", "]]"), ("{b.c = [", "]}")]
)
def test_whatever_depth_tomllib_reads_is_read(opening: str, closing: str) -> None:
    """A deep document with a mistake would end in a RecursionError."""

    def nested(depth: int) -> str:
        return "a = " + opening * depth + "1" + closing * depth

    def is_read(depth: int) -> bool:
        try:
            tomllib.loads(nested(depth))
        except RecursionError:
            return False
        return True

    deepest = next(depth for depth in range(600, 0, -5) if is_read(depth))
    assert len(positions(nested(deepest))) > deepest


def test_what_is_not_toml_ends() -> None:
    """A document that is no TOML would be scanned for ever."""
    with pytest.raises(ValueError, match="not TOML"):
        positions("= 1")
