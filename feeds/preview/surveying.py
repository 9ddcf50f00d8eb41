"""What views ask of a site beside what it would publish: all its posts, and where they are."""

from __future__ import annotations

from feeds.newsroom.whereabouts import Survey, survey
from feeds.preview.state import Part

__all__ = ["SURVEY"]


def _touched(path: str) -> bool:
    """Templates choose no post."""
    return not path.startswith("templates/")


SURVEY: Part[Survey | None] = Part("survey", survey, None, _touched)
"""None where it never could be made: then `State.problem` says why."""
