"""The plain-text part of an issue, from the same posts as its page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feeds.digest.look import Look
from feeds.digest.references import References
from feeds.digest.stories import Story, story
from feeds.model import Digest, Length
from feeds.text import one_line

__all__ = ["plain_part", "tidy"]

_BLANK_LINES = re.compile(r"\n{4,}")


@dataclass(frozen=True, slots=True)
class _Part:
    title: str | None
    stories: tuple[Story, ...]


def plain_part(
    digest: Digest, look: Look, context: Mapping[str, object], lengths: Sequence[Length | None]
) -> str:
    """The text that the template makes, a line a paragraph, however long.

    Posts that are on the web page alone are there as headlines. The template has what the page's
    has, but `introduction` is plain text, and `number(url)`, `numbered(text)` and `listed()` are
    those of `References`. Raises `feeds.errors.TemplateError`.
    """
    waiting = iter(enumerate(lengths, 1))
    parts = []
    for section in digest.sections:
        title = None if section.title is None else one_line(section.title)
        told = []
        for placed in section.posts:
            number, length = next(waiting)
            told.append(story(digest, placed, number, length or "headline", "h2"))
        parts.append(_Part(title, tuple(told)))
    references = References()
    raw = look.render(
        "text.txt",
        {
            **context,
            "introduction": digest.introduction_text,
            "sections": parts,
            "number": references.number,
            "numbered": references.numbered,
            "listed": references.listed,
        },
    )
    return tidy(raw)


def tidy(text: str) -> str:
    """The text without trailing spaces, and never with more than two empty lines."""
    lines = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n\n", lines).strip() + "\n"
