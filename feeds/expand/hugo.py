"""Hugo's bodies."""

from __future__ import annotations

from feeds.expand.base import Expander
from feeds.model import Expanded, Post

__all__ = ["EXPANDER", "HugoExpander"]


class HugoExpander(Expander):
    """The body as it is."""

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        return Expanded(source)


EXPANDER = HugoExpander
