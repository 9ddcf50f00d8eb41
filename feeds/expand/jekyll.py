"""Jekyll's bodies."""

from __future__ import annotations

from feeds.collect.dialects.base import means_no
from feeds.expand.base import Expander, left_out
from feeds.expand.template_code import first_tag
from feeds.model import Expanded, Post

__all__ = ["EXPANDER", "JekyllExpander"]


class JekyllExpander(Expander):
    """The body as it is; Liquid in it is an error, unless the post turns Liquid off."""

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        found = None if means_no(post.front_matter.get("render_with_liquid")) else first_tag(source)
        if not found:
            return Expanded(source)
        line, tag = found
        return left_out(post, line, f"the body holds Liquid, which is not worked out yet: {tag}")


EXPANDER = JekyllExpander
