"""How a shortcode's output is put into Markdown, or into HTML, so that it means the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

__all__ = ["Spot", "code", "link", "plain"]

_MARKUP = re.compile(r"([\\`*_\[\]<>&~!#|:$^=+-])")
_URL = re.compile(r"(?:https?://|/|#)[^\s<>()\"'`*]*")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a shortcode stands: in Markdown or HTML, alone on its line or within one.

    `indent` is the white space before it on its line.
    """

    in_markdown: bool
    alone: bool
    indent: str = ""

    def block(self, html: str) -> str:
        """A block of HTML, which may have Markdown in it between blank lines."""
        if not self.in_markdown:
            return html
        if not self.alone:
            return _BLANK_LINES.sub("\n", html).replace("\n", " ").strip()
        lines = "\n".join(self.indent + line if line else "" for line in html.split("\n"))
        return f"\n\n{lines}\n\n{self.indent}"


def link(spot: Spot, url: str, text: str) -> str:
    """A link as a paragraph of its own, or within one."""
    made = f'<a href="{escape(url)}">{escape(text)}</a>'
    return spot.block(f"<p>{made}</p>") if spot.alone or not spot.in_markdown else made


def code(spot: Spot, text: str, language: str) -> str:
    """A block of code."""
    word = language if re.fullmatch(r"[\w+#.-]+", language) else ""
    if not spot.in_markdown:
        kind = f' class="language-{word}"' if word else ""
        return f"<pre><code{kind}>{escape(text, quote=False)}</code></pre>"
    if not spot.alone:
        return f"<code>{escape(text, quote=False)}</code>".replace("\n", " ")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return spot.block(f"{fence}{word}\n{text}\n{fence}")


def plain(spot: Spot, text: str) -> str:
    """Text that is nothing but text, even where Markdown or HTML has a meaning for it."""
    if _URL.fullmatch(text):
        return escape(text)
    if not spot.in_markdown:
        return escape(text, quote=False)
    return _MARKUP.sub(r"\\\1", text)
