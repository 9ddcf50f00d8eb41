"""One message over SMTP (RFC 5321, RFC 6409): within bounds, and encrypted or not at all."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from threading import Timer
from typing import BinaryIO

from feeds.deliver.problems import NotSentError, Why, short
from feeds.model import SmtpServer

__all__ = ["Patience", "Receipt", "send"]

_MOST_SAID = 256 * 1024
# What stands for our name: a machine's own is nobody's business (RFC 5321 §4.1.4).
_OURSELVES = "[127.0.0.1]"


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for each answer, and for all of it."""

    each: float = 15.0
    whole: float = 90.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who gets the message: `refused` has what the server said of an address that it does not take.

    `said` is how it took the message over.
    """

    taken: tuple[str, ...]
    refused: Mapping[str, str] = field(default_factory=dict)
    said: str = ""


def send(
    server: SmtpServer,
    sender: str,
    recipients: Sequence[str],
    message: bytes,
    environment: Mapping[str, str],
    patience: Patience | None = None,
) -> Receipt:
    """Gives a message to a server, byte for byte, for those recipients.

    The message's lines end in CR LF, and it is ASCII. The password comes from the
    `environment`. Raises `NotSentError` where no recipient gets it.
    """
    password = _password(server, environment)
    with _connected(server, patience or Patience(), sender) as connection:
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, password)
        return _handed(connection, server, sender, recipients, message)


def _password(server: SmtpServer, environment: Mapping[str, str]) -> str:
    if not server.user:
        return ""
    password = environment.get(server.password_env, "")
    if not password:
        raise NotSentError("no_password", variable=server.password_env)
    if not password.isascii():
        raise NotSentError("odd_password", variable=server.password_env)
    return password


def _handed(
    connection: smtplib.SMTP,
    server: SmtpServer,
    sender: str,
    recipients: Sequence[str],
    message: bytes,
) -> Receipt:
    size = connection.esmtp_features.get("size", "")
    if size.isdigit() and 0 < int(size[:18]) < len(message):
        raise NotSentError("too_large", server=server.host)
    options = [f"SIZE={len(message)}"] if connection.has_extn("size") else []
    code, said = connection.mail(sender, options)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, said, sender)
    taken: list[str] = []
    refused: dict[str, str] = {}
    for recipient in recipients:
        code, said = connection.rcpt(recipient)
        if code in (250, 251):
            taken.append(recipient)
        else:
            refused[recipient] = _reply(code, said)
    if not taken:
        raise NotSentError("refused", " ".join(refused.values()), server=server.host)
    code, said = connection.data(message)
    if code != 250:
        raise smtplib.SMTPDataError(code, said)
    return Receipt(tuple(taken), refused, _reply(code, said))


def _reply(code: int, said: bytes) -> str:
    return short(f"{code} {said.decode('utf-8', 'replace')}")


# ── The connection ────────────────────────────────────────────────────────────────────


@contextmanager
def _connected(server: SmtpServer, patience: Patience, sender: str) -> Iterator[smtplib.SMTP]:
    """A connection that was greeted on, cut off when the time is over, and said goodbye to."""
    connection = _Connection(server, patience.each)
    late = Timer(patience.whole, connection.cut)
    late.daemon = True
    late.start()
    try:
        code, said = connection.connect(server.host, server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        connection.ehlo_or_helo_if_needed()
        yield connection
        with suppress(smtplib.SMTPException, OSError):
            connection.quit()
    except (smtplib.SMTPException, OSError, ValueError) as problem:
        raise _meaning(problem, server, sender, over=connection.over) from problem
    finally:
        late.cancel()
        connection.close()


class _Bounded:
    """What a server says, as far as one listens."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = _MOST_SAID

    def readline(self, most: int) -> bytes:
        line = self._file.readline(most)
        self._left -= len(line)
        if self._left < 0:
            raise smtplib.SMTPServerDisconnected("the server says too much")
        return line

    def close(self) -> None:
        self._file.close()


class _Connection(smtplib.SMTP):
    """smtplib's, which another thread can cut off, and which listens only so long.

    Where the server is one for `tls`, it is encrypted from the first byte on (RFC 8314).
    """

    def __init__(self, server: SmtpServer, seconds: float) -> None:
        super().__init__(local_hostname=_OURSELVES, timeout=seconds)
        self.over = False
        self._host = server.host  # The name that smtplib wants in a certificate.
        self._server = server
        self._line: socket.socket | None = None

    def cut(self) -> None:
        """Ends whatever waits for the server."""
        self.over = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Closes it, whatever the server thinks of that."""
        with suppress(OSError):
            super().close()
        if self._line is not None:
            self._line.close()

    def getreply(self) -> tuple[int, bytes]:
        """The server's next answer."""
        if self.over:
            raise TimeoutError
        if self.file is None and self.sock is not None:
            self.file = _Bounded(self.sock.makefile("rb"))
        return super().getreply()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected = socket.create_connection((host, port), timeout)
        if self._server.security == "none" and not _is_here(connected):
            connected.close()
            raise NotSentError("not_here", server=host)
        # Encryption takes the socket over; this is another hold on the same line.
        self._line = connected.dup()
        if self._server.security != "tls":
            return connected
        return ssl.create_default_context().wrap_socket(connected, server_hostname=host)


def _is_here(connected: socket.socket) -> bool:
    return ip_address(connected.getpeername()[0].partition("%")[0]).is_loopback


# ── What went wrong ───────────────────────────────────────────────────────────────────


def _meaning(problem: Exception, server: SmtpServer, sender: str, *, over: bool) -> NotSentError:
    name = server.host
    said = ""
    if isinstance(problem, smtplib.SMTPResponseException):
        error = problem.smtp_error
        text = error if isinstance(error, bytes) else str(error).encode()
        said = _reply(problem.smtp_code, text)
    match problem:
        case _ if over:
            return NotSentError("silent", server=name)
        case ssl.SSLCertVerificationError():
            return NotSentError("certificate", problem.verify_message, server=name)
        case ssl.SSLError():
            return NotSentError("odd", problem.reason or "", server=name)
        case TimeoutError():
            return NotSentError("silent", server=name)
        case socket.gaierror():
            return NotSentError("unknown_host", server=name)
        case smtplib.SMTPAuthenticationError():
            return NotSentError("login", said, server=name, variable=server.password_env)
        case smtplib.SMTPSenderRefused():
            return NotSentError("sender", said, server=name, sender=sender)
        case smtplib.SMTPNotSupportedError():
            why: Why = "no_login" if "STARTTLS" not in str(problem) else "no_encryption"
            return NotSentError(why, server=name)
        case smtplib.SMTPConnectError(smtp_code=-1):
            return NotSentError("odd", said, server=name)
        case smtplib.SMTPServerDisconnected(__context__=TimeoutError()):
            return NotSentError("silent", server=name)
        case smtplib.SMTPServerDisconnected() | ConnectionResetError() | BrokenPipeError():
            return NotSentError("broken_off", server=name)
        case smtplib.SMTPResponseException():
            return NotSentError("refused", said, server=name)
        case smtplib.SMTPException():
            why = "no_login" if "uthentication" in str(problem) else "odd"
            return NotSentError(why, server=name)
        case OSError():
            return NotSentError("unreachable", problem.strerror or "", server=name)
    return NotSentError("odd", str(problem), server=name)
