"""A site's sections, the folders with an `_index.md`: which are drafts, which have feeds."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from feeds.collect.dialects.zola.config import ZolaConfig
from feeds.collect.dialects.zola.paths import CONTENT
from feeds.collect.frontmatter import split_head
from feeds.collect.scan import read_head
from feeds.errors import Finding, PostError
from feeds.keys import means_yes

__all__ = ["Sections", "has_front_matter"]

_HEAD_BYTES = 64 * 1024
_MOST = 1000
_OWN_FEED = ("generate_feeds", "generate_feed", "generate_rss")


@dataclass(frozen=True)
class Sections:
    """`drafts` are folders; `files` those that were looked at for feeds; `fed` the folders
    directly in `content` whose sections have feeds of their own."""

    files: Sequence[str] = ()
    fed: Sequence[str] = ()
    drafts: frozenset[str] = frozenset()

    @classmethod
    def at(cls, root: Path, config: ZolaConfig) -> Self:
        """What `content` and the folders in it say of their feeds, in the default language."""
        try:
            with os.scandir(root / CONTENT) as entries:
                names = sorted(entry.name for entry in entries if entry.is_dir())[:_MOST]
        except OSError:
            names = []
        folders = [CONTENT, *(f"{CONTENT}/{name}" for name in names if not name.startswith("."))]
        files = [f"{folder}/_index.md" for folder in folders]
        fed = [
            file.rpartition("/")[0]
            for file in files
            if (root / file).is_file() and not config.ignores(file) and _is_fed(root, file)
        ]
        return cls(files, fed)

    def read(self, root: Path, paths: Sequence[str]) -> tuple[Self, tuple[Finding, ...]]:
        """With the drafts among the sections that those files say something of."""
        drafts: set[str] = set()
        findings: list[Finding] = []
        for path in paths:
            try:
                if means_yes(_front_matter(root, path).get("draft")):
                    drafts.add(path.rpartition("/")[0])
            except PostError as problem:
                findings += problem.findings
        return replace(self, drafts=frozenset(drafts)), tuple(findings)

    def is_draft(self, path: str) -> bool:
        """Whether a section that the file lies in is a draft."""
        if not self.drafts:
            return False
        folders = path.split("/")[:-1]
        return any("/".join(folders[:depth]) in self.drafts for depth in range(1, len(folders) + 1))


def has_front_matter(root: Path, path: str) -> bool:
    """Whether a file begins with front matter but for white space above it."""
    try:
        head, _ = read_head(root, path)
    except PostError:
        return False
    return head != head.lstrip() and head.lstrip().startswith((b"+++", b"---"))


def _is_fed(root: Path, file: str) -> bool:
    try:
        values = _front_matter(root, file)
    except PostError:
        return False
    return any(values.get(key) is True for key in _OWN_FEED) and values.get("draft") is not True


def _front_matter(root: Path, path: str) -> Mapping[str, object]:
    front = split_head(read_head(root, path, _HEAD_BYTES)[0], path, whole=True)
    return front.values if front else {}
