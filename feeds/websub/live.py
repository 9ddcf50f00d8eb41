"""Whether readers already get what was built: a hub that is told too early reads the old feed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from feeds.web import Bounds, NoAnswerError, TooLargeError, fetch
from feeds.web.patience import Clock, pauses
from feeds.websub.topics import Topic

__all__ = ["await_live", "why_not_live"]

_SECONDS = 30.0
_OTHER = "it still gives other bytes than the file"
_MOST_SILENT = 3
_FRESH = {"Cache-Control": "no-cache", "Pragma": "no-cache"}


def await_live(
    topics: Sequence[Topic], wait: float, clock: Clock, when_live: Callable[[Topic], object]
) -> dict[Topic, str]:
    """Calls `when_live` with each feed as soon as its address gives what the file has.

    `wait` is in seconds. Gives those that were not live until then, and why. What is not
    live stops a round, and goes to the end of the line, since a deployment that is under
    way mostly changes all of them at once; the last round alone asks for every one.
    """
    until = clock.elapsed() + wait
    waiting = list(topics)
    for pause in pauses():
        is_last = clock.elapsed() >= until
        late: dict[Topic, str] = {}
        silent = 0
        while waiting and (is_last or not late):
            topic = waiting.pop(0)
            try:
                why = why_not_live(topic)
            except NoAnswerError as problem:
                why, silent = problem.why, silent + 1
            if not why:
                when_live(topic)
                continue
            late[topic] = why
            if silent == _MOST_SILENT:
                # The server is down, and would be asked in vain for each of the others.
                late |= dict.fromkeys(waiting, why)
                waiting.clear()
        waiting += late
        if is_last or not waiting:
            return late
        clock.sleep(min(pause, max(until - clock.elapsed(), 0.0)))
    raise AssertionError("pauses have no end")


def why_not_live(topic: Topic) -> str:
    """Why the address does not give what the file has; empty where it does.

    The file counts, not what was built: it may have been made smaller on its way to the web.
    Raises `NoAnswerError` where the address gives nothing at all.
    """
    try:
        data = topic.file.read_bytes()
    except OSError as problem:
        return f"{topic.file} cannot be read: {problem.strerror}"
    bounds = Bounds(_SECONDS, len(data), private=True)
    try:
        reply = fetch(topic.url, "feeds ping", headers=_FRESH, bounds=bounds)
    except TooLargeError:
        return _OTHER
    if reply.failed:
        return reply.words
    return "" if reply.data == data else _OTHER
