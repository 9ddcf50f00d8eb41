"""Posts: which are shown, and where."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from feeds.preview.desk import Desk

__all__ = ["routes"]


def routes(desk: Desk) -> Sequence[Route]:
    """The route of posts."""

    async def posts(request: Request) -> Response:
        return desk.page(
            request,
            "posts.html",
            "/posts",
            picked=await desk.picked(),
            eligible=await desk.eligible(),
            now=desk.now,
        )

    return [Route("/posts", posts)]
