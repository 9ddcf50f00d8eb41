"""Telling hubs that feeds have changed (W3C WebSub §6, and PubSubHubbub 0.3 §7.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from feeds.errors import ConfigurationError, Finding, error
from feeds.unchanged import count
from feeds.web import Bounds, NoAnswerError, Reply, fetch
from feeds.web.addresses import is_local_name
from feeds.web.patience import Clock, asked_again, will_pass
from feeds.web.problems import short
from feeds.websub.live import await_live
from feeds.websub.told import Told
from feeds.websub.topics import Topic

__all__ = ["Outcome", "due", "ping"]

_SECONDS = 30.0
_ALL_SECONDS = 120.0
_ANSWER_BYTES = 64 * 1024
_SAVED_AFTER = 20
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(slots=True)
class Outcome:
    """What was told, as hub and topic, and what was not, as a finding a reason."""

    told: list[tuple[str, Topic]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def due(topics: Iterable[Topic], told: Told, *, everything: bool) -> list[tuple[Topic, list[str]]]:
    """The feeds of which a hub does not know as they are, each with those hubs.

    Raises `ConfigurationError` where a hub of the web would be sent to a machine that it
    cannot reach.
    """
    found = []
    for topic in topics:
        hubs = [hub for hub in topic.hubs if everything or not told.knows(hub, topic)]
        for hub in hubs:
            if _is_local(topic.url) and not _is_local(hub):
                what = f"{hub} cannot reach {topic.url}, which is an address of this machine alone"
                remedy = "Build with the address that readers use: url under [site] in feeds.toml."
                raise ConfigurationError(error(what, remedy=remedy))
        if hubs:
            found.append((topic, hubs))
    return found


def ping(
    tasks: Sequence[tuple[Topic, list[str]]],
    told: Told,
    *,
    wait: float,
    tries: int,
    clock: Clock | None = None,
) -> Outcome:
    """Tells hubs of feeds, of each as soon as it is live, waiting `wait` seconds for that.

    A hub that fails for now is tried `tries` times, and then left for the next run. What
    was told is saved as it goes. Raises `BuildError` where that cannot be written.
    """
    clock = clock or Clock()
    hubs_of = dict(tasks)
    telling = _Telling(told, tries, clock)
    try:
        late = await_live(
            list(hubs_of), wait, clock, lambda topic: telling.tell(topic, hubs_of[topic])
        )
    finally:
        told.save()
    findings = [*_late(late, wait), *telling.findings()]
    return Outcome(telling.done, findings)


class _Telling:
    """The hubs while they are being told."""

    def __init__(self, told: Told, tries: int, clock: Clock) -> None:
        self._told = told
        self._tries = tries
        self._clock = clock
        self._silent: dict[str, str] = {}
        self._failed: dict[tuple[str, str], list[Topic]] = {}
        self.done: list[tuple[str, Topic]] = []

    def tell(self, topic: Topic, hubs: Iterable[str]) -> None:
        """Tells each of the hubs, but those that have already failed for now."""
        for hub in hubs:
            why = self._silent.get(hub) or self._why_not(hub, topic)
            if why:
                self._failed.setdefault((hub, why), []).append(topic)
                continue
            self._told.note(hub, topic)
            self.done.append((hub, topic))
            if len(self.done) % _SAVED_AFTER == 0:
                self._told.save()

    def findings(self) -> Iterator[Finding]:
        """What hubs were not told, a line for each hub and reason."""
        for (hub, why), topics in self._failed.items():
            remedy = (
                "The next feeds ping tries again."
                if hub in self._silent
                else "See what the hub wants, and the address under [websub] in feeds.toml."
            )
            yield error(f"{hub} was not told of {_named(topics)}: {why}", remedy=remedy)

    def _why_not(self, hub: str, topic: Topic) -> str:
        """Tells one hub of one feed; why that failed, or empty."""
        try:
            reply = asked_again(
                lambda: _told_once(hub, topic),
                self._clock,
                tries=self._tries,
                seconds=_ALL_SECONDS,
            )
        except NoAnswerError as problem:
            self._silent[hub] = problem.why
            return problem.why
        if not reply.failed:
            return ""
        why = _explained(reply)
        if will_pass(reply.status):
            self._silent[hub] = why
        return why


def _told_once(hub: str, topic: Topic) -> Reply:
    """One request to a hub: hubs differ in whether they read `hub.url` or `hub.topic`."""
    form = (("hub.mode", "publish"), ("hub.url", topic.url), ("hub.topic", topic.url))
    return fetch(
        hub,
        "feeds ping",
        method="POST",
        headers=_FORM,
        body=urlencode(form).encode(),
        bounds=Bounds(_SECONDS, _ANSWER_BYTES, private=True),
    )


def _explained(reply: Reply) -> str:
    """What a hub says to a request that failed, as far as it is for people to read."""
    if target := reply.headers.get("location"):
        return f"{reply.words}, to {short(target)}"
    kind = reply.headers.get("content-type", "")
    said = "" if "html" in kind else short(reply.data.decode("utf-8", "replace"))
    return f"{reply.words}: {said}" if said else reply.words


def _late(late: dict[Topic, str], wait: float) -> Iterator[Finding]:
    reasons: dict[str, list[Topic]] = {}
    for topic in sorted(late, key=lambda topic: topic.path):
        reasons.setdefault(late[topic], []).append(topic)
    after = f" after {count(round(wait), 'second')}" if wait else ""
    for why, topics in reasons.items():
        verb = "is" if len(topics) == 1 else "are"
        yield error(
            f"{_named(topics)} {verb} not live{after}: {why}",
            remedy="Put on the web what was built, then run feeds ping again.",
        )


def _named(topics: Sequence[Topic]) -> str:
    """The first of the feeds by its address, and how many more there are."""
    rest = len(topics) - 1
    return topics[0].url if not rest else f"{topics[0].url} and {count(rest, 'more feed')}"


def _is_local(url: str) -> bool:
    return is_local_name(urlsplit(url).hostname or "")
