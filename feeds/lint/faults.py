"""What a rule about a message says, before it is known which file has to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feeds.check.body.faults import Rule, shortened
from feeds.errors import Level

__all__ = ["Fault", "MailRule", "shortened", "table"]


@dataclass(frozen=True, slots=True)
class MailRule(Rule):
    """A rule about messages: why it matters, as the end of a sentence, and what to do."""

    why: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that breaks a rule.

    `remedy` stands in for the rule's own. `evidence` are texts to be looked for in the posts,
    or in a file that was named, the most telling one first; `post` is the position, from 0, of
    the post that has it. `key` is the one of the edition's front matter that is to blame, or the
    newsletter's in the settings; `line` a line of the message, from 1.
    """

    rule: str
    what: str
    remedy: str = ""
    evidence: tuple[str, ...] = ()
    post: int | None = None
    key: str = ""
    line: int | None = None


def table(level: Level, rows: Mapping[str, tuple[str, str, str]]) -> dict[str, MailRule]:
    """Rules of one level by name: what each asks for, why, and what to do."""
    return {name: MailRule(name, level, *row) for name, row in rows.items()}
