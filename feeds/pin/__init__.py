"""Writes the ids that readers know into the posts' front matter, and nothing else."""

from feeds.pin.chosen import Wanted, of_feed, of_posts, opened
from feeds.pin.pinning import Pinned, pin

__all__ = ["Pinned", "Wanted", "of_feed", "of_posts", "opened", "pin"]
