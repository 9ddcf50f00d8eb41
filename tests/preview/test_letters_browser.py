"""In a real browser: an editor sees a newsletter as inboxes show it, by mouse and by keyboard."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from .conftest import PNG

SITE = """\
[site]
title = "Harbour Notes"
url = "https://harbour.example"
language = "en"
timezone = "Asia/Tokyo"

[[newsletters]]
name = "weekly"
title = "Harbour Weekly"
language = "en"
length = "full"
from = "Harbour Weekly <news@harbour.example>"
unsubscribe = "https://harbour.example/unsubscribe"
address = "Quay 1"
"""
FERRY = """\
---
title: The first ferry
date: 2026-11-20T08:00:00+09:00
---
![The ferry](/media/ferry.png) ![](/media/none.png) ![Far](https://127.0.0.1:9/far.png)

It leaves before the bread is done.
"""
WIDTH = "document.getElementById('frame').offsetWidth"
INSIDE = "document.getElementById('frame').contentDocument"
PAPER = f"""[...({INSIDE}?.querySelectorAll('.paper') ?? [])]
  .map((paper) => getComputedStyle(paper).backgroundColor)[0]"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A post with a picture that is there, one that is not, and one of somebody else's."""
    root = tmp_path_factory.mktemp("letters") / "site"
    for folder in ("posts", "media"):
        (root / folder).mkdir(parents=True)
    (root / "feeds.toml").write_text(SITE, encoding="utf-8")
    (root / "posts" / "ferry.md").write_text(FERRY, encoding="utf-8")
    (root / "media" / "ferry.png").write_bytes(PNG)
    return root


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The address that the preview of that site prints; it leads to its newsletter."""
    command = [sys.executable, "-m", "feeds", "preview", str(site), "--no-open", "--port", "0"]
    with subprocess.Popen(
        [*command, "--now", "2026-11-23"],
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
    ) as process:
        assert process.stdout
        yield process.stdout.readline().split()[1]
        process.terminate()


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
def page(program: Callable[[str], str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """The newsletter, by somebody who likes it dark; fails on any error of a script."""
    program("chromium")
    browser: Browser = request.getfixturevalue("browser")
    context = browser.new_context(
        viewport={"width": 1500, "height": 800},
        color_scheme="dark",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(request.getfixturevalue("address"))
    expect(
        page.frame_locator("#frame").get_by_role("heading", name="The first ferry")
    ).to_be_visible()
    yield page
    context.close()
    assert errors == []


def until(page: Page, condition: str) -> None:
    """Wait for a condition in JavaScript, which the page's policy does not let it evaluate."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(condition)


def test_the_width_is_dragged_and_stays(page: Page) -> None:
    """An editor could try but three widths, or lose the place with every one."""
    handle = page.get_by_role("slider", name="Width of the mail")
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] - 90, box["y"] + 60, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"\?width=568$"))
    until(page, f"{WIDTH} === 568")
    page.reload()
    until(page, f"{WIDTH} === 568")


def test_the_width_changes_by_keys(page: Page) -> None:
    """Who has no mouse could not change it."""
    page.get_by_role("link", name="Phone").focus()
    page.keyboard.press("Enter")
    until(page, f"{WIDTH} === 375")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    until(page, f"{WIDTH} === 386")
    expect(page).to_have_url(re.compile(r"\?width=386$"))
    slider = page.get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuetext", "386 pixels")
    expect(slider).to_be_focused()
    page.keyboard.press("Home")
    until(page, f"{WIDTH} === 240")


def test_colours_are_the_chosen_ones(page: Page) -> None:
    """Who works in the dark would never see the light mail, and the other way."""
    light = page.evaluate(PAPER)
    page.get_by_role("link", name="Dark").click()
    until(page, f"({PAPER} ?? '{light}') !== '{light}'")
    expect(page.get_by_role("link", name="Dark")).to_be_focused()
    page.emulate_media(color_scheme="light")
    assert page.evaluate(PAPER) != light
    page.go_back()
    until(page, f"{PAPER} === '{light}'")
    page.get_by_role("link", name="Inverted").click()
    until(page, f"{PAPER} && getComputedStyle({INSIDE}.documentElement).filter.includes('invert')")
    assert page.evaluate(PAPER) == light


def test_alternative_texts_stand_in_for_pictures(page: Page) -> None:
    """A picture that was left out would be a hole, so that nobody checks its text."""
    switch = page.get_by_role("switch", name="Without pictures")
    expect(switch).to_have_attribute("aria-checked", "false")
    switch.focus()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "true")
    until(page, f"[...{INSIDE}.images].every((image) => image.naturalWidth === 0)")
    expect(page.frame_locator("#frame").get_by_role("img", name="The ferry")).to_be_visible()


def test_remote_pictures_are_asked_for_only_when_allowed(page: Page) -> None:
    """Looking at a draft would tell a stranger of it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    until(page, f"{INSIDE}.images.length > 2")
    assert not any(":9/" in url for url in asked)
    page.get_by_role("link", name="Show them here").click()
    expect(page).to_have_url(re.compile("remote=on"))
    until(page, f"[...{INSIDE}.images].some((image) => image.src.includes(':9/'))")
    for _ in range(100):
        if any(":9/" in url for url in asked):
            break
        page.wait_for_timeout(50)
    assert any(":9/" in url for url in asked)


def test_a_finding_leads_to_its_place(page: Page) -> None:
    """An editor would read that a picture is missing and have to look for it."""
    finding = page.locator(".remark.error", has_text="none.png is not there")
    expect(finding.locator(".place")).to_have_text("posts/ferry.md:5")
    finding.get_by_role("link", name="Show it in the mail").click()
    mark = page.locator("#marked")
    expect(mark).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="The place is marked.")).to_be_visible()
    picture = (
        page.frame_locator("#frame")
        .locator("img")
        .nth(int(page.url.rpartition("-")[2]))
        .bounding_box()
    )
    marked = mark.bounding_box()
    assert picture and marked
    assert marked["x"] <= picture["x"] and marked["y"] <= picture["y"]
    assert marked["x"] + marked["width"] >= picture["x"] + picture["width"]
    expect(mark).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(mark).to_be_hidden()
    finding.get_by_role("link", name="of the HTML").click()
    expect(page).to_have_url(re.compile(r"view=source#L\d+$"))
    line = page.locator(f"#{page.url.rpartition('#')[2]}")
    expect(line).to_contain_text("none.png")
    expect(line).to_be_in_viewport()


def test_findings_go_when_the_post_is_mended(page: Page, site: Path) -> None:
    """An editor would go on looking for what is mended, or have to reload."""
    post = site / "posts" / "ferry.md"
    finding = page.locator(".remark.error", has_text="none.png is not there")
    expect(finding).to_have_count(1)
    page.evaluate("window.untouched = true")
    post.write_text(FERRY.replace("![](/media/none.png)", ""), encoding="utf-8")
    expect(finding).to_have_count(0)
    assert page.evaluate("window.untouched")
    post.write_text(FERRY, encoding="utf-8")
    expect(finding).to_have_count(1)


def test_the_html_is_copied_and_downloaded_to_the_byte(page: Page) -> None:
    """What an editor pastes into an engine would not be the newsletter."""
    page.get_by_role("button", name="Copy the HTML").click()
    expect(page.get_by_role("status").filter(has_text="The HTML was copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    for kind in ("html", "txt", "eml"):
        link = page.get_by_role("link", name=f"Download latest.{kind}")
        address = link.get_attribute("href")
        assert address
        with page.expect_download() as download:
            link.click()
        saved = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename == f"weekly-latest.{kind}"
        assert saved == page.request.get(page.url.partition("/news")[0] + address).body()
        if kind == "html":
            assert copied == saved.decode()
