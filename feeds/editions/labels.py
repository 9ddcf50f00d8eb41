"""Where editions lie and what they are called: `editions/NAME/2026-11-23-2.md`."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

__all__ = ["FOLDER", "Label", "edition_path", "folder_of", "label_in"]

FOLDER = "editions"

_LABEL = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:-(?P<number>[1-9]\d{0,3}))?", re.ASCII)


class Label(NamedTuple):
    """A day, and which edition of that day it is, from 1. They sort as editions follow."""

    day: date
    number: int = 1

    def __str__(self) -> str:
        return self.day.isoformat() + (f"-{self.number}" if self.number > 1 else "")


def label_in(text: str) -> Label | None:
    """The label that a text is; None where it is none.

    The years 1 and 9999 have none: not every moment of theirs has a date in every zone.
    """
    found = _LABEL.fullmatch(text)
    try:
        label = found and Label(date.fromisoformat(found["day"]), int(found["number"] or 1))
    except ValueError:
        return None
    if label is None or not date.min.year < label.day.year < date.max.year:
        return None
    return label if str(label) == text else None


def folder_of(newsletter: str) -> str:
    """Where a newsletter's editions lie, as a path below the site."""
    return f"{FOLDER}/{newsletter}"


def edition_path(newsletter: str, label: str) -> str:
    """The path of an edition's file below the site."""
    return f"{folder_of(newsletter)}/{label}.md"
