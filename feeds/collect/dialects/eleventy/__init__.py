"""Eleventy's conventions."""

from feeds.collect.dialects.eleventy.dialect import DIALECT

__all__ = ["DIALECT"]
