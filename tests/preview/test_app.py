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
        ("/newsletters/weekly?view=mail", "weekly/latest.eml"),
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


@pytest.mark.parametrize(("view", "width"), [("desktop", "desktop"), ("phone", "phone")])
def test_the_digest_is_framed_at_both_widths(ask: Any, view: str, width: str) -> None:
    """The digest could not be seen as phones and as desktops show it."""
    page = html.document_fromstring(ask(f"/newsletters/weekly?view={view}").text)
    (frame,) = page.xpath(f'//div[@class="device {width}"]/iframe')
    answer = ask(frame.get("src"))
    assert "The first ferry" in answer.text
    assert 'src="/media/media/ferry.png"' in answer.text


def test_a_mails_header_is_shown(ask: Any) -> None:
    """Editors would not see subject and sender before a mail is sent."""
    page = html.document_fromstring(ask("/newsletters/weekly?view=mail").text)
    names = page.xpath('//table[@class="headers"]//th/text()')
    assert {"From", "Subject", "Date", "Message-ID"} <= set(names)
    assert page.xpath("//a[@download]/@href") == ["/raw/weekly/latest.eml"]


@pytest.mark.parametrize("path", ["/feeds/atom.xml", "/feeds/rss.xml"])
def test_a_feed_shows_its_entries_in_order(ask: Any, path: str) -> None:
    """An editor could not see what a feed holds."""
    page = html.document_fromstring(ask(path).text)
    titles = [title.text_content() for title in page.xpath('//li[@class="row"]/h2')]
    assert titles == ["The first ferry", HOSTILE]
    (frame, _) = page.xpath("//details/iframe/@src")
    assert "before the bread is done" in ask(frame).text


def test_a_feed_names_its_other_formats(ask: Any) -> None:
    """The RSS form of a feed could not be found from its Atom form."""
    page = html.document_fromstring(ask("/feeds/atom.xml?view=source").text)
    links = page.xpath('//nav[@aria-label="Format"]/a/@href')
    assert links == ["/feeds/atom.xml?view=source", "/feeds/rss.xml?view=source"]


def test_the_picked_posts_say_where_they_are_shown(ask: Any) -> None:
    """An editor could not tell which posts made it into which newsletter and feed."""
    page = html.document_fromstring(ask("/posts").text)
    first = page.xpath('//li[@class="row"]')[0]
    assert "The first ferry" in first.text_content()
    assert "posts/ferry.md" in first.text_content()
    shown_at = first.xpath('.//a[contains(@class, "chip")]/@href')
    assert shown_at[:2] == ["/newsletters/weekly", "/feeds/atom.xml"]
    assert any(address.startswith("/feeds/categories/") for address in shown_at)


def test_newsletters_of_one_title_are_told_apart(small_site: Path) -> None:
    """Two entries of the navigation would look the same."""
    settings = small_site / "feeds.toml"
    more = '[[newsletters]]\nname = "ports"\n[[newsletters]]\nname = "tides"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + more, encoding="utf-8")
    page = html.document_fromstring(ask_of(state_of(small_site))("/posts").text)
    links = page.xpath('//nav//a[starts-with(@href, "/newsletters/")]')
    titles = ["Harbour Weekly", "Harbour Notes ports", "Harbour Notes tides"]
    assert [" ".join(link.text_content().split()) for link in links] == titles
    chips = page.xpath('//li[@class="row"][1]//a[contains(@class, "strong")]')
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


def test_findings_are_shown_with_place_and_remedy(ask: Any, desk: Desk, small_site: Path) -> None:
    """An editor would not learn why a post is missing, or what to do."""
    (small_site / "posts" / "broken.md").write_text("---\ntitle: [<b>\n---\n", encoding="utf-8")
    page = html.document_fromstring(ask("/findings").text)
    shown = [each.text_content() for each in page.xpath('//li[contains(@class, "finding error")]')]
    found = asyncio.run(desk.findings())
    (finding,) = [each for each in found if each.path == "posts/broken.md"]
    assert any(finding.place in text and finding.what in text for text in shown)
    assert all(finding.remedy in text for text in shown if finding.place in text)
    assert not page.xpath("//li//b")


def test_a_newsletter_without_posts_says_so(ask: Any, small_site: Path) -> None:
    """An editor would see an error, or the digest of some other time."""
    for path in (small_site / "posts").iterdir():
        path.unlink()
    answer = ask("/newsletters/weekly")
    assert answer.status == 200
    assert "There is nothing to send" in answer.text
    assert "<iframe" not in answer.text
    assert "This feed has no entry yet" in ask("/feeds/atom.xml").text
    assert "No post is shown anywhere" in ask("/posts").text


@pytest.mark.parametrize(
    "path",
    [
        "/newsletters/none",
        "/feeds/none.xml",
        "/frame/digest/atom.xml",
        "/frame/digest/weekly/latest.eml",
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
