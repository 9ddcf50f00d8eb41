"""What front matter says of a post as an episode of a podcast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from feeds.collect.dialects.base import Dialect
from feeds.errors import Finding, warning
from feeds.model import Site

if TYPE_CHECKING:
    from feeds.podcast import Episode

__all__ = ["read_episode"]


class _Spot(NamedTuple):
    """A place in a post's front matter: keys, and places in lists."""

    path: str
    findings: list[Finding]
    place: tuple[str | int, ...] = ()

    def at(self, *parts: str | int) -> _Spot:
        return _Spot(self.path, self.findings, (*self.place, *parts))

    def wrong(self, what: str, remedy: str = "") -> None:
        keys = [part for part in self.place if isinstance(part, str)][:2]
        inner = "".join(
            f"[{part + 1}]" if isinstance(part, int) else f".{part}"
            for part in self.place[len(keys) :]
        )
        text = f"{'.'.join(keys)}: {inner.removeprefix('.')} {what}".replace(":  ", ": ")
        self.findings.append(warning(text, self.path, remedy=remedy or "It is left out."))


def read_episode(
    path: str, values: Mapping[str, object], url: str, site: Site, dialect: Dialect
) -> tuple[Episode | None, tuple[Finding, ...]]:
    """The episode that the post at that path and URL is, and what is wrong in its keys.

    None where it says nothing of one, and in a site without podcasts, whose posts may
    mean something else by the same words.
    """
    if not any(feed.podcast for feed in site.feeds):
        return None, ()
    from feeds.podcast.reading import episode

    findings: list[Finding] = []
    found = episode(
        values, _Spot(path, findings), lambda reference: dialect.resolve(reference, url, site)
    )
    return found, tuple(findings)
