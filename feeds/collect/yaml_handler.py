"""Front matter in YAML; `scalars` has what its scalars mean."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import yaml

from feeds.collect.handlers import MAX_DEPTH, BadFrontMatterError, Handler
from feeds.collect.scalars import NUMBER, TIMESTAMP, WORDS, Timestamp, number
from feeds.collect.simple_yaml import read_simple
from feeds.collect.yaml_size import TooLargeError, check_size

if TYPE_CHECKING:
    from yaml import SafeLoader as _BaseLoader
else:
    _BaseLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

__all__ = ["YamlHandler"]

MAX_VALUES = 20_000


class _Loader(_BaseLoader):
    """PyYAML's safe loader with our scalars, and an eye on duplicate keys."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.duplicates: list[tuple[str, int | None]] = []

    def construct_keys(self, node: yaml.MappingNode) -> dict[Hashable, Any]:
        """A mapping with its keys as they are written."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != "tag:yaml.org,2002:merge":
                if key.value in seen:
                    self.duplicates.append((str(key.value), key.start_mark.line + 1))
                if isinstance(key.value, str):
                    seen.add(key.value)
        self.flatten_mapping(node)
        made: dict[Hashable, Any] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is None:
                raise BadFrontMatterError(
                    "a key is a list or a mapping", key.start_mark.line + 1, None
                )
            made[name] = self.construct_object(value, deep=True)
        return made


def _construct_mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Hashable, Any]:
    return loader.construct_keys(node)


def _construct_bool(loader: _Loader, node: yaml.ScalarNode) -> bool | str:
    text = str(loader.construct_scalar(node))
    return {"true": True, "false": False}.get(text.lower(), text)


def _construct_number(loader: _Loader, node: yaml.ScalarNode) -> int | float | str:
    return number(str(loader.construct_scalar(node)))


def _construct_timestamp(loader: _Loader, node: yaml.ScalarNode) -> str:
    return Timestamp(loader.construct_scalar(node))


def _construct_text(loader: _Loader, node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    if isinstance(node, yaml.MappingNode):
        return loader.construct_keys(node)
    return str(node.value)


def _set_up() -> None:
    prefix = "tag:yaml.org,2002:"
    _Loader.yaml_implicit_resolvers = {}
    for tag, pattern, first in (
        ("int", NUMBER, "-0123456789"),
        ("timestamp", TIMESTAMP, "0123456789"),
        ("merge", re.compile(r"<<\Z"), "<"),
    ):
        _Loader.add_implicit_resolver(prefix + tag, pattern, list(first))
    for word, value in WORDS.items():
        tag = "null" if value is None else "bool"
        _Loader.add_implicit_resolver(prefix + tag, re.compile(rf"{word}\Z"), [word[:1]])
    _Loader.yaml_constructors = {
        prefix + "null": _Loader.construct_yaml_null,
        prefix + "bool": _construct_bool,
        prefix + "int": _construct_number,
        prefix + "timestamp": _construct_timestamp,
        prefix + "map": _construct_mapping,
        None: _construct_text,
    }


_set_up()

_MAY_BE_LARGE = re.compile(rf"[*&]| {{{MAX_DEPTH}}}")


def _check_size(text: str, handler: Handler) -> None:
    """Refuses aliases that multiply and nesting that would exhaust the interpreter's stack."""
    brackets = text.count("[") + text.count("{") + text.count("- ") + text.count("? ")
    if brackets < MAX_DEPTH and not _MAY_BE_LARGE.search(text):
        return
    try:
        check_size(text, _BaseLoader, depth=MAX_DEPTH, values=MAX_VALUES)
    except TooLargeError as problem:
        if problem.too_deep:
            raise handler.nested_too_deeply(problem.line) from None
        raise BadFrontMatterError(f"{handler.subject} is too large", problem.line) from None


class YamlHandler(Handler):
    """YAML between `---` lines."""

    def load(self, fm: str) -> dict[str, Any]:
        """As every handler; text of the simplest form is read without PyYAML."""
        simple = read_simple(fm)
        return super().load(fm) if simple is None else simple

    def parse(self, fm: str) -> object:
        """The document's value; an empty document gives no keys."""
        try:
            _check_size(fm, self)
            loader = _Loader(fm)
            try:
                loaded = loader.get_single_data()
            finally:
                loader.dispose()
        except yaml.MarkedYAMLError as problem:
            what, mark = problem.problem or "this is not YAML", problem.problem_mark
            begun = problem.context or ""
            if begun.startswith(("while parsing a flow", "while scanning a quoted")):
                mark = problem.context_mark
            if "end of stream" in what:
                what = f"{begun.removeprefix('while scanning ')} never ends"
            raise BadFrontMatterError(
                f"the YAML cannot be read: {what}",
                mark.line + 1 if mark else None,
                mark.column + 1 if mark else None,
            ) from None
        except (yaml.YAMLError, ValueError, TypeError) as problem:
            if isinstance(problem, BadFrontMatterError):
                raise
            first_line = str(problem).partition("\n")[0]
            raise BadFrontMatterError(f"the YAML cannot be read: {first_line}") from None
        self.duplicates = loader.duplicates
        return {} if loaded is None else loaded
