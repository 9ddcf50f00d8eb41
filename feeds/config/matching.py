"""Checks of what front matter has to say for a post to be wanted."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.config.checks import kind, line
from feeds.config.source import InvalidValueError, Spot

__all__ = ["wanted_values"]


def wanted_values(value: object, spot: Spot) -> tuple[tuple[str, tuple[str | bool, ...]], ...]:
    """For each key of front matter the values of which one is wanted, as the model has them."""
    if not isinstance(value, Mapping):
        raise spot.wrong(f"must be a table of keys of front matter, not {kind(value)}")
    found: list[tuple[str, tuple[str | bool, ...]]] = []
    for key, written in value.items():
        place = spot.at(key)
        some = written if isinstance(written, (list, tuple)) else [written]
        try:
            if not some:
                raise place.wrong("must name at least one value")
            found.append((key, tuple(_wanted(one, place) for one in some)))
        except InvalidValueError:
            continue
    return tuple(found)


def _wanted(value: object, spot: Spot) -> str | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, Mapping):
        raise spot.wrong(
            "must be a value, not a table", f'Write "{spot.place[-1]}.key" = … for a key in it.'
        )
    return line(value, spot)
