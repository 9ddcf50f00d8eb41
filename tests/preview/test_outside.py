"""What leaves the desk: tests by mail, editions by git, and files for review."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from aiosmtpd.smtp import SMTP
from lxml import html
from playwright.sync_api import expect, sync_playwright
from starlette.applications import Starlette

from feeds.preview.desk import Desk
from feeds.preview.views import files, handing, letters, reviewing, sending
from tests.mail_server import HOST, Mailbox, mail_servers

from .conftest import Answer, state_of

EDITION = """\
---
subject: Two boats
status: draft
window:
  from: 2026-11-16
  to: 2026-11-22
---
Good morning.
"""
TO = "editor@harbour.example"
PATH = "editions/weekly/2026-11-23.md"
MESSAGE_ID = re.compile(rb"^Message-ID: <\w+@harbour\.example>\r$", re.MULTILINE)


@dataclass
class Door:
    """The views that lead outside, of a site on disk."""

    site: Path
    commands: bool = False
    cookie: str = ""

    def settings(self, text: str) -> None:
        """Adds to the site's settings."""
        with (self.site / "feeds.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{text}\n")

    def __call__(
        self, *path: str, language: str = "en", **fields: str
    ) -> tuple[Answer, html.HtmlElement]:
        """Asks for a page, or sends these fields and follows to what became of them."""
        app = self._app()
        address = f"/newsletters/weekly/{path[0]}"
        answer = asyncio.run(self._ask(app, address, language, fields or None))
        if answer.status == 303:
            self.cookie = answer.headers.get("set-cookie", "").partition(";")[0] or self.cookie
            answer = asyncio.run(self._ask(app, answer.headers["location"], language, None))
        return answer, html.document_fromstring(answer.body or b"<p>")

    def raw(self, path: str) -> bytes:
        """A file as the desk gives it."""
        return asyncio.run(self._ask(self._app(), f"/raw/{path}", "en", None)).body

    def _app(self) -> Starlette:
        desk = Desk(state_of(self.site), commands=self.commands)
        views = (letters, sending, handing, reviewing, files)
        return Starlette(routes=[route for view in views for route in view.routes(desk)])

    async def _ask(
        self, app: Any, address: str, language: str, fields: Mapping[str, str] | None
    ) -> Answer:
        path, _, query = address.partition("#")[0].partition("?")
        names = {"host": "127.0.0.1:8025", "accept-language": language, "cookie": self.cookie}
        names["content-type"] = "application/x-www-form-urlencoded"
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET" if fields is None else "POST",
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in names.items()],
            "server": ("127.0.0.1", 8025),
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            body = urlencode(fields or {}).encode()
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await app(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        body = b"".join(part.get("body", b"") for part in sent[1:])
        return Answer(sent[0]["status"], headers, body)


@pytest.fixture
def door(small_site: Path) -> Door:
    """The small site, with a draft of its newsletter."""
    (small_site / "editions/weekly").mkdir(parents=True)
    (small_site / PATH).write_text(EDITION, encoding="utf-8")
    return Door(small_site)


@pytest.fixture
def box(door: Door) -> Iterator[Mailbox]:
    """The mailbox of a mail server that the site's settings name."""
    box = Mailbox()
    with mail_servers() as servers:
        port = servers.start(partial(SMTP, box), None)
        door.settings(
            f'[desk]\ntest_to = ["{TO}", "nobody@x.example"]\n'
            f'smtp = {{ host = "{HOST}", port = {port}, security = "none" }}'
        )
        yield box


def told(page: html.HtmlElement) -> str:
    """What became of it, as the page says."""
    (outcome,) = page.xpath('//*[@id="outcome"]')
    return " ".join(outcome.text_content().split())


# ── Tests by mail ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_the_message_that_arrives_is_the_one_shown(door: Door, box: Mailbox, status: str) -> None:
    """An editor would try out another message than readers get."""
    if status == "approved":
        from feeds.cli import main

        assert main(["digest", "approve", str(door.site), "--now", "2026-11-23", "--anyway"]) == 0
    shown = door.raw("weekly/latest.eml")
    for _ in range(2):
        _, page = door("send", do="send")
        assert f"{TO}: taken" in told(page)
        assert "250 2.0.0 Kept as number 7" in told(page)
    first, second = (envelope.content for envelope in box.got)
    assert first != second
    for arrived in (first, second):
        assert MESSAGE_ID.sub(b"", arrived) == MESSAGE_ID.sub(b"", shown)
        assert len(MESSAGE_ID.findall(arrived)) == 1
        assert MESSAGE_ID.findall(arrived) != MESSAGE_ID.findall(shown)
    assert MESSAGE_ID.findall(second)[0].decode().split()[1] in told(page)
    assert [envelope.rcpt_tos for envelope in box.got] == [[TO], [TO]]
    assert box.got[0].mail_from == "newsletter@harbour.example"
    assert message_from_bytes(second, policy=policy.default)["To"] == "undisclosed-recipients:;"


def test_nothing_is_sent_by_looking(door: Door, box: Mailbox) -> None:
    """A page that is loaded, or loaded again, would send mail."""
    answer, page = door("send")
    assert (answer.status, box.got) == (200, [])
    assert page.xpath("//dd/text()")[2] == f"{TO}, nobody@x.example"
    assert page.xpath("//form/@method") == ["post", "post"]


def test_pictures_that_are_not_public_yet(door: Door, box: Mailbox) -> None:
    """A test would have gaps that nobody explains."""
    _, page = door("send")
    assert page.xpath('//div[@class="steps"]//li/code/text()') == [
        "https://harbour.example/blog/media/ferry.png"
    ]
    (door.site / "public/media").mkdir(parents=True)
    (door.site / "public/media/ferry.png").write_bytes(b"x")
    assert door("send")[1].xpath('//div[@class="steps"]//li') == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Nothing was sent"), ("ja", "送信されません")]
)
def test_why_nothing_was_sent(door: Door, language: str, words: str) -> None:
    """An editor would see the words of a library, or a page that failed."""
    door.settings(
        f'[desk]\ntest_to = ["{TO}"]\nsmtp = {{ host = "{HOST}", port = 1, security = "none" }}'
    )
    said = told(door("send", language=language, do="send")[1])
    assert said.startswith(words)
    assert HOST in said


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_desk_without_a_mail_server(door: Door, language: str) -> None:
    """An editor would not learn what to ask for."""
    _, page = door("send", language=language)
    assert "test_to =" in page.xpath("//pre")[0].text_content()
    answer, page = door("send", language=language, do="send")
    assert (answer.status, page.xpath('//*[@id="outcome"]')) == (200, [])


# ── Handing over ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def git(door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bare repository that the site is pushed to."""
    bare, home = tmp_path / "bare.git", tmp_path / "laptop"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = Laptop\n\temail = laptop@x.example\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (door.site / ".gitignore").write_text(".feeds/\n")
    for words in (
        f"init -q --bare -b main {bare}",
        "init -q -b main",
        "add .gitignore feeds.toml posts",
        "commit -q -m First",
        f"remote add origin {bare}",
        "push -q -u origin main",
    ):
        subprocess.run(["git", *words.split()], cwd=door.site, check=True, capture_output=True)
    return bare


def log(bare: Path) -> str:
    """The newest commit in a repository, and its files."""
    words = ["git", "-C", str(bare), "log", "-1", "--format=%an <%ae>", "--name-only", "main"]
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=os.environ)
    return done.stdout


def test_an_edition_is_handed_over(door: Door, git: Path) -> None:
    """What an editor wrote would stay on this laptop, or be under another name."""
    _, page = door("hand")
    assert page.xpath("//input/@value") == ["Laptop", "laptop@x.example"]
    assert page.xpath('//div[@class="steps"]//li/code/text()') == [PATH]
    said = told(door("hand", name="江戸 花子", mail="hanako@harbour.example")[1])
    assert said.startswith("Handed over: origin/main has it")
    assert log(git) == f"江戸 花子 <hanako@harbour.example>\n\n{PATH}\n"
    (door.site / PATH).write_text(EDITION + "More.\n", encoding="utf-8")
    assert door("hand")[1].xpath("//input/@value") == ["江戸 花子", "hanako@harbour.example"]


@pytest.mark.parametrize(
    ("name", "mail"), [("", "a@b.example"), ("A <b>", "a@b.example"), ("A", "no"), ("A", "a@b\n.c")]
)
def test_an_author_that_cannot_be_one(door: Door, git: Path, name: str, mail: str) -> None:
    """A commit would have a broken author, or options of git's own."""
    before = log(git)
    _, page = door("hand", name=name, mail=mail)
    assert told(page).startswith("Not handed over")
    assert log(git) == before


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "in no git repository"), ("ja", "git リポジトリの中にありません")],
)
def test_a_site_in_no_repository(door: Door, language: str, words: str) -> None:
    """An editor would see nothing that helps."""
    assert words in door("hand", language=language)[1].text_content()
    said = told(door("hand", language=language, name="A", mail="a@b.example")[1])
    assert words in said


def test_a_command_of_the_site(door: Door) -> None:
    """`feeds.toml` could run programs on an editor's laptop."""
    door.settings('[desk]\nhandover = ["touch", "ran"]')
    _, page = door("hand")
    assert page.xpath("//form") == []
    assert f"touch ran {PATH}" in page.xpath("//pre")[0].text_content()
    assert "--allow-commands" in told(door("hand", do="")[1])
    assert not (door.site / "ran").exists()
    door.commands = True
    assert told(door("hand", do="")[1]).startswith("The command has done its work")
    assert (door.site / "ran").exists()


# ── For review ────────────────────────────────────────────────────────────────────────


def test_a_file_for_review(door: Door) -> None:
    """A colleague could not open what is to be looked at, or would see another mail."""
    answer, page = door("review.html")
    assert answer.headers["content-disposition"].startswith("attachment;")
    mail = message_from_bytes(door.raw("weekly/latest.eml"), policy=policy.default)
    assert page.xpath("//h1/text()") == ["Two boats"]
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert page.xpath("//pre")[0].text_content().strip() == text.strip()
    assert [f"{row[0].text_content()}" for row in page.xpath("//tr")] == mail.keys()
    for frame in page.xpath("//iframe"):
        assert frame.get("sandbox") == ""
        assert "The first ferry" in frame.get("srcdoc")
        assert "data:image/png;base64," in frame.get("srcdoc")
        assert "elsewhere.example/a.png" not in re.findall(r'src="[^"]*"', frame.get("srcdoc"))
    assert page.xpath("//script | //link | //*[@onclick]") == []


def test_a_file_for_review_in_a_browser(
    door: Door, tmp_path: Path, program: Callable[[str], str]
) -> None:
    """It would tell the world that it is read, lack its pictures, or show one look alone."""
    file = tmp_path / "review.html"
    file.write_bytes(door("review.html")[0].body)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program("chromium"),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"],
            env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        )
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(file.as_uri())
        light, dark = (page.locator("iframe").nth(number) for number in range(2))
        heading = light.content_frame.get_by_role("heading", name="The first ferry")
        expect(heading).to_be_visible()
        pictures = light.content_frame.locator("img")
        assert pictures.first.evaluate("(picture) => picture.naturalWidth") == 1
        page.get_by_role("radio", name="Desktop").press("ArrowRight")
        expect(page.get_by_role("radio", name="Phone")).to_be_checked()
        expect(light).to_have_css("width", "390px")
        page.get_by_text("Dark", exact=True).click()
        expect(light).not_to_be_visible()
        shade = "(body) => Number(getComputedStyle(body).backgroundColor.match(/\\d+/)[0])"
        shades = [dark.content_frame.locator("body").evaluate(shade)]
        page.emulate_media(color_scheme="dark")
        shades.append(light.content_frame.locator("body").evaluate(shade))
        expect(dark.content_frame.get_by_role("heading", name="The first ferry")).to_be_visible()
        page.get_by_text("Text", exact=True).click()
        expect(page.locator("pre")).to_contain_text("The first ferry")
        chromium.close()
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert shades[0] < 80 < 200 < shades[1]
    assert complaints == []


def test_pages_of_newsletters_that_are_not_there(door: Door) -> None:
    """A wrong address would end in an error of the program."""
    (door.site / PATH).unlink()
    for view in ("send", "hand"):
        assert door(view)[0].status == 200
    assert door("../nothing/send")[0].status == 404
