"""Which outputs were made from what, so that only those are made again that have to be."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence

from feeds.collect.serial import dump_findings, load_findings
from feeds.errors import Finding
from feeds.kept import Kept, sealed, unsealed
from feeds.model import Staged, Standing

__all__ = ["Published", "Results"]

_ABOUT = "SELECT name, about FROM pieces WHERE name IN (SELECT value FROM json_each(?))"
_KEEP = "REPLACE INTO pieces VALUES (?, ?)"
_OTHERS = "SELECT 1 FROM pieces WHERE name NOT IN (SELECT value FROM json_each(?)) LIMIT 1"
_FORGET = "DELETE FROM pieces WHERE name NOT IN (SELECT value FROM json_each(?))"

Published = Callable[[str], str | None]
"""The SHA-256 of the output at a path, as it is now; None where there is none."""


class Results:
    """What the pieces of a site's output came out as, by name.

    Nothing is believed without a look at the outputs, so that a run may end at any moment;
    where there is none to look at, nothing is remembered.
    """

    def __init__(self, kept: Kept, names: Collection[str], published: Published | None) -> None:
        self._kept = kept if published else Kept(None)
        self._published = published or (lambda _: None)
        self._wanted = json.dumps(list(names))
        self._rows = dict(self._kept.rows(_ABOUT, self._wanted))

    def standing(self, name: str, key: str) -> tuple[Sequence[Standing], Sequence[Finding]] | None:
        """The documents of a piece, if made from what the key stands for and all published.

        And what was to be said of them.
        """
        value = unsealed(name, self._rows.get(name))
        if value is None or value[0] != key:
            return None
        documents = [Standing(path, digest) for path, digest in value[1]]
        try:
            stands = all(self._published(each.path) == each.sha256 for each in documents)
        except OSError:
            return None
        return (documents, load_findings(value[2])) if stands else None

    def keep(
        self, made: Iterable[tuple[str, str, Sequence[Staged | Standing], Sequence[Finding]]]
    ) -> None:
        """Remembers, by name and key, which documents came out, and what was to be said."""
        rows = (
            (name, (key, [(each.path, each.sha256) for each in documents], dump_findings(findings)))
            for name, key, documents, findings in made
        )
        self._kept.write(_KEEP, ((name, sealed(name, value)) for name, value in rows))

    def forget_others(self) -> None:
        """Keeps nothing of any piece that has another name."""
        if self._kept.rows(_OTHERS, self._wanted):
            self._kept.write(_FORGET, [(self._wanted,)])
