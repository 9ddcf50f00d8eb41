"""Bodies kept from run to run, so that only new and changed ones are rendered."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from hashlib import sha256

from feeds.collect.scan import Stamp
from feeds.collect.serial import dump_findings, dump_post, load_findings
from feeds.errors import Finding
from feeds.kept import Kept, sealed, unsealed
from feeds.model import Body, Post
from feeds.versions import versions

__all__ = ["About", "Bodies", "BodyRow", "body_key", "body_row", "source_hash"]

_RENDERERS = ("markdown-it-py", "mdit-py-plugins", "mdurl", "nh3", "wcwidth")

_ABOUT = "SELECT path, about FROM bodies WHERE path IN (SELECT value FROM json_each(?))"
_BODY = "SELECT path, body FROM bodies WHERE path IN (SELECT value FROM json_each(?))"
_KEEP = "REPLACE INTO bodies VALUES (?, ?, ?)"
_CORRECT = "UPDATE bodies SET about = ? WHERE path = ?"
_OTHERS = "SELECT 1 FROM bodies WHERE path NOT IN (SELECT value FROM json_each(?)) LIMIT 1"
_FORGET = "DELETE FROM bodies WHERE path NOT IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a body without having it.

    `source` is the hash of its text in the file, as long as the file has that `stamp`; None
    where the stamp cannot tell. `key` stands for all that the body is made from but for its
    `inputs`, which only its making tells (`Expanded.inputs`).
    """

    stamp: Stamp | None
    source: str
    key: str
    findings: tuple[Finding, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()


def source_hash(text: str) -> str:
    """What stands for the text of a body, as it is in the file."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def body_key(source: str, post: Post, expander: str) -> str:
    """A hash of what a body is made from: its source's, its record, and what renders it.

    `expander` stands for all that shapes bodies of this site.
    """
    parts = (source, dump_post(post), expander, *versions(*_RENDERERS))
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


BodyRow = tuple[str, bytes, bytes]
"""A path, and what is remembered of its body: all that is known of it, and itself."""


def body_row(path: str, about: About, body: Body) -> BodyRow:
    """A body as it is remembered."""
    return path, _row(path, about), sealed(about.key, astuple(body))


class Bodies:
    """The bodies of posts, by path; a few statements, however many posts."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def about(self, paths: Collection[str]) -> Mapping[str, About]:
        """What is known of the bodies of those posts."""
        found: dict[str, About] = {}
        for path, row in self._kept.rows(_ABOUT, json.dumps(list(paths))):
            if value := unsealed(path, row):
                stamp, source, key, findings, inputs = value
                found[path] = About(
                    Stamp(*stamp) if stamp else None,
                    source,
                    key,
                    load_findings(findings),
                    tuple((name, digest) for name, digest in inputs),
                )
        return found

    def recall(self, keys: Mapping[str, str]) -> Mapping[str, Body]:
        """The bodies of the posts at those paths, as far as they have that key."""
        found: dict[str, Body] = {}
        for path, row in self._kept.rows(_BODY, json.dumps(list(keys))) if keys else ():
            if value := unsealed(keys[path], row):
                found[path] = Body(*value)
        return found

    def keep(self, rows: Iterable[BodyRow]) -> None:
        """Remembers bodies, as `body_row` made them."""
        self._kept.write(_KEEP, rows)

    def correct(self, known: Mapping[str, About]) -> None:
        """Remembers what else is known of bodies that are the same."""
        self._kept.write(_CORRECT, ((_row(path, about), path) for path, about in known.items()))

    def forget_all_but(self, paths: Collection[str]) -> None:
        """Keeps the bodies of those posts alone."""
        wanted = json.dumps(list(paths))
        if self._kept.rows(_OTHERS, wanted):
            self._kept.write(_FORGET, [(wanted,)])


def _row(path: str, about: About) -> bytes:
    findings = dump_findings(about.findings)
    return sealed(path, (about.stamp, about.source, about.key, findings, about.inputs))
