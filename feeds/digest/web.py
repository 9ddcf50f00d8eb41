"""An edition as a page of the web, in which each post can be found and struck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from feeds.digest.look import Look
from feeds.digest.stories import story
from feeds.model import Digest

__all__ = ["web_page"]


@dataclass(frozen=True, slots=True)
class _Part:
    title: str | None
    posts: tuple[Markup, ...]


def web_page(digest: Digest, look: Look, context: Mapping[str, object]) -> str:
    """The page's HTML; each post stands between `<!--post N-->` and `<!--/post N-->`, from 1 on.

    Raises `feeds.errors.TemplateError`.
    """
    heading = "h2" if digest.sections[0].title is None else "h3"
    parts: list[_Part] = []
    number = 0
    for section in digest.sections:
        posts: list[Markup] = []
        for placed in section.posts:
            number += 1
            told = story(digest, placed, number, placed.length, heading)
            block = look.render("web_post.html", {**context, "story": told})
            posts.append(Markup(f"<!--post {number}-->{block}<!--/post {number}-->"))  # noqa: S704
        parts.append(_Part(section.title, tuple(posts)))
    style = Markup(look.render("web.css", context))  # noqa: S704
    return look.render("web.html", {**context, "sections": parts, "styles": style})
