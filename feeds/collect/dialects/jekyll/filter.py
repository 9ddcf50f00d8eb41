"""Which files and folders of a site Jekyll reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property

__all__ = ["Filter"]

_ALWAYS_EXCLUDED = (
    *(".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules"),
    *("vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"),
)
_WILD = frozenset("*?[\\")


@dataclass(frozen=True)
class Filter:
    """Jekyll's `include` and `exclude`; paths are relative to its source.

    A pattern holds for what it matches, `*` crossing folders, and for all whose path
    begins with it. `destination` is the folder that Jekyll writes to.
    """

    include: Sequence[str]
    exclude: Sequence[str]
    destination: str

    def reads(self, path: str, name: str) -> bool:
        """Whether it reads a file or a folder, by its path and the name it is looked up by.

        The name is the last part of the path, or below `_posts` all from there on.
        """
        base = path.rpartition("/")[2]
        if self.include and (self._included(name) or self._included(base)):
            return True
        return not (
            name.startswith(("_", "."))
            or base.startswith(("_", "."))
            or path == self.destination
            or self._excluded(path)
        )

    def begins(self, name: str) -> bool:
        """Whether something below `_posts` may be read, by its path from there."""
        return not name.startswith(("_", ".")) or self._included(name)

    def _included(self, name: str) -> bool:
        return _holds(self._include, name)

    def _excluded(self, path: str) -> bool:
        return _holds(self._exclude, path)

    @cached_property
    def _include(self) -> _Patterns:
        return _patterns(self.include)

    @cached_property
    def _exclude(self) -> _Patterns:
        wanted = set(self.include)
        return _patterns(
            pattern for pattern in (*self.exclude, *_ALWAYS_EXCLUDED) if pattern not in wanted
        )


_Patterns = tuple[tuple[str, ...], frozenset[str], re.Pattern[str] | None]


def _patterns(written: Iterable[str]) -> _Patterns:
    """Beginnings, whole names of folders, and what has to be matched."""
    texts = [pattern.lstrip("/") for pattern in written]
    wild = [translate(text.replace("[^", "[!")) for text in texts if _WILD & set(text)]
    folders = frozenset(text.removesuffix("/") for text in texts if text.endswith("/"))
    return tuple(texts), folders, re.compile("|".join(wild)) if wild else None


def _holds(patterns: _Patterns, path: str) -> bool:
    beginnings, folders, wild = patterns
    return path.startswith(beginnings) or path in folders or bool(wild and wild.match(path))
