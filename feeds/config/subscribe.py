"""`[subscribe]`: where what helps people to follow the feeds is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from feeds.config.places import Places
from feeds.config.schema import SUBSCRIBE
from feeds.config.source import Spot
from feeds.config.tables import read_table
from feeds.model import SubscribeSettings

__all__ = ["read_subscribe"]


def read_subscribe(
    table: Mapping[str, object], spot: Spot, places: Places, *, wanted: bool
) -> SubscribeSettings:
    """The settings of that table, whose mistakes are noted at its spot.

    Where there are no feeds to follow, they are not `wanted`, and nothing is written.
    """
    reading = read_table(table, SUBSCRIBE, spot)
    if not wanted:
        return SubscribeSettings(**dict.fromkeys(SUBSCRIBE, ""))
    settings = SubscribeSettings(**reading.values)
    for key, path in asdict(settings).items():
        if path and key not in reading.broken:
            places.claim_paths([path], spot.at(key))
    return settings
