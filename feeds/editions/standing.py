"""Whether it is plain what an edition is: no half-merged file, and no approval without its files.

An edition that claims posts and is taken for a draft would give them to the next one, and
subscribers would get them twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta

from feeds.editions.frozen import unfrozen
from feeds.editions.labels import label_in
from feeds.errors import Finding, error, warning
from feeds.model import Edition

__all__ = ["contradictions", "is_plain", "merge_marks"]

_FAR = timedelta(days=31)
_MARKS = (rb"^<<<<<<< .*", rb"^={7}$", rb"^>>>>>>> ")


def merge_marks(text: bytes, path: str) -> Finding | None:
    """What is said of a file in which git left two versions; `text` has `\\n` as its line end."""
    places = []
    start = 0
    for mark in _MARKS:
        found = re.compile(mark, re.MULTILINE).search(text, start)
        if found is None:
            return None
        places.append(found.start())
        start = found.end()
    line = text.count(b"\n", 0, places[0]) + 1
    what = "git left two versions of these lines, between <<<<<<< and >>>>>>>"
    remedy = "Keep the right lines, and delete the marks and ======= between them."
    return error(what, path, line, remedy=remedy)


def is_plain(given: Mapping[str, object], known: Mapping[str, object]) -> bool:
    """Whether front matter tells the status: `given` is all that it says, `known` what is right.

    A status that is left out is that of a draft, unless something was approved before.
    """
    return "status" in known or (given.get("status") is None and not given.get("files"))


def contradictions(edition: Edition, given: Mapping[str, object]) -> Iterator[Finding]:
    """What is said of an edition whose status does not go with what else it says."""
    if given.get("status") is None and edition.files:
        what = "the edition has files, as one that is approved, and no status"
        remedy = "Write status: approved, or sent; draft takes the approval back."
        yield error(what, edition.path, edition.lines.get("files"), remedy=remedy)
    label = label_in(edition.label)
    if label and abs(edition.until.date() - label.day) > _FAR:
        end = edition.until.date()
        what = f"the edition is called {edition.label}, and its window ends {end}"
        line = edition.lines.get("window")
        yield warning(what, edition.path, line, remedy="Mend the year, if it is a slip.")
    if not edition.claims:
        return
    if wrong := unfrozen(edition):
        yield wrong
    elif not given.get("posts"):
        what = f"the edition is {edition.status}, but nothing says which posts it has"
        remedy = "Restore the file, as with git."
        yield error(what, edition.path, edition.lines.get("status"), remedy=remedy)
