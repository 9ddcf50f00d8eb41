"""HTML that a shortcode made, written so that Markdown around it leaves it as it is.

It becomes one line in which text has no sign that means something to Markdown.
"""

from __future__ import annotations

import re

__all__ = ["flat"]

_PIECE = re.compile(
    r"(?P<unseen><!--.*?(?:-->|\Z)|<(?P<name>script|style)\b.*?(?:</(?P=name)\s*>|\Z))"
    r"|(?P<tag></?(?P<element>[A-Za-z][^\s<>/]*)(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+>)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<gap>\s+)|(?P<sign>[!-/:-@\[-`{-~])",
    re.DOTALL | re.IGNORECASE,
)
_LINES = re.compile(r"\s*\n\s*")
_KEEPING = ("pre", "textarea")


def flat(html: str) -> str:
    """The HTML on one line; comments, scripts and styles, which feeds do not have, left out."""
    depth = 0

    def written(found: re.Match[str]) -> str:
        nonlocal depth
        if found["unseen"]:
            return ""
        if found["tag"]:
            if found["element"].lower() in _KEEPING:
                depth += -1 if found[0].startswith("</") else 1
            return _LINES.sub(" ", found[0])
        if found["gap"]:
            return found[0].replace("\n", "&#10;") if depth > 0 else " "
        return found[0] if found["entity"] else f"&#{ord(found[0])};"

    return _PIECE.sub(written, html.strip())
