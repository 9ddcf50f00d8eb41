"""Files and news: documents as they are, pictures, what pages need, and that something changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from feeds.preview.desk import Desk
from feeds.preview.media import PREFIX, local_picture
from feeds.preview.pages import ASSETS, asset
from feeds.preview.policies import FRAME_POLICY

__all__ = ["routes"]


def routes(desk: Desk) -> Sequence[Route]:
    """The routes of files, and of the stream of news."""

    async def raw(request: Request) -> Response:
        """The exact bytes; as text, so that a browser shows them and does nothing else."""
        document = await desk.document(request.path_params["path"])
        if document is None:
            return await desk.missing(request)
        if document.media_type == "message/rfc822":
            download = {"Content-Disposition": "attachment"}
            return Response(document.data, headers=download, media_type=document.media_type)
        return Response(document.data, media_type="text/plain")

    async def media(request: Request) -> Response:
        path = request.path_params["path"]
        picture = await asyncio.to_thread(local_picture, path, desk.site)
        if picture is None:
            return await desk.missing(request)
        # Opened by itself, an SVG picture would be a document that can hold scripts.
        policy = {"Content-Security-Policy": FRAME_POLICY}
        return Response(picture.data, headers=policy, media_type=picture.media_type)

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            return await desk.missing(request)
        return Response(asset(name), media_type=ASSETS[name])

    async def counts(_request: Request) -> Response:
        made = await desk.counts()
        return JSONResponse({name: count._asdict() for name, count in made.items()})

    async def events(request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type="text/event-stream")
        return StreamingResponse(_news(desk), media_type="text/event-stream")

    return [
        Route("/raw/{path:path}", raw),
        Route(PREFIX + "{path:path}", media),
        Route("/static/{name}", static),
        Route("/events", events),
        Route("/counts", counts),
    ]


async def _news(desk: Desk) -> AsyncGenerator[str, None]:
    yield "retry: 500\n\n"
    async for version in desk.state.versions():
        yield f"data: {version}\n\n"
