"""Bodies of a plain blog, which no generator works out."""

from __future__ import annotations

from feeds.expand.base import Expander, left_out
from feeds.expand.mdx import first_component, without_modules
from feeds.expand.template_code import first_tag, without_code
from feeds.model import Expanded, Post

__all__ = ["EXPANDER", "PlainExpander"]

_REMEDY = "The body is left out; delete the code, or show it as code in backquotes."


class PlainExpander(Expander):
    """The body as it is; template code outside of Markdown's code is an error.

    So are the components of MDX, whose imports and exports are left away.
    """

    def expand(self, source: str, post: Post) -> Expanded:
        """As the class says."""
        if post.path.lower().endswith(".mdx"):
            source = without_modules(source)
            if found := first_component(source):
                line, code = found
                what = f"the body holds JSX, which is not run: {code}"
                return left_out(post, line, what, _REMEDY)
        found = first_tag(without_code(source)) if "{{" in source or "{%" in source else None
        if not found:
            return Expanded(source)
        line, tag = found
        what = f"the body holds template code that a plain blog has no meaning for: {tag}"
        return left_out(post, line, what, _REMEDY)


EXPANDER = PlainExpander
