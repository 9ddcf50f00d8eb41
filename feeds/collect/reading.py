"""What one file gives: a post, or why there is none, and what is odd about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from feeds.collect.dialects import Dialect
from feeds.collect.frontmatter import FrontMatter, body_of, decode, line_of, split_head
from feeds.collect.record import make_post
from feeds.collect.scan import MAX_HEAD_BYTES, read_file, read_head
from feeds.errors import Finding, PostError, error
from feeds.model import Post, Site

__all__ = ["Reading", "read", "read_body"]

_KEY = re.compile(r"([a-z_]+): ")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Reading:
    """A post, or None where the file cannot be used or is a draft that nobody asked for."""

    post: Post | None
    findings: tuple[Finding, ...]


def read(site: Site, dialect: Dialect, path: str) -> Reading:
    """Reads the head of one file: as much of it as its front matter needs."""
    wanted = site.posts.drafts
    if not wanted and dialect.is_draft(path, {}):
        return Reading(None, ())
    try:
        front = _front_matter(site.root, path)
    except PostError as problem:
        return Reading(None, tuple(problem.findings))
    values = dialect.merged(path, front.values)
    draft = dialect.is_draft(path, values)
    if (draft and not wanted) or dialect.excludes(path, values):
        return Reading(None, ())
    try:
        post, odd = make_post(path, values, front.body_line, site, dialect, draft=draft)
    except PostError as problem:
        return Reading(None, tuple(_placed(one, front) for one in problem.findings))
    return Reading(post, (*front.findings, *(_placed(one, front) for one in odd)))


def read_body(site: Site, post: Post) -> str:
    """The text of a post below its front matter.

    Raises `PostError` where the file cannot be read, or has become unreadable since it
    was collected.
    """
    return body_of(decode(read_file(site.root, post.path), post.path), post.path)


def _front_matter(root: Path, path: str) -> FrontMatter:
    head, whole = read_head(root, path)
    if whole and not head.removeprefix(_BOM).strip():
        raise PostError(error("the file is empty", path, remedy="Write it or delete it."))
    front = split_head(head, path, whole=whole)
    if front is None:
        head, whole = read_head(root, path, MAX_HEAD_BYTES)
        front = split_head(head, path, whole=whole)
    if front is None:
        limit = f"{MAX_HEAD_BYTES // 1024} KiB"
        what = f"the front matter is longer than {limit}, or never ends"
        raise PostError(error(what, path, 1, remedy="Put a line --- below its last key."))
    return front


def _placed(finding: Finding, front: FrontMatter) -> Finding:
    """A finding about a key, which it begins with, with the line that the key stands on."""
    key = _KEY.match(finding.what)
    if finding.line is not None or finding.path is None or key is None:
        return finding
    return replace(finding, line=line_of(front, key[1]))
