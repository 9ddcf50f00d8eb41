"""The versions of what shapes a result, so that it is made anew when one of them changes."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from feeds import __version__

__all__ = ["program", "versions"]

_ENDINGS = (".dist-info", ".egg-info")


@cache
def versions(*libraries: str) -> tuple[str, ...]:
    """Those of the program, of Python and of libraries, by the names they are installed under."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    return (program(), python, *map(_version, libraries))


@cache
def program() -> str:
    """The program as it is installed: its version, and what tells of any change of its files.

    An installed program has a list of hashes of them (PyPA's "Recording installed
    projects"); in a checkout, their sizes and times have to do.
    """
    package = os.path.dirname(__file__)  # noqa: PTH120 - no pathlib in a run that does nothing
    return f"feeds {__version__} {_listed(package) or _looked_up(package)}"


def _listed(package: str) -> str | None:
    record = f"{package}-{__version__}.dist-info/RECORD"
    try:
        with open(record, "rb") as file:  # noqa: PTH123 - likewise
            own = [line for line in file if line.startswith(b"feeds/") and b"sha256=" in line]
    except OSError:
        return None
    return sha256(b"".join(sorted(own))).hexdigest()


def _looked_up(package: str) -> str:
    found = []
    for folder, _, names in os.walk(package):
        for name in sorted(names):
            if name.endswith(".py"):
                status = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 - likewise
                found.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return sha256("\n".join(sorted(found)).encode()).hexdigest()


def _version(library: str) -> str:
    """One that is not known is never the same again, so that nothing made with it is kept."""
    name = _normal(library)
    return _installed().get(name) or _told(library) or f"{name} {time.time_ns()}"


@cache
def _installed() -> Mapping[str, str]:
    """What is installed, by its name, as its folder of metadata is called.

    These names hold the version, and where several folders have a library the first one
    counts, as it does for importlib.metadata, whose import would take a hundred times as
    long as this.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            entries = os.listdir(folder or ".")  # noqa: PTH208 - names alone, and no pathlib
        except OSError:
            continue
        here: dict[str, str] = {}
        for entry in sorted(entries):
            name, dash, _ = entry.partition("-")
            if dash and entry.endswith(_ENDINGS):
                here[_normal(name)] = f"{here.get(_normal(name), '')}{entry} "
        found = {**here, **found}
    return found


def _told(library: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{_normal(library)} {version(library)}"
    except PackageNotFoundError:
        return None


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()
