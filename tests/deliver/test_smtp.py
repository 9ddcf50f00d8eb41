"""A message reaches a real mail server as it is, or nothing does, and one learns why."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from feeds.deliver.problems import NotSentError
from feeds.deliver.smtp import Patience, send
from feeds.model import SmtpServer
from tests.mail_server import HOST, PASSWORD

from .conftest import Start

FROM, TO = "letters@harbour.example", "editor@harbour.example"
# Lines that begin with dots, and one that is as long as a line may be.
MESSAGE = (
    b"From: Harbour <letters@harbour.example>\r\nSubject: Hello\r\n\r\n"
    b".\r\n..\r\n.hidden\r\n\r\n" + b"x" * 998 + b"\r\nFrom here on\r\n\r\n"
)
ENVIRONMENT = {"FEEDS_SMTP_PASSWORD": PASSWORD}
QUICK = Patience(each=0.3, whole=5)


def why(server: SmtpServer, patience: Patience = QUICK, **environment: str) -> NotSentError:
    """Why that server does not take the message."""
    with pytest.raises(NotSentError) as caught:
        send(server, FROM, [TO], MESSAGE, environment, patience)
    assert caught.value.what
    return caught.value


@pytest.mark.parametrize("login", [False, True])
@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_every_byte_arrives(start: Start, trusted: None, security: str, login: bool) -> None:
    """What an editor tries out would not be what readers get, or could be read on its way."""
    server = start(security, login=login)
    receipt = send(server.settings, FROM, [TO], MESSAGE, ENVIRONMENT)
    assert (receipt.taken, receipt.refused) == ((TO,), {})
    assert receipt.said == "250 2.0.0 Kept as number 7"
    (envelope,) = server.box.got
    assert envelope.content == MESSAGE
    assert (envelope.mail_from, envelope.rcpt_tos) == (FROM, [TO])
    assert server.box.users == ([b"editor"] if login else [])
    assert (server.box.ciphers[0] is not None) == (security == "starttls")


def test_who_is_refused_is_told_and_the_others_get_it(start: Start) -> None:
    """An editor would wait for a test that one of two addresses never gets."""
    server = start()
    receipt = send(server.settings, FROM, ["nobody@x.example", TO], MESSAGE, {})
    assert receipt.taken == (TO,)
    assert receipt.refused == {"nobody@x.example": "550 5.1.1 Nobody of that name lives here"}
    assert server.box.got[0].rcpt_tos == [TO]


def test_nobody_is_taken(start: Start) -> None:
    """The desk would say that a test is on its way which nobody gets."""
    server = start()
    with pytest.raises(NotSentError) as caught:
        send(server.settings, FROM, ["no1@x.example", "no2@x.example"], MESSAGE, {})
    assert caught.value.why == "refused"
    assert caught.value.said.count("550 5.1.1") == 2
    assert server.box.got == []


def test_a_wrong_password(start: Start, trusted: None) -> None:
    """An editor would not learn that the password is the matter."""
    problem = why(start("starttls", login=True).settings, FEEDS_SMTP_PASSWORD="wrong")
    assert problem.why == "login"
    assert "FEEDS_SMTP_PASSWORD" in problem.remedy
    assert "wrong" not in str(problem) + problem.said + problem.remedy


@pytest.mark.parametrize(
    ("password", "reason"), [("", "no_password"), ("pässword", "odd_password")]
)
def test_no_usable_password(start: Start, password: str, reason: str) -> None:
    """A mail server would be asked without one, or the program would break."""
    server = start("none", login=True)
    assert why(server.settings, FEEDS_SMTP_PASSWORD=password).why == reason


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for(start: Start, security: str) -> None:
    """Anybody between could pose as the server, and read mail and password."""
    server = start(security, login=True)
    problem = why(server.settings, FEEDS_SMTP_PASSWORD=PASSWORD)
    assert (problem.why, problem.said) == ("certificate", "self-signed certificate")
    assert (server.box.users, server.box.got) == ([], [])


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_for_another_name(start: Start, trusted: None, security: str) -> None:
    """Likewise, with a certificate that somebody got for a name of theirs."""
    server = start(security)
    assert why(replace(server.settings, host="localhost")).why == "certificate"
    assert server.box.got == []


def test_a_server_that_offers_no_encryption(start: Start) -> None:
    """The message would go on in the clear, as whoever stands between wants it."""
    server = start("none", login=True)
    settings = replace(server.settings, security="starttls")
    assert why(settings, FEEDS_SMTP_PASSWORD=PASSWORD).why == "no_encryption"
    assert (server.box.users, server.box.got) == ([], [])


def test_a_server_that_knows_no_login(start: Start) -> None:
    """An editor would not learn that `user` is the matter."""
    server = replace(start("none").settings, user="editor")
    assert why(server, FEEDS_SMTP_PASSWORD=PASSWORD).why == "no_login"


def test_a_server_with_strange_ways_to_log_in(odd: Callable[..., SmtpServer]) -> None:
    """Likewise, where it offers only what is not known here."""

    def conversation(connected: socket.socket) -> None:
        connected.sendall(b"220 hello\r\n")
        connected.recv(100)
        connected.sendall(b"250-hello\r\n250 AUTH SOMETHING\r\n")
        connected.recv(100)

    server = replace(odd(conversation), user="editor")
    assert why(server, FEEDS_SMTP_PASSWORD=PASSWORD).why == "no_login"


def test_a_message_larger_than_the_server_takes(start: Start) -> None:
    """All of it would be sent first, to be refused at its end."""
    server = start(data_size_limit=500)
    assert why(server.settings).why == "too_large"


def test_nobody_listens(odd: Callable[..., SmtpServer]) -> None:
    """An editor would see the words of the system."""
    with socket.create_server((HOST, 0)) as closed:
        port = closed.getsockname()[1]
    problem = why(SmtpServer(HOST, port, "none"))
    assert (problem.why, problem.said) == ("unreachable", "Connection refused")


def test_there_is_no_such_machine() -> None:
    """Likewise, for a name that was written wrong."""
    assert why(SmtpServer("nowhere.invalid", 587)).why == "unknown_host"


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_server_that_hangs(odd: Callable[..., SmtpServer], security: str) -> None:
    """The desk would wait for ever for a server that says nothing."""

    def listen(connected: socket.socket) -> None:
        while connected.recv(1000):
            pass

    server = odd(listen, security)
    began = time.monotonic()
    assert why(server).why == "silent"
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("security", ["none", "tls"])
def test_a_server_that_says_a_little_for_ever(
    odd: Callable[..., SmtpServer], security: str
) -> None:
    """Each answer would come in time, and the whole would never end."""

    def dribble(connected: socket.socket) -> None:
        hello = b"\x16\x03\x03\x40\x00" if security == "tls" else b"220-"
        connected.sendall(hello)
        for _ in range(100):
            connected.sendall(b"\x02")
            time.sleep(0.05)

    began = time.monotonic()
    assert why(odd(dribble, security), Patience(each=1, whole=0.4)).why in ("silent", "odd")
    assert time.monotonic() - began < 3


def test_a_server_that_never_stops_talking(odd: Callable[..., SmtpServer]) -> None:
    """Memory would fill with what a server says."""

    def talk(connected: socket.socket) -> None:
        while True:
            connected.sendall(b"220-and more\r\n" * 1000)

    assert why(odd(talk), Patience(each=5, whole=30)).why == "broken_off"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "odd"),
        (b"554 5.7.1 Not from there\r\n", "refused"),
        (b"421 Busy\r\n", "refused"),
        (b"", "broken_off"),
        (b"220 hello\r\n", "broken_off"),
        (b"\xff" * 10_000, "refused"),
    ],
)
def test_other_greetings(odd: Callable[..., SmtpServer], said: bytes, reason: str) -> None:
    """Whatever is there at that port would end in an exception of smtplib's."""
    assert why(odd(lambda connected: connected.sendall(said))).why == reason


def test_a_refusal_at_the_end(odd: Callable[..., SmtpServer]) -> None:
    """What a filter says of a message would be lost, control characters included."""

    def conversation(connected: socket.socket) -> None:
        connected.sendall(b"220 hello\r\n")
        for answer in (b"250 hi", b"250 ok", b"250 ok", b"354 go on"):
            connected.recv(10_000)
            connected.sendall(answer + b"\r\n")
        while not connected.recv(10_000).endswith(b"\r\n.\r\n"):
            pass
        connected.sendall(b"554-5.7.1 Looks like\x1b[31m spam\r\n554 and long\r\n")

    problem = why(odd(conversation))
    assert problem.why == "refused"
    assert problem.said.startswith("554 5.7.1 Looks like")
    assert "\x1b" not in problem.said


def test_the_sender_is_refused(odd: Callable[..., SmtpServer]) -> None:
    """An editor would not learn that the newsletter's address is the matter."""

    def conversation(connected: socket.socket) -> None:
        connected.sendall(b"220 hello\r\n")
        connected.recv(1000)
        connected.sendall(b"250 hi\r\n")
        connected.recv(1000)
        connected.sendall(b"553 5.7.1 Not yours\r\n")

    problem = why(odd(conversation))
    assert (problem.why, problem.values["sender"], problem.said) == (
        "sender",
        FROM,
        "553 5.7.1 Not yours",
    )


def test_without_encryption_nothing_leaves_this_machine(
    monkeypatch: pytest.MonkeyPatch, start: Start
) -> None:
    """`localhost` may be another machine, where somebody says so."""
    server = start()
    monkeypatch.setattr(socket.socket, "getpeername", lambda _: ("192.0.2.1", 25))
    assert why(server.settings).why == "not_here"
    assert server.box.got == []
