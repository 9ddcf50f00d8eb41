"""Where a key could be put into a file's front matter, and what would be written there.

Bytes in, bytes out: all that is in the file stays as it is, and one piece is put in between.
Whether the file then says what is wanted is for the reader of front matter to tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from feeds.collect.frontmatter import Place, locate, plain
from feeds.collect.handlers import Handler, HeaderHandler, JsonHandler, TomlHandler
from feeds.collect.spelling import BOM, in_file, line_end, plain_key, quoted, written_key
from feeds.collect.yaml_handler import YamlHandler

__all__ = ["Insertion", "insertions"]

_PLAIN_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9/._~%:?=&@+,;!$'()*#-]*[A-Za-z0-9/_~]")
_FIRST_KEY = re.compile(r"^([ ]*)[^\s#]", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_SPACE = re.compile(rb"[ \t\r\n]*")


class Insertion(NamedTuple):
    """A piece of a file: `at` is the number of bytes before it."""

    at: int
    piece: bytes

    def into(self, data: bytes) -> bytes:
        """The file with it."""
        return data[: self.at] + self.piece + data[self.at :]


def insertions(data: bytes, path: str, key: str, value: str, *, headers: bool) -> list[Insertion]:
    """The ways of giving the key that value in the file of those bytes, the best first.

    There is none where the front matter is in no syntax that can be written. `headers` as
    for `feeds.collect.frontmatter.split_head`. Raises `PostError` where the front matter
    begins and does not end.
    """
    text = plain(data)
    place = locate(text, path, whole=True, headers=headers)
    if place is None or place.handler is None:
        return [_new_block(data, key, value)]
    make = _MAKERS.get(place.handler)
    if make is None:
        return []
    block = text[place.start : place.end].decode("utf-8", "surrogateescape")
    return [*make(data, text, place, block, key, value)]


def _new_block(data: bytes, key: str, value: str) -> Insertion:
    """Front matter for a file without any."""
    end = line_end(data)
    block = ("---", f"{written_key(key)}: {_yaml(value)}", "---", "")
    return Insertion(len(BOM) if data.startswith(BOM) else 0, end.join(block).encode())


def _in_yaml(
    data: bytes, text: bytes, place: Place, block: str, key: str, value: str
) -> Iterator[Insertion]:
    """Below the last key, or else above the first; into the mapping where it has braces."""
    if block.lstrip().startswith("{"):
        yield from _in_json(data, text, place, block, key, value)
        return
    first = _FIRST_KEY.search(block)
    indent = first[1] if first else ""
    line = f"{indent}{written_key(key)}: {_yaml(value)}{line_end(data)}".encode()
    yield Insertion(in_file(data, text, place.end), line)
    yield Insertion(in_file(data, text, place.start), line)


def _in_toml(
    data: bytes, text: bytes, place: Place, block: str, key: str, value: str
) -> Iterator[Insertion]:
    """Below the last key, but above all tables."""
    line = f"{written_key(key)} = {quoted(value)}{line_end(data)}".encode()
    if not _TABLE.search(block):
        yield Insertion(in_file(data, text, place.end), line)
    yield Insertion(in_file(data, text, place.start), line)


def _in_json(
    data: bytes, text: bytes, place: Place, block: str, key: str, value: str
) -> Iterator[Insertion]:
    """As the object's first member, set as the one that was the first is."""
    brace = block.find("{")
    if brace >= 0:
        at = in_file(data, text, place.start + len(block[:brace].encode())) + 1
        space = _SPACE.match(data, at)
        before = space[0].decode() if space else ""
        member = f"{quoted(key)}: {quoted(value)}"
        if data[at + len(before) :].startswith(b"}"):
            yield Insertion(at, member.encode())
        else:
            yield Insertion(at, (f"{before}{member}," if before else f"{member}, ").encode())


def _in_header(
    data: bytes, text: bytes, place: Place, block: str, key: str, value: str
) -> Iterator[Insertion]:
    """Below the last line."""
    if plain_key(key):
        end = line_end(data)
        before = "" if block.endswith("\n") else end
        yield Insertion(in_file(data, text, place.end), f"{before}{key}: {value}{end}".encode())


_Make = Callable[[bytes, bytes, Place, str, str, str], Iterator[Insertion]]
_MAKERS: Mapping[type[Handler], _Make] = {
    YamlHandler: _in_yaml,
    TomlHandler: _in_toml,
    JsonHandler: _in_json,
    HeaderHandler: _in_header,
}


def _yaml(text: str) -> str:
    """As people write it, where YAML takes that for the text that it is."""
    return text if _PLAIN_URI.fullmatch(text) else quoted(text)
