"""The files that belong to posts, and what they are.

`Shelf` knows them all, and remembers; `Files` finds the one that a URL of the site means;
`Remote` is what servers said of those that are elsewhere.
"""

from __future__ import annotations

from feeds.media.files import Files
from feeds.media.remote import NO_REMOTE, Remote
from feeds.media.shelf import NO_MEDIA, Media, Shelf

__all__ = ["NO_MEDIA", "NO_REMOTE", "Files", "Media", "Remote", "Shelf"]
