"""Posts that two editions of a newsletter have, as when two branches were merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feeds.choosing.identity import Key, identity
from feeds.errors import Finding, error, hint
from feeds.model import Edition

__all__ = ["claimed_twice"]

_MOST = 20
_NAMED = 3


def claimed_twice(editions: Sequence[Edition]) -> list[Finding]:
    """What is wrong with the posts of those editions, given oldest first.

    The same id or path with the same title or date is the same post; not an id or a path alone,
    which may have become another post's.
    """
    findings = []
    for earlier, later, paths in _shared(editions):
        more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
        what = f"it has posts that edition {earlier.label} has too: {', '.join(paths[:_NAMED])}"
        line = later.lines.get("posts")
        unsent = next((each for each in (later, earlier) if each.status != "sent"), None)
        if unsent:
            remedy = (
                f"Write status: draft in {unsent.path}, take them out of its picks, "
                "and approve it anew."
            )
            findings.append(error(f"{what}{more}", later.path, line, remedy=remedy))
        else:
            remedy = "Both were sent; nothing needs to be done."
            findings.append(hint(f"{what}{more}", later.path, line, remedy=remedy))
    return findings[:_MOST]


def _shared(editions: Sequence[Edition]) -> Iterator[tuple[Edition, Edition, list[str]]]:
    owners: dict[Key, Edition] = {}
    for edition in editions:
        shared: dict[str, tuple[Edition, list[str]]] = {}
        keys: list[Key] = []
        for claim in edition.posts:
            own = identity(claim)
            mine: list[Key] = [
                (own_name, same)
                for own_name in (f"id {own.id}", f"path {own.path}")
                for same in (f"title {own.title}", f"date {own.second}")
            ]
            keys += mine
            owner = next((owners[key] for key in mine if key in owners), None)
            if owner:
                shared.setdefault(owner.label, (owner, []))[1].append(claim.path)
        for key in keys:
            owners.setdefault(key, edition)
        for owner, paths in shared.values():
            yield owner, edition, paths
