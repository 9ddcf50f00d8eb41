"""A page that takes long to make is answered at once by one that says so, and asks again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Patient"]

_SECONDS = 2.0


class Patient:
    """ASGI middleware: whoever goes to a page waits no longer than `seconds` to see something.

    What is being made for it goes on; the page that is shown instead has to ask for it anew.
    Only a browser that opens a page says that it does (`Sec-Fetch-Mode`, W3C Fetch Metadata).
    """

    def __init__(
        self, app: ASGIApp, instead: Callable[[Request], Response], seconds: float = _SECONDS
    ) -> None:
        self._app = app
        self._instead = instead
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers an HTTP request."""
        opened = Headers(scope=scope).get("sec-fetch-mode") == "navigate"
        if scope["method"] != "GET" or not opened:
            await self._app(scope, receive, send)
            return
        begun = False

        async def begin(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        answering = asyncio.ensure_future(self._app(scope, receive, begin))
        try:
            await asyncio.wait({answering}, timeout=self._seconds)
            if begun or answering.done():
                await answering
                return
        finally:
            answering.cancel()
        with suppress(asyncio.CancelledError):
            await answering
        await self._instead(Request(scope))(scope, receive, send)
