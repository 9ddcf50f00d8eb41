"""Which machines may be asked for what stands in a post."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given
from hypothesis.strategies import ip_addresses

from feeds.web.addresses import find, is_local_name, is_public
from feeds.web.problems import NoAnswerError, RefusedError


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
        *("224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1"),
        *("fec0::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::"),
        *("2002:a00:1::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:db8::1"),
        *("", "localhost", "1.2.3", "0x7f.1"),
    ],
)
def test_what_is_not_public(address: str) -> None:
    """A post could have the program ask its own machine or its cloud's metadata."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808"]
)
def test_what_is_public(address: str) -> None:
    """No address of the web could be asked."""
    assert is_public(address)


@given(ip_addresses(v=4))
def test_an_address_is_as_public_however_it_is_written(address: object) -> None:
    """An address that is refused could be asked in IPv6's clothes."""
    plain = is_public(str(address))
    assert is_public(f"::ffff:{address}") == plain
    assert is_public(f"64:ff9b::{address}") == plain


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("blog.localhost", True),
        ("printer", True),
        ("nas.local", True),
        ("metadata.google.internal", True),
        ("127.0.0.1", True),
        ("[::1]", True),
        ("::1", True),
        ("192.168.0.7", True),
        ("example.org", False),
        ("mylocalhost.org", False),
        ("8.8.8.8", False),
    ],
)
def test_names_that_are_local(host: str, local: bool) -> None:
    """A public hub would be sent to a machine that it cannot reach."""
    assert is_local_name(host) is local


def test_a_name_that_leads_to_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads to a public and to a private machine would be a way in."""
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80))
        for each in ("127.0.0.1", "93.184.215.14", "93.184.215.14")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert find("both.example", 80, private=False) == ("93.184.215.14",)
    assert find("both.example", 80, private=True) == ("127.0.0.1", "93.184.215.14")


def test_names_that_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped name would end in a traceback."""
    with pytest.raises(RefusedError, match=r"127\.0\.0\.1 is not on the public web"):
        find("127.0.0.1", 80, private=False)
    with pytest.raises(NoAnswerError, match="no machine is known as"):
        find(f"{'x' * 70}.example", 80, private=True)
