"""Somebody's messages, or the HTML of some, as files."""

from __future__ import annotations

from pathlib import Path

from feeds.errors import ConfigurationError, error
from feeds.lint.issue import Issue
from feeds.lint.mail import LONGEST

__all__ = ["issue_of"]

_GIVE = "Give a site's folder, or .eml and .html files."


def issue_of(file: Path) -> Issue:
    """The issue that a file holds, a message or HTML, of which no more is known.

    Raises `ConfigurationError` where the file is not there or cannot be read.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(LONGEST + 1)
    except IsADirectoryError:
        raise ConfigurationError(error(f"{file} is no site", remedy=_GIVE)) from None
    except FileNotFoundError:
        raise ConfigurationError(error(f"there is no {file}", remedy=_GIVE)) from None
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise ConfigurationError(error(f"{file} cannot be read: {why}", remedy=_GIVE)) from None
    html = file.suffix.lower() in (".html", ".htm")
    return Issue(str(file), data, "html" if html else "message")
