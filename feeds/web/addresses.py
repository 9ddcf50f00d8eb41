"""Which machines are asked: where a name leads is looked up once, and that is connected to.

Posts may come from anybody. An address in one could otherwise make the program ask what only
the machine that it runs on can reach: itself, its network, or its cloud's metadata service.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from feeds.web.problems import RefusedError, UnreachableError

__all__ = ["find", "is_local_name", "is_public"]

_MOST = 4
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
_NOT_PUBLIC = (
    IPv4Network("192.0.0.0/24"),  # Protocol assignments (RFC 6890), a cloud's metadata among them.
    IPv4Network("192.88.99.0/24"),  # What was once a relay to IPv6 (RFC 7526).
    IPv4Network("168.63.129.16/32"),  # Looks public; in one cloud it is the host of the machine.
    IPv6Network("64:ff9b:1::/48"),  # Addresses translated for local use (RFC 8215).
    IPv6Network("fec0::/10"),
)
_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".test")


def find(host: str, port: int, *, private: bool) -> tuple[str, ...]:
    """The few IP addresses to try for a host, in the system's order.

    Those that are not public are left out unless `private`. Raises `UnreachableError` where the
    name leads nowhere, and `RefusedError` where it leads to nothing that may be asked.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreachableError(f"no machine is known as {host}") from None
    addresses = tuple(dict.fromkeys(str(each[4][0]) for each in found))
    allowed = tuple(each for each in addresses if private or is_public(each))
    if not allowed:
        raise RefusedError(f"{host} is not on the public web")
    return allowed[:_MOST]


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and (inner := _inside(address)) is not None:
        return is_public(str(inner))
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def is_local_name(host: str) -> bool:
    """Whether a host, as it stands in a URL, is sure to be none of the public web."""
    bare = host.rstrip(".").casefold()
    try:
        ip_address(bare.strip("[]"))
    except ValueError:
        return "." not in bare or bare.endswith(_LOCAL_ENDINGS)
    return not is_public(bare.strip("[]"))


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for or leads to."""
    if any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
