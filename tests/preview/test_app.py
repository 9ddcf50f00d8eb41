"""What the pages show is what would be published."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from feeds.preview.app import make_app
from feeds.preview.desk import Desk
from feeds.preview.state import State
from tests.preview.conftest import ADDRESS, COOKIE, TOKENS, ask_of, state_of

HOSTILE = '<script>alert("&amp;")</script><img src=x onerror=alert(1)>'


def test_home_leads_to_the_first_newsletter(ask: Any) -> None:
    """The address that the program prints would show nothing."""
    answer = ask("/")
    assert (answer.status, answer.headers["location"]) == (307, "/newsletters/weekly")


def test_raw_gives_the_exact_bytes(ask: Any, desk: Desk) -> None:
    """What people check or download would not be what is published."""
    documents = asyncio.run(desk.documents())
    assert len(documents) >= 5
    for path, document in documents.items():
        answer = ask(f"/raw/{path}")
        assert answer.body == document.data
        mail = document.media_type == "message/rfc822"
        kind = "message/rfc822" if mail else "text/plain; charset=utf-8"
        assert answer.headers["content-type"] == kind
        assert answer.headers.get("content-disposition") == ("attachment" if mail else None)


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("/newsletters/weekly?view=text", "weekly/latest.txt"),
        ("/newsletters/weekly?view=source", "weekly/latest.html"),
        ("/newsletters/weekly?view=headers", "weekly/latest.eml"),
        ("/feeds/atom.xml?view=source", "atom.xml"),
        ("/feeds/rss.xml?view=source", "rss.xml"),
    ],
)
def test_source_views_show_every_character(ask: Any, desk: Desk, page: str, path: str) -> None:
    """The source on the page would differ from the file."""
    (shown,) = html.document_fromstring(ask(page).text).xpath("//pre")
    document = asyncio.run(desk.document(path))
    assert document
    expected = document.data.decode().replace("\r\n", "\n")
    assert shown.text_content().removeprefix("\n") == expected


def test_a_feed_names_its_other_formats(ask: Any) -> None:
    """The RSS form of a feed could not be found from its Atom form."""
    page = html.document_fromstring(ask("/feeds/atom.xml?view=source").text)
    links = page.xpath('//nav[@aria-label="Format"]/a/@href')
    assert links == ["/feeds/atom.xml?view=source", "/feeds/rss.xml?view=source"]


def test_newsletters_of_one_title_are_told_apart(small_site: Path) -> None:
    """Two entries of the navigation would look the same."""
    settings = small_site / "feeds.toml"
    more = '[[newsletters]]\nname = "ports"\n[[newsletters]]\nname = "tides"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
    page = html.document_fromstring(ask_of(state_of(small_site))("/posts").text)
    links = page.xpath('//nav//a[starts-with(@href, "/newsletters/")]')
    titles = ["Harbour Weekly", "Harbour Notes ports", "Harbour Notes tides"]
    assert [" ".join(link.text_content().split()) for link in links] == titles
    chips = page.xpath('//li[@class="row"][1]//a[contains(@class, "strong")]/span')
    expected = ["Harbour Weekly", "Harbour Notes (ports)", "Harbour Notes (tides)"]
    assert [chip.text_content() for chip in chips] == expected


@pytest.mark.parametrize(
    "page",
    ["/posts", "/feeds/atom.xml", "/feeds/rss.xml", "/feeds", "/newsletters/weekly?view=source"],
)
def test_hostile_titles_are_text(ask: Any, page: str) -> None:
    """A title or a category could put its own elements into the preview's pages."""
    text = ask(page).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert '"><b>Sea' not in text


def test_a_newsletter_without_posts_says_so(ask: Any, small_site: Path) -> None:
    """An editor would see an error, or the digest of some other time."""
    for path in (small_site / "posts").iterdir():
        path.unlink()
    answer = ask("/newsletters/weekly")
    assert answer.status == 200
    assert "There is nothing to send" in answer.text
    assert "<iframe" not in answer.text
    assert "This feed has no entry yet" in ask("/feeds/atom.xml").text
    assert "This site has no post yet" in ask("/posts").text


@pytest.mark.parametrize(
    "path",
    [
        "/newsletters/none",
        "/feeds/none.xml",
        "/frame/letter/none/mail",
        "/frame/letter/weekly/none",
        "/frame/letter/weekly/web",
        "/newsletters/none/findings",
        "/picture/none/media/ferry.png",
        "/picture/weekly/media/none.png",
        "/picture/weekly/..%2f..%2fferry.png",
        "/picture/weekly/posts/ferry.md",
        "/frame/entry/2/atom.xml",
        "/frame/entry/0/none.xml",
        "/frame/entry/-1/atom.xml",
        "/raw/none",
        "/raw/posts/ferry.md",
        "/static/base.html",
        "/static/..%2fdigest.html",
        "/none",
    ],
)
def test_what_is_not_published_is_not_here(ask: Any, path: str) -> None:
    """A stale address would fail instead of saying so, or show a file that is no output."""
    answer = ask(path)
    assert answer.status == 404
    assert "Not here" in answer.text


@pytest.mark.parametrize("path", ["/posts", "/raw/atom.xml", "/events"])
def test_head_is_answered(ask: Any, path: str) -> None:
    """A HEAD request would be refused, or would wait for events for ever."""
    assert ask(path, "HEAD").status == 200


def test_events_tell_each_version_and_end(state: State) -> None:
    """Pages would not learn of a change, or would keep the program from stopping."""

    async def listen() -> bytes:
        sent: list[bytes] = []
        told = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Any) -> None:
            sent.append(message.get("body", b""))
            told.set()

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/events",
            "query_string": b"",
            "headers": [(b"host", b"localhost:8025"), (b"cookie", COOKIE.encode())],
        }
        task = asyncio.create_task(make_app(state, ADDRESS, TOKENS)(scope, receive, send))
        first = state.version
        while f"data: {first}\n\n".encode() not in sent:
            await asyncio.wait_for(told.wait(), 5)
            told.clear()
        await state.changed(["posts/ferry.md"])
        assert state.version != first
        while f"data: {state.version}\n\n".encode() not in sent:
            await asyncio.wait_for(told.wait(), 5)
            told.clear()
        state.close()
        await asyncio.wait_for(task, 5)
        return b"".join(sent)

    assert asyncio.run(listen()).startswith(b"retry: ")
