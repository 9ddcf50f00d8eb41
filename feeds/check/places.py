"""Which files are to be looked at, and what is known of them before they are read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from feeds.check.feed.flaws import Flaw, words
from feeds.check.feed.opening import MOST_BYTES
from feeds.collect.dialects import detect
from feeds.config import chosen_dialect
from feeds.errors import ConfigurationError, error
from feeds.publish import MANIFEST, read_manifest

__all__ = ["MOST_FILES", "Place", "is_site", "places_in", "published", "read"]

MOST_FILES = 20_000
"""How many files of a folder are looked at."""

_NO_FEEDS = words(
    ".html .htm .txt .eml .css .js .gz .br .zst .png .jpg .jpeg .svg .webp .gif .ico .md"
)
_GIVE = "Give a site's folder, or files and folders with feeds."
_FEEDS = frozenset({".xml", ".json", ".rss", ".atom", ".rdf", ".opml"})


@dataclass(frozen=True, slots=True)
class Place:
    """A file to look at: how messages name it, and its path below the folder it belongs to.

    `named` says that it was asked for by its name, so that it has to be a feed. `sha256` is
    what a build wrote; empty where nothing is known of it.
    """

    file: Path
    path: str
    place: str
    named: bool = False
    sha256: str = ""


def is_site(folder: Path) -> bool:
    """Whether a folder holds a site: settings of its own, or those of a generator.

    Raises `ConfigurationError` where those cannot be read.
    """
    if not folder.is_dir() or (folder / MANIFEST).is_file():
        return False
    if (folder / "feeds.toml").is_file():
        return True
    return bool(detect(folder, chosen_dialect(folder, ())).adopted().path)


def published(output: Path, shown: str) -> list[Place]:
    """The feeds that builds wrote into an output folder; `shown` is how messages name it.

    Raises `ConfigurationError` where nothing was built.
    """
    files = read_manifest(output).files
    found = [
        Place(output / path, f"{shown}/{path}", path, sha256=files[path])
        for path in sorted(files)
        if Path(path).suffix.lower() not in _NO_FEEDS
    ]
    if not found:
        remedy = "Run feeds build first, or name the folder with --output."
        raise ConfigurationError(error(f"no feeds were built in {output}", remedy=remedy))
    return found


def places_in(given: Sequence[Path]) -> list[Place]:
    """The files that were named, and all feeds in the folders that were.

    Raises `ConfigurationError` for what is not there.
    """
    found: list[Place] = []
    for each in given:
        if each.is_dir():
            known = (each / MANIFEST).is_file()
            inside = published(each, str(each)) if known else _walk(each)
            found += [place for _, place in zip(range(MOST_FILES), inside, strict=False)]
        elif each.is_file():
            found.append(Place(each, str(each), each.name, named=True))
        else:
            raise ConfigurationError(error(f"there is no {each}", remedy=_GIVE))
    if not found:
        raise ConfigurationError(error(f"no feeds are in {given[0]}", remedy=_GIVE))
    return found


def _walk(folder: Path) -> Iterator[Place]:
    for root, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            file = Path(root, name)
            if file.suffix.lower() in _FEEDS and file.is_file():
                yield Place(file, str(file), file.relative_to(folder).as_posix())


def read(place: Place) -> tuple[bytes | None, Flaw | None]:
    """The bytes of a file, of a large one no more than tells that it is; and what is wrong."""
    try:
        with place.file.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        what = "the file is not there, though a build wrote it"
        return None, Flaw("site-file-missing", what)
    except OSError as problem:
        what = f"the file cannot be read: {problem.strerror}"
        return None, Flaw("site-file-unreadable", what)
    if place.sha256 and sha256(data).hexdigest() != place.sha256:
        return data, Flaw("site-file-changed", "the file is not as a build wrote it")
    return data, None
