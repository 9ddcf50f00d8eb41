"""A post's file taken apart: front matter, and the line at which the body begins."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from typing import NamedTuple

import frontmatter

from feeds.collect.handlers import (
    BadFrontMatterError,
    Handler,
    HeaderHandler,
    JavaScriptHandler,
    JsonHandler,
    TomlHandler,
)
from feeds.collect.yaml_handler import YamlHandler
from feeds.errors import Finding, PostError, error, warning

__all__ = ["FrontMatter", "Place", "body_of", "decode", "line_of", "locate", "plain", "split_head"]

_BOM = b"\xef\xbb\xbf"
_SHORTEST = len(_BOM + b"---\r\n")
_OPENING = re.compile(rb"(---|\+\+\+)[ \t]*([A-Za-z]*)[ \t]*(?:\n|\Z)")
_PLUSES = re.compile(rb"\n\+\+\+[ \t]*(?:\n|\Z)")
_DASHES = re.compile(rb"\n---[ \t]*(?:\n|\Z)")
_DASHES_OR_DOTS = re.compile(rb"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_DELIMITED: Mapping[tuple[bytes, bytes], tuple[type[Handler], re.Pattern[bytes]]] = {
    (b"---", b""): (YamlHandler, _DASHES_OR_DOTS),
    (b"+++", b""): (TomlHandler, _PLUSES),
    (b"---", b"yaml"): (YamlHandler, _DASHES_OR_DOTS),
    (b"---", b"yml"): (YamlHandler, _DASHES_OR_DOTS),
    (b"---", b"toml"): (TomlHandler, _DASHES),
    (b"---", b"json"): (JsonHandler, _DASHES),
    (b"---", b"js"): (JavaScriptHandler, _DASHES),
    (b"---", b"javascript"): (JavaScriptHandler, _DASHES),
}
_HEADER_LINE = rb"[A-Za-z][\w-]*:(?=[ \t\n]|\Z)[^\n]*(?:\n|\Z)"
_HEADER = re.compile(rb"(?:%b(?:[ \t]+\S[^\n]*(?:\n|\Z))*)++" % _HEADER_LINE)
_NEEDED = tuple(re.compile(rb"^%b:" % key, re.I | re.M) for key in (b"title", b"date"))
_JSON_BEGUN = re.compile(r"\{\s*\"")
_LONGEST_JSON_TOKEN = len("-Infinity")
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


class FrontMatter(NamedTuple):
    """What a file says above its body.

    `block` is its text without delimiters, which begins in the file's line `first_line`.
    Lines count from 1.
    """

    values: Mapping[str, object]
    block: str
    first_line: int
    body_line: int
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, path: str) -> str:
    """The file's text: UTF-8, without byte order mark, with `\\n` as its only line end.

    Raises `PostError` for bytes that are not UTF-8, with the line they are in.
    """
    data = plain(data)
    return _text(data, 0, len(data), path)


def body_of(text: str, path: str, *, headers: bool = False) -> str:
    """The body of a whole file's decoded text: front matter is passed over, without being read.

    `headers` as for `split_head`. Raises `PostError` where front matter begins and does not end.
    """
    data = text.encode()
    place = locate(data, path, whole=True, headers=headers)
    return data[place.body_start :].decode() if place else text


def split_head(data: bytes, path: str, *, whole: bool, headers: bool = False) -> FrontMatter | None:
    """The front matter at the top of a file, of which `data` is the beginning.

    `whole` says that it is all of the file, or as much as shall be read. Where it is not
    and the front matter goes on beyond it, the answer is None. With `headers`, lines
    such as `Title: A walk` down to the first that is none are front matter too, if both
    a title and a date are among them.

    Raises `PostError` where front matter begins and does not end, or cannot be read. The
    body's bytes are not looked at.
    """
    data = plain(data)
    place = locate(data, path, whole=whole, headers=headers)
    if place is None:
        return None
    if place.handler is None:
        return FrontMatter({}, "", 1, 1)
    block = _text(data, place.start, place.end, path)
    first_line = 2 if place.start else 1
    handler = place.handler(block)
    try:
        values, _ = frontmatter.parse(block, handler=handler)
    except BadFrontMatterError as problem:
        line = first_line + (problem.line or 1) - 1
        raise PostError(
            error(problem.what, path, line, problem.column, "Mend the front matter here.")
        ) from None
    findings = _findings(handler, first_line, path)
    return FrontMatter(values, block, first_line, _line(data, place.body_start), findings)


def line_of(front: FrontMatter, key: str, after: int = 0) -> int | None:
    """The line of the file, counted from 1, on which a key of the front matter stands.

    Only below the line `after` is it looked for.
    """
    name = re.escape(key)
    pattern = re.compile(
        rf"^[ \t]*(?:[\"']?{name}[\"']?[ \t]*[:=]|\[{{1,2}}(?:[\w-]+\.)*{name}\]{{1,2}})",
        re.MULTILINE,
    )
    passed = front.block.splitlines(keepends=True)[: max(after - front.first_line + 1, 0)]
    found = pattern.search(front.block, sum(map(len, passed)))
    return front.first_line + front.block.count("\n", 0, found.end()) if found else None


def _findings(handler: Handler, first_line: int, path: str) -> tuple[Finding, ...]:
    findings: list[Finding] = []
    if "\ufffd" not in handler.block and not handler.duplicates:
        return ()
    if "\ufffd" in handler.block:
        findings.append(
            warning(
                "a broken character, U+FFFD, stands here; it is kept",
                path,
                first_line + handler.block.count("\n", 0, handler.block.index("\ufffd")),
                remedy="Write the character that was meant.",
            )
        )
    findings += (
        warning(
            f"the key {name} is given twice",
            path,
            first_line + line - 1 if line else None,
            remedy="The last one counts; delete the other.",
        )
        for name, line in handler.duplicates
    )
    return tuple(findings)


# ── Bytes ─────────────────────────────────────────────────────────────────────────────


def plain(data: bytes) -> bytes:
    """The same without byte order mark, and with `\\n` as its only line end."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data.removeprefix(_BOM)


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _text(data: bytes, start: int, end: int, path: str) -> str:
    try:
        return data[start:end].decode()
    except UnicodeDecodeError as problem:
        raise _not_utf8(data, start + problem.start, path) from None


def _not_utf8(data: bytes, position: int, path: str) -> PostError:
    return PostError(
        error(
            f"the bytes here are not UTF-8 (0x{data[position]:02x})",
            path,
            _line(data, position),
            remedy="Save the file as UTF-8.",
        )
    )


# ── Where the front matter is ─────────────────────────────────────────────────────────


class Place(NamedTuple):
    """What reads a file's front matter, where its block begins and ends, and the body begins.

    `handler` is None where there is no front matter.
    """

    handler: type[Handler] | None
    start: int
    end: int
    body_start: int


_NONE = Place(None, 0, 0, 0)


def locate(data: bytes, path: str, *, whole: bool, headers: bool = False) -> Place | None:
    """The place of the front matter in `plain` bytes; None where they do not tell.

    `whole` and `headers` as for `split_head`, and so what is raised.
    """
    cut = None if whole else len(data)
    opening = _OPENING.match(data)
    delimited = _DELIMITED.get((opening[1], opening[2].lower())) if opening else None
    if opening is None or delimited is None:
        if opening and opening.end() == cut and not data.endswith(b"\n"):
            return None
        if data.startswith(b"{"):
            return _locate_json(data, path, whole=whole)
        if headers:
            return _locate_header(data, whole=whole)
        return None if cut is not None and cut < _SHORTEST else _NONE
    handler, closing_line = delimited
    start = opening.end()
    closing = closing_line.search(data, start - 1)
    if closing and (closing.end() != cut or data.endswith(b"\n")):
        return Place(handler, start, closing.start() + 1, closing.end())
    if not whole:
        return None
    last = codecs.utf_8_decode(data, "replace", False)[1]
    _text(data, 0, last, path)
    delimiter = opening[1].decode()
    raise PostError(
        error(
            f"the front matter begins with {delimiter} and never ends",
            path,
            1,
            remedy=f"Put a line {delimiter} below its last key. "
            "If the line is meant as a rule across the page, write ***.",
        )
    )


def _locate_header(data: bytes, *, whole: bool) -> Place | None:
    """The place of a header without delimiters; it ends before the first line that is none."""
    header = _HEADER.match(data)
    end = header.end() if header else 0
    if not whole and b"\n" not in data[end:]:
        return None
    if not all(key.search(data, 0, end) for key in _NEEDED):
        return _NONE
    return Place(HeaderHandler, 0, end, end + data.startswith(b"\n", end))


def _locate_json(data: bytes, path: str, *, whole: bool) -> Place | None:
    """The place of the JSON object at the start, or of none where the text is no object.

    An object that is begun as JSON is, but broken, ends where its reading does, so that
    the handler names the mistake.
    """
    text = data.decode("utf-8", "surrogateescape")
    read_to: int | None = None
    try:
        _, end = json.JSONDecoder(parse_int=str).raw_decode(text)
    except json.JSONDecodeError as problem:
        unended = problem.msg.startswith("Unterminated string")
        if not whole and (unended or problem.pos + _LONGEST_JSON_TOKEN >= len(text)):
            return None
        if not _JSON_BEGUN.match(text):
            return _NONE
        end = max(problem.pos, 1)
        read_to = end + 1
    except RecursionError:
        end = len(text)
    if not whole and end == len(text):
        return None
    if bad := _NOT_UTF8.search(text, 0, read_to or end):
        raise _not_utf8(data, len(text[: bad.start()].encode()), path)
    body_start = end + text.startswith("\n", end)
    return Place(JsonHandler, 0, *(len(text[:place].encode()) for place in (end, body_start)))
