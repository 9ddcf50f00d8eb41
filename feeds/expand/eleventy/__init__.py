"""Eleventy's bodies."""

from feeds.expand.eleventy.expander import EXPANDER

__all__ = ["EXPANDER"]
