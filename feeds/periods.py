"""Calendar years and months: the pages of an archive, and the feeds of a year.

A page is a period of the calendar, not the next so many posts, so that a post that is
backdated, changed or removed touches its own page alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from zoneinfo import ZoneInfo

from feeds.model import Archive, Month

__all__ = ["LARGE_YEAR", "Period", "periods"]

LARGE_YEAR = 100
"""With more posts than this, a year becomes months where that is left to the program."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or, with `month` from 1 to 12, a month of it."""

    year: int
    month: int = 0

    @property
    def label(self) -> str:
        """`2025` or `2025-03`."""
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"

    def since(self, zone: ZoneInfo) -> datetime | None:
        """Its first moment in a zone; None where the calendar begins with it."""
        if self.year == MINYEAR and self.month <= 1:
            return None
        return datetime(self.year, self.month or 1, 1, tzinfo=zone)

    def until(self, zone: ZoneInfo) -> datetime | None:
        """Its last second in a zone; None where the calendar ends with it."""
        if self.year == MAXYEAR and self.month in (0, 12):
            return None
        ends_year = self.month in (0, 12)
        following = datetime(
            self.year + ends_year, 1 if ends_year else self.month + 1, 1, tzinfo=zone
        )
        return following - timedelta(seconds=1)


def periods(months: Mapping[Month, int], archive: Archive) -> Sequence[Period]:
    """The periods that have posts, oldest first, given how many each month has.

    "auto" makes months of a year with more than `LARGE_YEAR` posts; "none" gives none.
    """
    if archive == "none":
        return []
    years = Counter[int]()
    for (year, _), number in months.items():
        years[year] += number
    found: dict[Period, None] = {}
    for year, month in sorted(months):
        by_month = archive == "month" or (archive == "auto" and years[year] > LARGE_YEAR)
        found[Period(year, month if by_month else 0)] = None
    return list(found)
