"""Hugo's bodies: shortcodes, and what Goldmark has beyond CommonMark."""

from __future__ import annotations

from feeds.expand.hugo.expander import HugoExpander

__all__ = ["EXPANDER", "HugoExpander"]

EXPANDER = HugoExpander
