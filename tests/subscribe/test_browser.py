"""In a real browser: what people see of a feed, and what the page does for them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from feeds.cli import main

REPOSITORY = Path(__file__).resolve().parents[2]
CASES = Path(__file__).parent / "browser"
SHOWN = (CASES / "functions.js").read_text(encoding="utf-8")
FEEDS = ("atom.xml", "rss.xml", "ja/atom.xml", "ja/rss.xml", "atom-2026.xml", "rss-2026.xml")
NOTES = {
    "atom.xml": "This is a web feed.",
    "rss.xml": "This is a web feed.",
    "ja/atom.xml": "これはウェブフィードです。",
    "ja/rss.xml": "これはウェブフィードです。",
    "atom-2026.xml": "This is an older page",
    "rss-2026.xml": "This is an older page",
}
SIZES = {"phone": (360, 740), "desktop": (1200, 900)}

expect.set_options(timeout=30_000)


class Handler(SimpleHTTPRequestHandler):
    """Serves files as most servers do; `.xml` is XML of no kind in particular."""

    extensions_map = {  # noqa: RUF012
        ".xml": "application/xml",
        ".css": "text/css",
        ".html": "text/html",
        "": "application/octet-stream",
    }

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium without a network; `open_page` has checked that it is there."""
    home = tmp_path_factory.mktemp("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            env={"HOME": str(home), "PATH": os.environ["PATH"]},
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of what is published: the sample blog with feeds by tag, and pages of others."""
    root = tmp_path_factory.mktemp("served")
    site = root / "site"
    for folder in ("posts", "media"):
        shutil.copytree(REPOSITORY / folder, site / folder)
    settings = (REPOSITORY / "feeds.toml").read_text(encoding="utf-8")
    tags = '\n[[feeds]]\nby = "tag"\n'
    (site / "feeds.toml").write_text(settings + tags, encoding="utf-8")
    build = ["build", str(site), "--no-cache", "--quiet", "--now", "2026-11-23"]
    assert main(build) == 0
    shutil.copy(CASES / "everything.xml", site / "public")
    handler = partial(Handler, directory=str(site / "public"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def open_page(
    program: Callable[[str], str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens what is served; fails if a page asks for anything else, or complains."""
    program("chromium")
    browser: Browser = request.getfixturevalue("browser")
    address: str = request.getfixturevalue("served")
    contexts = []
    asked: list[str] = []
    said: list[str] = []

    def open_(path: str, size: str = "desktop", **options: Any) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda asking: asked.append(asking.url.removeprefix(address)))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert asked
    allowed = {"/feeds.css", "/favicon.ico"}
    assert {url for url in asked[1:] if not url.endswith((".xml", ".html"))} <= allowed
    assert [text for text in said if "404" not in text] == []


def ask(page: Page, question: str, *given: object) -> Any:
    """What one of the functions in `functions.js` answers."""
    return page.evaluate(f"(given) => {{ {SHOWN}; return {question}(...given); }}", [*given])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("feed", FEEDS)
def test_a_feed_is_readable(open_page: Callable[..., Page], feed: str, size: str) -> None:
    """People who open a feed would see its source, or nothing of it, or too much."""
    page = open_page(feed, size)
    seen = ask(page, "feed")
    assert NOTES[feed] in seen["note"]
    assert "https://shiomachi.example/subscribe.html" in seen["note"]
    title = "潮待ち便り" if feed.startswith("ja/") else "Shiomachi Notes"
    assert [text for text, _ in seen["title"]] == [title]
    titles = [text for text, _ in seen["titles"]]
    assert "軒下の百二十個" in titles
    assert len(titles) == ask(page, "count")
    tops = [top for _, top in (*seen["title"], *seen["titles"])]
    assert tops == sorted(set(tops))
    assert seen["noteTop"] < tops[0]
    assert not any("<" in text for text in seen["texts"])
    assert ask(page, "overflow") <= 0


@pytest.mark.parametrize("feed", ["atom.xml", "rss.xml"])
def test_an_entry_shows_what_it_is(open_page: Callable[..., Page], feed: str) -> None:
    """People would not learn when a post was written, by whom, and where it is."""
    first = ask(open_page(feed), "entry")
    assert first["date"] == {"atom.xml": "2026-11-20", "rss.xml": "Fri, 20 Nov 2026"}[feed]
    assert first["authors"] == ["Mio Hamada"]
    assert first["categories"] == ["Workshop", "radio", "valves", "electronics"]
    assert first["link"] == "https://shiomachi.example/2026/11/the-radio-that-only-knew-one-song/"
    assert first["summary"].startswith("Mrs Tanabe carried it up")


def test_what_readers_need_is_hidden(open_page: Callable[..., Page]) -> None:
    """People would see durations, owners' addresses and URLs of pictures run together."""
    texts = ask(open_page("everything.xml"), "texts")
    assert texts == [
        *("A show", "About it", "An episode", "https://x.example/1", "Why & how"),
        *("Mon, 02 Nov 2026 08:00:00 +0000", "Ann", "Ben", "talk"),
    ]


@pytest.mark.parametrize("path", [*FEEDS[:2], "subscribe.html"])
def test_colours_follow_the_reader(open_page: Callable[..., Page], path: str) -> None:
    """A page would glare in the dark, or have text that is hard to read (WCAG 2.2, 1.4.3)."""
    pages = [open_page(path, color_scheme=scheme) for scheme in ("light", "dark")]
    light, dark = (ask(page, "contrasts") for page in pages)
    assert len(light) == len(dark) > 10
    for what, ratio in (*light, *dark):
        assert ratio >= 4.5, what
    backgrounds = [ask(page, "background") for page in pages]
    assert backgrounds[0] > 0.7
    assert backgrounds[1] < 0.05


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits(open_page: Callable[..., Page], size: str) -> None:
    """People would have to scroll sideways to read an address."""
    page = open_page("subscribe.html", size)
    assert ask(page, "overflow") <= 0
    expect(page.get_by_role("heading", level=1)).to_have_text("Subscribe")
    expect(page.get_by_text("https://shiomachi.example/ja/rss.xml", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Feedly").first).to_be_visible()


def test_an_address_is_copied(open_page: Callable[..., Page]) -> None:
    """The button would do nothing, or copy another feed's address."""
    page = open_page("subscribe.html", permissions=["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy the RSS address of 潮待ち便り")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_text("Copied")
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://shiomachi.example/ja/rss.xml"
    expect(button).to_have_text("Copy")
    expect(page.get_by_role("status")).to_have_text("")


def test_an_address_is_copied_without_the_clipboards_interface(
    open_page: Callable[..., Page],
) -> None:
    """On a site without https the button would do nothing."""
    page = open_page("subscribe.html", permissions=["clipboard-read"])
    page.evaluate("Object.defineProperty(navigator.clipboard, 'writeText', { value: null })")
    page.get_by_role("button", name="Copy the Atom address of 潮待ち便り").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://shiomachi.example/ja/atom.xml"


def test_feeds_are_found(open_page: Callable[..., Page]) -> None:
    """Among a hundred feeds people would look for theirs in vain."""
    page = open_page("subscribe.html")
    field = page.get_by_label("Find a feed")
    headings = page.get_by_role("heading", level=3)
    everything = headings.count()
    assert everything > 20
    field.fill("ＫＩＴＣＨＥＮ")
    expect(headings).to_have_text(["Kitchen"])
    expect(page.get_by_role("heading", level=2)).to_have_text(["Categories"])
    expect(page.get_by_role("status")).to_have_text("Feeds shown: 1")
    field.fill("")
    expect(headings).to_have_count(everything)


def test_the_page_works_without_scripts(open_page: Callable[..., Page]) -> None:
    """People without JavaScript would see buttons that do nothing."""
    page = open_page("subscribe.html", java_script_enabled=False)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_label("Find a feed")).to_be_hidden()
    address = page.get_by_text("https://shiomachi.example/atom.xml", exact=True)
    expect(address).to_be_visible()
    expect(address).to_have_css("user-select", "all")
    page.locator("summary").last.click()
    expect(page.get_by_role("link", name="Inoreader").last).to_be_visible()


def test_every_control_shows_that_it_has_the_focus(open_page: Callable[..., Page]) -> None:
    """People who use a keyboard would not see where they are."""
    page = open_page("subscribe.html")
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        tag, style = page.evaluate(
            "[document.activeElement.localName, getComputedStyle(document.activeElement).outline]"
        )
        assert re.search(r"\b2px\b", style), tag
        seen.add(tag)
    assert {"a", "button", "input", "summary"} <= seen
