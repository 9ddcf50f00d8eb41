"""Posts that share an id or a URL, of which one can be shown."""

from __future__ import annotations

from collections.abc import Iterable

from feeds.errors import Finding, error
from feeds.model import Post

__all__ = ["clashes"]


def clashes(posts: Iterable[Post]) -> tuple[list[Post], list[Finding]]:
    """The posts that have to give way, and why.

    The post that was published first keeps its id and its URL; drafts come last.
    """
    hidden: list[Post] = []
    findings: list[Finding] = []
    owners: dict[tuple[str, str], Post] = {}
    for post in sorted(posts, key=lambda post: (post.draft, post.published, post.path)):
        names = (("id", post.id), ("URL", post.url))
        taken = next((name for name in names if name in owners), None)
        if taken is None:
            owners.update((name, post) for name in names)
            continue
        hidden.append(post)
        findings.append(
            error(
                f"the post has the same {taken[0]} as {owners[taken].path}: {taken[1]}",
                post.path,
                remedy="It is left out; give it another slug or permalink.",
            )
        )
    return hidden, findings
