"""Zola's bodies."""

from __future__ import annotations

from feeds.expand.base import Expander
from feeds.model import Expanded, Post

__all__ = ["EXPANDER", "ZolaExpander"]


class ZolaExpander(Expander):
    """As it is."""

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        return Expanded(source)


EXPANDER = ZolaExpander
