"""Names, ids and output paths that are taken: each can belong to one output only."""

from __future__ import annotations

from collections.abc import Iterable

from feeds.config.source import Spot
from feeds.suggest import shown

__all__ = ["Places"]


class Places:
    """What outputs have claimed so far. Paths that differ only by case count as the same."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], Spot] = {}
        self._ids: dict[str, Spot] = {}
        self._files: dict[str, Spot] = {}
        self._folders: dict[str, Spot] = {}

    def claim_name(self, kind: str, name: str, spot: Spot) -> bool:
        """Whether the name is free; notes a mistake where another output of that kind has it."""
        other = self._names.setdefault((kind, name), spot)
        if other is not spot:
            spot.wrong(f"{shown(name)} is already the name of the {kind} {other.where}")
        return other is spot

    def claim_id(self, identifier: str, spot: Spot) -> None:
        """Notes a mistake where another feed has the id."""
        other = self._ids.setdefault(identifier, spot)
        if other is not spot:
            spot.wrong(f"{shown(identifier)} is already the id of the feed {other.where}")

    def claim_paths(self, paths: Iterable[str], spot: Spot) -> None:
        """Notes a mistake where something else is written to one of the paths.

        At most one for all of them, since the rest would follow from it.
        """
        clash = None
        for path in paths:
            key = path.casefold()
            parents = [key[:end] for end, char in enumerate(key) if char == "/"]
            taken = [self._files.get(key), self._folders.get(key)]
            taken += [self._files.get(parent) for parent in parents]
            other = next((one for one in taken if one is not None and one is not spot), None)
            if other is not None and clash is None:
                clash = path, other
            self._files.setdefault(key, spot)
            for parent in parents:
                self._folders.setdefault(parent, spot)
        if clash is not None:
            path, other = clash
            spot.wrong(f"{shown(path)} is already written by what stands {other.where}")
