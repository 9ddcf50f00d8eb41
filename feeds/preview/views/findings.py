"""Findings: all that is to be said of the site."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.preview.desk import Desk

__all__ = ["routes"]


def routes(desk: Desk) -> Sequence[Route]:
    """The route of findings."""

    async def findings(request: Request) -> Response:
        return desk.page(request, "findings.html", "/findings", findings=await desk.findings())

    return [Route("/findings", findings)]
