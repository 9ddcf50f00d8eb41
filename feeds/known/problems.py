"""What is said of what is no feed."""

from __future__ import annotations

from feeds.errors import ConfigurationError, error

__all__ = ["wrong"]


def wrong(place: str, what: str, line: int | None = None, remedy: str = "") -> ConfigurationError:
    """That the text at the place cannot be read as a feed, and why."""
    return ConfigurationError(error(what, place, line, remedy=remedy))
