"""The posts of the next issue of a newsletter that has no editions."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.model import Choice, NewsletterSettings, Picked, Post

__all__ = ["rolling"]


def rolling(newsletter: NewsletterSettings, candidates: Sequence[Post], other: str) -> Choice:
    """All candidates, given newest first, by section; `other` is the title of what is left."""
    groups: dict[str, tuple[str, list[Picked]]] = {}
    rest: list[Picked] = []
    for post in candidates:
        picked = Picked(post, newsletter.length)
        match newsletter.group_by:
            case "category":
                terms = post.categories
            case "tag":
                terms = post.tags
            case "author":
                terms = tuple(author.name for author in post.authors)
            case "none":
                terms = ()
        if terms:
            groups.setdefault(terms[0].casefold(), (terms[0], []))[1].append(picked)
        else:
            rest.append(picked)
    sections: list[tuple[str | None, Sequence[Picked]]] = [*groups.values()]
    if rest:
        sections.append((other if sections else None, rest))
    return Choice(sections, sections[0][1][0].post.path if sections else None)
