"""Values of front matter as YAML, TOML and JSON have them, as people would write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from feeds.collect.spelling import quoted, written_key

__all__ = ["Value", "in_json", "in_toml", "in_yaml", "literal", "yaml_item", "yaml_scalar"]

Value: TypeAlias = "str | bool | int | Sequence[Value] | Mapping[str, Value]"
"""What an editor can give to a key."""

_WORDS = frozenset(["y", "yes", "n", "no", "on", "off", "true", "false", "null", "nan"])
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?|-\d+)?", re.ASCII)
_BARE = re.compile(r"[^\W\d_](?:[^\n:#\"'\\\[\]{},`]|:(?=[^\s/])|[,'\[\](){}](?=.))*", re.UNICODE)


def yaml_scalar(value: str | bool | int) -> str:
    """On one line; a text without quotes where every reader of YAML takes it for that text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    bare = _BARE.fullmatch(value) and value.isprintable() and value == value.strip()
    if _DATE.fullmatch(value) or (bare and value.casefold() not in _WORDS):
        return value
    return quoted(value)


def literal(text: str, indent: str) -> list[str] | None:
    """A text of several lines as a literal block, the first line its sign; None if it is none."""
    lines = text.split("\n")
    plain = all(line.isprintable() and line == line.rstrip() for line in lines)
    if len(lines) < 2 or not plain or not lines[0] or lines[0].startswith(" ") or not lines[-1]:
        return None
    return ["|-", *(f"{indent}  {line}" if line else "" for line in lines)]


def yaml_item(value: Value, indent: str, *, flat: bool = False) -> list[str]:
    """An item of a list, on a line of its own or on several; a table on one if it is `flat`."""
    if isinstance(value, Mapping) and value and not flat:
        lines = [f"{written_key(key)}: {_flow(each)}" for key, each in value.items()]
        return [f"{indent}- {lines[0]}", *(f"{indent}  {line}" for line in lines[1:])]
    return [f"{indent}- {_flow(value)}"]


def in_yaml(value: Value, indent: str, *, flat: bool = False) -> list[str]:
    """What stands after a key and its colon, and in the lines below, which are indented."""
    if isinstance(value, str):
        return literal(value, indent) or [yaml_scalar(value)]
    if isinstance(value, (bool, int)):
        return [yaml_scalar(value)]
    if not value:
        return ["{}" if isinstance(value, Mapping) else "[]"]
    if isinstance(value, Mapping):
        pairs = value.items()
        return ["", *(f"{indent}  {written_key(key)}: {_flow(each)}" for key, each in pairs)]
    return ["", *(line for each in value for line in yaml_item(each, f"{indent}  ", flat=flat))]


def _flow(value: Value) -> str:
    """On one line: a scalar as people write it, and within brackets as JSON has it."""
    if isinstance(value, (str, bool, int)):
        return yaml_scalar(value)
    if isinstance(value, Mapping):
        inner = (f"{written_key(key)}: {in_json(each)}" for key, each in value.items())
        return f"{{{', '.join(inner)}}}"
    return in_json(value)


def in_json(value: Value) -> str:
    """On one line, as JSON has it, and so YAML."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, (bool, int)):
        return yaml_scalar(value)
    if isinstance(value, Mapping):
        return _joined("{}", (f"{quoted(key)}: {in_json(each)}" for key, each in value.items()))
    return _joined("[]", map(in_json, value))


def in_toml(value: Value) -> str:
    """A value of TOML: a list of the outermost level has a line for each item."""
    if isinstance(value, (str, bool, int, Mapping)) or not value:
        return _inline_toml(value)
    items = "".join(f"  {_inline_toml(each)},\n" for each in value)
    return f"[\n{items}]"


def _inline_toml(value: Value) -> str:
    if isinstance(value, (str, bool, int)):
        return in_json(value)
    if isinstance(value, Mapping):
        pairs = (f"{written_key(key)} = {_inline_toml(each)}" for key, each in value.items())
        return _joined("{}", pairs)
    return _joined("[]", map(_inline_toml, value))


def _joined(brackets: str, parts: Iterable[str]) -> str:
    return f"{brackets[0]}{', '.join(parts)}{brackets[1]}"
