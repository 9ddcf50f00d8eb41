"""Authors as jekyll-feed names them: from front matter, `_data/authors` and the site."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from posixpath import splitext

from feeds.model import Person
from feeds.text import one_line
from feeds.urls import web_url

__all__ = ["author_of", "data_of", "is_data", "person"]

_SUFFIXES = (".yaml", ".yml", ".json")
"""In the order in which Jekyll reads them; a later one takes the place of an earlier."""


def author_of(
    front_matter: Mapping[str, object], site_author: object, data: Mapping[str, object]
) -> Person | None:
    """The one author whom jekyll-feed gives a post; None where there is none.

    `data` is `site.data.authors`, by the names that posts call authors by.
    """
    several = front_matter.get("authors")
    first = several[0] if isinstance(several, list) and several else None
    for value in (front_matter.get("author"), first, site_author):
        if value not in (None, "", False, [], {}):
            return person(data.get(str(value)) or value, str(value))
    return None


def person(value: object, otherwise: str = "") -> Person | None:
    """A person who is written as a text or a mapping; None for anything else.

    `otherwise` is the name of one who is given without.
    """
    if isinstance(value, str):
        return _named(str(value))
    if not isinstance(value, Mapping):
        return None if value is None or isinstance(value, (list, bool)) else _named(str(value))
    name = one_line(str(value.get("name") or ("" if otherwise.startswith("{") else otherwise)))
    email, uri = value.get("email"), value.get("uri")
    if not name:
        return None
    return Person(
        name,
        email=one_line(email) if isinstance(email, str) and "@" in email else None,
        url=web_url(uri) if isinstance(uri, str) else None,
    )


@lru_cache(64)
def _named(text: str) -> Person | None:
    name = one_line(text)
    return Person(name) if name else None


def is_data(path: str, folder: str) -> bool:
    """Whether a file in `folder`, the site's data, says something of authors."""
    stem, suffix = splitext(path.removeprefix(f"{folder}/"))
    parts = stem.split("/")
    return suffix in _SUFFIXES and parts[0] == "authors" and len(parts) <= 2


def data_of(files: Mapping[str, object], folder: str) -> Mapping[str, object]:
    """`site.data.authors`, of what the files in `folder` hold, by path."""
    several: dict[str, object] = {}
    one: Mapping[str, object] = {}
    for suffix in _SUFFIXES:
        for path, value in files.items():
            stem, own = splitext(path.removeprefix(f"{folder}/"))
            if own != suffix:
                continue
            if "/" in stem:
                several[stem.partition("/")[2]] = value
            elif isinstance(value, Mapping):
                one = value
    return several or one
