"""The dialects that there are, by name; each is a module here and one in `feeds.expand`."""

from __future__ import annotations

__all__ = ["NAMES", "PLAIN"]

PLAIN = "plain"
NAMES = ("eleventy", "jekyll", "hugo", "zola", PLAIN)
