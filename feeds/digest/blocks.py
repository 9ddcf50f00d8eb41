"""The parts of a mail, each made by a template of its own and put together by another.

What may have to be shortened stands between marks, which are HTML comments: inlining leaves them
as they are, so that each part can be measured and cut out afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from markupsafe import Markup

from feeds.digest.look import Look
from feeds.digest.stories import story
from feeds.model import Digest, Length

__all__ = ["Blocks", "Mark", "parted", "without_sections"]

_MARK = re.compile(
    r"<!--\[(p\d+|more)(?: (full|excerpt|headline))?\[-->(.*?)<!--\]\1\]-->", re.DOTALL
)
_SECTION = re.compile(r"<!--\[s(\d+)\[-->(.*?)<!--\]s\1\]-->", re.DOTALL)
_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands between two marks: a post in a length, or what says that there are more.

    `number` counts posts from 0; it is None for the latter, and so is `length`.
    """

    number: int | None
    length: Length | None
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    heading: Markup
    posts: Sequence[Markup]
    begin: Markup = _NOTHING
    end: Markup = _NOTHING


class Blocks:
    """The finished parts of one issue."""

    def __init__(self, digest: Digest, look: Look, context: Mapping[str, object]) -> None:
        self._digest = digest
        self._look = look
        self._context = context
        self._placed = [placed for part in digest.sections for placed in part.posts]
        self._posts: dict[tuple[int, Length], Markup] = {}

    def page(self, lengths: Sequence[Length]) -> str:
        """The mail with each post in that length, and nothing left out."""
        return self._page([[self._post(n, length)] for n, length in enumerate(lengths)], _NOTHING)

    def variants(self, lengths: Sequence[Sequence[Length]], more: str) -> str:
        """The mail with each post in all those lengths, and all parts between marks.

        `more` is the sentence that says how many posts are left out.
        """
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
            posts_of = [each for _ in section.posts for each in next(waiting)]
            ends = _ends(f"s{number}") if marked else (_NOTHING, _NOTHING)
            parts.append(_Part(self._heading(number), posts_of, *ends))
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
            return _NOTHING
        return self._part("section.html", section={"title": section.title})

    def _post(self, number: int, length: Length) -> Markup:
        if (number, length) not in self._posts:
            heading = "h2" if self._digest.sections[0].title is None else "h3"
            told = story(self._digest, self._placed[number], number + 1, length, heading)
            self._posts[number, length] = self._part("post.html", story=told)
        return self._posts[number, length]

    def _part(self, file: str, **more: object) -> Markup:
        return Markup(self._look.render(file, {**self._context, **more}))  # noqa: S704

    def _marked(self, name: str, block: Markup, length: Length | None = None) -> Markup:
        begin, end = _ends(name, length)
        return begin + block + end


def _ends(name: str, length: Length | None = None) -> tuple[Markup, Markup]:
    told = f" {length}" if length else ""
    return Markup(f"<!--[{name}{told}[-->"), Markup(f"<!--]{name}]-->")  # noqa: S704


def parted(page: str) -> list[str | Mark]:
    """A page of `Blocks.variants`: what is always there, and what is between marks, in order."""
    parts: list[str | Mark] = []
    end = 0
    for found in _MARK.finditer(page):
        name, length = found[1], cast("Length | None", found[2])
        parts.append(page[end : found.start()])
        parts.append(Mark(None if name == "more" else int(name[1:]), length, found[3]))
        end = found.end()
    parts.append(page[end:])
    return parts


def without_sections(page: str, numbers: Collection[int]) -> str:
    """A page without the sections of those numbers, from 0, and without the marks of all others."""
    return _SECTION.sub(lambda found: "" if int(found[1]) in numbers else found[2], page)
