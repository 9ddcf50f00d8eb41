"""In a real browser: hostile documents and hostile pages of other ports can do nothing.

Each attempt is first seen to work where nothing stands in its way.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

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
    """A guarded server whose frame shows any document, and which notes what is written.

    Of every request it notes the method, the Origin, and whether it came with the cookie.
    """

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
        guarded = Guard(Starlette(routes=routes), where, self.door.tokens)

        async def noted(scope: Scope, receive: Receive, send: Send) -> None:
            headers = Headers(scope=scope)
            known = self.door.tokens.known(headers.get("cookie", ""))
            self.arrived.append((scope["method"], headers.get("origin", ""), known))
            await guarded(scope, receive, send)

        self.arrived: list[tuple[str, str, bool]] = []
        self.server = Server(noted, Reach(), lambda: None)

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
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in it."""
    return context.new_page()


def settle(page: Page, seconds: float = 0.4) -> None:
    """Gives what is on its way the time to arrive."""
    page.wait_for_timeout(seconds * 1000)


def made(page: Page) -> None:
    """Waits for what had to be made: until then, another page stands for it."""
    page.locator(':root:not([data-version=""])').wait_for(state="attached")


def wait(page: Page, condition: Callable[[], bool]) -> None:
    """Waits for what is to come."""
    end = time.monotonic() + 30
    while not condition() and time.monotonic() < end:
        page.wait_for_timeout(25)


def unharmed(page: Page, desk: Desk, other: Elsewhere) -> None:
    """The desk is where it was, nothing ran, and nothing was asked of anybody else."""
    assert other.names() == set()
    assert page.url == f"{desk.origin}/"
    assert page.title() == "The desk"
    assert page.locator("#secret").inner_text() == "Unpublished"
    assert desk.written == []


def shown(page: Page, desk: Desk, document: str) -> None:
    """Opens the desk with that document in its frame."""
    desk.document = document
    page.goto(desk.door.start)
    page.wait_for_load_state()


# ── Hostile documents in a frame ────────────────────────────────────────────────────────


def test_a_hostile_document_does_nothing(page: Page, desk: Desk, other: Elsewhere) -> None:
    """A post or mail could run scripts, or tell others who reads what, and when."""
    document = hostile.document("".join(hostile.TOGETHER.values()), other)
    other.pages["/page"] = document
    page.goto(f"{other.url}/page")
    wait(page, lambda: other.names() >= set(hostile.TOGETHER))
    assert set(hostile.TOGETHER) - other.names() == set()
    other.forget()
    shown(page, desk, document)
    settle(page, 1)
    unharmed(page, desk, other)
    # By itself, in the place of a page of the desk.
    page.goto(f"{desk.origin}/frame")
    settle(page, 0.5)
    assert (other.names(), page.title()) == (set(), "")


@pytest.mark.parametrize("clicked", [False, True])
def test_a_hostile_document_leads_nowhere(
    context: BrowserContext, desk: Desk, other: Elsewhere, clicked: bool
) -> None:
    """A post or mail could put another page in the place of the desk, and ask for passwords."""
    attempts = hostile.CLICKED if clicked else hostile.ALONE
    for name, attempt in attempts.items():
        other.forget()
        other.pages["/page"] = hostile.document(attempt, other)
        free = context.new_page()
        free.goto(f"{other.url}/page", wait_until="commit")
        if clicked:
            free.locator("#it").click()
        wait(free, lambda: bool(other.names()))
        assert other.names() == {name}
    for each in context.pages:
        each.close()
    other.forget()
    pages = {name: context.new_page() for name in attempts}
    for name, page in pages.items():
        shown(page, desk, hostile.document(attempts[name], other))
        if clicked:
            page.frame_locator("#frame").locator("#it").click()
    for name, page in pages.items():
        settle(page, 0.05)
        assert page.frames[1].url.partition("#")[0] == f"{desk.origin}/frame", name
        unharmed(page, desk, other)
    assert len(context.pages) == len(pages)


@pytest.mark.parametrize("field", ["action=/write", "action=/write target=_top"])
def test_a_hostile_document_cannot_write(
    page: Page, desk: Desk, other: Elsewhere, field: str
) -> None:
    """A form in a post or mail is of the desk's own origin, and could save or send."""
    button = f"<form method=post {field}><input name=a value=x><button id=it>it</button></form>"
    shown(page, desk, hostile.document(button, other))
    page.frame_locator("#frame").locator("#it").click()
    settle(page)
    unharmed(page, desk, other)


# ── Hostile pages of another port ───────────────────────────────────────────────────────

READING = """<!doctype html><title>x</title><script>
const got = {}, desk = "DESK";
const note = (name, done) => done.then((it) => got[name] = it, () => got[name] = "failed");
const loads = (tag, path, field = "src") => new Promise((done, failed) => {
  const it = document.createElement(tag);
  it.onload = () => done("loaded"); it.onerror = () => failed();
  it[field] = desk + path; document.body.append(it);
});
window.run = async () => {
  await Promise.all([
    note("cors", fetch(desk + "/", {credentials: "include"}).then((it) => it.text())),
    note("opaque", fetch(desk + "/", {credentials: "include", mode: "no-cors"})),
    note("script", loads("script", "/")),
    note("image", loads("img", "/picture.png")),
    note("stream", new Promise((done, failed) => {
      const it = new EventSource(desk + "/events", {withCredentials: true});
      it.onopen = () => done("open"); it.onerror = () => { it.close(); failed(); };
    })),
    note("frame", loads("iframe", "/").then(() => {
      try { return frames[0].document.body.innerText; } catch { return "closed"; }
    })),
    note("window", new Promise((done) => {
      const it = window.open(desk + "/");
      setTimeout(() => {
        try { done(it.document.body.innerText || "empty"); } catch { done("closed"); }
      }, 500);
    })),
  ]);
  return got;
};
</script><body>"""

WRITING = """<!doctype html><title>x</title><script>
const desk = "DESK", fields = new URLSearchParams({a: "x"});
window.run = async () => {
  const send = (how) => fetch(desk + "/write", {method: "POST", credentials: "include", ...how})
    .catch(() => 0);
  await send({body: fields, mode: "no-cors"});
  await send({body: fields});
  await send({body: fields, mode: "no-cors", referrerPolicy: "no-referrer"});
  await send({body: "a=x", headers: {"X-Own": "1"}});
  navigator.sendBeacon(desk + "/write", fields);
  for (const sandbox of [null, "allow-forms allow-scripts"]) {
    const frame = document.createElement("iframe");
    if (sandbox) frame.sandbox = sandbox;
    frame.srcdoc = `<form method=post action="${desk}/write"><input name=a value=x></form>`
      + "<script>document.forms[0].submit()</" + "script>";
    document.body.append(frame);
  }
};
</script><body><form method=post action="DESK/write"><input name=a value=x></form>"""


def test_a_page_of_another_port_cannot_read(page: Page, desk: Desk, other: Elsewhere) -> None:
    """Any program that serves pages on this machine could read what is not published."""
    page.goto(desk.door.start)
    other.pages["/page"] = READING.replace("DESK", desk.origin)
    page.goto(f"{other.url}/page")
    assert any(cookie.startswith("feeds-desk-") for cookie in other.cookies)
    got = page.evaluate("run()")
    assert set(got) == {"cors", "opaque", "script", "image", "stream", "frame", "window"}
    assert "Unpublished" not in str(got)
    assert got["cors"] == got["script"] == got["image"] == got["stream"] == "failed"
    assert got["opaque"] == "failed"
    assert got["frame"] in ("closed", "failed")
    assert got["window"] in ("closed", "empty")


def test_a_page_of_another_port_cannot_write(page: Page, desk: Desk, other: Elsewhere) -> None:
    """It is of the same site, so that the cookie is sent along with its forms."""
    page.goto(desk.door.start)
    desk.arrived.clear()
    other.pages["/page"] = WRITING.replace("DESK", desk.origin)
    page.goto(f"{other.url}/page")
    page.evaluate("run()")
    settle(page)
    page.evaluate("document.forms[0].submit()")
    page.wait_for_url(f"{desk.origin}/write")
    assert desk.written == []
    posts = [(origin, known) for method, origin, known in desk.arrived if method == "POST"]
    assert posts.count((other.url, True)) >= 5
    assert {origin for origin, _ in posts} == {other.url, "null"}


def test_the_desk_itself_can_write(page: Page, desk: Desk) -> None:
    """The tests above would hold for a desk that nobody can use."""
    page.goto(desk.door.start)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{desk.origin}/write")
    page.goto(desk.origin)
    status = page.evaluate(
        "fetch('/write', {method: 'POST', body: new URLSearchParams({a: 'fetched'})})"
        ".then((answer) => answer.status)"
    )
    assert (status, desk.written) == (200, ["own", "fetched"])


# ── A hostile site, through everything ──────────────────────────────────────────────────

SETTINGS = """[site]
title = "<script>parent.document.title='owned'</script>"
url = "https://harbour.example"
language = "en"

[[newsletters]]
name = "weekly"
title = '"><img src=x onerror="top.document.title=`owned`">'
language = "en"
template = "hostile"
"""


@pytest.fixture
def hostile_desk(tmp_path: Path, other: Elsewhere) -> Iterator[str]:
    """The start address of a desk over a site whose posts and whose mail are hostile."""
    attempts = "\n\n".join({**hostile.TOGETHER, **hostile.ALONE}.values())
    attempts = attempts.format(elsewhere=other.url)
    site = tmp_path / "site"
    for folder in ("posts", "media", "templates/hostile"):
        (site / folder).mkdir(parents=True)
    (site / "feeds.toml").write_text(SETTINGS, encoding="utf-8")
    title = hostile.TOGETHER["onerror"].format(elsewhere=other.url).replace("'", "''")
    front = f"title: '{title}'\ndate: 2026-11-20T08:00:00Z\nimage: {other.url}/cover\n"
    front += "category: '<img src=x onerror=1>'\nauthor: '\"><script>1</script>'\n"
    post = f"---\n{front}---\n{attempts}\n\n[it](javascript:top.location='{other.url}/md')\n"
    (site / "posts" / "hostile.md").write_text(post, encoding="utf-8")
    header = f"{{% raw %}}{attempts}{{% endraw %}}"
    (site / "templates" / "hostile" / "header.html").write_text(header, encoding="utf-8")
    picture = hostile.TOGETHER["svg-script"].format(elsewhere=other.url)
    picture = picture.replace("<svg>", '<svg xmlns="http://www.w3.org/2000/svg">')
    (site / "media" / "hostile.svg").write_text(picture, encoding="utf-8")
    command = [sys.executable, "-m", "feeds", "preview", str(site), "--no-open", "--port", "0"]
    with subprocess.Popen(
        [*command, "--now", "2026-11-23", "--no-cache"],
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout
        yield process.stdout.readline().split()[1]
        process.terminate()


def test_a_hostile_site_does_nothing_on_any_page(
    context: BrowserContext, hostile_desk: str, other: Elsewhere
) -> None:
    """Whatever the desk shows of a post, somewhere, could run or tell others."""
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    # Chromium does not always say that a page is loaded in which frames within frames are refused.
    page.goto(hostile_desk, wait_until="domcontentloaded")
    made(page)
    origin, letter = hostile_desk.partition("/?")[0], page.url
    waiting, seen, framed = [page.url, f"{origin}/media/media/hostile.svg"], set(), 0
    while waiting and len(seen) < 40:
        address = waiting.pop(0)
        seen.add(address)
        page.goto(address, wait_until="domcontentloaded")
        made(page)
        settle(page, 0.3)
        assert page.url == (letter if address == f"{origin}/" else address)
        assert page.title() != "owned"
        if address.endswith("/raw/weekly/latest.html"):
            assert "<script>new Image()" in page.inner_text("body")
        framed += len(page.frames) - 1
        found = page.evaluate(
            "[...document.querySelectorAll('a[href]:not([download])')].map((it) => it.href)"
        )
        for each in found:
            link = each.partition("#")[0]
            fresh = link not in seen and link not in waiting
            if fresh and link.startswith(f"{origin}/") and not link.endswith(".eml"):
                waiting.append(link)
    assert len(seen) > 8
    assert framed > 2
    assert (dialogs, other.names(), len(context.pages)) == ([], set(), 1)


# ── Who comes in ────────────────────────────────────────────────────────────────────────


def test_the_token_leaves_the_address(page: Page, desk: Desk, other: Elsewhere) -> None:
    """It would stand in the history, in screenshots, and in what scripts can read."""
    page.goto(desk.door.once())
    assert page.url == f"{desk.origin}/"
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("document.referrer") == ""
    page.reload()
    assert page.title() == "The desk"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_without_the_token_the_way_in_is_shown(
    program: Callable[[str], str], request: pytest.FixtureRequest, desk: Desk, language: str
) -> None:
    """Editors would see an error of the browser's, and others what is not published."""
    program("chromium")
    browser: Browser = request.getfixturevalue("browser")
    with browser.new_context(locale=language) as context:
        page = context.new_page()
        for path in ("/", "/frame", "/?token=wrong"):
            answer = page.goto(f"{desk.origin}{path}")
            assert answer
            assert answer.status == 403
            assert page.locator("html").get_attribute("lang") == language
            assert "feeds preview" in page.locator("h1").inner_text()
            assert "Unpublished" not in page.content()


def test_a_link_elsewhere_leads_in_by_one_more_click(
    page: Page, desk: Desk, other: Elsewhere
) -> None:
    """A strict cookie is not sent along with a link in a chat or a mail."""
    page.goto(desk.door.start)
    other.pages["/page"] = f'<!doctype html><a id=it href="{desk.origin}/">it</a>'
    page.goto(f"{other.url.replace('127.0.0.1', 'localhost')}/page")
    page.locator("#it").click()
    page.get_by_role("link", name="go on to it").click()
    page.wait_for_url(f"{desk.origin}/")
    assert page.title() == "The desk"


def test_a_rebound_name_is_refused(page: Page, desk: Desk) -> None:
    """A page of a stranger's name, which then resolves to 127.0.0.1, could read and write."""
    for url in (desk.door.start, f"{desk.origin}/"):
        answer = page.goto(url.replace("127.0.0.1", "rebound.example"))
        assert answer
        assert answer.status == 421
        assert page.context.cookies() == []
    status = page.evaluate(
        "fetch('/write', {method: 'POST', body: new URLSearchParams({a: 'x'})})"
        ".then((answer) => answer.status)"
    )
    assert (status, desk.written) == (421, [])
