"""Real mail servers on loopback: a good one with all it can do, and others that misbehave."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from feeds.model import Security, SmtpServer

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


class _Loop:
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


@dataclass
class Running:
    """A server, and what it got."""

    settings: SmtpServer
    box: Mailbox


Start = Callable[..., Running]


@pytest.fixture
def certificate(tmp_path: Path, program: Callable[[str], str]) -> Path:
    """A certificate for 127.0.0.1, beside its key in `NAME.key`; it signs itself."""
    file = tmp_path / "server.crt"
    key = file.with_suffix(".key")
    command = [
        program("openssl"),
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
    ]
    command += ["-nodes", "-keyout", str(key), "-out", str(file), "-days", "3650"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)
    return file


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts that certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture
def start(certificate: Path) -> Iterator[Start]:
    """Starts mail servers, each with a mailbox."""
    loop = _Loop()

    def run(security: Security = "none", *, login: bool = False, **options: Any) -> Running:
        box = Mailbox()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, certificate.with_suffix(".key"))
        if login:
            inside = security == "starttls"  # aiosmtpd does not see the encryption around it.
            options |= {"authenticator": box.authenticate}
            options |= {"auth_required": inside, "auth_require_tls": inside}
        if security == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        make = partial(SMTP, box, **options)
        port = loop.start(make, context if security == "tls" else None)
        return Running(SmtpServer(HOST, port, security, "editor" if login else ""), box)

    yield run
    loop.stop()


@pytest.fixture
def odd() -> Iterator[Callable[..., SmtpServer]]:
    """Starts a server that does one thing with each connection."""
    with ExitStack() as open_ones:

        def run(
            conversation: Callable[[socket.socket], object], security: Security = "none"
        ) -> SmtpServer:
            listening = open_ones.enter_context(socket.create_server((HOST, 0)))

            def serve() -> None:
                with suppress(OSError):
                    connected, _ = listening.accept()
                    with connected, suppress(OSError):
                        conversation(connected)

            thread = Thread(target=serve, daemon=True)
            thread.start()
            open_ones.callback(thread.join, 5)
            return SmtpServer(HOST, listening.getsockname()[1], security)

        yield run
