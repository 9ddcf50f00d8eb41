"""In which codings documents are published packed, as far as they can be made here."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.config.source import Spot
from feeds.errors import Finding
from feeds.packed import Packing, available

__all__ = ["usable"]


def usable(asked: Sequence[Packing], spot: Spot) -> tuple[tuple[Packing, ...], list[Finding]]:
    """Those of the codings for which nothing is missing, and a warning for each other one."""
    missing = [kind for kind in asked if not available(kind)]
    return tuple(kind for kind in asked if kind not in missing), [
        spot.warning(
            f'"{kind}" needs the package brotli, so nothing is packed that way',
            "Install it: pip install 'feeds[brotli]'; or leave \"br\" out.",
        )
        for kind in missing
    ]
