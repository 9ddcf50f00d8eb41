"""The editions of a newsletter in the order in which each names the one before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from feeds.errors import Finding, error
from feeds.model import Edition
from feeds.suggest import did_you_mean, nearest, shown

__all__ = ["Chain", "read_chain"]

_MOST = 20


@dataclass(frozen=True, slots=True)
class Chain:
    """The editions that claim posts, oldest first, and those that are being written.

    While there are findings, nobody can say which edition comes next; the editions are in the
    order of their windows then.
    """

    editions: Sequence[Edition]
    drafts: Sequence[Edition]
    findings: Sequence[Finding]

    @property
    def first(self) -> Edition | None:
        """The first edition of all; None without any."""
        return self.editions[0] if self.editions else None

    @property
    def newest(self) -> Edition | None:
        """The edition that the next one follows; None without any."""
        return self.editions[-1] if self.editions else None


def read_chain(editions: Iterable[Edition]) -> Chain:
    """The chain of one newsletter's editions, given in any order, and what is wrong with it.

    Approved and sent editions are in it, and nothing else: a draft has no place yet.
    """
    by_window = sorted(editions, key=lambda edition: (edition.until, edition.label))
    drafts = [edition for edition in by_window if not edition.claims]
    links = _Links([edition for edition in by_window if edition.claims])
    wrong = [*links.missing(drafts), *links.followed_twice(), *links.circles()]
    ordered = links.claiming if wrong else links.line()
    findings = [*_second_drafts(drafts), *wrong]
    return Chain(ordered, drafts, findings[:_MOST])


class _Links:
    """Which edition comes after which."""

    def __init__(self, claiming: Sequence[Edition]) -> None:
        self.claiming = claiming
        self._by_label: Mapping[str, Edition] = {each.label: each for each in claiming}
        self._after: dict[str | None, list[Edition]] = defaultdict(list)
        for edition in sorted(claiming, key=lambda each: each.status != "sent"):
            self._after[edition.previous].append(edition)

    def line(self) -> list[Edition]:
        """All editions, where each is followed by one."""
        ordered: list[Edition] = []
        following = self._after.get(None)
        while following:
            ordered.append(following[0])
            following = self._after.get(following[0].label)
        return ordered

    def missing(self, drafts: Sequence[Edition]) -> Iterator[Finding]:
        """Editions that follow one which is not there."""
        before = {draft.label: draft.previous for draft in drafts}
        for edition in self.claiming:
            label = edition.previous
            if label is None or label in self._by_label:
                continue
            if label in before:
                remedy = "Approve that one anew after this one; until then, "
                remedy += (
                    f"write previous: {before[label]}." if before[label] else "delete previous."
                )
                yield _wrong(edition, f"the edition before it, {label}, is a draft", remedy)
            else:
                others = [each for each in self._by_label if each != edition.label]
                guess = nearest(label, others) if len(others) <= _MOST else None
                yield _wrong(
                    edition,
                    f"the edition before it, {shown(label)}, is not there{did_you_mean(guess)}",
                    "Put its file back, or write the label of the edition that came before.",
                )

    def followed_twice(self) -> Iterator[Finding]:
        """Editions that follow the same one, as when branches are merged; or are first, both."""
        for label, (one, *others) in list(self._after.items()):
            if label is not None and label not in self._by_label:
                continue
            for other in others:
                if label is None:
                    what = f"it is a first edition, and so is {one.label}"
                else:
                    what = f"it follows {label}, and so does {one.label}"
                yield _wrong(
                    other,
                    f"{what}, as when two branches are merged",
                    f"If it was sent, write previous: {self._tip(one)}; if not, write "
                    "status: draft, and approve it anew.",
                )

    def circles(self) -> Iterator[Finding]:
        """Editions that have no first one before them."""
        labels = {label for label in self._after if label not in self._by_label}
        reached = self._reached(labels)
        for edition in self.claiming:
            if edition.label in reached:
                continue
            round_ = self._round(edition)
            reached |= self._reached({each.label for each in round_}) | {
                each.label for each in round_
            }
            oldest = min(round_, key=lambda each: (each.until, each.label))
            names = ", ".join(each.label for each in round_[:_MOST])
            yield _wrong(
                oldest,
                "it follows itself"
                if len(round_) == 1
                else f"editions follow each other in a circle: {names}",
                "Write the label of the edition that came before; a first edition has none.",
            )

    def _reached(self, labels: Iterable[str | None]) -> set[str]:
        """The labels of all that come after those."""
        reached: set[str] = set()
        todo = list(labels)
        while todo:
            for edition in self._after.get(todo.pop(), ()):
                if edition.label not in reached:
                    reached.add(edition.label)
                    todo.append(edition.label)
        return reached

    def _round(self, edition: Edition) -> list[Edition]:
        """The circle that an edition ends up in when one goes back from it."""
        seen: dict[str, Edition] = {}
        while edition.label not in seen:
            seen[edition.label] = edition
            edition = self._by_label[edition.previous or ""]
        labels = list(seen)
        return [seen[label] for label in labels[labels.index(edition.label) :]]

    def _tip(self, edition: Edition) -> str:
        """The label of the last edition that comes after that one."""
        seen: set[str] = set()
        while edition.label not in seen:
            seen.add(edition.label)
            edition = (self._after.get(edition.label) or [edition])[0]
        return edition.label


def _second_drafts(drafts: Sequence[Edition]) -> Iterator[Finding]:
    for draft in drafts[1:]:
        yield error(
            f"it is a draft, and so is {drafts[0].path}",
            draft.path,
            draft.lines.get("status"),
            remedy="Approve one of them, or delete it: only one is written at a time.",
        )


def _wrong(edition: Edition, what: str, remedy: str) -> Finding:
    line = edition.lines.get("previous", edition.lines.get("status"))
    return error(what, edition.path, line, remedy=remedy)
