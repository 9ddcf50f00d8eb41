"""How the desk knows the people who started it: a token, and the cookie it is exchanged for.

The start address carries a token. The first answer exchanges it for a cookie, so that it
stays in no address, history or `Referer`. The cookie's value comes from a key that is kept
beside the site's cache: who has the desk open goes on after the program was started anew.
"""

from __future__ import annotations

import hmac
import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes, token_urlsafe

from feeds.collect.index_file import cache_made
from feeds.preview.address import Address

__all__ = ["Tokens", "kept_key"]

_KEY_FILE = "desk-key"
_KEY_BYTES = 32
_TOKEN_BYTES = 24


class Tokens:
    """The tokens of one run, and the cookie of everyone who came with one of them."""

    def __init__(self, key: bytes, address: Address) -> None:
        self._cookie = hmac.new(key, b"feeds desk", sha256).hexdigest()
        self._secure = address.scheme == "https"
        # Ports of one host share cookies: without the port in its name, one desk would
        # overwrite another's. The prefix keeps other hosts of the same domain from setting it.
        self._name = f"{'__Host-' if self._secure else ''}feeds-desk-{address.port}"
        self._start = token_urlsafe(_TOKEN_BYTES)
        self._once: set[str] = set()

    @property
    def start(self) -> str:
        """The token that holds as long as the program runs."""
        return self._start

    def once(self) -> str:
        """A token that is good for one time.

        Other users of the machine see the arguments of programs: the browser is started
        with one of these.
        """
        token = token_urlsafe(_TOKEN_BYTES)
        self._once.add(token)
        return token

    def redeem(self, token: str) -> bool:
        """Whether that is a token of this run; one for one time is spent."""
        given = token.encode()
        spent = [each for each in self._once if hmac.compare_digest(each.encode(), given)]
        self._once.difference_update(spent)
        return bool(spent) or hmac.compare_digest(self._start.encode(), given)

    def known(self, cookies: str) -> bool:
        """Whether a `Cookie` header (RFC 6265 §4.2) has the cookie, be it beside a namesake."""
        found = False
        for pair in cookies.split(";"):
            name, _, value = pair.strip().partition("=")
            if name == self._name:
                found |= hmac.compare_digest(value.encode(), self._cookie.encode())
        return found

    def set_cookie(self) -> str:
        """The `Set-Cookie` header that makes a browser known, until it is closed."""
        secure = "; Secure" if self._secure else ""
        return f"{self._name}={self._cookie}; Path=/; HttpOnly; SameSite=Strict{secure}"


def kept_key(cache: Path | None) -> bytes:
    """The key kept in that folder, in a file that only its owner can read; or a new one.

    A file that others could have read or made is replaced. Without a folder, or where it
    cannot be written, the key is as short-lived as the program.
    """
    if cache is None:
        return token_bytes(_KEY_BYTES)
    file = cache / _KEY_FILE
    with suppress(OSError):
        return _read(file)
    key = token_bytes(_KEY_BYTES)
    with suppress(OSError):
        cache_made(cache)
        file.unlink(missing_ok=True)
        how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(file, how, 0o600), "wb") as opened:
            opened.write(key)
    return key


def _read(file: Path) -> bytes:
    """Raises OSError where that is not a key of ours alone."""
    how = (
        os.O_RDONLY
        | getattr(os, "O_NOFOLLOW", 0)
        | getattr(os, "O_BINARY", 0)
        | getattr(os, "O_NONBLOCK", 0)
    )
    with os.fdopen(os.open(file, how), "rb") as opened:
        found = os.fstat(opened.fileno())
        key = opened.read(_KEY_BYTES + 1)
    if os.name == "posix" and (found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077):
        raise PermissionError(file)
    if len(key) != _KEY_BYTES:
        raise OSError(file)
    return key
