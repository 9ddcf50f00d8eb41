"""Findings: all that is to be said of the site, by how much it matters and by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from unicodedata import normalize

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.errors import Finding, Level
from feeds.preview.desk import Desk
from feeds.preview.paging import paged

__all__ = ["routes"]

_PAGE = 100
_LONGEST = 200

Group = tuple[Level, Sequence[tuple[str, Sequence[Finding]]]]
"""The findings of one level, by file; those of no file are under an empty name."""


def routes(desk: Desk) -> Sequence[Route]:
    """The route of findings."""

    async def findings(request: Request) -> Response:
        found = await desk.findings()
        given = request.query_params
        text = given.get("text", "").strip()[:_LONGEST]
        level = given.get("level", "")
        level = level if level in [*Level] else ""
        narrowed = [each for each in found if _wanted(each, text, level)]
        page = paged(request, _in_order(narrowed), _PAGE)
        return desk.page(
            request,
            "findings.html",
            "/findings",
            every=len(found),
            of_level=Counter(each.level for each in found),
            levels=[*Level],
            level=level,
            text=text,
            page=page,
            groups=_groups(page.items),
        )

    return [Route("/findings", findings)]


def _wanted(finding: Finding, text: str, level: str) -> bool:
    said = _folded(f"{finding.place} {finding.what} {finding.remedy} {finding.rule}")
    return level in ("", finding.level) and all(word in said for word in _folded(text).split())


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _in_order(findings: Sequence[Finding]) -> Sequence[Finding]:
    """The gravest first, those of a file together, in its order."""
    gravity = [*Level]
    return sorted(
        findings,
        key=lambda each: (
            gravity.index(each.level),
            each.path or "",
            each.line or 0,
            each.column or 0,
        ),
    )


def _groups(findings: Sequence[Finding]) -> Sequence[Group]:
    return [
        (level, [(path, [*each]) for path, each in groupby(some, key=lambda it: it.path or "")])
        for level, some in groupby(findings, key=lambda it: it.level)
    ]
