"""What every dialect's expander answers, and what several of them need."""

from __future__ import annotations

from abc import ABC, abstractmethod

from feeds.collect.dialects import Dialect
from feeds.errors import error
from feeds.expand.sources import Sources
from feeds.model import Expanded, Flavour, Post, Site

__all__ = ["Expander", "left_out"]


class Expander(ABC):
    """Works out the bodies of one site. Must be picklable: several processes may share it."""

    flavour: Flavour = Flavour()
    """What the generator's Markdown has beyond what all have."""

    def __init__(self, site: Site, dialect: Dialect, sources: Sources) -> None:
        self.site = site
        self.dialect = dialect
        self.sources = sources

    def fingerprint(self) -> str:
        """All that shapes bodies beside records, sources and inputs: configuration, versions."""
        return ""

    @abstractmethod
    def expand(self, source: str, post: Post) -> Expanded:
        """A body with its template code worked out; never raises for what it says."""


def left_out(post: Post, line: int, what: str, remedy: str = "") -> Expanded:
    """What an expander gives for a body that cannot be shown.

    `line` counts from 1 within the body; `what` names the code, such as `unknown tag: {% x %}`.
    """
    remedy = remedy or "The body is left out; the entry keeps its title and link."
    return Expanded("", (error(what, post.path, post.body_line + line - 1, remedy=remedy),))
