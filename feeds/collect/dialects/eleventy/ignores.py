"""What Eleventy is told not to read: lines of `.eleventyignore` and `.gitignore`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from posixpath import join, normpath

__all__ = ["IGNORE_FILES", "ignored_by", "is_ignored"]

IGNORE_FILES = (".gitignore", ".eleventyignore")
_MOST_BYTES = 64 * 1024
_PART = re.compile(r"\*\*/|\*\*|\*|\?|\{[^{}/]*\}|[^*?{]+|.", re.DOTALL)


def ignored_by(root: Path, path: str) -> tuple[str, ...]:
    """The patterns of such a file, from the site on; none where it cannot be read."""
    try:
        if (root / path).stat().st_size > _MOST_BYTES:
            return ()
        lines = (root / path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    folder = path.rpartition("/")[0]
    stripped = filter(None, map(str.strip, lines))
    return tuple(join(folder, line.lstrip("/")) for line in stripped if line[0] not in "#!")


def is_ignored(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns names that file, or a folder that it is in."""
    return any(_compiled(pattern).fullmatch(path) for pattern in patterns)


@lru_cache(256)
def _compiled(pattern: str) -> re.Pattern[str]:
    made = "".join(map(_translated, _PART.findall(normpath(pattern.removesuffix("/**")))))
    return re.compile(f"{made}(?:/.*)?", re.DOTALL)


def _translated(part: str) -> str:
    known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part)
    if known:
        return known
    if part.startswith("{") and part.endswith("}"):
        return f"(?:{'|'.join(map(re.escape, part[1:-1].split(',')))})"
    return re.escape(part)
