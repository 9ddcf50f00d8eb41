"""What is found of features in a document, and where."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.clients import Share

__all__ = ["Found", "Use"]


@dataclass(frozen=True, slots=True)
class Found:
    """A feature in a piece of CSS; `line` and `column` count from 1 within the piece.

    `enhancing` says that what lacks it gets something else that was written for it.
    `strictly` says that it is a part of the feature that partial support leaves out.
    """

    feature: str
    written: str
    line: int
    column: int
    enhancing: bool = False
    strictly: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A place in a document that uses a feature, and how far the named clients support it there.

    `feature` is caniemail's name of it, `written` what stands there, `element` the name of the
    element whose tag, attribute or style sheet it is in. `line` and `column` count from 1.
    `enhancing` as of `Found`.
    """

    feature: str
    written: str
    line: int
    column: int
    element: str
    enhancing: bool
    share: Share
