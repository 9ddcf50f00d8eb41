"""What a site adds to its feeds by a Python package of its own.

A package registers an `Extension` as an entry point of the group `feeds.extensions`; a feed
that names it under `extensions` in `feeds.toml` gets what it says. Nothing is loaded that
no feed names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

from feeds.errors import ExtensionError, error
from feeds.model import Element, Entry, Feed

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["Extension", "installed", "loaded", "sources"]

_GROUP = "feeds.extensions"


class Extension(Protocol):
    """Adds elements to feeds and their entries: pure functions of the records.

    `namespaces` gives the URI of each prefix that its elements have (Namespaces in XML 1.0
    §3). It may be called in several processes, and must give the same for the same records.
    """

    namespaces: Mapping[str, str]

    def feed(self, feed: Feed) -> Iterable[Element]:
        """What the feed itself gets."""
        ...

    def entry(self, entry: Entry) -> Iterable[Element]:
        """What an entry gets, in any feed that names the extension."""
        ...


def installed() -> Sequence[str]:
    """The names of all that is installed, sorted."""
    from importlib.metadata import entry_points

    return sorted(point.name for point in entry_points(group=_GROUP))


@cache
def loaded(name: str) -> Extension:
    """The extension of that name. Raises `ExtensionError` where it cannot be loaded."""
    try:
        found: Extension = _point(name).load()
        return found() if isinstance(found, type) else found
    except ExtensionError:
        raise
    except Exception as problem:
        raise ExtensionError(
            error(f"the extension {name} cannot be loaded: {problem!r}", remedy="Mend it.")
        ) from problem


def sources(names: Iterable[str]) -> Mapping[str, str]:
    """The files of those extensions, each with what stands for what it says.

    Raises `ExtensionError` where one cannot be loaded.
    """
    import sys
    from hashlib import sha256
    from pathlib import Path

    found: dict[str, str] = {}
    for name in names:
        loaded(name)
        module = sys.modules[_point(name).module]
        file = getattr(module, "__file__", None)
        if file:
            found[file] = sha256(Path(file).read_bytes()).hexdigest()
    return found


def _point(name: str) -> EntryPoint:
    from importlib.metadata import entry_points

    for point in entry_points(group=_GROUP, name=name):
        return point
    known = ", ".join(installed()) or "none"
    raise ExtensionError(
        error(
            f"no extension named {name} is installed (installed: {known})",
            remedy="Install the package that has it, or take it out of feeds.toml.",
        )
    )
