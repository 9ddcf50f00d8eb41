"""When to ask again: back-off, and what a server asks for (`Retry-After`, RFC 9110 §10.2.3)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime

from feeds.web.fetch import Reply
from feeds.web.problems import NoAnswerError, RefusedError

__all__ = ["Clock", "asked_again", "pauses", "retry_after", "will_pass"]

_TOO_MANY = 429
_LONGEST = 30.0


@dataclass(frozen=True, slots=True)
class Clock:
    """What waiting needs: seconds that only go forward, the time of day, and sleep.

    `elapsed` counts from anywhere, `now` from 1970 in UTC.
    """

    elapsed: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], object] = time.sleep


def pauses() -> Iterator[float]:
    """Seconds to wait before each further try: from one on, twice as long each time."""
    pause = 1.0
    while True:
        yield pause
        pause = min(2 * pause, _LONGEST)


def will_pass(status: int) -> bool:
    """Whether a later try may well be answered otherwise (RFC 9110 §15.6, RFC 6585 §4)."""
    return status == _TOO_MANY or 500 <= status < 600


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds that a server asks to wait, by a number or a date; None where it asks nothing.

    `headers` are by lower-case name, and `now` is in seconds since 1970.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:10])
    try:
        date = parsedate_to_datetime(value)
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return max(date.timestamp() - now, 0.0)
    except (ValueError, OverflowError):
        return None


def asked_again(attempt: Callable[[], Reply], clock: Clock, *, tries: int, seconds: float) -> Reply:
    """The answer of the first attempt that is not about to pass, or of the last one.

    No wait begins that would end later than `seconds` from now. Raises `NoAnswerError`
    where even the last attempt had none, and at once where the address is refused.
    """
    until = clock.elapsed() + seconds
    waiting = pauses()
    for left in range(tries - 1, -1, -1):
        pause = next(waiting)
        try:
            reply = attempt()
        except RefusedError:
            raise
        except NoAnswerError:
            if not left or clock.elapsed() + pause > until:
                raise
        else:
            pause = max(pause, retry_after(reply.headers, clock.now()) or 0.0)
            if not (left and will_pass(reply.status)) or clock.elapsed() + pause > until:
                return reply
        clock.sleep(pause)
    raise AssertionError("the last try ends the loop")
