"""A person who follows the link to a feed, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

STYLED = (
    '<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet type="text/css" href="/feeds.css"?>\n'
)
FEEDS = {
    "atom.xml": '<feed xmlns="http://www.w3.org/2005/Atom"><title>潮</title></feed>',
    "rss.xml": '<rss version="2.0"><channel><title>潮</title></channel></rss>',
}
COLOUR = "rgb(1, 2, 3)"


def test_a_feed_is_shown_in_its_style(
    serve: Callable[..., Any], public: Path, program: Callable[[str], str], tmp_path: Path
) -> None:
    """A person would see the source of a feed, as of the types that Atom and RSS have."""
    for name, feed in FEEDS.items():
        (public / name).write_text(STYLED + feed, encoding="utf-8")
    (public / "feeds.css").write_text(f"feed, rss {{ color: {COLOUR} }}", encoding="utf-8")
    server = serve(public)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program("chromium"),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        )
        page = chromium.new_page()
        for name in FEEDS:
            page.goto(f"http://127.0.0.1:{server.port}/{name}")
            assert page.evaluate("getComputedStyle(document.documentElement).color") == COLOUR
            assert page.evaluate("document.documentElement.textContent") == "潮"
        chromium.close()
