"""What one file gives: a post, or why there is none, and what is odd about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from feeds.collect.dialects import Dialect
from feeds.collect.frontmatter import FrontMatter, body_of, decode, split_head
from feeds.collect.names import is_about_key, placed, renamed
from feeds.collect.record import make_post
from feeds.collect.scan import HEAD_BYTES, MAX_HEAD_BYTES, read_file, read_head
from feeds.errors import Finding, PostError, error
from feeds.model import Post, Site

__all__ = ["Reading", "read", "read_as", "read_body", "with_lines"]

_BOM = b"\xef\xbb\xbf"
_Head = Callable[..., tuple[bytes, bool]]
"""Gives the beginning of a file, of that size if one is named, and whether it is all of it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A post, or None where the file cannot be used or is a draft that nobody asked for."""

    post: Post | None
    findings: tuple[Finding, ...]


def read(site: Site, dialect: Dialect, path: str) -> Reading:
    """Reads the head of one file: as much of it as its front matter needs."""
    return _read(site, dialect, path, partial(read_head, site.root, path))


def read_as(site: Site, dialect: Dialect, path: str, data: bytes) -> Reading:
    """What reading that file would give if those bytes were in it."""

    def head(size: int = HEAD_BYTES) -> tuple[bytes, bool]:
        return data[:size], len(data) <= size

    return _read(site, dialect, path, head)


def _read(site: Site, dialect: Dialect, path: str, head: _Head) -> Reading:
    wanted = site.posts.drafts
    if not wanted and dialect.is_draft(path, {}):
        return Reading(None, ())
    try:
        front = _front_matter(dialect, path, head)
    except PostError as problem:
        return Reading(None, tuple(problem.findings))
    own, other = site.posts.keys, dialect.other_names
    values = dialect.merged(path, front.values)
    if own or other:
        values = renamed(values, own, other)
    draft = dialect.is_draft(path, values)
    if (draft and not wanted) or dialect.excludes(path, values):
        return Reading(None, ())
    try:
        post, odd = make_post(path, values, front.body_line, site, dialect, draft=draft)
    except PostError as problem:
        return Reading(None, tuple(placed(one, front, own, other) for one in problem.findings))
    return Reading(post, (*front.findings, *(placed(one, front, own, other) for one in odd)))


def read_body(site: Site, post: Post) -> str:
    """The text of a post below its front matter.

    Raises `PostError` where the file cannot be read, or has become unreadable since it
    was collected.
    """
    text = decode(read_file(site.root, post.path), post.path)
    return body_of(text, post.path, headers=post.body_line > 1)


def with_lines(
    site: Site, dialect: Dialect, path: str, findings: Sequence[Finding]
) -> Sequence[Finding]:
    """Findings about keys of a post's front matter, each with the line of its key."""
    if not any(map(is_about_key, findings)):
        return findings
    try:
        front = _front_matter(dialect, path, partial(read_head, site.root, path))
    except PostError:
        return findings
    return [placed(one, front, site.posts.keys, dialect.other_names) for one in findings]


def _front_matter(dialect: Dialect, path: str, read: _Head) -> FrontMatter:
    head, whole = read()
    if whole and not head.removeprefix(_BOM).strip():
        raise PostError(error("the file is empty", path, remedy="Write it or delete it."))
    front = split_head(head, path, whole=whole, headers=dialect.headers)
    if front is None:
        head, whole = read(MAX_HEAD_BYTES)
        front = split_head(head, path, whole=whole, headers=dialect.headers)
    if front is None:
        limit = f"{MAX_HEAD_BYTES // 1024} KiB"
        what = f"the front matter is longer than {limit}, or never ends"
        raise PostError(error(what, path, 1, remedy="Put a line --- below its last key."))
    return front
