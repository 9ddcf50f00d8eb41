"""Eleventy's bodies."""

from __future__ import annotations

from feeds.expand.base import Expander, left_out
from feeds.expand.template_code import first_tag
from feeds.model import Expanded, Post

__all__ = ["EXPANDER", "EleventyExpander"]


class EleventyExpander(Expander):
    """The body as it is; template code in it is an error."""

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        found = first_tag(source)
        if not found:
            return Expanded(source)
        line, tag = found
        return left_out(post, line, f"the body holds template code: {tag}")


EXPANDER = EleventyExpander
