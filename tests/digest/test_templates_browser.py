"""In a real browser: the shipped looks, light and dark, narrow and wide, and with much missing."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, sync_playwright

from feeds.digest.documents import issue as made_of
from feeds.digest.listing import index_page
from feeds.digest.look import SHIPPED
from feeds.model import Design, Digest, Edition, Editions
from feeds.templating.templates import Templates

HERE = Path(__file__).parent
CONTRASTS = (HERE / "browser/contrast.js").read_text(encoding="utf-8")
LOOKS = (HERE / "browser/looks.js").read_text(encoding="utf-8")
MIXED = ("excerpt", "full", "headline")
LANGUAGES = ["en", "ja"]
ALL = [(template, language) for template in SHIPPED for language in LANGUAGES]
DESIGNS = {
    "own": Design(),
    "yellow": Design(accent="#ffd400", masthead="#ffe873", masthead_ink="#333333"),
    "black": Design(accent="#0a0a0a", background="#ffffff", paper="#ffffff"),
    "odd": Design(accent="#7f7f7f", paper="#8899aa", ink="#667788", paper_dark="#554433"),
}
SIZES = [320, 480, 600, 700, 1200]


class Shown:
    """One tab, and what it shows; all pictures are the same one, unless they are `off`."""

    def __init__(self, page: Page) -> None:
        file = io.BytesIO()
        Image.new("RGB", (1200, 675), "teal").save(file, "PNG")
        self._page = page
        self._off = False
        self._picture = file.getvalue()
        page.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        if self._off:
            route.abort()
        else:
            route.fulfill(body=self._picture, content_type="image/png")

    def show(self, html: str, width: int = 600, *, dark: bool = False, off: bool = False) -> None:
        """Shows a page in a window of that width."""
        self._off = off
        self._page.emulate_media(color_scheme="dark" if dark else "light")
        self.resize(width)
        self._page.set_content(html)

    def resize(self, width: int) -> None:
        """Makes the window as wide as that."""
        self._page.set_viewport_size({"width": width, "height": 800})

    def dark(self, dark: bool) -> None:
        """Turns the light on or off."""
        self._page.emulate_media(color_scheme="dark" if dark else "light")

    def ask(self, name: str, place: str = "") -> Any:
        """What one of the functions of `looks.js` says."""
        return self._page.evaluate(f"(place) => {LOOKS}.{name}(place)", place)

    def contrasts(self) -> Any:
        """Each text with its contrast."""
        return self._page.evaluate(CONTRASTS)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """A tab of Chromium without a network; `shown` has checked that it is there."""
    home = tmp_path_factory.mktemp("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"],
            env={"HOME": str(home), "PATH": os.environ["PATH"]},
        )
        yield Shown(chromium.new_page())
        chromium.close()


@pytest.fixture
def shown(program: Callable[[str], str], request: pytest.FixtureRequest) -> Shown:
    """A tab of Chromium, if that is there."""
    program("chromium")
    tab: Shown = request.getfixturevalue("tab")
    return tab


@pytest.fixture(scope="module")
def documents(sample: Callable[..., Digest]) -> Callable[..., tuple[str, str, str]]:
    """The mail, its web page and the list of editions, of the sample blog; each made once."""

    @cache
    def made(template: str, language: str = "en", design: str = "own") -> tuple[str, str, str]:
        digest = sample(language, MIXED, template=template, design=DESIGNS[design])
        return (*_documents(digest), _index(digest))

    return made


def _documents(digest):
    made = made_of(digest, Templates(HERE)).documents
    return made[0].data.decode(), made[-1].data.decode()


def _index(digest):
    edition = Edition(
        newsletter=digest.newsletter.name,
        label=digest.label,
        path="editions/a.md",
        since=digest.since,
        until=digest.until,
        status="sent",
        subject="W" * 80,
        preheader="Words that follow the subject in an inbox, as long as they are",
    )
    editions = Editions(digest.newsletter, digest.site, (edition,))
    return index_page(editions, Templates(HERE)).data.decode()


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("template", SHIPPED)
def test_every_text_can_be_read(documents, shown, template, design):
    """Somebody with weak eyes, or in the dark, could not read a line (WCAG 2.2, 1.4.3)."""
    for html in documents(template, design=design):
        shown.show(html)
        for dark in (False, True):
            shown.dark(dark)
            texts = shown.contrasts()
            assert len(texts) > 8
            assert [text for text in texts if text["ratio"] < 4.5] == [], dark


@pytest.mark.parametrize("template", SHIPPED)
def test_the_dark_is_dark(documents, shown, template):
    """Dark mode would be ignored in part: a white field at night."""
    mail, web, index = documents(template)
    for html, places in ((mail, (".page", ".paper")), (web, ("html", "main")), (index, ("main",))):
        shown.show(html)
        for dark in (False, True):
            shown.dark(dark)
            for place in places:
                _, colour = shown.ask("colours", place)
                channels = [int(each) for each in re.findall(r"\d+", colour)]
                assert (max(channels) < 64) == dark, (place, colour)


@pytest.mark.parametrize("scope", ["ogsc", "ogsb"])
def test_outlooks_apps_get_the_dark_too(documents, shown, scope):
    """Outlook on phones and on the web would mix its own dark colours with the light ones."""
    shown.show(documents("digest")[0].replace("<body", f"<body data-{scope}", 1))
    (title, _), (_, paper) = shown.ask("colours", ".ink"), shown.ask("colours", ".paper")
    assert (title == "rgb(243, 238, 227)") == (scope == "ogsc")
    assert (paper == "rgb(25, 29, 39)") == (scope == "ogsb")


@pytest.mark.parametrize(("template", "language"), ALL)
@pytest.mark.parametrize("missing", ["nothing", "style", "pictures"])
def test_nothing_runs_over_the_edge(documents, shown, template, language, missing):
    """A reader with a narrow phone would have to scroll each line sideways."""
    mail, web, index = documents(template, language)
    if missing == "style":
        bare = re.sub(r"<style.*?</style>", "", mail, flags=re.DOTALL)
        assert bare != mail
        mail = bare
    for html in (mail,) if missing == "style" else (mail, web, index):
        shown.show(html, SIZES[0], off=missing == "pictures")
        for width in SIZES:
            shown.resize(width)
            assert shown.ask("scrollWidth") == width
            if html is mail:
                gutter = 24 if width > 620 and missing != "style" else 0
                assert shown.ask("width", ".sheet") == min(width - gutter, 600)


@pytest.mark.parametrize("template", SHIPPED)
def test_long_words_break(issue, entry, shown, template):
    """One long word or address would make the mail wider than a phone."""
    word = "W" * 300
    body = f"<p>{word}</p><pre>{word}</pre><table><tr><td><a href='#'>{word}</a></td></tr></table>"
    made = entry(word, 18, excerpt=word, authors=(word,), categories=(word,))
    post = replace(made, body=replace(made.body, html=body))
    for length in ("full", "excerpt"):
        digest = issue(post, template=template, length=length, title=word, address=word)
        digest = replace(digest, label="2026-11-23", url="https://example.com/", introduction=body)
        for html in (*_documents(digest), _index(digest)):
            shown.show(html, 320)
            assert shown.ask("scrollWidth") == 320


@pytest.mark.parametrize(("template", "language"), ALL)
def test_lines_of_both_scripts_have_air(documents, shown, template, language):
    """Japanese would be set as tightly as Latin, or with spaces between its letters."""
    for html in documents(template, language)[:2]:
        shown.show(html)
        lines = shown.ask("lines", ".text, .lead-text, .body p")
        assert lines
        for leading, size in lines:
            assert leading >= (1.75 if language == "ja" else 1.5)
            assert size >= 15
        assert shown.ask("forced") == 0
