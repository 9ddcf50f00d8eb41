"""What a rule about a body says, before it is known where in the post that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from feeds.errors import Level

__all__ = ["Fault", "Rule", "rules", "shortened"]

_MOST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its stable name, how much it matters, and what it asks for, as a sentence."""

    name: str
    level: Level
    sentence: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that breaks a rule.

    `evidence` are texts to be looked for in the post, the most telling one first: what is
    faulty may be written there in more than one way.
    """

    rule: str
    what: str
    remedy: str = ""
    evidence: tuple[str, ...] = ()


def rules(level: Level, sentences: Mapping[str, str]) -> dict[str, Rule]:
    """Rules of one level, by name."""
    return {name: Rule(name, level, sentence) for name, sentence in sentences.items()}


def shortened(text: str) -> str:
    """A text on one line, cut where it is too long for a message."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else f"{line[: _MOST_SHOWN - 1]}…"
