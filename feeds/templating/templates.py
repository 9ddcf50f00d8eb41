"""Finds and runs Jinja2 templates: the site's own first, then those shipped with feeds."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2 import meta
from jinja2.loaders import split_template_path

from feeds.columns import rule, shorten, wrap
from feeds.errors import TemplateError, error
from feeds.templating.bounds import Bounded, bounded
from feeds.templating.compiled import Compiled
from feeds.templating.css import css_string
from feeds.templating.fragments import aligned, narrow
from feeds.templating.sources import FOLDER, shipped_templates

__all__ = ["Templates", "shipped_templates"]

_FAILURES = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
_COMPILED = Compiled()


class Templates:
    """The templates of one site, as they are now: make a new one for every build.

    A name is a path below a templates folder, with `/` between folders. HTML is escaped
    by itself, an unknown name is an error, and templates run in Jinja2's sandbox.
    """

    def __init__(self, site: Path) -> None:
        self._own = site / FOLDER
        self._folders = (self._own, shipped_templates())
        self._environment = Bounded(
            loader=jinja2.FunctionLoader(self._source),
            autoescape=lambda name: name is not None and name.endswith(".html"),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_COMPILED,
        )
        self._environment.filters.update(
            aligned=aligned, css=css_string, narrow=narrow, rule=rule, shorten=shorten, wrap=wrap
        )

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """The template's text with the context filled in.

        Raises `feeds.errors.TemplateError`, with file and line, where there is no such
        template, it is not well formed, or it fails.
        """
        try:
            return bounded(self._environment.get_template(name), context)
        except _FAILURES as failure:
            raise self._explained(failure, name) from failure

    def names(self, name: str) -> tuple[str, ...]:
        """That template and all it includes, extends or imports by a fixed name, sorted.

        Those that are not there are named too: they would change what comes out. Raises
        `feeds.errors.TemplateError` where one is not well formed.
        """
        found: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current in found:
                continue
            found.add(current)
            try:
                waiting.extend(_named_in(self._source(current)[0]))
            except jinja2.TemplateNotFound:
                continue
            except _FAILURES as failure:
                raise self._explained(failure, current) from failure
        return tuple(sorted(found))

    def text(self, name: str) -> str:
        """The template as it is written. Raises `feeds.errors.TemplateError` as above."""
        try:
            return self._source(name)[0]
        except _FAILURES as failure:
            raise self._explained(failure, name) from failure

    def has(self, name: str) -> bool:
        """Whether there is a template of that name; there is none outside of the folders."""
        try:
            parts = split_template_path(name)
        except jinja2.TemplateNotFound:
            return False
        return any(_is_file(folder.joinpath(*parts)) for folder in self._folders)

    def has_folder(self, name: str) -> bool:
        """Whether there is a folder of templates of that name."""
        return any((folder / name).is_dir() for folder in self._folders)

    def place(self, name: str) -> str:
        """The file behind a name, as a person knows it: relative to the site if it is there."""
        own = self._own.joinpath(*split_template_path(name))
        return f"{FOLDER}/{name}" if _is_file(own) else f"feeds/{FOLDER}/{name}"

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]]:
        parts = split_template_path(name)
        for folder in self._folders:
            path = folder.joinpath(*parts)
            if not _is_file(path):
                continue
            if not path.resolve().is_relative_to(folder.resolve()):
                raise TemplateError(
                    error("is a link that leaves the templates folder", self.place(name))
                )
            try:
                return path.read_text(encoding="utf-8"), str(path), lambda: True
            except UnicodeDecodeError as failure:
                line = path.read_bytes()[: failure.start].count(b"\n") + 1
                raise TemplateError(error("is not UTF-8", self.place(name), line)) from None
            except OSError as failure:
                what = f"cannot be read: {failure.strerror}"
                raise TemplateError(error(what, self.place(name))) from None
        raise jinja2.TemplateNotFound(name)

    def _explained(self, failure: Exception, name: str) -> TemplateError:
        if isinstance(failure, jinja2.TemplateSyntaxError):
            at = self.place(failure.name or name)
            return TemplateError(error(_what(failure), at, failure.lineno))
        caller = self._frame(failure)
        place, line = (None, None) if caller is None else caller
        if isinstance(failure, jinja2.TemplateNotFound):
            missing = failure.name or name
            remedy = f"Put it into the site's folder {FOLDER}/, or correct the name."
            what = f"there is no template “{missing}”"
            return TemplateError(error(what, place or f"{FOLDER}/{missing}", line, None, remedy))
        return TemplateError(error(_what(failure), place or self.place(name), line))

    def _frame(self, failure: Exception) -> tuple[str, int | None] | None:
        for frame in reversed(traceback.extract_tb(failure.__traceback__)):
            for folder in self._folders:
                path = Path(frame.filename)
                if path.is_relative_to(folder):
                    return self.place(path.relative_to(folder).as_posix()), frame.lineno
        return None


@lru_cache(maxsize=256)
def _named_in(source: str) -> tuple[str, ...]:
    """The fixed names of templates in a template's text."""
    tree = jinja2.Environment().parse(source)  # noqa: S701 - it only parses
    return tuple(name for name in meta.find_referenced_templates(tree) if name)


def _what(failure: Exception) -> str:
    """What failed, without a full stop; Jinja2's own words need no name before them."""
    kind = type(failure).__name__
    if isinstance(failure, jinja2.TemplateError):
        said = failure.message or kind
    elif isinstance(failure, RecursionError):
        return "it calls or includes itself without end"
    else:
        said = f"{kind}: {failure}".removesuffix(": ")
    return said.rstrip(".")


def _is_file(path: Path) -> bool:
    """Whether it is one; a name that no disk can have is none."""
    try:
        return path.is_file()
    except OSError:
        return False
