"""Components, which Zola has instead of shortcodes since 0.23: how they are used and defined.

`{{ <name key="value" other={1} /> }}` and `{% <name> %}…{% </name> %}` use what a template
defines between `{% component name(key: string, other = 2) %}` and `{% endcomponent %}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from feeds.expand.sources import Uses
from feeds.expand.zola.literals import gap, literal
from feeds.expand.zola.tera_syntax import parse_template
from feeds.expand.zola.tera_values import TeraError

__all__ = ["Component", "Variable", "attributes", "components", "resolved"]

_MOST_FOLDERS = 100
_MOST_BYTES = 256 * 1024
_LAST = b"endcomponent"
_CLOSING_BYTES = 128
_KEY = re.compile(r"[A-Za-z_]\w*")
_VARIABLE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){0,9}")
_DEFINED = re.compile(
    rb"\{%-?\s*component\s+([\w.]{1,100})\s*\(([^{}]{0,2000}?)\)[^%]{0,500}?-?%\}"
    rb"(.*?)\{%-?\s*endcomponent[^%]{0,100}%\}",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that is named where a component is used, such as `page.title`."""

    name: str


@dataclass(frozen=True, slots=True)
class Component:
    """What a template defines: the values of arguments that are not given, and the template."""

    defaults: Mapping[str, object]
    tree: object
    escapes: bool


def attributes(source: str, position: int, closer: str) -> tuple[Mapping[str, object], int] | None:
    """The arguments of a use, and where it ends; None where it cannot be read."""
    found: dict[str, object] = {}
    position = gap(source, position)
    while key := _KEY.match(source, position):
        value: tuple[object, int] | None = (Variable(key[0]), key.end())
        after = gap(source, key.end())
        if source.startswith("=", after):
            value = _value(source, gap(source, after + 1))
        if value is None:
            return None
        found[key[0]] = value[0]
        position = gap(source, value[1])
    end = re.compile(closer).match(source, position)
    return (found, end.end()) if end else None


def _value(source: str, position: int) -> tuple[object, int] | None:
    if not source.startswith("{", position):
        return literal(source, position) if source[position : position + 1] in "\"'`" else None
    position = gap(source, position + 1)
    value = literal(source, position)
    if value is None and (name := _VARIABLE.match(source, position)):
        value = Variable(name[0]), name.end()
    if value is None:
        return None
    end = gap(source, value[1])
    return (value[0], end + 1) if source.startswith("}", end) else None


def components(uses: Uses, folders: tuple[str, ...]) -> Mapping[str, Component]:
    """All that the templates in those folders define; the first folder's count."""
    found: dict[str, Component] = {}
    for folder in folders:
        for path in _templates(uses, folder):
            parse = _of_markdown if path.endswith(".md") else _of_html
            made = uses.parsed(path, parse)
            for name, component in made.items() if isinstance(made, Mapping) else ():
                found.setdefault(name, component)
    return found


def _templates(uses: Uses, folder: str) -> Iterator[str]:
    waiting = [folder]
    for _ in range(_MOST_FOLDERS):
        if not waiting:
            return
        folder = waiting.pop(0)
        for name in uses.names(folder):
            if name.endswith("/"):
                waiting.append(f"{folder}/{name.rstrip('/')}")
            elif name.endswith((".html", ".md")):
                yield f"{folder}/{name}"


def _of_html(data: bytes) -> Mapping[str, Component]:
    return _defined(data, escapes=True)


def _of_markdown(data: bytes) -> Mapping[str, Component]:
    return _defined(data, escapes=False)


def _defined(data: bytes, *, escapes: bool) -> Mapping[str, Component]:
    """The components that a template defines, by name."""
    if _LAST not in data or len(data) > _MOST_BYTES:
        return {}
    return {
        found[1].decode(): Component(
            _defaults(found[2].decode("utf-8", "replace")), parse_template(found[3]), escapes
        )
        for found in _DEFINED.finditer(data[: data.rfind(_LAST) + _CLOSING_BYTES])
    }


def _defaults(parameters: str) -> Mapping[str, object]:
    defaults: dict[str, object] = {}
    for found in re.finditer(r"([A-Za-z_]\w*)\s*(?::\s*\w+\s*)?=\s*", parameters):
        if value := literal(parameters, found.end()):
            defaults[found[1]] = value[0]
    return defaults


def resolved(
    arguments: Mapping[str, object], look_up: Callable[[str], object]
) -> Mapping[str, object]:
    """The arguments with variables replaced. Raises `TeraError` for one without a value."""
    values: dict[str, object] = {}
    for key, value in arguments.items():
        values[key] = look_up(value.name) if isinstance(value, Variable) else value
        if values[key] is None:
            raise TeraError(f"{key} has no value")
    return values
