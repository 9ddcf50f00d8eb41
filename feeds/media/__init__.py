"""The files that belong to posts, and what they are.

`Shelf` knows them all, and remembers; `Files` finds the one that a URL of the site means.
"""

from __future__ import annotations

from feeds.media.files import Files
from feeds.media.shelf import Media, Shelf

__all__ = ["Files", "Media", "Shelf"]
