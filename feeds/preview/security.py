"""What stands before every answer: who may ask, and for what.

The desk shows unpublished work and text from strangers, and writes, on a port that any
page in the same browser can reach. So: only our own address as Host (a stranger's name
that resolves to us is DNS rebinding), only who came with the token, only what our own
pages ask for, and writing only from our very origin. The cookie alone says little: ports
of one host share cookies, and count as one site.
"""

from __future__ import annotations

from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feeds.preview.address import Address
from feeds.preview.bounds import Refused, bounded, refused, whole
from feeds.preview.denied import denied
from feeds.preview.policies import HEADERS, PAGE_POLICY
from feeds.preview.tokens import Tokens

__all__ = ["METHODS", "TOKEN", "Guard"]

TOKEN = "token"  # noqa: S105  (the name of the parameter)
METHODS = ("GET", "HEAD", "POST")


class Guard:
    """ASGI middleware: refuses what it must, and adds headers to every answer."""

    def __init__(self, app: ASGIApp, address: Address, tokens: Tokens) -> None:
        self._app = app
        self._address = address
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers an HTTP request; the server it stands in knows no other kind."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("Content-Security-Policy", PAGE_POLICY)
            await send(message)

        answer = self._app
        try:
            bounded(scope)
            self._meant(scope)
            self._welcome(scope)
            if scope["method"] == "POST":
                receive = await whole(receive)
        except Refused as refusal:
            answer = refusal.answer
        await answer(scope, receive, send_guarded)

    def _meant(self, scope: Scope) -> None:
        """Raises `Refused` unless it asks our own address, the way it must, for what we do."""
        headers = Headers(scope=scope)
        proxy, hosts = self._address.proxy, headers.getlist("host")
        if proxy is not None and _peer(scope) != proxy:
            raise refused(403, "This desk answers to its proxy only.")
        if proxy is not None and headers.getlist("x-forwarded-proto") != ["https"]:
            raise refused(403, "This desk answers to what came by HTTPS only.")
        if len(hosts) != 1 or hosts[0].lower() not in self._address.hosts:
            raise refused(421, "This desk answers to its own address only.")
        if scope["method"] not in METHODS:
            raise refused(405, "This desk does not do that.", ", ".join(METHODS))

    def _welcome(self, scope: Scope) -> None:
        """Raises `Refused` unless we know who asks, and it is one of our own pages."""
        headers = Headers(scope=scope)
        if scope["method"] == "GET" and scope["path"] == "/":
            token = QueryParams(scope["query_string"]).get(TOKEN)
            if token is not None and self._tokens.redeem(token):
                cookie = {"Set-Cookie": self._tokens.set_cookie()}
                raise Refused(RedirectResponse("/", HTTPStatus.SEE_OTHER, cookie))
        if not any(self._tokens.known(each) for each in headers.getlist("cookie")):
            raise Refused(denied(Request(scope), self._address.url))
        if scope["method"] == "POST":
            own = f"{self._address.scheme}://{headers['host'].lower()}"
            ours = headers.getlist("origin") == [own] and not _elsewhere(headers)
        else:
            ours = not _elsewhere(headers) or _opens(headers)
        if not ours:
            raise refused(403, "This request comes from another page.")


def _elsewhere(headers: Headers) -> bool:
    """Whether another page asks (Fetch Metadata); the same site is not the same origin."""
    return any(each not in ("none", "same-origin") for each in headers.getlist("sec-fetch-site"))


def _opens(headers: Headers) -> bool:
    """Whether it opens a page of ours in the place of its own."""
    fetched = headers.getlist("sec-fetch-mode"), headers.getlist("sec-fetch-dest")
    return fetched == (["navigate"], ["document"])


def _peer(scope: Scope) -> IPv4Address | IPv6Address | None:
    client = scope.get("client")
    if client is None:
        return None
    ip = ip_address(client[0])
    return (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip
