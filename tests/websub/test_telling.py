"""Telling hubs, against real servers and a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feeds.errors import ConfigurationError
from feeds.web import fetch
from feeds.websub import Outcome, Told, Topic, due, ping
from feeds.websub.topics import read_topics

if TYPE_CHECKING:
    from tests.conftest import Answering
    from tests.websub.conftest import Built


def run(built: Built, *, everything: bool = False, wait: float = 10, tries: int = 4) -> Outcome:
    """What a run of the command does."""
    told = Told(built.output.parent / "pinged.json")
    tasks = due(read_topics(built.output), told, everything=everything)
    return ping(tasks, told, wait=wait, tries=tries, clock=built.clock)


def said(outcome: Outcome) -> list[str]:
    """What it found."""
    return [str(finding) for finding in outcome.findings]


def test_a_hub_is_told(built: Built) -> None:
    """A hub would not know what has changed, or not understand what it is told."""
    built.feed("atom.xml", "first")
    outcome = run(built)
    assert said(outcome) == []
    assert [(hub, topic.path) for hub, topic in outcome.told] == [
        (f"{built.hub.address}/", "atom.xml")
    ]
    (asked,) = built.hub.asked
    assert asked.method == "POST"
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    url = f"{built.web.address}/atom.xml"
    assert built.told == [{"hub.mode": "publish", "hub.url": url, "hub.topic": url}]
    (looked,) = built.web.asked
    assert looked.headers["Cache-Control"] == "no-cache"
    assert built.slept == []


def test_only_what_has_changed(built: Built) -> None:
    """A hub would be told of every feed at every run."""
    built.feed("a.xml", "first")
    built.feed("b.xml", "first")
    run(built)
    assert built.topics == ["a.xml", "b.xml"]
    assert run(built).told == []
    built.feed("b.xml", "second")
    run(built)
    assert built.topics == ["a.xml", "b.xml", "b.xml"]
    run(built, everything=True)
    assert built.topics[3:] == ["a.xml", "b.xml"]


def test_a_hub_that_is_new(built: Built, serve: Callable[..., Answering]) -> None:
    """A second hub would hear of nothing until the next change."""
    built.feed("a.xml")
    run(built)
    other = serve()
    other.at("/", 202)
    both = built.feed("a.xml").replace(
        b"<title>", f'<link rel="hub" href="{other.address}/"/><title>'.encode()
    )
    told = Told(built.output.parent / "pinged.json")
    (topic,) = read_topics(built.output)
    built.write("a.xml", both)
    built.web.at("/a.xml", 200, both)
    told.note(f"{built.hub.address}/", read_topics(built.output)[0])
    told.save()
    run(built)
    assert (len(built.hub.asked), len(other.asked)) == (1, 1)
    assert topic.hubs == (f"{built.hub.address}/",)


def test_what_is_not_live_yet(built: Built) -> None:
    """A hub that is told too early would hand the old feed on, and never the new one."""
    built.feed("a.xml", "old")
    built.feed("b.xml", "b")
    new = built.feed("a.xml", "new", live=False)
    outcome = run(built)
    assert built.topics == ["b.xml"]
    assert said(outcome) == [
        f"{built.web.address}/a.xml is not live after 10 seconds: it still gives other bytes than "
        "the file. Put on the web what was built, then run feeds ping again."
    ]
    assert built.slept == [1, 2, 4, 3]
    built.web.at("/a.xml", 200, new)
    assert said(run(built)) == []
    assert built.topics == ["b.xml", "a.xml"]


def test_a_file_that_was_worked_over_after_the_build(built: Built) -> None:
    """A site whose deployment makes its files smaller would never be announced."""
    built.feed("a.xml", "a   b")
    smaller = b"<feed/>"
    built.web.at("/a.xml", 200, smaller)
    at_first = run(built, wait=0)
    assert len(at_first.findings) == 1
    (topic,) = read_topics(built.output)
    data = topic.file.read_bytes().replace(b"   ", b" ")
    topic.file.write_bytes(data)
    built.web.at("/a.xml", 200, data)
    assert said(run(built)) == []
    assert built.topics == ["a.xml"]


def test_a_file_that_is_gone(built: Built) -> None:
    """A build that removes a feed meanwhile would end the program."""
    built.feed("a.xml", live=False)
    built.feed("b.xml")
    built.at_sleep = [(built.output / "a.xml").unlink]
    assert "cannot be read: No such file" in said(run(built))[0]
    assert built.topics == ["b.xml"]


def test_a_deployment_that_takes_a_moment(built: Built) -> None:
    """A ping right after the start of a deployment would fail each time."""
    new = built.feed("a.xml", "new", live=False)
    built.at_sleep = [lambda: None, lambda: built.web.at("/a.xml", 200, new)]
    assert said(run(built)) == []
    assert built.topics == ["a.xml"]
    assert built.slept == [1, 2]
    assert built.web.paths == ["GET /a.xml"] * 3


def test_one_feed_that_stays_away_holds_up_no_other(built: Built) -> None:
    """A feed that the server keeps back would keep readers of all others waiting."""
    built.feed("a.xml", live=False)
    for name in ("b.xml", "c.xml"):
        built.feed(name)
    at_sleep: list[list[str]] = []
    built.at_sleep = [lambda: at_sleep.append(built.topics)] * 2
    outcome = run(built)
    assert at_sleep[:2] == [[], ["b.xml", "c.xml"]]
    assert len(outcome.findings) == 1
    assert "the answer is 404 Not Found" in said(outcome)[0]


def test_a_deployment_is_asked_for_one_feed_until_it_is_there(built: Built) -> None:
    """A large site that is being deployed would be loaded whole, again and again."""
    for number in range(9):
        built.feed(f"{number}.xml", live=False)
    run(built)
    assert len(built.web.asked) == len(built.slept) + 9


def test_a_web_server_that_is_down(built: Built, serve: Callable[..., Answering]) -> None:
    """Each feed would be waited for in turn, for hours."""
    for number in range(9):
        built.feed(f"{number}.xml")
    built.web.answers.clear()
    built.web.answers["*"] = lambda handler: handler.connection.close()
    outcome = run(built, wait=0)
    assert len(built.web.asked) == 3
    (line,) = said(outcome)
    assert line.startswith(f"{built.web.address}/0.xml and 8 more feeds are not live: ")


def test_a_hub_in_trouble(built: Built) -> None:
    """A hub that is down for a moment would not hear of the change."""
    built.feed("a.xml")
    built.hub.then("/", 503, 429, 204)
    assert said(run(built)) == []
    assert built.topics == ["a.xml"] * 3
    assert built.slept == [1, 2]


def test_a_hub_that_stays_in_trouble(built: Built) -> None:
    """Every feed would be tried in vain for minutes, or the change be forgotten."""
    for name in ("a.xml", "b.xml", "c.xml"):
        built.feed(name)
    built.hub.at("/", 500, b"on\nfire", Content_Type="text/plain")
    outcome = run(built, tries=2)
    assert built.topics == ["a.xml", "a.xml"]
    assert said(outcome) == [
        f"{built.hub.address}/ was not told of {built.web.address}/a.xml and 2 more feeds: the "
        "answer is 500 Internal Server Error: on fire. The next feeds ping tries again."
    ]
    built.hub.at("/", 204)
    run(built)
    assert built.topics[2:] == ["a.xml", "b.xml", "c.xml"]


def test_a_hub_that_refuses(built: Built) -> None:
    """A mistake would be tried again and again, and nobody learn what the hub says."""
    for name in ("a.xml", "b.xml"):
        built.feed(name)
    built.hub.at("/", 400, b"x" * 1000)
    outcome = run(built)
    assert built.topics == ["a.xml", "b.xml"]
    (line,) = said(outcome)
    assert f"{built.web.address}/a.xml and 1 more feed: the answer is 400 Bad Request: xxx" in line
    assert len(line) < 500


def test_a_hub_that_answers_with_a_page(built: Built) -> None:
    """A whole web page would end up on the terminal."""
    built.feed("a.xml")
    built.hub.at("/", 404, b"<html>no</html>", Content_Type="text/html; charset=utf-8")
    assert ": the answer is 404 Not Found. See" in said(run(built))[0]


def test_a_hub_that_has_moved(built: Built) -> None:
    """What was told would be lost on the way, and count as told."""
    built.feed("a.xml")
    built.hub.at("/", 301, Location="https://new.example/")
    assert "301 Moved Permanently, to https://new.example/" in said(run(built))[0]


def test_a_hub_that_is_down(built: Built) -> None:
    """A hub that is gone would end the program, and other hubs not be told."""
    built.feed("a.xml", hub="http://127.0.0.1:9")
    built.feed("b.xml")
    outcome = run(built, tries=1)
    assert built.topics == ["b.xml"]
    assert said(outcome) == [
        f"http://127.0.0.1:9/ was not told of {built.web.address}/a.xml: connection refused. "
        "The next feeds ping tries again."
    ]


def test_a_run_that_is_killed_loses_nothing(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that was told to nobody would count as told."""
    for name in ("a.xml", "b.xml", "c.xml"):
        built.feed(name)

    def second_fails(url: str, *args: object, **options: object) -> object:
        if built.hub.asked and url.startswith(built.hub.address):
            raise KeyboardInterrupt
        return fetch(url, *args, **options)

    monkeypatch.setattr("feeds.websub.telling.fetch", second_fails)
    with pytest.raises(KeyboardInterrupt):
        run(built)
    monkeypatch.undo()
    assert built.topics == ["a.xml"]
    run(built)
    assert built.topics == ["a.xml", "b.xml", "c.xml"]


@pytest.mark.parametrize("url", ["http://localhost:4000/a.xml", "http://192.168.0.9/a.xml"])
def test_a_hub_of_the_web_is_not_sent_to_this_machine(tmp_path: Path, url: str) -> None:
    """A site that was built for a preview would be announced to the world."""
    topic = Topic(url, ("https://hub.example/",), "a.xml", "a", Path())
    with pytest.raises(ConfigurationError, match="cannot reach"):
        due([topic], Told(tmp_path / "x"), everything=False)
    near = Topic(url, ("http://127.0.0.1:7/",), "a.xml", "a", Path())
    assert due([near], Told(tmp_path / "x"), everything=False) == [(near, list(near.hubs))]
