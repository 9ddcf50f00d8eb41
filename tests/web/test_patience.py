"""When to ask again."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice

import pytest
from hypothesis import given
from hypothesis.strategies import text

from feeds.web import NoAnswerError, Reply
from feeds.web.patience import Clock, asked_again, pauses, retry_after, will_pass
from feeds.web.problems import RefusedError

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC).timestamp()


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.clock = Clock(lambda: sum(self.slept), lambda: NOW, self.slept.append)


def reply(status: int, **headers: str) -> Reply:
    """An answer."""
    return Reply(status, "", headers, b"", "http://x.example/")


def test_pauses_grow() -> None:
    """A server in trouble would be asked without pause, or hardly ever again."""
    assert list(islice(pauses(), 7)) == [1, 2, 4, 8, 16, 30, 30]


@pytest.mark.parametrize(
    ("status", "passes"), [(200, 0), (301, 0), (404, 0), (429, 1), (500, 1), (503, 1), (600, 0)]
)
def test_what_will_pass(status: int, passes: int) -> None:
    """A feed that a hub refuses would be told again and again, or one in trouble given up."""
    assert will_pass(status) == passes


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5),
        (" 0 ", 0),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30),
        ("Mon, 23 Nov 2026 12:00:30 -0000", 30),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
        *(("", None), ("soon", None), ("-5", None), ("1.5", None), ("٥", None)),
        ("9" * 5000, 9_999_999_999),
        ("Mon, 23 Nov 99999 12:00:30 GMT", None),
    ],
)
def test_what_a_server_asks_for(value: str, seconds: float | None) -> None:
    """A server that asks to be left in peace would be asked on."""
    assert retry_after({"retry-after": value}, NOW) == seconds


@given(text())
def test_a_server_may_ask_for_anything(value: str) -> None:
    """An odd header would end the program."""
    asked = retry_after({"retry-after": value}, NOW)
    assert asked is None or asked >= 0


def test_what_passes_is_asked_again() -> None:
    """A hub that is down for a moment would not be told."""
    time, answers = Time(), [reply(503), NoAnswerError("down"), reply(429), reply(204), reply(500)]

    def attempt() -> Reply:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert asked_again(attempt, time.clock, tries=9, seconds=100).status == 204
    assert time.slept == [1, 2, 4]


def test_a_server_says_when() -> None:
    """A server would be asked sooner than it wants."""
    time, answers = Time(), [reply(503, **{"retry-after": "20"}), reply(200)]
    asked_again(lambda: answers.pop(0), time.clock, tries=2, seconds=100)
    assert time.slept == [20]


@pytest.mark.parametrize(("tries", "seconds", "slept"), [(3, 100, [1, 2]), (9, 5, [1, 2])])
def test_patience_ends(tries: int, seconds: float, slept: list[float]) -> None:
    """A server that is down for good would hold the program up."""
    time = Time()
    last = asked_again(lambda: reply(503), time.clock, tries=tries, seconds=seconds)
    assert last.status == 503
    assert time.slept == slept
    time = Time()

    def attempt() -> Reply:
        raise NoAnswerError("down")

    with pytest.raises(NoAnswerError):
        asked_again(attempt, time.clock, tries=tries, seconds=seconds)
    assert time.slept == slept


def test_a_server_that_asks_for_too_much() -> None:
    """A server could hold the program up for a year."""
    time = Time()
    asked = reply(503, **{"retry-after": "31536000"})
    assert asked_again(lambda: asked, time.clock, tries=9, seconds=100) is asked
    assert time.slept == []


def test_what_is_refused_is_not_asked_again() -> None:
    """An address that must not be asked would be tried several times."""
    time = Time()

    def attempt() -> Reply:
        raise RefusedError("private")

    with pytest.raises(RefusedError):
        asked_again(attempt, time.clock, tries=9, seconds=100)
    assert time.slept == []
