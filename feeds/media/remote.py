"""What servers said of files that are not the site's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["NO_REMOTE", "Remote"]


class Remote(NamedTuple):
    """Length in bytes and MIME type, which may be empty, by URL; and why others have none."""

    known: Mapping[str, tuple[int, str]]
    failed: Mapping[str, str]


NO_REMOTE = Remote({}, {})
"""What is known where nobody asked."""
