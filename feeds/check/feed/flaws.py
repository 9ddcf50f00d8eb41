"""What a rule about a feed says, before it is known which post it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feeds.check.body.faults import Rule, shortened
from feeds.errors import Level

__all__ = ["FeedRule", "Flaw", "shortened", "table", "words"]


@dataclass(frozen=True, slots=True)
class FeedRule(Rule):
    """A rule about feeds: what to do where it is broken, and which key of a post is to blame.

    `key` is one of front matter; empty where the post as a whole is, or none at all.
    """

    remedy: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One place of a feed that breaks a rule.

    `line` is the feed's, counted from 1; None where it cannot be told. `entry` is the
    position of the entry that has it, counted from 0; None for the feed itself. `remedy`
    stands in for the rule's own.
    """

    rule: str
    what: str
    line: int | None = None
    remedy: str = ""
    entry: int | None = None


def table(level: Level, rows: Mapping[str, tuple[str, ...]]) -> dict[str, FeedRule]:
    """Rules of one level by name: what each asks for, what to do, and the key to blame."""
    made = {}
    for name, (sentence, remedy, *key) in rows.items():
        made[name] = FeedRule(name, level, sentence, remedy, *key)
    return made


def words(text: str) -> frozenset[str]:
    """The words of a text, as a table that is easy to read."""
    return frozenset(text.split())
