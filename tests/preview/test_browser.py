"""In a real browser: the digest is seen, and follows what is saved."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[2]
RADIO = "2026-11-20-the-radio-that-only-knew-one-song.md"
TITLE = "The radio that only knew one song"
FRAME = "document.getElementById('frame')"

expect.set_options(timeout=30_000)


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


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a preview, and the copy of the sample blog that it shows."""
    site = tmp_path_factory.mktemp("sample") / "blog"
    for folder in ("posts", "media"):
        shutil.copytree(REPOSITORY / folder, site / folder)
    shutil.copy(REPOSITORY / "feeds.toml", site)
    command = [sys.executable, "-m", "feeds", "preview", str(site), "--no-open", "--port", "0"]
    with subprocess.Popen(
        [*command, "--now", "2026-11-23"],
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"]},
    ) as process:
        assert process.stdout
        yield process.stdout.readline().split()[1], site
        process.terminate()


@pytest.fixture
def blog(served: tuple[str, Path]) -> Iterator[Path]:
    """The sample blog's folder, for one test to write in."""
    _, site = served
    yield site
    shutil.copy(REPOSITORY / "posts" / RADIO, site / "posts")
    shutil.copy(REPOSITORY / "feeds.toml", site)


@pytest.fixture
def page(program: Callable[[str], str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """The preview of the sample blog; fails if it asks any other address for anything."""
    program("chromium")
    browser: Browser = request.getfixturevalue("browser")
    address, _ = request.getfixturevalue("served")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda asking: asked.append(asking.url))
    page.goto(address)
    yield page
    context.close()
    assert asked
    origin = address.partition("?")[0]
    assert [url for url in asked if not url.startswith(origin)] == []


def until(page: Page, condition: str) -> None:
    """Wait for a condition in JavaScript.

    Playwright's own `wait_for_function` evaluates a string within the page whenever the
    condition is not met at once, which the page's Content-Security-Policy forbids.
    """
    end = time.monotonic() + 30
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def choose_phone(page: Page) -> None:
    """See the digest as wide as a phone."""
    page.get_by_role("link", name="Phone", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?view=phone$"))
    page.wait_for_load_state()


def digest(page: Page) -> FrameLocator:
    """What the frame shows."""
    return page.frame_locator("#frame")


def top(page: Page) -> float:
    """How far below the window's upper edge the frame begins."""
    box = page.locator("#frame").bounding_box()
    assert box
    return box["y"]


def test_the_digest_is_seen_at_both_widths(page: Page) -> None:
    """The frame could stay empty, lack its pictures, or have the wrong width."""
    lead = digest(page).get_by_role("img", name="radio").first
    expect(lead).to_be_visible()
    until(
        page,
        f"[...{FRAME}.contentDocument.images]"
        ".every((image) => image.complete && image.naturalWidth > 0)",
    )
    until(page, f"{FRAME}.offsetWidth >= 700 && {FRAME}.offsetHeight > 1500")
    choose_phone(page)
    expect(digest(page).get_by_role("img", name="radio").first).to_be_visible()
    until(page, f"{FRAME}.offsetWidth === 390")


def test_a_saved_post_is_shown_where_one_is_reading(page: Page, blog: Path) -> None:
    """An editor would have to reload, and to find place and view again, after every save."""
    choose_phone(page)
    title = digest(page).get_by_role("heading", name=TITLE)
    expect(title).to_be_visible()
    until(page, "document.documentElement.scrollHeight > 1800")
    page.evaluate("window.scrollTo(0, 700); window.untouched = true")
    post = blog / "posts" / RADIO
    post.write_text(post.read_text(encoding="utf-8").replace(TITLE, "A new song"), encoding="utf-8")
    expect(digest(page).get_by_role("heading", name="A new song")).to_be_visible()
    expect(page.locator("dd", has_text="A new song")).to_be_visible()
    expect(title).to_have_count(0)
    until(page, "window.scrollY === 700 && window.untouched")


def test_a_mistake_is_shown_and_goes_away(page: Page, blog: Path) -> None:
    """An editor would lose the page to a slip in feeds.toml, or not learn of it."""
    settings = blog / "feeds.toml"
    good = settings.read_text(encoding="utf-8")
    panel = page.get_by_role("alert")
    expect(digest(page).get_by_role("heading", name=TITLE)).to_be_visible()
    until(page, "document.documentElement.scrollHeight > 1800")
    page.evaluate("window.scrollTo(0, 700)")
    before = top(page)
    settings.write_text(good + "\n[sight]\n", encoding="utf-8")
    expect(panel).to_contain_text("feeds.toml")
    expect(panel).to_be_in_viewport()
    assert top(page) == pytest.approx(before, abs=1)
    expect(digest(page).get_by_role("heading", name=TITLE)).to_be_visible()
    settings.write_text(good, encoding="utf-8")
    expect(panel).to_have_count(0)
    assert top(page) == pytest.approx(before, abs=1)


def test_other_tabs_follow_too(page: Page, blog: Path) -> None:
    """Only the tab that holds the one event stream would follow; a seventh would not load."""
    tabs = [page.context.new_page() for _ in range(6)]
    for tab in tabs:
        tab.goto(page.url.rpartition("/newsletters")[0] + "/posts")
        expect(tab.get_by_role("link", name=TITLE)).to_be_visible()
    page.close()
    post = blog / "posts" / RADIO
    post.write_text(post.read_text(encoding="utf-8").replace(TITLE, "A new song"), encoding="utf-8")
    for tab in (tabs[0], tabs[-1]):
        expect(tab.get_by_role("link", name="A new song")).to_be_visible()


def test_links_in_a_digest_leave_the_preview_where_it_is(page: Page) -> None:
    """One click would replace the digest, or the page, by an error of the browser."""
    before = page.url
    until(page, f"{FRAME}.height > 0")
    with page.context.expect_page() as opened:
        digest(page).get_by_role("link", name=TITLE).first.click()
    assert opened.value.evaluate("window.opener") is None
    opened.value.close()
    expect(digest(page).get_by_role("heading", name=TITLE)).to_be_visible()
    assert page.url == before
