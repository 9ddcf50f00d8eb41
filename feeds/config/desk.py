"""`[desk]`: where the editors' desk sends tests, and how it hands an edition over."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import get_args

from feeds.config.checks import array, choice, kind, line, whole
from feeds.config.source import InvalidValueError, Spot
from feeds.config.tables import Schema, read_table
from feeds.config.values import host_name, mail
from feeds.model import Security, SmtpServer
from feeds.suggest import shown

__all__ = ["DESK", "SMTP", "addresses", "command", "smtp"]

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_LAST_PORT = 65535
_MOST_ADDRESSES = 20
_MOST_WORDS = 50
_ENVIRONMENT = re.compile(r"FEEDS_[A-Z0-9_]{1,60}", re.ASCII)
_PRINTABLE = re.compile(r"[ -~]{1,254}")


def addresses(value: object, spot: Spot) -> tuple[str, ...]:
    """Mail addresses, not many."""
    found = array(mail)(value, spot)
    if len(found) > _MOST_ADDRESSES:
        raise spot.wrong(f"must not be more than {_MOST_ADDRESSES} addresses")
    return found


def variable(value: object, spot: Spot) -> str:
    """The name of a variable that whoever writes `feeds.toml` may have sent to a server.

    Any other may hold a secret that has nothing to do with mail.
    """
    name = line(value, spot)
    if not _ENVIRONMENT.fullmatch(name):
        raise spot.wrong(
            f'must be a name such as "FEEDS_SMTP_PASSWORD", not {shown(name)}',
            "Only variables that begin with FEEDS_ are ever sent to a mail server.",
        )
    return name


def user(value: object, spot: Spot) -> str:
    """A name that every mail server takes: printable ASCII."""
    name = line(value, spot)
    if not _PRINTABLE.fullmatch(name):
        raise spot.wrong(f"must be ASCII, not {shown(name)}")
    return name


def smtp(value: object, spot: Spot) -> SmtpServer:
    """A mail server. Without encryption it must be this machine."""
    reading = read_table(value, SMTP, spot)
    values = dict(reading.values)
    if "host" not in values:
        if "host" not in reading.broken:
            spot.wrong("must have a host")
        raise InvalidValueError
    if reading.broken:
        raise InvalidValueError
    security = values.get("security", "starttls")
    if security == "none" and not _is_here(values["host"]):
        raise spot.at("security").wrong(
            'may be "none" for this machine alone, such as localhost',
            'Write "starttls" or "tls": the mail and the password would be read on their way.',
        )
    values.setdefault("port", _PORTS[security])
    return SmtpServer(**values)


def command(value: object, spot: Spot) -> tuple[str, ...]:
    """The words of a command; none for git."""
    if value == "git":
        return ()
    if not isinstance(value, (list, tuple)):
        what = f"not {shown(value) if isinstance(value, str) else kind(value)}"
        raise spot.wrong(f'must be "git" or an array of words such as ["make", "handover"], {what}')
    if not 0 < len(value) <= _MOST_WORDS:
        raise spot.wrong(f"must be from 1 to {_MOST_WORDS} words")
    wrong = [
        spot.at(index).wrong("must be a word on one line")
        for index, word in enumerate(value)
        if not (isinstance(word, str) and word.isprintable() and (word or index))
    ]
    if wrong:
        raise wrong[0]
    return tuple(value)


def _is_here(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


SMTP: Schema = {
    "host": host_name,
    "port": whole(1, _LAST_PORT),
    "security": choice(*get_args(Security)),
    "user": user,
    "password_env": variable,
}

DESK: Schema = {"test_to": addresses, "smtp": smtp, "handover": command}
