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
    until_made(page)
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


def until_made(page: Page) -> None:
    """Wait until a page is there that had to be made: until then, another stands for it."""
    expect(page.locator("html")).to_have_attribute("data-version", re.compile("."))


def choose_phone(page: Page) -> None:
    """See the digest as wide as a phone."""
    page.get_by_role("link", name="Phone", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?width=375$"))


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
    until(page, f"{FRAME}.offsetWidth === 375")


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
    assert top(page) == pytest.approx(before, abs=3)
    expect(digest(page).get_by_role("heading", name=TITLE)).to_be_visible()
    settings.write_text(good, encoding="utf-8")
    expect(panel).to_have_count(0)
    assert top(page) == pytest.approx(before, abs=3)


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
    until(page, f"{FRAME}?.height > 0")
    with page.context.expect_page() as opened:
        digest(page).get_by_role("link", name=TITLE).first.click()
    assert opened.value.evaluate("window.opener") is None
    opened.value.close()
    expect(digest(page).get_by_role("heading", name=TITLE)).to_be_visible()
    assert page.url == before


def test_a_frame_whose_document_is_the_same_is_left_alone(page: Page, blog: Path) -> None:
    """The newsletter would flicker, and lose what is selected in it, at every save of anything."""
    expect(digest(page).get_by_role("heading", name=TITLE)).to_be_visible()
    page.evaluate(f"{FRAME}.contentDocument.documentElement.dataset.same = 'yes'")
    before = page.evaluate("document.documentElement.dataset.version")
    settings = blog / "feeds.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n# A note.\n", encoding="utf-8")
    until(page, f"document.documentElement.dataset.version !== '{before}'")
    page.wait_for_timeout(200)
    assert page.evaluate(f"{FRAME}.contentDocument.documentElement.dataset.same") == "yes"


def test_what_the_navigation_names_is_counted_later(page: Page) -> None:
    """The first page would wait for all there is, or nobody would see that there are errors."""
    expect(page.locator("#count-posts")).to_have_text(re.compile(r"^[1-9]\d*$"))
    expect(page.locator("#count-feeds")).to_be_visible()


IN_PLACE = {
    "what was typed and not saved stays, and its script is told": (
        '<form data-keep><input name="subject" value="old"></form>',
        "told = 0; at('form').addEventListener('newer', () => told += 1);"
        "at('input').value = 'typed'",
        '<form data-keep><input name="subject" value="new"></form>',
        "at('input').value === 'typed' && at('input').defaultValue === 'old' && told === 1",
    ),
    "a form in which nothing was typed becomes the newer one": (
        '<form data-keep><textarea>old</textarea><input type="checkbox"></form>',
        "at('textarea').value = 'x'; at('textarea').value = 'old'",
        '<form data-keep><textarea>new</textarea><input type="checkbox" checked></form>',
        "at('textarea').value === 'new' && at('[type=checkbox]').checked",
    ),
    "an order that a script keeps stays": (
        '<form data-keep><ol><li id="a">a</li><li id="b">b</li></ol></form>',
        "at('form').dataset.unsaved = ''; at('ol').append(at('#a'))",
        '<form data-keep><ol><li id="a">A</li><li id="b">B</li></ol></form>',
        "at('ol').textContent === 'ba'",
    ),
    "a form that is no longer asked for stays while something in it is unsaved": (
        "<p>1</p><form data-keep><select><option>a<option>b</select></form>",
        "at('select').value = 'b'",
        "<p>2</p>",
        "at('p').textContent === '2' && at('select').value === 'b'",
    ),
    "a search stays, also outside of such a form": (
        '<input type="search" value=""><p>1</p>',
        "at('input').value = 'ferry'; at('input').focus()",
        '<input type="search" value=""><p>2</p>',
        "at('input').value === 'ferry' && at('p').textContent === '2'"
        " && document.activeElement === at('input')",
    ),
    "what is open stays open": (
        "<details><summary>s</summary>1</details>",
        "at('details').open = true",
        "<details><summary>s</summary>2</details>",
        "at('details').open && at('details').textContent === 's2'",
    ),
    "focus stays where rows come and go above it": (
        '<ul><li>1</li><li><a href="#2">2</a></li><li><a href="#3">3</a></li></ul>',
        "at('[href=\"#3\"]').focus(); was = document.activeElement",
        '<ul><li>0</li><li><a href="#2">2</a></li><li><a href="#3">3</a></li></ul>',
        "document.activeElement === was && at('ul').textContent === '023'",
    ),
    "a frame is the same one": (
        '<p>1</p><iframe id="f" height="5"></iframe>',
        "at('iframe').height = 700; was = at('iframe')",
        '<p>1</p><p>2</p><iframe id="f" title="now"></iframe>',
        "at('iframe') === was && was.title === 'now' && was.height === '700'",
    ),
    "what a script owns is its own": (
        '<div id="d" data-keep></div><b>1</b>',
        "at('#d').textContent = 'drawn'",
        '<div id="d" data-keep></div><b>2</b>',
        "at('#d').textContent === 'drawn' && at('b').textContent === '2'",
    ),
    "order follows the newer page": (
        '<i id="a"></i><i id="b"></i><i id="c"></i>',
        "was = at('#a')",
        '<i id="c"></i><i id="a"></i><i id="d"></i>',
        "[...at('').children].map((each) => each.id).join('') === 'cad' && at('#a') === was",
    ),
}


@pytest.mark.parametrize("what", IN_PLACE)
def test_refreshing_keeps_what_somebody_is_at(page: Page, what: str) -> None:
    """An editor would lose unsaved work, the focus or the place to a save of some other file."""
    old, do, fresh, holds = IN_PLACE[what]
    assert page.evaluate(
        """async ([old, fresh]) => {
          const { morph } = await import("/static/morph.js");
          const make = (inner) => {
            const made = document.createElement("section");
            made.innerHTML = inner;
            return made;
          };
          const root = make(old);
          document.body.append(root);
          const at = (which) => (which ? root.querySelector(which) : root);
          let was, told;
          const run = {RUN};
          run.act();
          morph(root, make(fresh));
          const held = run.holds();
          root.remove();
          return held;
        }""".replace("{RUN}", f"{{ act() {{ {do}; }}, holds() {{ return {holds}; }} }}"),
        [old, fresh],
    )
