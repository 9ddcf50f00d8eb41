"""Jekyll's conventions."""

from feeds.collect.dialects.jekyll.dialect import DIALECT

__all__ = ["DIALECT"]
