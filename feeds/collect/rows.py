"""What was read of files, as rows of the index; made in whichever process reads them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from feeds.collect.reading import Reading
from feeds.collect.scan import Stamp
from feeds.collect.serial import dump_findings, dump_post
from feeds.model import Post

__all__ = ["Changed", "Rows", "make_rows", "term_rows"]


class Changed(NamedTuple):
    """A file to be read, its stamp before that, and whether the index knows it already."""

    folder: str
    name: str
    stamp: Stamp
    known: bool


FileRow = tuple[str, str, int, int, int, int, bool, str]
"""Folder, name, the four numbers of the stamp, whether that can be trusted, findings."""

PostRow = tuple[str, int, int, int, int | None, bool, str, bool, str]
"""Path, hashes of id and URL, published and expires in seconds, draft, language, listed, record."""

TermRow = tuple[int, tuple[str, str], int, str]
"""The post's place in its batch, kind and folded term, the term's place in the post, the term."""


class Rows(NamedTuple):
    """All rows of one batch of files, and the paths of those that the index knew already.

    The rows are bare tuples, since they come from other processes by the hundred thousand.
    """

    known: list[str]
    files: list[FileRow]
    posts: list[PostRow]
    terms: list[TermRow]


def make_rows(read: Callable[[str], Reading], batch: Sequence[Changed]) -> Rows:
    """Reads the files of a batch; `read` is given their paths."""
    rows = Rows([], [], [], [])
    started_ns = time.time_ns()
    for folder, name, stamp, known in batch:
        path = f"{folder}/{name}" if folder else name
        reading = read(path)
        if known:
            rows.known.append(path)
        findings = dump_findings(reading.findings) if reading.findings else ""
        rows.files.append((folder, name, *stamp, stamp.settled(started_ns), findings))
        if reading.post:
            rows.terms.extend(term_rows(len(rows.posts), reading.post))
            rows.posts.append(_post_row(reading.post))
    return rows


def _post_row(post: Post) -> PostRow:
    return (
        post.path,
        _hash(post.id),
        _hash(post.url),
        int(post.published.timestamp()),
        int(post.expires.timestamp()) if post.expires else None,
        post.draft,
        post.language.casefold(),
        post.listed,
        dump_post(post),
    )


def term_rows(number: int, post: Post) -> list[TermRow]:
    """The post's terms; of those that differ in case alone, the last spelling."""
    rows: list[TermRow] = []
    authors = [person.name for person in post.authors]
    for kind, terms in (("category", post.categories), ("tag", post.tags), ("author", authors)):
        if terms:
            spelling = {term.casefold(): term for term in terms}
            rows += [
                (number, (kind, folded), place, term)
                for place, (folded, term) in enumerate(spelling.items())
            ]
    return rows


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)
