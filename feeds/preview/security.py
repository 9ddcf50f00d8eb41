"""What stands before every answer: who may ask, how, and what a browser may do with it.

The preview shows unpublished work and text from strangers, on a port that any page in
the same browser can reach. So: only our own names as Host (a stranger's name that resolves
to 127.0.0.1 is DNS rebinding), only reading, and policies that let nothing run but our
script, load nothing from elsewhere, and let no other origin embed or read an answer.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["FRAME_POLICY", "SANDBOX", "Guard", "own_hosts"]

# With scripts off, `allow-same-origin` gives a framed document nothing; it lets our own
# page see how high the document is.
SANDBOX = "allow-same-origin"

FRAME_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    f"form-action 'none'; frame-ancestors 'self'; sandbox {SANDBOX}"
)

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_METHODS = ("GET", "HEAD")


def own_hosts(port: int) -> frozenset[str]:
    """What a browser sends as Host when it means the preview on that port."""
    names = ("127.0.0.1", "localhost")
    bare = names if port == 80 else ()
    return frozenset((*bare, *(f"{name}:{port}" for name in names)))


class Guard:
    """ASGI middleware: refuses other hosts and methods, and adds headers to every answer."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers an HTTP request; the server it stands in knows no other kind."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Content-Security-Policy", _POLICY)
            await send(message)

        await self._answer(scope)(scope, receive, send_guarded)

    def _answer(self, scope: Scope) -> ASGIApp:
        hosts = Headers(scope=scope).getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return PlainTextResponse("This preview answers to its own address only.\n", 421)
        if scope["method"] not in _METHODS:
            return PlainTextResponse(
                "This preview is for reading only.\n", 405, {"Allow": ", ".join(_METHODS)}
            )
        return self._app
