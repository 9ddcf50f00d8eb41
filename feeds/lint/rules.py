"""Every rule that there is, by name, and what looks for faults.

Rules about what mail clients support are beside them, one for each feature: `feeds.lint.features`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from feeds.check.body.faults import Rule
from feeds.lint import (
    contrast,
    envelope,
    forbidden,
    images,
    links,
    merging,
    signs,
    sizes,
    stories,
    structure,
    unsubscribing,
    wire,
    words,
)
from feeds.lint.faults import Fault
from feeds.lint.view import View

__all__ = ["GROUPS", "KINDS", "RULES", "all_rules"]


class _Kind(Protocol):
    """A module with rules of one kind."""

    def find(self, view: View) -> Iterator[Fault]:
        """Every fault of this kind."""
        ...


KINDS: Sequence[_Kind] = (
    wire,
    words,
    unsubscribing,
    envelope,
    sizes,
    structure,
    forbidden,
    links,
    images,
    contrast,
    stories,
    merging,
    signs,
)
"""What looks for faults, in turn."""

GROUPS: Mapping[str, Mapping[str, Rule]] = {
    "The message": {**wire.RULES, **words.RULES},
    "Leaving, and the sender": unsubscribing.RULES,
    "Subject and preheader": envelope.RULES,
    "Sizes": sizes.RULES,
    "The HTML": {**structure.RULES, **forbidden.RULES},
    "Links": links.RULES,
    "Pictures": images.RULES,
    "Colours": contrast.RULES,
    "Both parts, and posts": stories.RULES,
    "Merge tags and placeholders": merging.RULES,
    "Signs": signs.RULES,
}
"""What rules are about, in the order of the documentation."""

RULES: Mapping[str, Rule] = {
    name: rule for group in GROUPS.values() for name, rule in group.items()
}


def all_rules() -> Mapping[str, Rule]:
    """The same with those about what mail clients support, and about a site's own templates."""
    from feeds.lint import features, templates

    return {**RULES, **features.rules(), **templates.RULES}
