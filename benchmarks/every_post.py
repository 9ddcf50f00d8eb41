"""Posts of which every feed shows all, and whether an output does.

They are those of `corpus.py`, by one of thirty authors.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.parsers import expat

from benchmarks.check import Count, UnfitError
from benchmarks.corpus import USUAL_BYTES, Post, make_post, marks_in

__all__ = ["check", "every_post", "expected"]

_GIVEN = ("Ada", "Bengt", "Chinatsu", "Dolores", "Eskil")
_FAMILY = ("Brook", "Calder", "Isobe", "Marsh", "Okita", "Vance")
_AUTHORS = tuple(f"{given} {family}" for given in _GIVEN for family in _FAMILY)

_PAGE = re.compile(r"(atom|rss|feed)-\d{4}(?:-\d{2})?\.(?:xml|json)")
_WHOLE = re.compile(r"index\.xml")
_ITEMS = {"entry": "atom", "item": "rss"}


@dataclass
class _Scope:
    """What the files of one feed show in one format, all together."""

    items: int = 0
    posts: set[int] = field(default_factory=set)


def every_post(total: int, size: int = USUAL_BYTES) -> Iterator[Post]:
    """All posts, of about `size` bytes each."""
    for number in range(total):
        author = _AUTHORS[(number * 2_246_822_519 >> 12) % len(_AUTHORS)]
        yield replace(make_post(number, total, size), author=author)


def expected(total: int) -> Mapping[str, frozenset[int]]:
    """The posts that each feed has to show, by what it is a feed of."""
    found: dict[str, set[int]] = defaultdict(set)
    for post in every_post(total, size=0):
        terms = (f"category {post.category}", f"author {post.author}", "all")
        for name in (*terms, *(f"tag {tag}" for tag in post.tags)):
            found[name].add(post.number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def check(output: Path, total: int, formats: tuple[str, ...], *, in_pages: bool) -> Count:
    """Counts the files and items of an output in which each feed has a folder.

    In each format, a feed must show each of its posts once, up to the post's last words:
    `in_pages` of an archive, beside which the subscribed feed lies, or else in one file.
    Raises `UnfitError` with what is missing.
    """
    scopes: dict[tuple[str, Path], _Scope] = defaultdict(_Scope)
    count = Count(0, 0)
    for file in sorted(output.rglob("*.*")):
        if file.suffix not in (".xml", ".json"):
            continue
        name, items, posts = _read(file)
        count = Count(count.feeds + 1, count.items + items)
        if (_PAGE if in_pages else _WHOLE).fullmatch(file.name):
            scope = scopes[name, file.parent]
            scope.items += items
            scope.posts |= posts
    wanted = expected(total)
    for name in formats:
        whole = {
            frozenset(scope.posts)
            for (format_, _), scope in scopes.items()
            if format_ == name and scope.items == len(scope.posts)
        }
        missing = [what for what, numbers in wanted.items() if numbers not in whole]
        if missing:
            raise UnfitError(
                f"{len(missing)} of {len(wanted)} {name} feeds lack posts, such as {missing[0]}"
            )
    return count


def _read(file: Path) -> tuple[str, int, frozenset[int]]:
    """A feed's format, how many items it has, and the posts that it shows whole."""
    data = file.read_bytes()
    posts = marks_in(data.decode())
    if file.suffix == ".json":
        return "json", len(json.loads(data)["items"]), posts
    seen: dict[str, int] = dict.fromkeys(_ITEMS.values(), 0)

    def begin(name: str, _: object) -> None:
        if name in _ITEMS:
            seen[_ITEMS[name]] += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise UnfitError(f"{file} is not well formed: {problem}") from None
    name = max(seen, key=lambda name: seen[name])
    return name, seen[name], posts
