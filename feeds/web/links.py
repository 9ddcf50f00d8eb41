"""Whether links lead anywhere: many addresses asked politely, at once but not one host.

Asks for the head alone, and for the first byte where a server does not answer that well. A
host is asked one thing at a time, with a pause between, and left alone when it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from queue import Empty, Queue
from threading import Lock, Thread
from urllib.parse import urldefrag, urlsplit

from feeds.urls import web_url
from feeds.web.fetch import PERMANENT, Bounds, Reply, fetch, redirected
from feeds.web.patience import Clock, retry_after
from feeds.web.problems import NoAnswerError, RefusedError, UnreachableError

__all__ = ["Answer", "Manners", "ask"]

_NOT_NOW = (429, 503)
_NOT_THAT_RANGE = 416
_FIRST_BYTE = {"Range": "bytes=0-0"}


@dataclass(frozen=True, slots=True)
class Manners:
    """How far asking may go; times are in seconds.

    At most `at_once` requests are under way, and `pause` passes between two to one host.
    `seconds` and `requests` are for all of it, `each` for a single request, and `a_host` is
    how many addresses of one host are asked. A host may ask to wait `longest` seconds.
    """

    at_once: int = 8
    pause: float = 0.5
    each: float = 15.0
    seconds: float = 600.0
    requests: int = 5000
    a_host: int = 200
    redirects: int = 8
    longest: float = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of an address.

    `status` is that of the last answer, None without one; `address` is where redirects led,
    and `moved` how far those led that are for good, empty where none were. `error` says in
    plain words what is wrong, and is empty where nothing is. What was not `asked` may be as
    good as any. `headers` are those of the answer, by lower-case name.
    """

    status: int | None = None
    address: str = ""
    moved: str = ""
    error: str = ""
    asked: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)


def ask(
    urls: Iterable[str],
    purpose: str,
    *,
    manners: Manners | None = None,
    private: bool = False,
    enough: Callable[[Reply], bool] = lambda _: True,
    clock: Clock | None = None,
) -> dict[str, Answer]:
    """What each of the addresses answers; fragments are left out of account.

    `private` lets machines be asked that are not on the public web. `enough` says whether
    the answer to a request for the head alone tells what is wanted.
    """
    asking = _Asking(purpose, manners or Manners(), private, enough, clock or Clock())
    given = {url: web_url(urldefrag(url).url) for url in dict.fromkeys(urls)}
    answers = asking.run(dict.fromkeys(each for each in given.values() if each))
    none = Answer(error="only http and https are asked", asked=False)
    return {url: answers[each] if each else none for url, each in given.items()}


class _NotAskedError(Exception):
    """Nothing more may be asked, or not of that host."""


class _Asking:
    """All that asking shares: who is at which host, and what is left to be asked."""

    def __init__(
        self,
        purpose: str,
        manners: Manners,
        private: bool,
        enough: Callable[[Reply], bool],
        clock: Clock,
    ) -> None:
        self._purpose, self._manners, self._private = purpose, manners, private
        self._enough, self._clock = enough, clock
        self._until = clock.elapsed() + manners.seconds
        self._lock = Lock()
        self._left = manners.requests
        self._turns: dict[str, Lock] = {}
        self._ready: dict[str, float] = {}
        self._closed: dict[str, str] = {}

    def run(self, urls: Iterable[str]) -> dict[str, Answer]:
        """The answers. Threads are daemons, so that whoever loses patience need not wait."""
        hosts: dict[str, list[str]] = {}
        for url in urls:
            hosts.setdefault(_host(url), []).append(url)
        waiting: Queue[list[str]] = Queue()
        done: Queue[tuple[str, Answer] | BaseException] = Queue()
        # The longest lines first: they end last.
        for line in sorted(hosts.values(), key=len, reverse=True):
            waiting.put(line)
        for _ in range(min(self._manners.at_once, len(hosts))):
            Thread(target=self._work, args=(waiting, done), daemon=True).start()
        answers: dict[str, Answer] = {}
        while len(answers) < sum(map(len, hosts.values())):
            got = done.get()
            if isinstance(got, BaseException):
                raise got
            answers[got[0]] = got[1]
        return answers

    def _work(
        self, waiting: Queue[list[str]], done: Queue[tuple[str, Answer] | BaseException]
    ) -> None:
        try:
            while True:
                for number, url in enumerate(waiting.get_nowait()):
                    too_many = number >= self._manners.a_host
                    done.put((url, self._too_many() if too_many else self._answer(url)))
        except Empty:
            return
        except BaseException as problem:
            done.put(problem)

    def _too_many(self) -> Answer:
        what = f"not asked: more than {self._manners.a_host} addresses lead to its host"
        return Answer(error=what, asked=False)

    def _answer(self, url: str) -> Answer:
        try:
            reply = self._reply(url)
        except _NotAskedError as problem:
            return Answer(error=f"not asked: {problem}", asked=False)
        except RefusedError as problem:
            return Answer(error=problem.why, asked=False)
        except NoAnswerError as problem:
            return Answer(error=problem.why)
        fine = not reply.failed or reply.status == _NOT_THAT_RANGE
        return Answer(
            reply.status,
            reply.address,
            reply.moved,
            "" if fine else reply.words,
            headers=reply.headers,
        )

    def _reply(self, url: str) -> Reply:
        """The answer to a request for the head, or for the first byte where that says more."""
        try:
            reply = self._follow(url, "HEAD", {})
            if reply.status in _NOT_NOW or (not reply.failed and self._enough(reply)):
                return reply
        except (RefusedError, UnreachableError):
            raise
        except NoAnswerError:
            # Some servers know no better answer to a method that they do not expect.
            return self._follow(url, "GET", _FIRST_BYTE)
        return self._follow(url, "GET", _FIRST_BYTE)

    def _follow(self, url: str, method: str, headers: Mapping[str, str]) -> Reply:
        address, moved, for_good = url, "", True
        for _ in range(self._manners.redirects + 1):
            reply = self._ask_patiently(address, method, headers)
            target = redirected(reply, method)
            if target is None:
                return replace(reply, moved=moved)
            address = target
            for_good = for_good and reply.status in PERMANENT
            moved = address if for_good else moved
        raise NoAnswerError(f"it redirects more than {self._manners.redirects} times")

    def _ask_patiently(self, url: str, method: str, headers: Mapping[str, str]) -> Reply:
        """The answer to one request, made once more where the host asks to wait a little."""
        host = _host(url)
        reply = self._ask_once(url, method, headers)
        if reply.status not in _NOT_NOW:
            return reply
        wait = retry_after(reply.headers, self._clock.now())
        wait = 4 * self._manners.pause if wait is None else wait
        if wait <= self._manners.longest:
            self._ready[host] = self._clock.elapsed() + wait
            reply = self._ask_once(url, method, headers)
        if reply.status in _NOT_NOW:
            self._closed[host] = f"{host} wants to be asked nothing more for now"
        return reply

    def _ask_once(self, url: str, method: str, headers: Mapping[str, str]) -> Reply:
        host = _host(url)
        with self._turn(host):
            if host in self._closed:
                raise _NotAskedError(self._closed[host])
            with self._lock:
                self._left -= 1
                if self._left < 0:
                    raise _NotAskedError("there are too many addresses")
            left = self._until - self._clock.elapsed()
            if left <= 0:
                raise _NotAskedError("there was no time left")
            return fetch(
                url,
                self._purpose,
                method=method,
                headers=headers,
                wanted=False,
                follow=False,
                bounds=Bounds(min(self._manners.each, left), private=self._private),
            )

    @contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        """Meanwhile nobody else is at the host, which was left alone for a while before."""
        with self._lock:
            turn = self._turns.setdefault(host, Lock())
        with turn:
            wait = self._ready.get(host, 0.0) - self._clock.elapsed()
            if wait > 0:
                self._clock.sleep(wait)
            try:
                yield
            finally:
                self._ready[host] = self._clock.elapsed() + self._manners.pause


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")
