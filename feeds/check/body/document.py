"""A body taken apart once, for all rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from feeds.check.body.markup import VOID, Token, tokens

__all__ = ["CODE", "SHOWN", "Document"]

CODE = frozenset({"code", "pre", "kbd", "samp", "tt", "var", "textarea", "xmp"})
"""Elements in which signs stand for themselves."""

SHOWN = frozenset(
    {"img", "video", "audio", "svg", "math", "picture", "hr", "iframe", "object", "embed"}
)
"""Elements that show something without holding text."""


@dataclass(frozen=True)
class Document:
    """An entry's HTML and the URL that its references are relative to, empty if unknown."""

    html: str
    url: str

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """All of it, in order."""
        return tuple(tokens(self.html))

    @cached_property
    def elements(self) -> Sequence[Token]:
        """The start tags, in order."""
        return tuple(token for token in self.tokens if token.kind == "start")

    @cached_property
    def prose(self) -> Sequence[str]:
        """What people read as text and nobody meant as code, in runs."""
        return tuple(self._prose())

    @cached_property
    def text(self) -> str:
        """All text that is shown, code too."""
        return "".join(
            token.text for token in self.tokens if token.kind == "text" and not token.raw
        )

    def _prose(self) -> Iterator[str]:
        within = 0
        for token in self.tokens:
            if token.kind == "text" and not token.raw and not within:
                yield token.text
            elif token.name in CODE and token.name not in VOID:
                if token.kind == "start" and token.oddity != "self-closed":
                    within += 1
                elif token.kind == "end":
                    within = max(within - 1, 0)
