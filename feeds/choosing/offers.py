"""Posts that are not in an edition, and why: what an editor may still add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from feeds.choosing.claims import Held
from feeds.dates import days_before
from feeds.model import Choice, Edition, NewsletterSettings, Post, Until

__all__ = ["Offer", "Why", "offered", "why_not"]

Why = Literal["claimed", "never", "old", "excluded", "limit", "unpicked"]
"""Why a post is out: an edition has it; it is excluded for good; it is older than the program goes
back; this edition excludes it; a limit left it over; or others were picked."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A post that is not in an edition. `label` is of the edition that has it or excludes it."""

    post: Post
    why: Why
    label: str = ""

    @property
    def free(self) -> bool:
        """Whether an editor can simply pick it."""
        return self.why not in ("claimed", "never")

    def __str__(self) -> str:
        return {
            "claimed": f"in edition {self.label}",
            "never": f"excluded for good by edition {self.label}",
            "old": "older than this edition goes back",
            "excluded": "excluded",
            "limit": "over the limit",
            "unpicked": "not picked",
        }[self.why]


def why_not(
    post: Post,
    newsletter: NewsletterSettings,
    edition: Edition,
    held: Held,
    excluded: Mapping[str, Until],
) -> Why | None:
    """Why the program does not choose an eligible post, whatever limits say; None where it does.

    What was there before the first edition's window is passed by as long as it is dated so.
    """
    hold, first = held.of(post), held.first
    if hold and hold.kind == "posts":
        return "claimed"
    if hold and hold.kind == "never":
        return "never"
    if post.path in excluded:
        return "excluded"
    if first is None:
        return "old" if post.published <= edition.since else None
    if post.published > first.since:
        return None
    return "old" if hold or post.published <= days_before(first.since, newsletter.late) else None


def offered(
    newsletter: NewsletterSettings,
    eligible: Sequence[Post],
    edition: Edition,
    held: Held,
    choice: Choice,
    excluded: Mapping[str, Until],
) -> Iterator[Offer]:
    """The candidates that the choice lacks, in their order, and why."""
    chosen = {post.path for post in choice.posts}
    left = {post.path for post in choice.left}
    for post in eligible:
        if post.path in chosen or post.published > edition.until:
            continue
        why = why_not(post, newsletter, edition, held, excluded)
        hold = held.of(post)
        if why in ("claimed", "never") and hold:
            yield Offer(post, why, hold.edition.label)
        else:
            yield Offer(post, why or ("limit" if post.path in left else "unpicked"))
