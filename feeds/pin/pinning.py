"""One post is given an id: written only if the post then says the same but for that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from feeds.collect.dialects import Dialect
from feeds.collect.dialects.base import shown
from feeds.collect.frontmatter import locate, plain
from feeds.collect.reading import Reading, read_as
from feeds.collect.scan import read_file
from feeds.errors import Finding, PostError, error
from feeds.model import Site
from feeds.pin.chosen import Wanted
from feeds.pin.insertion import Insertion, insertions
from feeds.replacing import replace_file
from feeds.urls import is_absolute_uri, normalise

__all__ = ["Pinned", "pin"]

_KEY = "feed_id"


@dataclass(frozen=True, slots=True)
class Pinned:
    """What became of one post: `line` is what was added, or would be; empty where nothing was.

    Without a finding and without a line it had the id already.
    """

    path: str
    line: str = ""
    finding: Finding | None = None


def pin(wanted: Wanted, site: Site, dialect: Dialect, *, dry_run: bool = False) -> Pinned:
    """Writes an id into the front matter of a post, as `feed_id` or what the site calls it.

    Nothing else changes, be it a byte of the file or, as the collector reads it, any value
    of the post. Where that cannot be, the file is left untouched, and the finding says why.
    `site` has to ask for drafts if the post may be one.
    """
    path = wanted.path
    try:
        data = read_file(site.root, path)
        before = read_as(site, dialect, path, data)
        if before.post is None:
            return Pinned(path, finding=_unread(before, path))
        there = before.post.front_matter.get(_KEY)
        if there not in (None, ""):
            return _there(wanted, there, before.post.id)
        found = _insertion(wanted, site, dialect, data, before)
        if isinstance(found, Finding):
            return Pinned(path, finding=found)
        if not dry_run:
            replace_file(site.root, path, data, found.into(data))
    except PostError as problem:
        return Pinned(path, finding=problem.findings[0])
    lines = map(str.strip, found.piece.decode().splitlines())
    return Pinned(path, next(line for line in lines if line not in ("", "---")).rstrip(","))


def _there(wanted: Wanted, there: object, now: str) -> Pinned:
    """What is said of a post that has a `feed_id`."""
    is_uri = isinstance(there, str) and is_absolute_uri(there)
    if now == wanted.id and is_uri:
        return Pinned(wanted.path)
    what = "its readers know it by" if is_uri else "is no absolute URI; the post's id is"
    return Pinned(
        wanted.path,
        finding=error(
            f"{_KEY}: {shown(there)} is there already, and {what} {wanted.id}",
            wanted.path,
            remedy="Change it by hand, if that is what you want.",
        ),
    )


def _insertion(
    wanted: Wanted, site: Site, dialect: Dialect, data: bytes, before: Reading
) -> Insertion | Finding:
    """The first way of writing the id after which the post says the same but for it."""
    if (kept := _normal(wanted.id)) != wanted.id:
        what = f"it would be read as {shown(kept)}" if kept else "it is no absolute URI"
        return _refused(wanted.path, f"{wanted.id}: {what}", "Such an id cannot be kept.")
    name = site.posts.keys.get(_KEY, _KEY)
    key = _KEY if "." in name else name
    ways = insertions(data, wanted.path, key, wanted.id, headers=dialect.headers)
    for way in ways:
        changed = way.into(data)
        try:
            after = read_as(site, dialect, wanted.path, changed)
            if _is_the_same(before, after, wanted.id, key) and (
                _body(data, wanted.path, dialect) == _body(changed, wanted.path, dialect)
            ):
                return way
        except PostError:
            continue
    what = (
        "its front matter cannot be written to without changing something else"
        if ways
        else "its front matter is a program, which is not changed"
    )
    return _refused(wanted.path, what, f"Add it by hand: {key}: {wanted.id}")


def _is_the_same(before: Reading, after: Reading, wanted: str, key: str) -> bool:
    """Whether all that was read is the same, but for the id, which is as it is wanted."""
    if before.post is None or after.post is None or after.post.id != wanted:
        return False
    old = replace(before.post, front_matter={}, body_line=0, id="")
    new = replace(after.post, front_matter={}, body_line=0, id="")
    return (
        old == new
        and _values(before.post.front_matter) == _values(after.post.front_matter, key)
        and [each.what for each in before.findings] == [each.what for each in after.findings]
    )


def _values(values: Mapping[str, object], *without: str) -> list[tuple[str, str]]:
    """What front matter says, by key; numbers that are equal need not be the same."""
    left = {key: value for key, value in values.items() if key not in (*without, _KEY)}
    return sorted((key, repr(value)) for key, value in left.items())


def _body(data: bytes, path: str, dialect: Dialect) -> bytes:
    text = plain(data)
    place = locate(text, path, whole=True, headers=dialect.headers)
    return text[place.body_start :] if place else text


def _unread(reading: Reading, path: str) -> Finding:
    """Why there is no post; one that is left out on purpose has no finding of its own."""
    what = "the id is not written: the file is no post of the site"
    return next(iter(reading.findings), error(what, path))


def _normal(uri: str) -> str:
    """An id as records have it; empty for what can be none."""
    try:
        return normalise(uri) if is_absolute_uri(uri) else ""
    except ValueError:
        return ""


def _refused(path: str, why: str, remedy: str = "") -> Finding:
    return error(f"the id is not written: {why}", path, remedy=remedy)
