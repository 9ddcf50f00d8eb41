"""The parts of a mail, each made by a template of its own and put together by another.

What may have to be shortened stands between marks, which are HTML comments: inlining leaves them
as they are, so that each part can be measured and cut out afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from markupsafe import Markup

from feeds.digest.look import Look
from feeds.digest.stories import story
from feeds.model import Digest, Length

__all__ = ["Blocks", "Mark", "parted"]

_MARK = re.compile(
    r"<!--\[([sp]\d+|more)(?: (full|excerpt|headline))?\[-->(.*?)<!--\]\1\]-->", re.S
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands between two marks: the heading of a section, a post in a length, or "more".

    `number` counts sections and posts from 0.
    """

    kind: str
    number: int
    length: Length | None
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    heading: Markup
    posts: Sequence[Markup]


class Blocks:
    """The finished parts of one issue; `more` is what stands for how many posts are left out."""

    def __init__(self, digest: Digest, look: Look, context: Mapping[str, object]) -> None:
        self._digest = digest
        self._look = look
        self._context = context
        self._placed = [placed for part in digest.sections for placed in part.posts]

    def page(self, lengths: Sequence[Length]) -> str:
        """The mail with each post in that length, and nothing left out."""
        return self._page([[self._post(n, length)] for n, length in enumerate(lengths)], Markup())

    def variants(self, lengths: Sequence[Sequence[Length]], more: str) -> str:
        """The mail with each post in all those lengths, and all parts between marks."""
        posts = [
            [self._marked(f"p{n}", self._post(n, length), length) for length in each]
            for n, each in enumerate(lengths)
        ]
        context = {**self._context, "more_count": more, "more_url": self._elsewhere}
        block = self._marked("more", Markup(self._look.render("more.html", context)))  # noqa: S704
        return self._page(posts, block, marked=True)

    @property
    def _elsewhere(self) -> str:
        """Where all posts are: the web page, or the site."""
        return self._digest.url or f"{self._digest.site.url}/"

    def _page(
        self, posts: Sequence[Iterable[Markup]], more: Markup, *, marked: bool = False
    ) -> str:
        waiting = iter(posts)
        parts = []
        for number, section in enumerate(self._digest.sections):
            heading = self._heading(number)
            if marked and heading:
                heading = self._marked(f"s{number}", heading)
            parts.append(_Part(heading, [each for _ in section.posts for each in next(waiting)]))
        return self._look.render(
            "page.html",
            {
                **self._context,
                "header": self._part("header.html"),
                "sections": parts,
                "more": more,
                "footer": self._part("footer.html"),
                "styles": self._part("style.css"),
                "client_styles": self._part("clients.css"),
            },
        )

    def _heading(self, number: int) -> Markup:
        section = self._digest.sections[number]
        if section.title is None:
            return Markup()
        return self._part("section.html", section={"title": section.title})

    def _post(self, number: int, length: Length) -> Markup:
        heading = "h2" if self._digest.sections[0].title is None else "h3"
        told = story(self._digest, self._placed[number], number + 1, length, heading)
        return self._part("post.html", story=told)

    def _part(self, file: str, **more: object) -> Markup:
        return Markup(self._look.render(file, {**self._context, **more}))  # noqa: S704

    def _marked(self, name: str, block: Markup, length: Length | None = None) -> Markup:
        told = f" {length}" if length else ""
        return Markup(f"<!--[{name}{told}[-->{block}<!--]{name}]-->")  # noqa: S704


def parted(page: str) -> list[str | Mark]:
    """A page of `Blocks.variants`: what is always there, and what is between marks, in order."""
    parts: list[str | Mark] = []
    end = 0
    for found in _MARK.finditer(page):
        name, length = found[1], cast("Length | None", found[2])
        parts.append(page[end : found.start()])
        number = int(name[1:]) if name != "more" else 0
        parts.append(Mark(name[0], number, length, found[3]))
        end = found.end()
    parts.append(page[end:])
    return parts
