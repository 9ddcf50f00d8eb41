"""How much a request may be: what is longer, or comes more slowly, is refused while it comes."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope

__all__ = ["BODY_SECONDS", "MAX_BODY", "MAX_HEADERS", "Refused", "bounded", "refused", "whole"]

# An introduction as long as a book, with every character percent-encoded.
MAX_BODY = 2 * 1024 * 1024
# Programs on other ports of this machine leave their cookies with us.
MAX_HEADERS = 32 * 1024
BODY_SECONDS = 30.0


class Refused(Exception):  # noqa: N818  (not a mistake of ours)
    """A request that gets another answer than the one that it asks for."""

    def __init__(self, answer: ASGIApp) -> None:
        super().__init__()
        self.answer = answer


def refused(status: int, why: str, allowed: str | None = None) -> Refused:
    """A request that is refused, whose connection is closed: what else it sends is not read."""
    headers = {"Connection": "close"} | ({"Allow": allowed} if allowed else {})
    return Refused(PlainTextResponse(f"{why}\n", status, headers))


def bounded(scope: Scope) -> None:
    """Raises `Refused` for a header that is too long, or a body that is announced to be."""
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADERS:
        raise refused(431, "The header of this request is too long.")
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if scope["method"] != "POST" and (length != "0" or "transfer-encoding" in headers):
        raise refused(413, "Only a request that writes has a body.")
    if length.isdecimal() and int(length) > MAX_BODY:
        raise _too_long()


async def whole(receive: Receive) -> Receive:
    """Reads a body, and returns what gives it in one piece.

    Raises `Refused` as soon as it is too long or too slow, or if it ends too early.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            more = True
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise refused(400, "The request ended too early.")
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > MAX_BODY:
                    raise _too_long()
    except TimeoutError:
        raise refused(408, "The request came too slowly.") from None
    first: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

    async def receive_whole() -> Message:
        return first.pop() if first else await receive()

    return receive_whole


def _too_long() -> Refused:
    return refused(413, f"A request has at most {MAX_BODY} bytes.")
