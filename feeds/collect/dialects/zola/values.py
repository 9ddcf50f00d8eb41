"""A table of `config.toml`, read key by key: what is no value of its kind is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from feeds.collect.dialects.base import shown
from feeds.errors import Finding, warning
from feeds.text import one_line

__all__ = ["Values"]


@dataclass(frozen=True)
class Values:
    """One table and what it is called; mistakes are added to `findings`, which tables share."""

    table: Mapping[str, object] = field(default_factory=dict)
    path: str = ""
    text: str = ""
    name: str = ""
    findings: list[Finding] = field(default_factory=list)

    def line(self, key: str) -> str:
        """A text on one line; empty where there is none."""
        value = self._of(str, key, "a text")
        return one_line(value) if isinstance(value, str) else ""

    def flag(self, *keys: str) -> bool:
        """Whether the first of the keys that is there says true."""
        return next(
            (self._of(bool, key, "true or false") is True for key in keys if key in self), False
        )

    def whole(self, key: str) -> int | None:
        """A whole number that is not negative; None where there is none."""
        value = self._of(int, key, "a whole number")
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            return None
        return value

    def lines(self, key: str) -> list[str]:
        """A list of texts; what is none is passed over."""
        value = self._of(list, key, "a list")
        items = value if isinstance(value, list) else []
        return [item for item in items if isinstance(item, str) and item]

    def part(self, key: str) -> Values:
        """The table under a key; an empty one where there is none."""
        value = self._of(dict, key, "a table")
        return self._below(value if isinstance(value, dict) else {}, key)

    def parts(self, key: str) -> Iterator[Values]:
        """The tables in a list under a key."""
        value = self._of(list, key, "a list of tables")
        for item in value if isinstance(value, list) else []:
            if isinstance(item, dict):
                yield self._below(item, key)
            else:
                self.note(key, "a list of tables", item)

    def note(self, key: str, wanted: str, value: object) -> None:
        """Adds that another value is wanted there, and what this one is."""
        found = re.search(
            rf"(?:^|[{{,])[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=", self.text, re.MULTILINE
        )
        finding = warning(
            f"{self.name}{key}: {wanted} is wanted here, not {shown(value)}",
            self.path,
            self.text.count("\n", 0, found.end()) + 1 if found else None,
            remedy="It is passed over.",
        )
        if finding not in self.findings:
            self.findings.append(finding)

    def __contains__(self, key: str) -> bool:
        return key in self.table

    def _of(self, kind: type, key: str, wanted: str) -> object:
        value = self.table.get(key)
        if value is None or (isinstance(value, kind) and (kind is bool or value is not True)):
            return value
        self.note(key, wanted, value)
        return None

    def _below(self, table: Mapping[str, object], key: str) -> Values:
        return Values(table, self.path, self.text, f"{self.name}{key}.", self.findings)
