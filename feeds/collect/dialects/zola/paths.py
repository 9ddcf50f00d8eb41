"""What a file below `content` is to Zola: its language, its slug, its place in the site."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from feeds.collect.dialects.zola.config import ZolaConfig
from feeds.collect.dialects.zola.slugs import slugify_zola

__all__ = ["CONTENT", "Place", "is_page", "is_section", "page_path", "place_of", "section_path"]

CONTENT = "content"

_LONGEST = 8000
_INDEX = "index"
_SECTION = "_index"
_DATED = re.compile(
    r"(?P<date>[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:Z|[-+](?:[01][0-9]|2[0-3]):[0-5][0-9]))?)"
    r"(?:\s?[_-](?P<slug>.+\Z))?"
)


class Place(NamedTuple):
    """`folders` are those above the page, `name` what its slug comes from, with its date.

    `language` is a code as file names have it.
    """

    folders: Sequence[str]
    name: str
    language: str
    date: str | None
    dateless: str | None


def is_page(path: str) -> bool:
    """Whether that file is a page: Markdown below `content`, and no section's own file."""
    name = path.rpartition("/")[2]
    inside = path.startswith(f"{CONTENT}/")
    return inside and name.endswith(".md") and not name.startswith((f"{_SECTION}.", "."))


def is_section(path: str, config: ZolaConfig) -> bool:
    """Whether that file says what a section is, in a language that the site has."""
    name = path.rpartition("/")[2]
    if not path.startswith(f"{CONTENT}/") or not name.endswith(".md"):
        return False
    stem = name.removesuffix(".md")
    return stem == _SECTION or stem.removeprefix(f"{_SECTION}.") in config.others


def place_of(path: str, config: ZolaConfig) -> Place:
    """Where a page belongs.

    Raises ValueError for a language that the configuration does not name.
    """
    *folders, file = path.split("/")[1:]
    stem = file.removesuffix(".md")
    name, _, code = stem.partition(".")
    language = config.default.code
    if not config.others or not code or code == language:
        name = stem
    elif code in config.others:
        language = code
    else:
        raise ValueError(f"the file's name asks for the language {code}")
    if folders and stem.split(".")[0] == _INDEX:
        folder = folders.pop()
        name = folder if name == _INDEX else name
    found = _DATED.match(name)
    return Place(
        folders, name, language, found["date"] if found else None, found["slug"] if found else None
    )


def page_path(place: Place, front_matter: Mapping[str, object], config: ZolaConfig) -> str:
    """The path of a page below the site's URL, with a slash at both ends, not yet encoded.

    Raises ValueError where it leads out of the site, is too long, or needs the spelling of
    characters that is not known.
    """
    own = front_matter.get("path")
    if isinstance(own, str) and own:
        path = own.strip()
    else:
        language = [] if place.language == config.default.code else [place.language]
        at_root = not place.folders and place.name == _INDEX
        path = "/".join(
            (*language, *place.folders, "" if at_root else _slug(place, front_matter, config))
        )
    path = f"/{path.removeprefix('/')}"
    if not path.endswith("/"):
        path += "/"
    if len(path) > _LONGEST:
        raise ValueError("the path is too long")
    if {".", ".."} & set(path.split("/")):
        raise ValueError("the path leads out of the site")
    return path


def section_path(path: str, config: ZolaConfig) -> str:
    """The path of the section that such a file stands for, as `page_path` has it."""
    *folders, file = path.split("/")[1:]
    code = file.removeprefix(f"{_SECTION}.").removesuffix("md").strip(".")
    language = [code] if code in config.others else []
    return "/".join(("", *language, *folders, ""))


def _slug(place: Place, front_matter: Mapping[str, object], config: ZolaConfig) -> str:
    own = front_matter.get("slug")
    if isinstance(own, str) and own:
        text = own
    elif place.dateless is not None and not config.keeps_dates:
        text = place.dateless
    else:
        text = place.name
    return slugify_zola(text, config.strategy)
