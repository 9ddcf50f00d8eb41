"""One request over a connection of its own, and the head of the answer (RFC 9110, RFC 9112)."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from feeds.urls import is_web_url
from feeds.web.addresses import find
from feeds.web.problems import NoAnswerError, RefusedError, UnreachableError, words

if TYPE_CHECKING:
    from ssl import SSLContext

    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

__all__ = ["Line", "errors", "exchange"]

_CONNECT = 10.0
_CONNECT_WITH_OTHERS = 3.0


class Line:
    """The connection in use, if any, which another thread can cut off."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._socket: socket.socket | None = None
        self._cut = False

    def hold(self, connected: socket.socket | None) -> None:
        """Takes the socket of the connection in use; raises `NoAnswerError` if it is too late."""
        with self._lock:
            self._socket = connected
            if self._cut:
                raise NoAnswerError("the time is over")

    def cut(self) -> None:
        """Ends whatever waits for the connection, now and later."""
        with self._lock:
            self._cut = True
            if self._socket is not None:
                with suppress(OSError, ValueError):
                    self._socket.shutdown(socket.SHUT_RDWR)


def exchange(
    url: str,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    *,
    seconds: float,
    private: bool,
    line: Line,
) -> tuple[HTTPConnection, BaseHTTPResponse]:
    """Asks one URL, and gives the connection, to be closed, and the answer, not yet read.

    `seconds` bound each single wait. Proxies are those of the environment, as for other
    programs. Raises `NoAnswerError`; `RefusedError` where the URL is not one to be asked.
    """
    parts = _checked(url)
    proxy = _proxy(parts)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    own = {"Host": _host_and_port(parts), "Accept-Encoding": "identity", **headers}
    if proxy is not None:
        _refuse_private(parts, private=private)
        if parts.scheme == "http":
            target = urlunsplit((parts.scheme, own["Host"], parts.path or "/", parts.query, ""))
            own |= _authorisation(proxy)
    connection = _connected(parts, proxy, seconds=seconds, private=private, line=line)
    try:
        connection.request(
            method, target, body=body, headers=own, preload_content=False, decode_content=False
        )
        return connection, connection.getresponse()
    except errors() as problem:
        connection.close()
        raise NoAnswerError(words(problem)) from problem


def _checked(url: str) -> SplitResult:
    if not is_web_url(url):
        raise RefusedError("only http and https are asked")
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise RefusedError("an address with a user's name or a password is not asked")
    return parts


def _proxy(parts: SplitResult) -> SplitResult | None:
    """The proxy that the environment names for a host, None where there is none."""
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    if not found or proxy_bypass(_host_and_port(parts)):
        return None
    proxy = urlsplit(found if "://" in found else f"http://{found}")
    try:
        usable = proxy.scheme == "http" and proxy.hostname and proxy.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise RefusedError("the proxy in the environment is none that is asked over http://")
    return proxy


def _refuse_private(parts: SplitResult, *, private: bool) -> None:
    """Behind a proxy, which looks names up itself, what is known here to be private is refused."""
    try:
        find(parts.hostname or "", _port(parts), private=private)
    except UnreachableError:
        return  # The proxy may know the name.


def _connected(
    parts: SplitResult, proxy: SplitResult | None, *, seconds: float, private: bool, line: Line
) -> HTTPConnection:
    """A connection to the first address that takes one."""
    through = proxy or parts
    # Whoever names a proxy means it, wherever it is.
    addresses = find(through.hostname or "", _port(through), private=private or proxy is not None)
    last: Exception | None = None
    for address in addresses:
        # An address that swallows all, as IPv6 often is, must leave time for the next.
        most = _CONNECT if address == addresses[-1] else _CONNECT_WITH_OTHERS
        connection = _connection(parts, proxy, address, min(seconds, most))
        try:
            line.hold(None)
            connection.connect()
            line.hold(connection.sock)
            connection.timeout = seconds
            return connection
        except NoAnswerError:
            connection.close()
            raise
        except errors() as problem:
            connection.close()
            last = problem
    assert last is not None
    raise UnreachableError(words(last)) from last


def _connection(
    parts: SplitResult, proxy: SplitResult | None, address: str, seconds: float
) -> HTTPConnection:
    from urllib3.connection import HTTPConnection, HTTPSConnection

    port = _port(proxy or parts)
    if parts.scheme == "http":
        return HTTPConnection(address, port, timeout=seconds)
    name = parts.hostname or ""
    connection = HTTPSConnection(
        address,
        port,
        timeout=seconds,
        server_hostname=name,
        ssl_context=_trust(),
        cert_reqs="CERT_REQUIRED",
    )
    if proxy is not None:
        connection.set_tunnel(name, _port(parts), headers=_authorisation(proxy))
    return connection


@cache
def _trust() -> SSLContext:
    """Whom the system trusts; `SSL_CERT_FILE` and `SSL_CERT_DIR` add to that."""
    from ssl import create_default_context

    return create_default_context()


def _authorisation(proxy: SplitResult) -> dict[str, str]:
    """What a proxy asks for whose address holds a name and a password."""
    from urllib3 import make_headers

    if proxy.username is None:
        return {}
    given = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    made = make_headers(proxy_basic_auth=given)
    return {str(name).title(): str(value) for name, value in made.items()}


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _host_and_port(parts: SplitResult) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port is None else f"{host}:{parts.port}"


def errors() -> tuple[type[Exception], ...]:
    """All that urllib3 and what lies below it raise for what others do."""
    from http.client import HTTPException

    from urllib3.exceptions import HTTPError

    return HTTPError, HTTPException, OSError, ValueError
