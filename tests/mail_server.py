"""A real mail server on loopback, for tests."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "open sesame"
HOST = "127.0.0.1"


@dataclass
class Mailbox:
    """Takes all mail but for addresses that begin with `no`."""

    got: list[Envelope] = field(default_factory=list)
    users: list[bytes] = field(default_factory=list)
    ciphers: list[Any] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Answers for one recipient."""
        if address.startswith("no"):
            return "550 5.1.1 Nobody of that name lives here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Welcome"

    async def handle_DATA(  # noqa: N802 - likewise
        self, _server: Any, session: Session, envelope: Envelope
    ) -> str:
        """Keeps the message."""
        self.got.append(envelope)
        self.ciphers.append(session.ssl)
        return "250 2.0.0 Kept as number 7"

    def authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _how: str, data: Any
    ) -> Any:
        """Knows one password."""
        assert isinstance(data, LoginPassword)
        self.users.append(data.login)
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


class Servers:
    """Mail servers in a thread of their own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._servers: list[asyncio.Server] = []
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def start(self, make: Callable[[], SMTP], context: ssl.SSLContext | None) -> int:
        """The port at which such a server listens from now on."""

        async def begin() -> asyncio.Server:
            return await self._loop.create_server(make, HOST, 0, ssl=context)

        server = asyncio.run_coroutine_threadsafe(begin(), self._loop).result(5)
        self._servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    def stop(self) -> None:
        """Ends them all, and what they are at."""

        async def end() -> None:
            # A line that its other end has just closed is still to be noticed.
            await asyncio.sleep(0.1)
            for server in self._servers:
                server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


@contextmanager
def mail_servers() -> Iterator[Servers]:
    """Servers that are stopped in the end."""
    servers = Servers()
    try:
        yield servers
    finally:
        servers.stop()
