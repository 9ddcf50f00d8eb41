"""Why a picture cannot be used."""

from __future__ import annotations

__all__ = ["UnusableError", "damaged"]


class UnusableError(Exception):
    """A picture that cannot be made smaller: why, and what to do, a whole sentence."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why, remedy)
        self.why = why
        self.remedy = remedy


def damaged() -> UnusableError:
    """What is to be said of a picture that cannot be decoded."""
    return UnusableError("it is damaged, or ends too early", "Export it again.")
