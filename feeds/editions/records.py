"""Posts as editions knew them, on paper: tables of front matter, or lines of a file beside it.

A first edition of an old blog passes thousands of posts, which would bury what its editors
have to say. They stand in a file of their own, `LABEL.passed.jsonl`, one JSON object a line, and
so does whatever else is too much.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import tzinfo

from feeds.collect.dates import parse_date
from feeds.dates import rfc3339
from feeds.errors import Finding, error
from feeds.model import Claim

__all__ = ["CLAIM_KEYS", "INLINE", "as_lines", "as_table", "claim_of", "from_lines", "record_name"]

CLAIM_KEYS = ("posts", "never", "passed", "moved")
"""The keys of an edition that hold such records."""

INLINE = {"posts": 50, "never": 50, "moved": 50, "passed": 0}
"""How many of them stand in the front matter itself, at most."""

_MOST = 500_000
_FIELDS = ("id", "path", "url", "published", "title")


def record_name(label: str, key: str) -> str:
    """The name of the file beside an edition that holds the records of a key."""
    return f"{label}.{key}.jsonl"


def as_table(claim: Claim) -> dict[str, str]:
    """The record as front matter has it."""
    return {
        "id": claim.id,
        "path": claim.path,
        "url": claim.url,
        "published": rfc3339(claim.published),
        "title": claim.title,
    }


def claim_of(table: Mapping[str, object], zone: tzinfo) -> Claim:
    """The record that a table is. Raises ValueError, with words, for one that is none."""
    texts = {}
    for field in _FIELDS:
        value = table.get(field)
        if not isinstance(value, str) or (not value and field != "title"):
            raise ValueError(f"{field} is missing" if value is None else f"{field} is no text")
        texts[field] = value
    try:
        published = parse_date(texts["published"], zone)
    except ValueError:
        raise ValueError("published is no date") from None
    return Claim(texts["id"], texts["path"], texts["url"], published, texts["title"])


def as_lines(claims: Sequence[Claim]) -> bytes:
    """The records as a file of JSON Lines."""
    lines = (json.dumps(as_table(each), ensure_ascii=False) for each in claims)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def from_lines(data: bytes, path: str, zone: tzinfo) -> tuple[list[Claim], list[Finding]]:
    """The records of such a file, and what is wrong with its lines."""
    claims: list[Claim] = []
    findings: list[Finding] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        if len(claims) == _MOST:
            findings.append(error(f"there are more than {_MOST:,} records", path, number))
            break
        try:
            table = json.loads(line)
            if not isinstance(table, dict):
                raise ValueError("the line is no JSON object")
            claims.append(claim_of(table, zone))
        except (ValueError, RecursionError) as problem:
            what = "the line cannot be read"
            if not isinstance(problem, (json.JSONDecodeError, UnicodeDecodeError, RecursionError)):
                what = str(problem)
            findings.append(error(what, path, number, remedy="Restore the file, as with git."))
            break
    return claims, findings
