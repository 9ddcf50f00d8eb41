"""A Jekyll site's `_data` as templates see it: files as keys, read when they are asked for."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from posixpath import splitext
from typing import Any

from feeds.expand.liquid import Lazy, RefusedError
from feeds.expand.sources import Uses

__all__ = ["data_folder", "read_yaml"]

_MAX_NODES = 300_000
_MAX_DEPTH = 60
_SUFFIXES = (".yaml", ".yml", ".json", ".csv", ".tsv")

_NAME = re.compile(r"[^\w\s-]+|(?:(?<=^)|(?<=\b\s))\s+(?=$|\s?\b)")
_ANCHOR = re.compile(r"(?:^|[\s\[{,:?-])[&*][^\s,\[\]{}]", re.MULTILINE)
_INDENT = re.compile(rf"^ {{{_MAX_DEPTH}}}|(?:[-?:][ \t]++){{{_MAX_DEPTH}}}", re.MULTILINE)


class _Broken(str):
    """Why a file's text is not what its name says."""


def data_folder(uses: Uses, folder: str, depth: int = 0) -> Mapping[str, object]:
    """The files and folders in a folder below the site, by Jekyll's keys for them."""
    if depth > _MAX_DEPTH:
        raise RefusedError("the data folders are nested too deeply")
    makers: dict[str, Callable[[], object]] = {}
    names = uses.names(folder)
    for suffix in _SUFFIXES:
        for name in names:
            stem, own = splitext(name)
            if own == suffix:
                makers[_key(stem)] = partial(_value, uses, f"{folder}/{name}")
    for name in names:
        if name.endswith("/"):
            inner = f"{folder}/{name.rstrip('/')}"
            makers[_key(name.rstrip("/"))] = partial(data_folder, uses, inner, depth + 1)
    return Lazy(makers)


def _key(name: str) -> str:
    return re.sub(r"\s+", "_", _NAME.sub("", name))


def _value(uses: Uses, path: str) -> object:
    suffix = splitext(path)[1]
    value = uses.parsed(path, _READERS.get(suffix, _read_yaml_file))
    if isinstance(value, _Broken):
        raise RefusedError(f"{path} cannot be read: {value}")
    return value


def _read_yaml_file(data: bytes) -> object:
    try:
        return read_yaml(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        return _Broken(str(problem) or "it is nested too deeply")


def _read_json(data: bytes) -> object:
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        return _Broken(f"{problem}"[:100] or "it is nested too deeply")
    return value


def _read_table(delimiter: str, data: bytes) -> object:
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except (ValueError, csv.Error) as problem:
        return _Broken(f"{problem}"[:100])
    rows = [row for row in rows if row]
    if not rows:
        return []
    return [dict(zip(rows[0], (cell or None for cell in row), strict=False)) for row in rows[1:]]


def _read_csv(data: bytes) -> object:
    return _read_table(",", data)


def _read_tsv(data: bytes) -> object:
    return _read_table("\t", data)


_READERS: Mapping[str, Callable[[bytes], object]] = {
    ".csv": _read_csv,
    ".json": _read_json,
    ".tsv": _read_tsv,
}


def read_yaml(text: str) -> object:
    """What Ruby's YAML makes of a text, with keys as text.

    Raises ValueError for what cannot be read, and for aliases or nesting that swell.
    """
    import yaml

    from feeds.collect.yaml_size import check_size

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    large = _ANCHOR.search(text) or _INDENT.search(text)
    try:
        if large or text.count("[") + text.count("{") > 1000:
            check_size(text, base, depth=_MAX_DEPTH, values=_MAX_NODES)
        loader = base(text)
        return _plain(loader.get_single_data(), 0)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = f" in line {mark.line + 1}" if mark else ""
        raise ValueError(f"{problem.problem or 'this is not YAML'}{line}") from None
    except (yaml.YAMLError, TypeError, OverflowError) as problem:
        raise ValueError(f"{problem}".partition("\n")[0][:100]) from None


def _plain(value: object, depth: int) -> object:
    """YAML's values without those that templates do not have."""
    if depth > _MAX_DEPTH:
        raise ValueError("it is nested too deeply")
    if isinstance(value, dict):
        return {_as_key(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, set):
        return {_as_key(key): None for key in value}
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, datetime) and value.tzinfo is None:
        from datetime import UTC

        return value.replace(tzinfo=UTC)
    return value


def _as_key(key: object) -> object:
    return key if isinstance(key, (str, int)) and not isinstance(key, bool) else str(key)
