"""Makes the data of this room from the npm package `caniemail`: `make caniemail`.

Of each feature only the newest tested version of each client is kept. The same package gives the
same bytes.
"""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Mapping, Sequence
from typing import Any

from feeds.clients.data import DATA, LICENCE

__all__ = ["converted", "main"]

_CATEGORIES = frozenset({"css", "html", "image"})


def converted(raw: Mapping[str, Any], version: str) -> str:
    """The room's JSON, of what the package of that version holds, one feature a line.

    `support` says by client family and platform `y`, `a` (partly), `n` or `u` (unknown),
    followed by the numbers of notes. Raises KeyError, TypeError or ValueError where the
    package's JSON has another shape.
    """
    head = {
        "source": "https://www.caniemail.com/",
        "package": f"caniemail {version}",
        "date": raw["last_update_date"][:10],
        "families": dict(sorted(raw["nicenames"]["family"].items())),
        "platforms": dict(sorted(raw["nicenames"]["platform"].items())),
    }
    lines = [f" {_written(key)}: {_written(value)}," for key, value in head.items()]
    features = [
        f"  {_written(each['slug'])}: {_written(_feature(each))}"
        for each in sorted(raw["data"], key=lambda each: str(each["slug"]))
        if each["category"] in _CATEGORIES
    ]
    return "\n".join(["{", *lines, ' "features": {', ",\n".join(features), " }", "}", ""])


def _feature(raw: Mapping[str, Any]) -> dict[str, Any]:
    notes = raw["notes_by_num"] or {}
    support = {
        family: {
            platform: _newest(versions, notes) for platform, versions in sorted(platforms.items())
        }
        for family, platforms in sorted(raw["stats"].items())
    }
    told = {
        number
        for platforms in support.values()
        for answer in platforms.values()
        for number in answer.split()[1:]
    }
    return {
        "title": raw["title"].strip(),
        "url": raw["url"],
        "category": raw["category"],
        "support": support,
        "notes": {number: notes[number].strip() for number in sorted(told, key=int)},
    }


def _newest(versions: Mapping[str, str], notes: Mapping[str, str]) -> str:
    """What holds for the version that was tested last: they are in the order of the tests.

    Their names say no order: `2019-10`, `16.80` and `2021` are all of one client. Numbers of
    notes that nobody wrote are left out.
    """
    answer, *marks = list(versions.values())[-1].split()
    if answer not in ("y", "a", "n", "u"):
        raise ValueError(f"no such support: {answer}")
    numbers = [mark.removeprefix("#") for mark in marks]
    return " ".join([answer, *(number for number in numbers if number in notes)])


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main(arguments: Sequence[str]) -> None:
    """Writes the room's files of a package, whose path is the only argument."""
    (package,) = arguments
    with tarfile.open(package) as files:
        raw = json.loads(_member(files, "data/caniemail.json"))
        version = json.loads(_member(files, "package.json"))["version"]
        licence = _member(files, "LICENSE")
    DATA.write_text(converted(raw, version), encoding="utf-8", newline="\n")
    LICENCE.write_bytes(licence)


def _member(files: tarfile.TarFile, name: str) -> bytes:
    member = files.extractfile(f"package/{name}")
    if member is None:
        raise ValueError(f"{name} in the package is no file")
    return member.read()


if __name__ == "__main__":
    main(sys.argv[1:])
