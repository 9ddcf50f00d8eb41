"""Hugo's conventions."""

from feeds.collect.dialects.hugo.dialect import DIALECT

__all__ = ["DIALECT"]
