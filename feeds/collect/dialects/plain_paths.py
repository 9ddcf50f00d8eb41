"""Dates in the paths of posts, for blogs that keep them there."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["PathDate", "date_in_path", "under_folder"]

_YEAR, _MONTH, _DAY = r"(\d{4})", r"(0?[1-9]|1[0-2])", r"(0?[1-9]|[12]\d|3[01])"
_WHOLE = re.compile(
    rf"(?:^|.*/)(?:{_YEAR}[-/_.]{_MONTH}[-/_.]{_DAY}|{_YEAR}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))"
    r"(?=[-/_. ]|$)[-/_. ]?(.*)",
    re.ASCII | re.DOTALL,
)
_MONTH_ONLY = re.compile(rf"(?:^|.*/){_YEAR}[-/]{_MONTH}/.*", re.ASCII | re.DOTALL)


class PathDate(str):
    """A date in a path, as `2026-11-23`; `whole` where the path has the day too."""

    __slots__ = ("whole",)
    whole: bool

    @classmethod
    def of(cls, year: str, month: str, day: str | None) -> PathDate:
        """The date; its day is the first of the month where there is none."""
        made = cls(f"{year}-{int(month):02}-{int(day or 1):02}")
        made.whole = day is not None
        return made


def date_in_path(path: str) -> tuple[PathDate | None, str]:
    """The last date in a path, and what is left of the file's name, which names the post.

    `2026/11/23/walk.md`, `2026/11/23-walk.md`, `2026-11-23/walk.md`, `2026-11-23-walk.md` and
    `20261123-walk.md` have whole dates, `2026/11/walk.md` a month. Where nothing is left,
    the name is as it is.
    """
    stem = path.rpartition(".")[0] or path
    name = stem.rpartition("/")[2]
    if found := _WHOLE.fullmatch(stem):
        year, month, day = found[1] or found[4], found[2] or found[5], found[3] or found[6]
        return PathDate.of(year, month, day), found[7].rpartition("/")[2] or name
    if found := _MONTH_ONLY.fullmatch(stem):
        return PathDate.of(found[1], found[2], None), name
    return None, name


def under_folder(path: str, folders: Sequence[str]) -> str:
    """The path below the post folder that it lies in, the innermost one."""
    starts = [f"{folder}/" for folder in folders if path.startswith(f"{folder}/")]
    return path[len(max(starts, key=len)) :] if starts else path
