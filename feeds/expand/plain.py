"""Bodies of a plain blog, which no generator works out."""

from __future__ import annotations

from feeds.expand.base import Expander, left_out
from feeds.expand.template_code import first_tag, without_code
from feeds.model import Expanded, Post

__all__ = ["EXPANDER", "PlainExpander"]


class PlainExpander(Expander):
    """The body as it is; template code outside of Markdown's code is an error."""

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        found = first_tag(without_code(source)) if "{{" in source or "{%" in source else None
        if not found:
            return Expanded(source)
        line, tag = found
        return left_out(
            post,
            line,
            f"the body holds template code that a plain blog has no meaning for: {tag}",
            "The body is left out; delete the code, or show it as code in backquotes.",
        )


EXPANDER = PlainExpander
