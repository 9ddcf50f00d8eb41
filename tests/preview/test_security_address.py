"""Where the desk can be reached, and the key that it keeps."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from feeds.errors import ConfigurationError
from feeds.preview.address import Reach, address, checked
from feeds.preview.tokens import kept_key

PEM = Path("desk.pem")


@pytest.mark.parametrize(
    ("reach", "port", "url", "hosts"),
    [
        (Reach(), 8025, "http://127.0.0.1:8025/", ("127.0.0.1:8025", "localhost:8025")),
        (Reach(), 80, "http://127.0.0.1/", ("127.0.0.1", "localhost")),
        (Reach("::1"), 8025, "http://[::1]:8025/", ("[::1]:8025", "localhost:8025")),
        (
            Reach("192.0.2.7", certificate=PEM),
            8443,
            "https://192.0.2.7:8443/",
            ("192.0.2.7:8443",),
        ),
        (
            Reach("0.0.0.0", "Desk.Example", PEM, PEM),
            443,
            "https://desk.example/",
            ("desk.example",),
        ),
        (
            Reach("::", "desk.example", PEM),
            8443,
            "https://desk.example:8443/",
            ("desk.example:8443",),
        ),
        (
            Reach(public_name="desk.example", proxy="127.0.0.1"),
            8025,
            "https://desk.example/",
            ("desk.example",),
        ),
        (
            Reach("10.0.0.7", "desk.example:8443", proxy="10.0.0.8"),
            8025,
            "https://desk.example:8443/",
            ("desk.example:8443",),
        ),
    ],
)
def test_the_address_is_the_one_that_browsers_open(
    reach: Reach, port: int, url: str, hosts: tuple[str, ...]
) -> None:
    """People would be told an address that does not answer, or others would be answered."""
    found = address(checked(reach), port)
    assert (found.url, found.hosts) == (url, hosts)


@pytest.mark.parametrize(
    ("reach", "message"),
    [
        (Reach("0.0.0.0"), "--host: without TLS"),
        (Reach("192.0.2.7"), "--host: without TLS"),
        (Reach("192.0.2.7", "desk.example"), "--host: without TLS"),
        (Reach("::"), "--host: without TLS"),
        (Reach("::ffff:192.0.2.7"), "--host: without TLS"),
        (Reach("desk.example"), "--host: desk.example is not an IP address"),
        (Reach(""), "--host:  is not an IP address"),
        (Reach("0.0.0.0", certificate=PEM), "--host: 0.0.0.0 is every address"),
        (Reach(key=PEM), "--tls-key: there is no --tls-cert"),
        (Reach(public_name="desk.example"), "--public-name: only this machine"),
        (Reach(proxy="127.0.0.1"), "--trusted-proxy: the name"),
        (Reach(proxy="10.0.0.0/8", public_name="desk.example"), "--trusted-proxy: 10.0.0.0/8 is"),
        (Reach(proxy="proxy", public_name="desk.example"), "--trusted-proxy: proxy is not"),
        (Reach(certificate=PEM, public_name="*"), "--public-name: * is not"),
        (Reach(certificate=PEM, public_name=""), "--public-name:  is not"),
        (Reach(certificate=PEM, public_name="https://desk.example"), "--public-name: https://"),
        (Reach(certificate=PEM, public_name="desk.example/"), "--public-name: desk.example/ is"),
        (Reach(certificate=PEM, public_name="desk.example:99999"), "--public-name: desk.example:9"),
        (Reach(certificate=PEM, public_name="机.example"), "--public-name: 机.example is not"),
        (Reach(certificate=PEM, public_name="a.example\nb"), "--public-name: a.example"),
    ],
)
def test_an_unsafe_or_unclear_reach_is_refused(reach: Reach, message: str) -> None:
    """Unpublished work and the cookie would go over a network in the clear."""
    with pytest.raises(ConfigurationError) as refused:
        checked(reach)
    (finding,) = refused.value.findings
    assert finding.what.startswith(message)
    assert finding.remedy


def test_the_key_outlives_the_program(tmp_path: Path) -> None:
    """Pages that are open would be shut out by a restart, and the work in them be stranded."""
    cache = tmp_path / ".feeds"
    key = kept_key(cache)
    assert len(key) == 32
    assert kept_key(cache) == key
    assert stat.S_IMODE((cache / "desk-key").stat().st_mode) == 0o600
    assert (cache / ".gitignore").read_text() == "*\n"


def test_without_a_cache_each_run_has_its_own_key() -> None:
    """The key would be the same for all who run without a cache."""
    assert kept_key(None) != kept_key(None)


@pytest.mark.parametrize("harm", ["readable", "short", "long", "empty", "link", "folder", "pipe"])
def test_a_key_that_others_could_know_is_replaced(tmp_path: Path, harm: str) -> None:
    """A site that came with a key would let whoever made it in, or keep the program waiting."""
    cache, elsewhere = tmp_path / ".feeds", tmp_path / "elsewhere"
    first = kept_key(cache)
    file = cache / "desk-key"
    elsewhere.write_bytes(bytes(32))
    elsewhere.chmod(0o600)
    match harm:
        case "readable":
            file.chmod(0o640)
        case "short" | "long" | "empty":
            file.write_bytes({"short": first[:-1], "long": first + b"\n", "empty": b""}[harm])
        case _:
            file.unlink()
            if harm == "link":
                file.symlink_to(elsewhere)
            elif harm == "pipe":
                os.mkfifo(file, 0o600)
            else:
                file.mkdir()
    found = kept_key(cache)
    assert found not in (first, bytes(32))
    assert elsewhere.read_bytes() == bytes(32)
    if harm != "folder":
        assert kept_key(cache) == found


def test_a_cache_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    """The desk would not start in a folder that is only read."""
    occupied = tmp_path / "occupied"
    occupied.write_text("")
    assert len(kept_key(occupied / ".feeds")) == 32
