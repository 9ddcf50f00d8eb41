"""Bare URLs as links, as GitHub's Markdown has them: with a scheme, `www.`, or of mail."""

from __future__ import annotations

from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from linkify_it.main import Match  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

__all__ = ["links_plugin"]


class _Links(LinkifyIt):  # type: ignore[misc]
    """Finds no bare names of hosts: `example.com` may be the end of a sentence."""

    def match(self, text: str) -> list[Match] | None:
        """The URLs in a text."""
        found = super().match(text) or []
        return [one for one in found if one.schema or one.text.lower().startswith("www.")] or None


def links_plugin(md: MarkdownIt) -> None:
    """Teach a parser to find bare URLs."""
    links = _Links()
    md.linkify = links
    md.options["linkify"] = True
    md.enable("linkify")
