"""The HTTP server: TLS where asked for, few connections, and no patience with slow ones."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from feeds.errors import ConfigurationError, error
from feeds.preview.address import Reach
from feeds.preview.bounds import MAX_HEADERS

__all__ = ["HEADER_SECONDS", "Server"]

HEADER_SECONDS = 10.0
_STOP_SECONDS = 3
_MOST_CONNECTIONS = 250


class Server(uvicorn.Server):
    """Calls `closing` when it is stopped, before it waits for open connections.

    Raises `ConfigurationError` where the certificate cannot be used.
    """

    def __init__(self, app: ASGIApp, reach: Reach, closing: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            http=_Impatient,
            ws="none",
            lifespan="off",
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            h11_max_incomplete_event_size=MAX_HEADERS,
            timeout_graceful_shutdown=_STOP_SECONDS,
            ssl_certfile=reach.certificate,
            ssl_keyfile=reach.key,
        )
        try:
            config.load()
        except OSError as problem:
            unread = isinstance(problem, ssl.SSLError)
            why = "it is no certificate with its key" if unread else problem.strerror
            raise ConfigurationError(
                error(
                    f"--tls-cert: {reach.certificate} cannot be used: {why}",
                    remedy="Give a certificate and its key as PEM files that you can read.",
                )
            ) from None
        super().__init__(config)
        self._closing = closing

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stops serving."""
        self._closing()
        await super().shutdown(sockets)


class _Impatient(H11Protocol):
    """Closes a connection whose next request does not come whole, as far as its header goes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
