"""Which features of HTML and CSS a mail uses, and which of them mail clients do not support."""

from __future__ import annotations

from collections.abc import Sequence

from feeds.errors import Finding
from feeds.lint.features.document import features
from feeds.lint.features.records import Use
from feeds.lint.features.verdicts import rules, together

__all__ = ["Use", "features", "findings", "rules"]


def findings(html: str, clients: Sequence[str], path: str | None = None) -> list[Finding]:
    """What the clients of those names do not support of a mail's HTML, one finding a feature.

    In the order in which features first occur; `path` is what the findings are said to be in.
    Raises KeyError where a client has no such name.
    """
    return together(features(html, clients), path)
