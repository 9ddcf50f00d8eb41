"""Where in a mail's HTML a finding is: the element that shows it, and the line of the source."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import chain

from feeds.check.body.markup import VOID, tokens
from feeds.lint.faults import Fault

__all__ = ["Place", "Places"]

_ADDRESS = ("http://", "https://")


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
        self._tokens = list(tokens(html))
        self._starts = [token.at for token in self._tokens]
        self._around: list[tuple[str, int] | None] = []
        counts: Counter[str] = Counter()
        stack: list[tuple[str, int]] = []
        for token in self._tokens:
            element = stack[-1] if stack else None
            if token.kind == "start":
                element = token.name, counts[token.name]
                counts[token.name] += 1
                if token.name not in VOID:
                    stack.append(element)
            elif token.kind == "end" and any(name == token.name for name, _ in stack):
                while stack.pop()[0] != token.name:
                    pass
            self._around.append(element)

    def of(self, fault: Fault) -> Place | None:
        """Where a fault's evidence is; else where the post is that has it.

        Addresses tell most, then what is read, what stands in tags, and what is anywhere.
        """
        urls = [text for text in fault.evidence if text.startswith(_ADDRESS)]
        words = [text for text in fault.evidence if text and not text.startswith(_ADDRESS)]
        found = chain(
            (self._html.find(f'"{escape(url)}"') for url in urls),
            (self._token(word) for word in words),
            (self._html.find(each) for word in words for each in _written(word)),
            (self._html.find(f'href="{escape(url)}"') for url in self._post(fault)),
        )
        return self._place(next((each for each in found if each >= 0), -1))

    def at(self, line: int, column: int) -> Place | None:
        """The element at a line and a column, both from 1; None where nothing is."""
        lines = self._html.split("\n")
        if line > len(lines):
            return None
        return self._place(sum(len(each) + 1 for each in lines[: line - 1]) + column - 1)

    def _place(self, at: int) -> Place | None:
        number = bisect_right(self._starts, at) - 1
        element = self._around[number] if number >= 0 else None
        return Place(*element, self._html.count("\n", 0, at) + 1) if element else None

    def _token(self, word: str) -> int:
        """Where the first text, or else the first tag, begins that has a word; -1 for none."""
        of_tag = -1
        for token in self._tokens:
            if token.kind == "text" and not token.raw and word in token.text:
                return token.at
            if of_tag < 0 and token.kind == "start" and word in token.attributes.values():
                of_tag = token.at
        return of_tag

    def _post(self, fault: Fault) -> Sequence[str]:
        known = fault.post is not None and fault.post < len(self._posts)
        return [self._posts[fault.post]] if known and fault.post is not None else []


def _written(word: str) -> Sequence[str]:
    """How a text may stand in HTML."""
    return list(dict.fromkeys((word, escape(word, quote=False), escape(word))))
