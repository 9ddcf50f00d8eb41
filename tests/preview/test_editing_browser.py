"""In a real browser: an edition is put in order, written in Japanese, kept and saved."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[2]
LABEL = "2026-11-23"
RADIO, RYE, FOG = (
    "The radio that only knew one song",
    "Rye for the night ferry",
    "What the fog horn",
)

expect.set_options(timeout=30_000)


class Served:
    """A preview of the sample blog, which can be stopped and started again on its port."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.draft = site / f"editions/digest/{LABEL}.md"
        self._process: subprocess.Popen[str] | None = None
        self._port = "0"
        self.address = ""

    def start(self) -> str:
        """Starts it; gives the address at which it lets a browser in."""
        command = [sys.executable, "-m", "feeds", "preview", str(self.site), "--no-open"]
        self._process = subprocess.Popen(
            [*command, "--now", LABEL, "--port", self._port],
            stdout=subprocess.PIPE,
            text=True,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY)},
        )
        assert self._process.stdout
        first = self._process.stdout.readline().split()[1]
        self.address = first.partition("/?")[0]
        self._port = self.address.rpartition(":")[2]
        return first

    def stop(self) -> None:
        """Stops it."""
        if self._process:
            self._process.terminate()
            self._process.wait()
            assert self._process.stdout
            self._process.stdout.close()
            self._process = None

    def text(self) -> str:
        """The draft's file."""
        return self.draft.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium without a network; `page` has checked that it is there."""
    home = tmp_path_factory.mktemp("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            env={"HOME": str(home), "PATH": os.environ["PATH"]},
        )
        yield chromium
        chromium.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A preview of a copy of the sample blog."""
    site = tmp_path / "blog"
    for folder in ("posts", "media"):
        shutil.copytree(REPOSITORY / folder, site / folder)
    shutil.copy(REPOSITORY / "feeds.toml", site)
    running = Served(site)
    yield running
    running.stop()


@pytest.fixture
def page(
    program: Callable[[str], str], served: Served, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The form of an edition that was begun by its button; fails on an error in the page."""
    program("chromium")
    browser: Browser = request.getfixturevalue("browser")
    context = browser.new_context(viewport={"width": 1280, "height": 1500}, locale="en")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda problem: wrong.append(str(problem)))
    page.goto(served.start())
    page.goto(f"{served.address}/newsletters/digest/edit")
    page.get_by_role("button", name="Begin an edition").click()
    expect(page.locator(".pick")).to_have_count(3)
    page.wait_for_load_state()
    yield page
    context.close()
    assert wrong == []


def titles(page: Page) -> list[str]:
    """The posts, in their order."""
    return page.locator(".pick h3").all_text_contents()


def pick(page: Page, title: str) -> Locator:
    """The row of a post."""
    return page.locator(".pick", has=page.get_by_role("heading", name=title))


def save(page: Page, served: Served) -> None:
    """Saves by the keyboard, and waits until the file is another."""
    before = served.draft.read_bytes()
    page.keyboard.press("Control+s")
    until(page, lambda: served.draft.read_bytes() != before)
    expect(page.locator("#editor .done")).to_have_text("Saved.")


def until(page: Page, met: Callable[[], object]) -> None:
    """Waits for something."""
    end = time.monotonic() + 30
    while not met():
        assert time.monotonic() < end
        page.wait_for_timeout(30)


def test_posts_are_put_in_order(page: Page, served: Served) -> None:
    """Neither the mouse nor the keyboard alone would do."""
    radio, rye, fog = (pick(page, title) for title in (RADIO, RYE, FOG))
    start, goal = fog.locator(".grip").bounding_box(), radio.bounding_box()
    assert start and goal
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, goal["y"] + 40, steps=4)
    page.mouse.move(start["x"] + 5, goal["y"] + 10, steps=4)
    page.mouse.up()
    assert titles(page)[0].startswith(FOG)
    said = page.locator("#edit-said")
    expect(said).to_contain_text("is now 1 of 3")
    button = rye.get_by_role("button", name=f"Move {RYE} up")
    button.focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text(f"{RYE} is now 2 of 3")
    expect(button).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(said).to_have_text(f"{RYE} is now 3 of 3")
    radio.get_by_role("button", name=f"Take out: {RADIO}").click()
    expect(page.locator(".pick")).to_have_count(2)
    page.get_by_label("Search").fill("kettles")
    offers = page.locator("#edit-offers .offer")
    expect(offers).to_have_count(1)
    offers.get_by_role("button", name="Add").click()
    expect(page.locator(".pick")).to_have_count(3)
    expect(said).to_have_text("Two kettles was added")
    expect(page.locator("#edit-state")).to_have_text("Not saved yet")
    save(page, served)
    lines = [line for line in served.text().splitlines() if line.startswith("  - posts/")]
    names = ("what-the-fog-horn-said", "rye-for-the-night-ferry", "two-kettles")
    assert [name in line for name, line in zip(names, lines, strict=True)] == [True] * 3


def test_an_input_method_is_not_disturbed(page: Page, served: Served) -> None:
    """A half-composed word would be lost, doubled or chosen too early; widths would be wrong."""
    keys = page.context.new_cdp_session(page)
    page.locator("#edit-introduction").focus()
    for text in ("に", "にほ", "にほん"):
        here = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        keys.send("Input.imeSetComposition", here)
        page.wait_for_timeout(150)
    # A change of another file must not touch what is being composed.
    post = next((served.site / "posts").glob("*two-kettles.md"))
    post.write_text(post.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    page.wait_for_timeout(700)
    expect(page.locator("#edit-introduction")).to_have_value("にほん")
    keys.send("Input.insertText", {"text": "*日本*"})
    expect(page.locator("#edit-introduction")).to_have_value("*日本*")
    expect(page.frame_locator("#edit-opening").locator("em")).to_have_text("日本")
    page.get_by_label("Subject").fill("港の朝、and 1")
    expect(page.locator("#edit-subject-width")).to_have_text("13 of 50 columns")
    save(page, served)
    assert served.text().endswith("\n---\n\n*日本*\n")
    assert "\nsubject: 港の朝、and 1\n" in served.text()


def test_what_is_not_saved_survives(page: Page, served: Served) -> None:
    """A closed window or a restart would cost an editor the afternoon."""
    before = served.draft.read_bytes()
    page.get_by_label("Introduction").fill("Not yet done")
    expect(page.locator("#edit-state")).to_have_text("Not saved yet")
    page.reload()
    expect(page.get_by_label("Introduction")).to_have_value("")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_label("Introduction")).to_have_value("Not yet done")
    page.get_by_label("Subject").fill("Half a")
    expect(page.locator("#edit-state")).to_have_text("Not saved yet")
    served.stop()
    page.keyboard.press("Control+s")
    expect(page.locator("#edit-state")).to_contain_text("does not answer")
    page.goto(served.start())
    page.goto(f"{served.address}/newsletters/digest/edit")
    assert served.draft.read_bytes() == before
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_label("Subject")).to_have_value("Half a")
    save(page, served)
    assert served.text().endswith("Not yet done\n")
    page.reload()
    expect(page.get_by_label("Subject")).to_have_value("Half a")
    expect(page.locator("#edit-kept")).to_be_hidden()
    page.get_by_role("button", name="Undo the last save").click()
    expect(page.locator("#editor .done")).to_contain_text("undone")
    assert served.draft.read_bytes() == before


def test_a_conflict_is_seen_and_solved(page: Page, served: Served) -> None:
    """An editor would learn of a colleague's change only by losing it, or never."""
    page.get_by_label("Subject").fill("Mine")
    theirs = served.text().replace("\npreheader:\n", "\npreheader: Theirs\n")
    served.draft.write_text(theirs, encoding="utf-8")
    expect(page.locator("#edit-newer")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed the edition")
    assert served.text() == theirs
    page.get_by_role("button", name="Take mine").click()
    expect(page.locator("#editor .done")).to_have_text("Saved.")
    assert served.text() == theirs.replace("\nsubject:\n", "\nsubject: Mine\n")
    expect(page.locator("#edit-kept")).to_be_hidden()
    # Where nothing was written in it, the form follows the file.
    served.draft.write_text(theirs, encoding="utf-8")
    expect(page.get_by_label("Subject")).to_have_value("")
