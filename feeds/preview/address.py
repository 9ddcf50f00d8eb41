"""Where the desk listens, and under which address browsers may ask it.

Only this machine reaches it, unless its reach is widened together with what makes that
safe: TLS of its own, or a proxy in front of it that speaks TLS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from feeds.errors import ConfigurationError, error

__all__ = ["LOOPBACK", "Address", "Reach", "address", "checked"]

LOOPBACK = "127.0.0.1"

_LAST_PORT = 65535
_DEFAULT_PORTS = {"http": 80, "https": 443}
# A host of RFC 3986 §3.2.2 in ASCII, and a port.
_PUBLIC_NAME = re.compile(
    r"(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(?P<port>\d{1,5}))?"
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Who can reach the desk, as the command line says it.

    `host` is the IP address to listen on, `public_name` the host (and port) in the address
    that browsers open, `certificate` and `key` PEM files, and `proxy` the IP address of
    the only machine whose requests are answered.
    """

    host: str = LOOPBACK
    public_name: str | None = None
    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """What requests must ask for.

    `hosts` are the only values of Host (RFC 9110 §7.2), in lower case; the first of them is
    the one that people are told. `port` is that of the first. With a `proxy`, requests come
    from there alone, and say that they came to it by HTTPS.
    """

    scheme: str
    hosts: tuple[str, ...]
    port: int
    proxy: IPv4Address | IPv6Address | None = None

    @property
    def url(self) -> str:
        """The address of the first page."""
        return f"{self.scheme}://{self.hosts[0]}/"


def checked(reach: Reach) -> Reach:
    """That reach. Raises `ConfigurationError` where it is unclear or unsafe."""
    host = _ip("--host", reach.host, "the name that browsers use goes into --public-name")
    if reach.key and not reach.certificate:
        raise _wrong("--tls-key: there is no --tls-cert", "Give both.")
    if reach.proxy is not None:
        _ip("--trusted-proxy", reach.proxy, "one address, that from which the proxy asks")
    safe = reach.certificate is not None or reach.proxy is not None
    if not host.is_loopback and not safe:
        raise _wrong(
            f"--host: without TLS, others on the way to {reach.host} could read and change what"
            " is not published yet",
            "Give --tls-cert and --tls-key, or --trusted-proxy and --public-name.",
        )
    if reach.public_name is None:
        if reach.proxy is not None:
            raise _wrong(
                "--trusted-proxy: the name that browsers ask the proxy for is not known",
                "Give it with --public-name, such as desk.example.org.",
            )
        if host.is_unspecified:
            raise _wrong(
                f"--host: {reach.host} is every address of this machine, and no name for browsers",
                "Give the name with --public-name, such as desk.example.org.",
            )
    elif not safe:
        raise _wrong(
            "--public-name: only this machine can ask, by 127.0.0.1",
            "Leave it out, or give --tls-cert and --tls-key, or --trusted-proxy, too.",
        )
    elif _public(reach.public_name) is None:
        raise _wrong(
            f"--public-name: {reach.public_name} is not a name of a host",
            "Give it as browsers send it, in ASCII: desk.example.org, or desk.example.org:8443.",
        )
    return reach


def address(reach: Reach, port: int) -> Address:
    """The address of a checked reach that listens on that port."""
    proxy = None if reach.proxy is None else ip_address(reach.proxy)
    scheme = "https" if reach.certificate or proxy else "http"
    if reach.public_name is not None:
        found = _public(reach.public_name)
        assert found
        public = found[1] or (_DEFAULT_PORTS["https"] if proxy else port)
        return Address(scheme, _hosts(found[:1], scheme, public), public, proxy)
    ip = ip_address(reach.host)
    name = f"[{ip}]" if ip.version == 6 else str(ip)
    names = (name, "localhost") if ip.is_loopback else (name,)
    return Address(scheme, _hosts(names, scheme, port), port, proxy)


def _public(name: str) -> tuple[str, int | None] | None:
    """The host and the port that a public name gives; None where it is none."""
    found = _PUBLIC_NAME.fullmatch(name.lower())
    if not found or (found["port"] and not 0 < int(found["port"]) <= _LAST_PORT):
        return None
    return found["host"], int(found["port"]) if found["port"] else None


def _hosts(names: tuple[str, ...], scheme: str, port: int) -> tuple[str, ...]:
    if port == _DEFAULT_PORTS[scheme]:
        return names
    return tuple(f"{name}:{port}" for name in names)


def _ip(option: str, text: str, hint: str) -> IPv4Address | IPv6Address:
    try:
        return ip_address(text)
    except ValueError:
        raise _wrong(
            f"{option}: {text} is not an IP address", f"Give one such as 192.0.2.7; {hint}."
        ) from None


def _wrong(what: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(error(what, remedy=remedy))
