"""Bare URLs as links, as GitHub's Markdown has them: with a scheme, `www.`, or of mail."""

from __future__ import annotations

from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from linkify_it.main import Match  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from feeds.content.limits import TooMuchError

__all__ = ["links_plugin"]

_MAX_SCAN = 50_000_000


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
    md.core.ruler.before("inline", "refuse_too_many_links", _refuse_too_many)


def _refuse_too_many(state: StateCore) -> None:
    """The library looks at all that follows a sign of a URL, for each of them."""
    for token in state.tokens:
        if token.type == "inline":
            content = token.content
            signs = content.count(":/") + content.count("@") + content.count("www.")
            if signs * len(content) > _MAX_SCAN:
                raise TooMuchError("there are too many URLs in one paragraph")
