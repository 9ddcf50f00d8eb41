"""Real mail servers on loopback: a good one with all it can do, and others that misbehave."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from feeds.model import Security, SmtpServer
from tests.mail_server import HOST, Mailbox, mail_servers


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

    with mail_servers() as servers:

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
            port = servers.start(make, context if security == "tls" else None)
            return Running(SmtpServer(HOST, port, security, "editor" if login else ""), box)

        yield run


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
