"""Zola's conventions."""

from feeds.collect.dialects.zola.dialect import DIALECT

__all__ = ["DIALECT"]
