"""In a real browser: hostile documents and hostile pages of other ports can do nothing.

Each attempt is first seen to work where nothing stands in its way.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from feeds.preview.address import Reach, address
from feeds.preview.desk import frame
from feeds.preview.door import Door
from feeds.preview.forms import form
from feeds.preview.http import Server
from feeds.preview.policies import SANDBOX
from feeds.preview.security import Guard
from feeds.preview.server import listen
from feeds.preview.tokens import Tokens
from tests.preview import hostile
from tests.preview.hostile import Elsewhere

PAGE = """<!doctype html><html lang="en"><title>The desk</title><p id=secret>Unpublished</p>
<form method=post action=/write><input name=a value=own><button>Save</button></form>
<iframe id=frame src="/frame" sandbox="{sandbox}" width=600 height=400></iframe>"""


class Desk:
    """A guarded server whose frame shows any document, and which counts what is written."""

    def __init__(self) -> None:
        self.document = ""
        self.written: list[str] = []
        self.socket = listen(0)
        where = address(Reach(), self.socket.getsockname()[1])
        self.door = Door(Reach(), where, Tokens(bytes(32), where))
        self.origin = where.url.rstrip("/")
        routes = [
            Route("/", self._page),
            Route("/frame", self._frame),
            Route("/write", self._write, methods=["GET", "POST"]),
        ]
        app = Guard(Starlette(routes=routes), where, self.door.tokens)
        self.server = Server(app, Reach(), lambda: None)

    async def _page(self, _request: Request) -> Response:
        return HTMLResponse(PAGE.format(sandbox=SANDBOX))

    async def _frame(self, _request: Request) -> Response:
        return frame(self.document.encode())

    async def _write(self, request: Request) -> Response:
        if request.method == "POST":
            self.written.append((await form(request))["a"])
        return HTMLResponse("<!doctype html><title>Written</title>")


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Such a server, which runs."""
    made = Desk()
    run = made.server.serve(sockets=[made.socket])
    thread = threading.Thread(target=asyncio.run, args=(run,))
    thread.start()
    while not made.server.started:
        time.sleep(0.01)
    yield made
    made.server.should_exit = True
    thread.join()
    made.socket.close()


@pytest.fixture(scope="module")
def other() -> Iterator[Elsewhere]:
    """A server on another port of 127.0.0.1."""
    with hostile.elsewhere() as server:
        yield server


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium without a network, for which rebound.example is this machine."""
    home = tmp_path_factory.mktemp("chromium")
    rules = "MAP rebound.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", f"--host-resolver-rules={rules}"],
            env={"HOME": str(home), "PATH": os.environ["PATH"]},
        )
        yield chromium
        chromium.close()


@pytest.fixture
def context(
    program: Callable[[str], str], request: pytest.FixtureRequest, other: Elsewhere, desk: Desk
) -> Iterator[BrowserContext]:
    """A browser that nobody has used yet."""
    program("chromium")
    other.forget()
    desk.written.clear()
    browser: Browser = request.getfixturevalue("browser")
    made = browser.new_context(viewport={"width": 800, "height": 700})
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in it."""
    return context.new_page()


def settle(page: Page, seconds: float = 0.4) -> None:
    """Gives what is on its way the time to arrive."""
    page.wait_for_timeout(seconds * 1000)


def wait(page: Page, condition: Callable[[], bool]) -> None:
    """Waits for what is to come."""
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        page.wait_for_timeout(25)


def unharmed(page: Page, desk: Desk, other: Elsewhere) -> None:
    """The desk is where it was, nothing ran, and nothing was asked of anybody else."""
    assert other.names() == set()
    assert other.connections == 0
    assert page.url == f"{desk.origin}/"
    assert page.title() == "The desk"
    assert page.locator("#secret").inner_text() == "Unpublished"
    assert len(page.context.pages) == 1
    assert desk.written == []


def shown(page: Page, desk: Desk, document: str) -> None:
    """Opens the desk with that document in its frame."""
    desk.document = document
    page.goto(desk.door.start)
    page.wait_for_load_state()


# ── Hostile documents in a frame ────────────────────────────────────────────────────────


def test_attempts_work_where_nothing_stands_in_their_way(page: Page, other: Elsewhere) -> None:
    """The tests below would be of attempts that no browser makes."""
    other.pages["/page"] = hostile.together(other.url)
    page.goto(f"{other.url}/page")
    wait(page, lambda: other.names() >= set(hostile.TOGETHER))
    assert set(hostile.TOGETHER) - other.names() == set()


def test_a_hostile_document_does_nothing(page: Page, desk: Desk, other: Elsewhere) -> None:
    """A post or mail could run scripts, or tell others who reads what, and when."""
    shown(page, desk, hostile.together(other.url))
    settle(page, 1)
    unharmed(page, desk, other)
    page.goto(f"{desk.origin}/frame")
    settle(page, 1)
    assert other.names() == set()
    assert page.title() == ""
