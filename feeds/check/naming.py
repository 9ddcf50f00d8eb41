"""From flaws of feeds to findings: at the post's line where there is a post, each told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from feeds.check import chains, formats, outputs
from feeds.check.checked import Checked
from feeds.check.feed.flaws import FeedRule, Flaw
from feeds.check.origins import Origins
from feeds.check.rules import RULES
from feeds.check.shelf import Shelf
from feeds.errors import Finding
from feeds.model import Post

__all__ = ["Naming"]

_Key = tuple[str, str, str]


@dataclass
class _Told:
    finding: Finding
    file: str
    line: int | None
    others: set[str] = field(default_factory=set)


class Naming:
    """Collects flaws, and says where each is; a flaw of many feeds of one post is told once."""

    def __init__(self, origins: Origins | None = None) -> None:
        self._origins = origins
        self._told: dict[_Key, _Told] = {}
        self._plain: list[Finding] = []

    def add_all(self, checked: Sequence[Checked], shelf: Shelf) -> None:
        """Takes the flaws of files, and those that they have only beside each other."""
        for file in checked:
            for flaw in file.flaws:
                self._add(file, flaw)
        for rules in (outputs, formats, chains):
            self.add(rules.find(shelf))

    def add(self, flaws: Iterable[tuple[Checked, Flaw]]) -> None:
        """Takes flaws, each with the file that has it."""
        for file, flaw in flaws:
            self._add(file, flaw)

    def findings(self) -> Iterator[Finding]:
        """All of them, in order of files, and within one in the order they were found."""
        yield from self._plain
        for told in self._told.values():
            where = told.file if told.line is None else f"{told.file}:{told.line}"
            more = f" and {len(told.others):,} more" if told.others else ""
            finding = told.finding
            what = f"{finding.what} (in {where}{more})"
            yield Finding(
                finding.level, what, finding.path, finding.line, None, finding.remedy, finding.rule
            )

    def _add(self, file: Checked, flaw: Flaw) -> None:
        rule = RULES[flaw.rule]
        own = rule.remedy if isinstance(rule, FeedRule) else ""
        remedy = flaw.remedy or own
        post = self._post(file, flaw)
        if post is None or self._origins is None:
            self._plain.append(
                Finding(rule.level, flaw.what, file.path, flaw.line, None, remedy, flaw.rule)
            )
            return
        key = (flaw.rule, post.path, flaw.what)
        if (told := self._told.get(key)) is not None:
            if told.file != file.path:
                told.others.add(file.path)
            return
        blamed = rule.key if isinstance(rule, FeedRule) else ""
        line = self._origins.line(post, blamed)
        finding = Finding(rule.level, flaw.what, post.path, line, None, remedy, flaw.rule)
        self._told[key] = _Told(finding, file.path, flaw.line)

    def _post(self, file: Checked, flaw: Flaw) -> Post | None:
        if self._origins is None or file.view is None or flaw.entry is None:
            return None
        if flaw.entry >= len(file.view.entries):
            return None
        return self._origins.post(file.view.entries[flaw.entry].id)
