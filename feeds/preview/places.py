"""Where in a mail's HTML a finding is: the element that shows it, and the line of the source."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from feeds.check.body.markup import VOID, tokens
from feeds.lint.faults import Fault

__all__ = ["Place", "Places"]


@dataclass(frozen=True, slots=True)
class Place:
    """An element, as the `number`th of its name from 0, and its line, from 1."""

    name: str
    number: int
    line: int

    @property
    def address(self) -> str:
        """As one word, such as `img-3`."""
        return f"{self.name}-{self.number}"


class Places:
    """Finds evidence in HTML. `posts` are the URLs of the posts that it shows, in order."""

    def __init__(self, html: str, posts: Sequence[str] = ()) -> None:
        self._html = html
        self._posts = posts
        self._starts: list[int] = []
        self._open: list[tuple[str, int] | None] = []
        counts: Counter[str] = Counter()
        stack: list[tuple[str, int]] = []
        for token in tokens(html):
            element = stack[-1] if stack else None
            if token.kind == "start":
                element = token.name, counts[token.name]
                counts[token.name] += 1
                if token.name not in VOID:
                    stack.append(element)
            elif token.kind == "end" and any(name == token.name for name, _ in stack):
                while stack.pop()[0] != token.name:
                    pass
            self._starts.append(token.at)
            self._open.append(element)

    def of(self, fault: Fault) -> Place | None:
        """Where the most telling of a fault's evidence is; else where the post is that has it."""
        for wanted in self._looked_for(fault):
            if wanted and (at := self._html.find(wanted)) >= 0:
                element = self._open[bisect_right(self._starts, at) - 1]
                if element is not None:
                    return Place(*element, self._html.count("\n", 0, at) + 1)
        return None

    def _looked_for(self, fault: Fault) -> Iterator[str]:
        for text in fault.evidence:
            yield from dict.fromkeys((text, escape(text, quote=False), escape(text)))
        if fault.post is not None and fault.post < len(self._posts):
            yield f'href="{escape(self._posts[fault.post])}"'
