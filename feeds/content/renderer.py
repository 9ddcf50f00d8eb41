"""Markdown's tokens as HTML, written as the sanitiser writes it where it keeps all of it.

What it would not change it need not read twice. Classes and ids, which it always drops,
are left out, and URLs that it would make absolute are so from the start.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from feeds.content.policy import attribute_value

__all__ = ["Renderer", "escaped", "resolved"]


class Renderer(RendererHTML):
    """Renders for the page whose URL is `base` in the environment."""

    def renderToken(  # noqa: N802
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """A tag; the usual ones at once."""
        token = tokens[idx]
        if not (token.attrs or token.hidden):
            if token.nesting < 0:
                return f"</{token.tag}>\n" if token.block else f"</{token.tag}>"
            if token.nesting > 0 and _is_around_text(tokens, idx):
                return f"<{token.tag}>"
        return super().renderToken(tokens, idx, options, env)

    def text(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,  # noqa: ARG002
        env: EnvType,  # noqa: ARG002
    ) -> str:
        """Text."""
        return escaped(tokens[idx].content)

    def code_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Code in a line."""
        token = tokens[idx]
        if token.attrs:
            return super().code_inline(tokens, idx, options, env)
        return f"<code>{escaped(token.content)}</code>"

    def code_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """Code in lines of its own."""
        token = tokens[idx]
        if token.attrs:
            return super().code_block(tokens, idx, options, env)
        return f"<pre><code>{escaped(token.content)}</code></pre>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Code between fences."""
        token = tokens[idx]
        if token.attrs:
            return super().fence(tokens, idx, options, env)
        return f"<pre><code>{escaped(token.content)}</code></pre>\n"

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """The start of a link."""
        attributes = tokens[idx].attrs
        attributes["href"] = resolved("href", str(attributes["href"]), env["base"])
        return self.renderToken(tokens, idx, options, env)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A picture."""
        attributes = tokens[idx].attrs
        attributes["src"] = resolved("src", str(attributes["src"]), env["base"])
        return super().image(tokens, idx, options, env)


def _is_around_text(tokens: Sequence[Token], index: int) -> bool:
    """Whether no line break belongs around an opening tag."""
    if not tokens[index].block:
        return True
    after_hidden = index > 0 and tokens[index - 1].hidden
    return not after_hidden and tokens[index + 1].type == "inline"


def resolved(name: str, reference: str, base: str) -> str:
    """What the sanitiser makes of a URL attribute; where it drops it, what was written."""
    url = attribute_value(name, reference, base)
    return reference if url is None else url


def escaped(text: str) -> str:
    """Text as the sanitiser writes it, with quotation marks as they are."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")
