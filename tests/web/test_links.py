"""Many addresses, asked politely."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest

from feeds import __version__
from feeds.web.links import Answer, Manners, ask
from feeds.web.patience import Clock

if TYPE_CHECKING:
    from tests.conftest import Answering

QUICK = Manners(pause=0)


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.clock = Clock(lambda: sum(self.slept), lambda: 0.0, self.slept.append)


def asked(*urls: str, manners: Manners = QUICK, **options: object) -> list[Answer]:
    """The answers, in the order of the addresses."""
    answers = ask(urls, "tests", **{"manners": manners, "private": True, **options})
    assert list(answers) == list(dict.fromkeys(urls))
    return list(answers.values())


def test_a_link_that_leads_somewhere(server: Answering) -> None:
    """Every link would be loaded whole, or each of a page's anchors on its own."""
    server.at("/a", 200, b"body", Content_Type="text/html")
    both = asked(f"{server.address}/a", f"{server.address}/a#there")
    for answer in both:
        assert (answer.status, answer.address) == (200, f"{server.address}/a")
        assert (answer.moved, answer.error, answer.asked) == ("", "", True)
        assert answer.headers["content-type"] == "text/html"
    (request,) = server.asked
    assert request.method == "HEAD"
    assert request.headers["User-Agent"] == f"feeds/{__version__} (tests)"


@pytest.mark.parametrize("status", [404, 403, 405, 500, 501])
def test_a_server_that_refuses_to_give_the_head(server: Answering, status: int) -> None:
    """A link that works in every browser would be called broken."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status if handler.command == "HEAD" else 206)
        handler.end_headers()

    server.answers["/a"] = answer
    (found,) = asked(f"{server.address}/a")
    assert (found.status, found.error) == (206, "")
    assert server.paths == ["HEAD /a", "GET /a"]
    assert server.asked[1].headers["Range"] == "bytes=0-0"


def test_a_server_that_drops_what_it_does_not_know(server: Answering) -> None:
    """The same of a server that ends the connection instead."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "HEAD":
            handler.connection.close()
        else:
            server.at("/b", 200, b"x" * 1_000_000)
            server.answers["/b"](handler)

    server.answers["/a"] = answer
    (found,) = asked(f"{server.address}/a")
    assert (found.status, found.error) == (200, "")


def test_an_empty_file(server: Answering) -> None:
    """A file without a first byte would count as broken."""
    server.at("/a", 416, Content_Range="bytes */0")
    (found,) = asked(f"{server.address}/a")
    assert (found.status, found.error) == (416, "")


def test_links_that_lead_nowhere(server: Answering) -> None:
    """A dead link would not be found, or nobody learn what is wrong with it."""
    server.at("/gone", 410)
    found = asked(
        f"{server.address}/none",
        f"{server.address}/gone",
        "http://127.0.0.1:9/",
        "mailto:a@x.example",
        "http://[",
        "http://u:p@127.0.0.1/",
    )
    assert [(each.status, each.error, each.asked) for each in found] == [
        (404, "the answer is 404 Not Found", True),
        (410, "the answer is 410 Gone", True),
        (None, "connection refused", True),
        (None, "only http and https are asked", False),
        (None, "only http and https are asked", False),
        (None, "an address with a user's name or a password is not asked", False),
    ]


def test_links_that_have_moved(server: Answering) -> None:
    """Nobody would learn which links to write anew, or be told so of a passing redirect."""
    server.at("/for-good", 301, Location="/new")
    server.at("/both", 308, Location="/for-now")
    server.at("/for-now", 302, Location="/new")
    server.at("/round", 302, Location="/round")
    server.at("/new", 200)
    paths = ("for-good", "both", "for-now", "round")
    found = asked(*(f"{server.address}/{path}" for path in paths))
    assert [each.moved.removeprefix(server.address) for each in found] == [
        *("/new", "/for-now", "", "")
    ]
    assert [each.address.removeprefix(server.address) for each in found[:3]] == ["/new"] * 3
    assert found[3].error == "it redirects more than 8 times"


def test_what_is_private_is_not_asked(server: Answering) -> None:
    """A post could have the program ask its own machine."""
    (found,) = asked(f"{server.address}/", private=False)
    assert (found.error, found.asked) == ("127.0.0.1 is not on the public web", False)
    assert server.asked == []


def test_a_redirect_to_what_is_private(
    serve: Callable[..., Answering], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same by way of a public server."""
    outside, inside = serve("127.0.0.2"), serve()
    outside.at("/", 302, Location=f"{inside.address}/")
    monkeypatch.setattr("feeds.web.addresses.is_public", lambda address: address == "127.0.0.2")
    (found,) = asked(f"{outside.address}/", private=False)
    assert found.error == "127.0.0.1 is not on the public web"
    assert inside.asked == []


class Crowd:
    """Servers that count who is there at the same time."""

    def __init__(self, serve: Callable[..., Answering], hosts: int) -> None:
        self.lock, self.now, self.most, self.at_a_host = threading.Lock(), 0, 0, 0
        self.servers = [serve(f"127.0.0.{number + 1}") for number in range(hosts)]
        for server in self.servers:
            server.answers["*"] = self.answerer()

    def answerer(self) -> Callable[[BaseHTTPRequestHandler], None]:
        """What answers slowly, and counts."""
        here = [0]

        def answer(handler: BaseHTTPRequestHandler) -> None:
            with self.lock:
                self.now, here[0] = self.now + 1, here[0] + 1
                self.most, self.at_a_host = max(self.most, self.now), max(self.at_a_host, here[0])
            time.sleep(0.02)
            with self.lock:
                self.now, here[0] = self.now - 1, here[0] - 1
            handler.send_response(200)
            handler.end_headers()

        return answer


def test_how_many_are_asked_at_once(serve: Callable[..., Answering]) -> None:
    """A blog's links would be asked one by one for hours, or a small host be overrun."""
    crowd = Crowd(serve, 5)
    urls = [f"{server.address}/{number}" for server in crowd.servers for number in range(4)]
    found = asked(*urls, manners=Manners(pause=0, at_once=3))
    assert {each.status for each in found} == {200}
    assert (crowd.most, crowd.at_a_host) == (3, 1)


def test_redirects_wait_for_their_turn_too(serve: Callable[..., Answering]) -> None:
    """A host that many others lead to would be overrun."""
    crowd = Crowd(serve, 1)
    target = crowd.servers[0].address
    others = [serve(f"127.0.0.{number}") for number in range(2, 8)]
    for number, other in enumerate(others):
        other.at("/", 302, Location=f"{target}/{number}")
    assert {each.status for each in asked(*(each.address for each in others))} == {200}
    assert crowd.at_a_host == 1


def test_a_pause_between_two_requests(server: Answering) -> None:
    """A small host would be asked as fast as it can answer."""
    server.at("*", 200)
    timing = Time()
    asked(*(f"{server.address}/{n}" for n in range(4)), manners=Manners(), clock=timing.clock)
    assert timing.slept == [0.5] * 3


def test_a_host_that_asks_to_wait(server: Answering) -> None:
    """A host that is too busy would be asked on, or a good link be called broken."""
    server.then("/a", 429, 200)
    timing = Time()
    (found,) = asked(f"{server.address}/a", clock=timing.clock, manners=Manners(pause=1))
    assert (found.status, found.error) == (200, "")
    assert timing.slept == [4]
    server.at("/b", 503, Retry_After="7")
    timing = Time()
    (found,) = asked(f"{server.address}/b", clock=timing.clock)
    assert (found.status, found.error) == (503, "the answer is 503 Service Unavailable")
    assert timing.slept == [7]


def test_a_host_that_wants_to_be_left_alone(
    server: Answering, serve: Callable[..., Answering]
) -> None:
    """A host that says no to everything would be asked for every link, and others not."""
    server.at("*", 429, Retry_After="3600")
    other = serve("127.0.0.2")
    other.at("/", 200)
    timing = Time()
    urls = [*(f"{server.address}/{number}" for number in range(5)), f"{other.address}/"]
    found = asked(*urls, clock=timing.clock)
    assert found[0].status == 429
    for each in found[1:5]:
        assert each.error == "not asked: 127.0.0.1 wants to be asked nothing more for now"
        assert not each.asked
    assert found[5].status == 200
    assert (len(server.asked), timing.slept) == (1, [])


def test_no_more_than_so_many(server: Answering) -> None:
    """A hostile blog could have the program ask without end."""
    server.at("*", 200)
    urls = [f"{server.address}/{number}" for number in range(10)]
    found = asked(*urls, manners=Manners(pause=0, a_host=3))
    assert [each.asked for each in found] == [True] * 3 + [False] * 7
    assert found[3].error == "not asked: more than 3 addresses lead to its host"
    found = asked(*urls, manners=Manners(pause=0, requests=4))
    assert sum(each.asked for each in found) == 4
    assert found[-1].error == "not asked: there are too many addresses"
    assert len(server.asked) == 7


def test_no_longer_than_so_long(server: Answering) -> None:
    """Slow hosts could hold the program up for hours."""
    server.at("*", 200)
    timing = Time()
    urls = [f"{server.address}/{number}" for number in range(5)]
    found = asked(*urls, manners=Manners(pause=1, seconds=2.5), clock=timing.clock)
    assert [each.asked for each in found] == [True] * 3 + [False] * 2
    assert found[-1].error == "not asked: there was no time left"


def test_a_host_that_never_answers(server: Answering) -> None:
    """One slow host would hold all others up."""
    over = threading.Event()
    server.answers["/"] = lambda _: over.wait(10)
    (found,) = asked(f"{server.address}/", manners=Manners(each=0.1))
    over.set()
    assert found.error == "there was no whole answer in 0.1 seconds"


def test_nothing_to_ask() -> None:
    """A blog without links would wait for ever."""
    assert ask([], "tests") == {}
