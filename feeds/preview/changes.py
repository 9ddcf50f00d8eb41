"""What readers will see of a site's feeds when they are published: beside what is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Literal

from feeds.collect.scan import read_file
from feeds.compare import Change, Difference, Overall, compare, verdict
from feeds.diff import Side, between, read_side
from feeds.errors import ConfigurationError, Finding, PostError
from feeds.known import KnownEntry, looks_like_feed, parse
from feeds.model import Document

__all__ = ["OUTPUT", "Beside", "Mark", "Overview", "beside_published", "overview"]

OUTPUT = "public"
"""The folder into which a site is built, unless a command names another."""

_MOST_UNREAD = 10
_HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Mark:
    """What readers will see of an entry: that it is unread, since it is new to them, comes back or
    has another id; or that it changed, and what of it."""

    kind: Literal["new", "back", "other_id", "changed"]
    changes: Sequence[Change] = ()

    @property
    def unread(self) -> bool:
        """Whether every reader shows it as unread."""
        return self.kind != "changed"


@dataclass(frozen=True, slots=True)
class Beside:
    """A feed beside the one that is published at its path.

    `difference` is None where none is, or where it cannot be read; `marks` are by position.
    `findings` are what to think of before it is published.
    """

    difference: Difference | None = None
    marks: Mapping[int, Mark] = field(default_factory=dict)
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """All feeds beside all that are published; `overall` is None where none are, or no such."""

    overall: Overall | None = None
    findings: Sequence[Finding] = ()

    @property
    def seen(self) -> Sequence[Sequence[Difference]]:
        """The feeds of which readers see something; those of one title and as much together."""
        seen = (each for each in self.overall.differences if each.is_seen) if self.overall else ()
        return [[*some] for _, some in groupby(seen, key=_counted)]


def beside_published(root: Path, document: Document) -> Beside:
    """What readers of that feed will see, whom its published form has reached already."""
    if not (root / OUTPUT / document.path).exists():
        return Beside()
    try:
        old = parse(read_file(root / OUTPUT, document.path), document.path)
        new = parse(document.data, document.path)
    except (ConfigurationError, PostError) as problem:
        return Beside(findings=problem.findings)
    difference = compare(old, new)
    alone = Overall((difference,), (), (), ())
    findings = verdict(alone, _MOST_UNREAD, f"{OUTPUT}/{document.path}")
    return Beside(difference, _marks(difference), findings)


def overview(root: Path, documents: Sequence[Document]) -> Overview:
    """What readers of all feeds will see."""
    if not (root / OUTPUT).is_dir():
        return Overview()
    feeds = [
        parse(document.data, document.path)
        for document in documents
        if looks_like_feed(document.data[:_HEAD_BYTES])
    ]
    try:
        old = read_side(str(root / OUTPUT))
        overall = between(old, Side(str(root), feeds))
    except ConfigurationError as problem:
        return Overview(findings=problem.findings)
    return Overview(overall, (*old.findings, *verdict(overall, _MOST_UNREAD, old.largest)))


def _counted(difference: Difference) -> tuple[str, Sequence[int]]:
    """What is said of a feed in an overview."""
    parts = (
        *(difference.changes, difference.new_entries, difference.back, difference.changed),
        *(difference.other_id, difference.gone, difference.left),
    )
    return difference.new.title, [*map(len, parts), difference.same]


def _marks(difference: Difference) -> Mapping[int, Mark]:
    places = {id(entry): place for place, entry in enumerate(difference.new.entries)}

    def place(entry: KnownEntry) -> int:
        return places[id(entry)]

    return {
        **{place(entry): Mark("new") for entry in difference.new_entries},
        **{place(entry): Mark("back") for entry in difference.back},
        **{place(each.new): Mark("changed", each.changes) for each in difference.changed},
        **{place(each.new): Mark("other_id", each.changes) for each in difference.other_id},
    }
