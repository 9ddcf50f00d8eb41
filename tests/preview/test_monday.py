"""An editor's whole Monday in a real browser, from the first look to the sent edition."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.mail_server import Mailbox, mail_servers
from tests.preview.test_editing_browser import LABEL, REPOSITORY, Served

DESK = """
[desk]
test_to = ["editor@shiomachi.example"]
smtp = {{ host = "127.0.0.1", port = {port}, security = "none" }}
"""
RUBY = """\
[site]
url = "https://www.ruby-lang.org"
title = "Ruby"
language = "en"
timezone = "UTC"

[[newsletters]]
name = "digest"
title = "Ruby News"
filter = { languages = ["en"] }
window = 365
unsubscribe = "https://www.ruby-lang.org/en/unsubscribe/"
address = "1 Quay, Harbour"
"""
OPENING = "今週の*工房*は忙しい一週間でした。"
VIEWS = (
    *("?view=mail&width=375", "?view=mail&look=dark", "?view=mail&look=inverted"),
    *("?view=mail&pictures=off", "?view=mail&clipped=on", "?view=mail&styles=off"),
    *("?view=web", "?view=text", "?view=source", "?view=headers"),
)


def git(place: Path, *words: str) -> str:
    """Runs git there, by nobody's settings."""
    names = {"GIT_AUTHOR_NAME": "S", "GIT_AUTHOR_EMAIL": "s@x.example"}
    names |= {"GIT_COMMITTER_NAME": "S", "GIT_COMMITTER_EMAIL": "s@x.example"}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    run = subprocess.run(
        ["git", *words],
        cwd=place,
        env={"PATH": os.environ["PATH"], "HOME": str(place), **names, **nobody},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


@pytest.fixture
def mailbox() -> Iterator[tuple[int, Mailbox]]:
    """A real mail server on loopback: its port, and what it gets."""
    box = Mailbox()
    with mail_servers() as servers:
        yield servers.start(partial(SMTP, box), None), box


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A bare repository, where colleagues fetch from."""
    place = tmp_path / "shared.git"
    place.mkdir()
    git(place, "init", "-q", "--bare", "-b", "main")
    return place


def sample(site: Path, _corpus: Callable[[str], Path]) -> None:
    """The sample blog."""
    for folder in ("posts", "media"):
        shutil.copytree(REPOSITORY / folder, site / folder)
    shutil.copy(REPOSITORY / "feeds.toml", site)


def ruby_lang(site: Path, corpus: Callable[[str], Path]) -> None:
    """The blog of ruby-lang.org, with a newsletter."""
    shutil.copytree(corpus("ruby-lang"), site, dirs_exist_ok=True)
    (site / "feeds.toml").write_text(RUBY, encoding="utf-8")


@pytest.fixture(params=[sample, ruby_lang], ids=lambda make: make.__name__)
def served(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    remote: Path,
    mailbox: tuple[int, Mailbox],
    corpus: Callable[[str], Path],
) -> Iterator[Served]:
    """The desk over a clone of a blog."""
    site = tmp_path / "blog"
    site.mkdir()
    request.param(site, corpus)
    with (site / "feeds.toml").open("a", encoding="utf-8") as settings:
        settings.write(DESK.format(port=mailbox[0]))
    (site / ".gitignore").write_text("public/\n.feeds/\n", encoding="utf-8")
    git(site, "init", "-q", "-b", "main")
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "The blog")
    git(site, "remote", "add", "origin", str(remote))
    git(site, "push", "-q", "-u", "origin", "main")
    running = Served(site)
    yield running
    running.stop()


@pytest.fixture
def browser(program: Callable[[str], str], tmp_path: Path) -> Iterator[Browser]:
    """Chromium without a network."""
    program("git")
    path = program("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            env={"HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"]},
        )
        yield chromium
        chromium.close()


def until(page: Page, met: Callable[[], object], what: str) -> None:
    """Waits for something."""
    end = time.monotonic() + 30
    while not met():
        assert time.monotonic() < end, what
        page.wait_for_timeout(50)


def compose(page: Page, text: str) -> None:
    """Writes as an input method does: what is being composed first, then the words."""
    keys = page.context.new_cdp_session(page)
    for part in ("こ", "こん", "こんし"):
        here = {"text": part, "selectionStart": len(part), "selectionEnd": len(part)}
        keys.send("Input.imeSetComposition", here)
    keys.send("Input.insertText", {"text": text})


def test_a_whole_monday(
    browser: Browser, served: Served, remote: Path, mailbox: tuple[int, Mailbox]
) -> None:
    """An editor would be stopped somewhere between opening the desk and the sent edition."""
    context = browser.new_context(viewport={"width": 1500, "height": 1200}, locale="en")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda problem: wrong.append(str(problem)))

    def go(path: str) -> None:
        page.goto(f"{served.address}{path}")
        expect(page.locator("html[data-version]:not([data-version=''])")).to_be_attached()

    page.goto(served.start())
    go("/newsletters/digest/edit")
    page.get_by_role("button", name="Begin an edition").click()
    rows = page.locator(".pick h3")
    expect(rows.nth(2)).to_be_visible()
    second = rows.nth(1).text_content() or ""
    named = re.search(r"^  - (\S+\.md)", served.text(), re.MULTILINE)
    assert named

    # A picture is described by its file's name: the finding comes, and goes when that is mended.
    go("/newsletters/digest")
    review = page.locator("#review")
    expect(review).to_contain_text("hint")
    post = served.site / named[1]
    good = post.read_text(encoding="utf-8")
    plain = re.sub(r"(?m)^image(_alt)?:.*\n", "", good)
    pictured = "---\nimage: /media/radio.jpg\nimage_alt: radio.jpg\n"
    post.write_text(plain.replace("---\n", pictured, 1), encoding="utf-8")
    expect(review).to_contain_text(post.name)
    post.write_text(good, encoding="utf-8")
    expect(review).not_to_contain_text(post.name)

    # Order, and an introduction in Japanese.
    go("/newsletters/digest/edit")
    page.get_by_role("button", name=f"Move {second} up").press("Enter")
    expect(rows.first).to_have_text(second)
    page.locator("#edit-introduction").focus()
    compose(page, OPENING)
    expect(page.frame_locator("#edit-opening").locator("em")).to_have_text("工房")
    page.keyboard.press("Control+s")
    until(page, lambda: OPENING in served.text(), "the introduction is saved")

    # A colleague writes meanwhile.
    page.get_by_label("Subject").fill("The bench was full")
    theirs = served.text().replace("\npreheader:\n", "\npreheader: And bread for the ferry\n")
    served.draft.write_text(theirs, encoding="utf-8")
    expect(page.locator("#edit-newer")).to_be_visible()
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Take mine").click()
    expect(page.locator("#editor .done")).to_have_text("Saved.")
    assert "\nsubject: The bench was full\n" in served.text()
    assert "\npreheader: And bread for the ferry\n" in served.text()

    # As inboxes show it.
    for view in VIEWS:
        go(f"/newsletters/digest{view}")
        expect(page.locator("#frame, #sheet").first).to_be_visible()
    expect(page.locator("#sheet")).to_contain_text("The bench was full")

    # A test, and approving.
    go("/newsletters/digest/send")
    page.get_by_role("button", name="Send the test").click()
    expect(page.get_by_role("status").filter(has_text="on its way")).to_be_visible()
    go("/newsletters/digest/edit")
    page.get_by_role("button", name="Check and approve").click()
    page.get_by_role("button", name="Approve", exact=True).click()
    until(page, lambda: "status: approved" in served.text(), "the edition is approved")
    stored = (served.draft.with_suffix(".eml")).read_bytes()
    (test,) = mailbox[1].got
    known = re.compile(rb"(?m)^Message-ID: .*\r\n")
    assert test.rcpt_tos == ["editor@shiomachi.example"]
    assert known.sub(b"", test.original_content) == known.sub(b"", stored)
    assert known.search(test.original_content) != known.search(stored)

    # Handed over, after a reload and a restart.
    page.reload()
    served.stop()
    page.goto(served.start())
    go("/newsletters/digest/hand")
    page.get_by_label("Your name").fill("Mio Hamada")
    page.get_by_label("Your mail address").fill("mio@shiomachi.example")
    page.get_by_role("button", name="Hand over now").click()
    expect(page.locator("#outcome")).to_contain_text("Handed over")
    there = git(remote, "ls-tree", "-r", "--name-only", "main").splitlines()
    assert {f"editions/digest/{LABEL}.md", f"editions/digest/{LABEL}.eml"} < set(there)
    assert git(remote, "log", "-1", "--format=%an <%ae>", "main").strip() == (
        "Mio Hamada <mio@shiomachi.example>"
    )

    # And noted as sent.
    go("/newsletters/digest/edit")
    page.get_by_role("link", name=LABEL).click()
    page.get_by_role("button", name="It was sent").click()
    until(page, lambda: "status: sent" in served.text(), "the edition is noted as sent")
    assert served.draft.with_suffix(".eml").read_bytes() == stored
    context.close()
    assert wrong == []
