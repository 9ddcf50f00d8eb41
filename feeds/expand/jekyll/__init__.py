"""Jekyll's bodies."""

from feeds.expand.jekyll.expander import EXPANDER

__all__ = ["EXPANDER"]
