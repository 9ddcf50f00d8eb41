"""A dialect is one generator's conventions: where posts lie and what their files mean.

Each is one file here. `detect` picks the one whose own files a site has.
"""

from __future__ import annotations

from pathlib import Path

from feeds.collect.dialects.base import Dialect
from feeds.collect.dialects.jekyll import JekyllDialect
from feeds.collect.dialects.plain import PlainDialect

__all__ = ["Dialect", "detect"]


def detect(root: Path) -> Dialect:
    """The dialect of the site in that folder; plain where nothing speaks for another.

    Raises `ConfigurationError` where the generator's own configuration cannot be read.
    """
    return JekyllDialect.at(root) or PlainDialect()
