"""The keys of front matter by other names: a site's own, and those of other programs.

A key that a record is made from keeps its own name in the front matter, and is there by the
program's name too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from feeds.collect.frontmatter import FrontMatter, line_of
from feeds.errors import Finding
from feeds.keys import means_no, means_yes, value_at

__all__ = ["is_about_key", "placed", "renamed"]

_KEY = re.compile(r"(?:([a-z_]+)\.)?([a-z_]+): ")
_NOTHING: tuple[object, ...] = ("", [], {})
_DATES = frozenset({"date", "updated", "expires"})


def renamed(
    values: Mapping[str, object], own: Mapping[str, str], other: Mapping[str, Sequence[str]]
) -> Mapping[str, object]:
    """The values, with each key that goes by another name there by the program's name too.

    A name with dots in it leads into mappings (`meta.written`). `own` are the names that the
    site gives; they win over all others. Of `other`, the first with a value counts, and only
    where the program's own has none. A date cannot be yes or no.
    """
    added: dict[str, object] = {}
    for key, name in own.items():
        if _says(key, value := value_at(values, name)):
            added[key] = value
    for key, names in other.items():
        if key not in added and not _says(key, values.get(key)):
            for name in names:
                if _says(key, value := value_at(values, name)):
                    added[key] = value
                    break
    return {**values, **added} if added else values


def is_about_key(finding: Finding) -> bool:
    """Whether a finding begins with a key of front matter."""
    return _KEY.match(finding.what) is not None


def placed(
    finding: Finding,
    front: FrontMatter,
    own: Mapping[str, str],
    other: Mapping[str, Sequence[str]],
) -> Finding:
    """A finding about a key, which it begins with, with the line that the key stands on.

    Where the key goes by another name, that is what the finding says. A key in a table is
    written with a dot between them.
    """
    found = _KEY.match(finding.what)
    if finding.line is not None or finding.path is None or found is None:
        return finding
    table, key = found.groups()
    if table is not None:
        first = line_of(front, table)
        line = line_of(front, key, after=first) if first else None
        return replace(finding, line=line or first)
    names = (own[key],) if key in own else ()
    for name in (each.rpartition(".")[2] for each in (*names, key, *other.get(key, ()))):
        if line := line_of(front, name):
            what = f"{name}{finding.what[len(key) :]}"
            return replace(finding, what=what, line=line)
    return finding


def _says(key: str, value: object) -> bool:
    if value is None or value in _NOTHING:
        return False
    return not (key in _DATES and (means_yes(value) or means_no(value)))
