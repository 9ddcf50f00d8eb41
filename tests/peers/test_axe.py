"""The editors' desk is for everybody: axe-core looks at every view.

It is installed by `make peers`, or lies in the folder that FEEDS_PEERS names.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.preview.test_editing_browser import REPOSITORY, Served

PATHS = (
    "/newsletters/digest?view=mail",
    "/newsletters/digest?view=source",
    "/newsletters/digest?view=headers",
    "/newsletters/digest/findings",
    "/newsletters/digest/edit",
    "/newsletters/digest/send",
    "/newsletters/digest/hand",
    "/posts",
    "/feeds",
    "/feeds?view=changes",
    "/feeds/atom.xml",
    "/feeds/atom.xml?view=source",
    "/findings",
    "/nowhere",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The desk over a copy of the sample blog, with an edition that was begun."""
    site = tmp_path_factory.mktemp("axe") / "blog"
    for folder in ("posts", "media"):
        shutil.copytree(REPOSITORY / folder, site / folder)
    shutil.copy(REPOSITORY / "feeds.toml", site)
    running = Served(site)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium without a network."""
    home = tmp_path_factory.mktemp("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            env={"HOME": str(home), "PATH": os.environ["PATH"]},
        )
        yield chromium
        chromium.close()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 390)])
def test_axe_finds_nothing(
    program: Callable[[str], str],
    lacking: Callable[[str], None],
    request: pytest.FixtureRequest,
    language: str,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    """Somebody who cannot see, or not well, could not do an editor's work."""
    program("chromium")
    place = Path(os.environ.get("FEEDS_PEERS", REPOSITORY / "build" / "peers"))
    axe = place / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        lacking("axe-core is not installed: make peers")
    source = axe.read_text(encoding="utf-8")
    desk: Served = request.getfixturevalue("desk")
    browser: Browser = request.getfixturevalue("browser")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale=language, color_scheme=scheme
    )
    page = context.new_page()
    desk.stop()
    page.goto(desk.start())
    found: dict[str, Any] = {}
    for path in PATHS:
        page.goto(f"{desk.address}{path}")
        page.wait_for_selector("html[data-version]:not([data-version=''])")
        page.evaluate(source)
        run = "axe.run(document, {iframes: false})"
        for each in page.evaluate(f"{run}.then((report) => report.violations)"):
            found[f"{path} {each['id']}"] = [node["html"][:120] for node in each["nodes"][:3]]
    context.close()
    assert found == {}
