"""What an address gives, within bounds: redirects, bytes, seconds, and who may be asked."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from feeds import __version__
from feeds.urls import absolute, is_web_url
from feeds.web.exchange import Line, errors, exchange
from feeds.web.problems import NoAnswerError, RefusedError, TooLargeError, short, words

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

__all__ = ["PERMANENT", "Bounds", "Reply", "fetch", "redirected"]

PERMANENT = (301, 308)

_CHUNK = 64 * 1024
_ERROR = 400
_SAME_METHOD = (307, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_PACKED = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a request may go.

    `seconds` are for all of it, redirects included; `size` is in bytes, packed and unpacked.
    `private` lets machines be asked that are not on the public web.
    """

    seconds: float = 30.0
    size: int = 32 * 1024 * 1024
    redirects: int = 5
    private: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, whatever its status (RFC 9110 §15).

    `headers` are by lower-case name; `address` is the one that gave it after redirects, and
    `moved` how far redirects led that are for good, empty where none were. `data` are
    unpacked, and empty where nobody wanted them; of what says why a request failed, they may
    be no more than fitted.
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    data: bytes
    address: str
    moved: str = ""

    @property
    def failed(self) -> bool:
        """Whether it is none that was hoped for."""
        return not 200 <= self.status < 300

    @property
    def words(self) -> str:
        """Its status as a sentence without a full stop."""
        return f"the answer is {self.status} {self.reason}".rstrip()


def fetch(
    url: str,
    purpose: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    wanted: bool = True,
    follow: bool = True,
    bounds: Bounds | None = None,
) -> Reply:
    """Asks an address for something, and unless told otherwise follows where it leads.

    `purpose` is what the server is told of the reason, such as `feeds ping`. Without `wanted`
    no body is read. Neither cookies nor credentials are sent.

    Raises `NoAnswerError` where no whole answer came within the bounds.
    """
    own = {"User-Agent": f"feeds/{__version__} ({purpose})", "Connection": "close"}
    task = _Task(method, {**own, **(headers or {})}, body, wanted, follow, bounds or Bounds())
    outcome: Future[Reply] = Future()

    # A server that sends a byte now and then, or a resolver that is silent, could hold up any
    # step: another thread takes them, and its line is cut when the time is over.
    def work() -> None:
        try:
            outcome.set_result(task.run(urldefrag(url).url))
        except BaseException as problem:
            outcome.set_exception(problem)

    Thread(target=work, daemon=True).start()
    try:
        return outcome.result(timeout=task.bounds.seconds)
    except TimeoutError:
        task.line.cut()
        raise task.too_slow() from None
    except NoAnswerError:
        if task.left() <= 0:
            raise task.too_slow() from None
        raise


def redirected(reply: Reply, method: str) -> str | None:
    """Where a redirect leads; None for what is none, or may not be followed.

    A request that is no GET or HEAD follows only what keeps it as it is (RFC 9110 §15.4).
    Raises `RefusedError` where it leads to something that is not asked.
    """
    followed = _REDIRECTS if method in ("GET", "HEAD") else _SAME_METHOD
    location = reply.headers.get("location")
    if reply.status not in followed or location is None:
        return None
    try:
        target = urldefrag(absolute(location, reply.address)).url
    except ValueError:
        target = ""
    if not is_web_url(target):
        raise RefusedError(f"it redirects to {short(location)}")
    return target


@dataclass(slots=True)
class _Task:
    method: str
    headers: Mapping[str, str]
    body: bytes | None
    wanted: bool
    follow: bool
    bounds: Bounds
    line: Line = field(default_factory=Line)
    started: float = field(default_factory=monotonic)

    def run(self, url: str) -> Reply:
        address, moved, for_good = url, "", True
        for _ in range(self.bounds.redirects + 1):
            reply = self.ask(address)
            target = redirected(reply, self.method) if self.follow else None
            if target is None:
                return replace(reply, moved=moved)
            address = target
            for_good = for_good and reply.status in PERMANENT
            moved = address if for_good else moved
        raise RefusedError(f"it redirects more than {self.bounds.redirects} times")

    def ask(self, address: str) -> Reply:
        connection, response = exchange(
            address,
            self.method,
            self.headers,
            self.body,
            seconds=max(self.left(), 0.001),
            private=self.bounds.private,
            line=self.line,
        )
        try:
            headers = {name.lower(): value for name, value in response.headers.items()}
            data = self.read(response, headers) if self.wanted else b""
        except errors() as problem:
            raise NoAnswerError(words(problem)) from problem
        finally:
            response.close()
            connection.close()
        reason = short(response.reason or _reason(response.status))
        return Reply(response.status, reason, headers, data, address)

    def read(self, response: BaseHTTPResponse, headers: Mapping[str, str]) -> bytes:
        data = bytearray()
        while chunk := response.read1(_CHUNK):
            data += chunk
            if len(data) > self.bounds.size:
                if response.status >= _ERROR:
                    return bytes(data[: self.bounds.size])
                raise self.too_large()
            if self.left() <= 0:
                raise self.too_slow()
        coding = headers.get("content-encoding", "").strip().lower()
        if coding in ("", "identity") or not data:
            return bytes(data)
        return self.unpacked(bytes(data), coding)

    def unpacked(self, data: bytes, coding: str) -> bytes:
        if coding not in _PACKED:
            raise NoAnswerError(f"the answer is packed as {short(coding)}, unasked")
        unpacking = zlib.decompressobj(_PACKED[coding])
        try:
            whole = unpacking.decompress(data, self.bounds.size + 1)
        except zlib.error:
            raise NoAnswerError(f"what {coding} packed is damaged") from None
        if len(whole) > self.bounds.size:
            raise self.too_large()
        if not unpacking.eof:
            raise NoAnswerError(f"what {coding} packed is cut off")
        return whole

    def left(self) -> float:
        return self.bounds.seconds - (monotonic() - self.started)

    def too_slow(self) -> NoAnswerError:
        return NoAnswerError(f"there was no whole answer in {self.bounds.seconds:g} seconds")

    def too_large(self) -> TooLargeError:
        return TooLargeError(f"the answer is larger than {self.bounds.size:,} bytes")


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
