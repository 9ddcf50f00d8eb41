"""`defaults` of a Jekyll site: front matter for all files of a scope."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from feeds.collect.dialects.jekyll.terms import merge

__all__ = ["Scope", "defaults_for", "read_scopes"]

_MOST_ALTERNATIVES = 64
_BRACES = re.compile(r"\{([^{}]*)\}")


class Scope(NamedTuple):
    """A set of values, and the posts that they are for: those below `path`.

    `typed` says that the scope names a type of document, and so goes before one that does not.
    """

    path: str
    typed: bool
    values: Mapping[str, object]


def read_scopes(defaults: object) -> tuple[Sequence[Scope], int]:
    """The sets that are for posts, in order, and how many were none at all."""
    scopes: list[Scope] = []
    broken = 0
    for entry in defaults if isinstance(defaults, list) else []:
        values = entry.get("values") if isinstance(entry, Mapping) else None
        if not isinstance(values, Mapping):
            broken += 1
            continue
        scope = entry.get("scope")
        scope = scope if isinstance(scope, Mapping) else {}
        path, typed = scope.get("path"), "type" in scope
        if not typed or str(scope["type"]) in ("posts", "post"):
            scopes.append(Scope(path if isinstance(path, str) else "", typed, values))
    if defaults is not None and not isinstance(defaults, list):
        broken += 1
    return scopes, broken


def defaults_for(scopes: Sequence[Scope], path: str, collections_dir: str) -> dict[str, object]:
    """What they give to a post at that path, which is relative to `collections_dir`.

    The longer path wins, then the scope that names a type, then the later one.
    """
    merged: dict[str, object] = {}
    ruling: tuple[int, bool] | None = None
    for scope in scopes:
        if not _holds(scope.path, path, collections_dir):
            continue
        rank = (len(scope.path.removeprefix("/")), scope.typed)
        if ruling is None or rank >= ruling:
            merged, ruling = merge(merged, scope.values), rank
        else:
            merged = merge(scope.values, merged)
    return merged


def _holds(scope: str, path: str, collections_dir: str) -> bool:
    if "*" not in scope:
        prefix = f"{collections_dir}/" if collections_dir else ""
        return path.startswith(scope.removeprefix(prefix))
    whole = f"{collections_dir}/{path}" if collections_dir else path
    parts = whole.split("/")
    first = collections_dir.count("/") + 2 if collections_dir else 1
    return any(_globs(scope, tuple(parts[:count])) for count in range(first, len(parts) + 1))


@lru_cache(1024)
def _globs(pattern: str, parts: tuple[str, ...]) -> bool:
    """Whether a pattern of Ruby's `Dir.glob` finds that path."""
    return any(_matches(tuple(one.split("/")), parts) for one in _alternatives(pattern))


@lru_cache(64)
def _alternatives(pattern: str) -> Sequence[str]:
    """The patterns that one with braces stands for, as far as they are few."""
    waiting, done = [pattern.rstrip("/")], list[str]()
    while waiting and len(waiting) + len(done) <= _MOST_ALTERNATIVES:
        one = waiting.pop()
        if found := _BRACES.search(one):
            start, end = one[: found.start()], one[found.end() :]
            waiting += [f"{start}{choice}{end}" for choice in found[1].split(",")]
        else:
            done.append(one)
    return done


def _matches(pattern: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    """Segment by segment, where `**` is any number of folders and nothing finds dotfiles."""
    reached = {0}
    for number, segment in enumerate(pattern, 1):
        if segment == "**" and number < len(pattern):
            start = min(reached, default=len(parts) + 1)
            reached = set(range(start, len(parts) + 1))
        else:
            glob = segment.replace("[^", "[!")
            reached = {
                at + 1 for at in reached if at < len(parts) and _matches_name(parts[at], glob)
            }
    return len(parts) in reached


def _matches_name(name: str, glob: str) -> bool:
    return fnmatchcase(name, glob) and (not name.startswith(".") or glob.startswith("."))
