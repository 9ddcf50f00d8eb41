"""A table of settings, read by a schema: which keys it may have, and a check for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from feeds.config.checks import Check, kind
from feeds.config.source import InvalidValueError, Spot
from feeds.suggest import did_you_mean, nearest

__all__ = ["Reading", "Schema", "read_table"]

Schema: TypeAlias = Mapping[str, Check[Any]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table gave: checked `values`, and the keys that were meant but are `broken`."""

    values: Mapping[str, Any]
    broken: frozenset[str] = frozenset()


def read_table(
    value: object, schema: Schema, spot: Spot, homes: Mapping[str, str] | None = None
) -> Reading:
    """The table's values, checked one by one; mistakes are noted at their spots.

    `homes` says where keys belong that people put here by mistake.
    """
    if not isinstance(value, Mapping):
        spot.wrong(f"must be a table, not {kind(value)}")
        return Reading({}, frozenset(schema))
    values: dict[str, Any] = {}
    broken: set[str] = set()
    for key, written in value.items():
        if key not in schema:
            broken.add(_unknown(key, schema, spot.at(key), homes or {}))
            continue
        try:
            values[key] = schema[key](written, spot.at(key))
        except InvalidValueError:
            broken.add(key)
    return Reading(values, frozenset(broken))


def _unknown(key: str, schema: Schema, spot: Spot, homes: Mapping[str, str]) -> str:
    """Notes a key that is not known; gives the one that was meant, or itself."""
    guess = homes.get(key) or nearest(key, schema)
    if guess is None and (moved := nearest(key, homes)):
        guess = homes[moved]
    remedy = "" if guess else f"Known here: {', '.join(sorted(schema))}."
    spot.wrong(f"no such key{did_you_mean(guess)}", remedy)
    return guess or key
