"""The files that belong to posts, and what they are.

`Shelf` knows them all, and remembers; `Files` finds the one that a URL of the site means.
"""

from __future__ import annotations

from feeds.media.files import Files
from feeds.media.shelf import NO_MEDIA, Media, Shelf

__all__ = ["NO_MEDIA", "Files", "Media", "Shelf"]
