"""In a real browser: the shipped looks, light and dark, narrow and wide, and with much missing."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from feeds.digest.documents import issue as made_of
from feeds.digest.listing import index_page
from feeds.digest.look import SHIPPED
from feeds.model import Design, Edition, Editions
from feeds.templating.templates import Templates

HERE = Path(__file__).parent
CONTRASTS = (HERE / "browser/contrast.js").read_text(encoding="utf-8")
MIXED = ("excerpt", "full", "headline")
LANGUAGES = ["en", "ja"]
ALL = [(template, language) for template in SHIPPED for language in LANGUAGES]
DESIGNS = {
    "own": Design(),
    "yellow": Design(accent="#ffd400", masthead="#ffe873", masthead_ink="#333333"),
    "ink": Design(accent="#0a0a0a", background="#ffffff", paper="#ffffff"),
    "odd": Design(accent="#7f7f7f", paper="#8899aa", ink="#667788", paper_dark="#554433"),
}
SIZES = [320, 480, 600, 700, 1200]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium without a network; `show` has checked that it is there."""
    home = tmp_path_factory.mktemp("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"],
            env={"HOME": str(home), "PATH": os.environ["PATH"]},
        )
        yield chromium
        chromium.close()


@pytest.fixture
def show(
    program: Callable[[str], str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Shows a page in a window of that width; all its pictures are one, or, if `off`, none."""
    program("chromium")
    browser: Browser = request.getfixturevalue("browser")
    file = io.BytesIO()
    Image.new("RGB", (1200, 675), "teal").save(file, "PNG")
    contexts = []

    def shown(html: str, width: int = 600, *, dark: bool = False, off: bool = False) -> Page:
        scheme = "dark" if dark else "light"
        size = {"width": width, "height": 800}
        context = browser.new_context(viewport=size, color_scheme=scheme, offline=off)
        contexts.append(context)
        page = context.new_page()
        if not off:
            page.route(
                "**/*", lambda route: route.fulfill(body=file.getvalue(), content_type="image/png")
            )
        page.set_content(html)
        return page

    yield shown
    for context in contexts:
        context.close()


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
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_can_be_read(sample, show, template, design, dark):
    """Somebody with weak eyes, or in the dark, could not read a line (WCAG 2.2, 1.4.3)."""
    digest = sample("en", MIXED, template=template, design=DESIGNS[design])
    for html in (*_documents(digest), _index(digest)):
        texts = show(html, dark=dark).evaluate(CONTRASTS)
        assert len(texts) > 8
        assert [text for text in texts if text["ratio"] < 4.5] == []


@pytest.mark.parametrize("template", SHIPPED)
def test_the_dark_is_dark(sample, show, template):
    """Dark mode would be ignored in part: a white field at night."""
    lightness = "() => getComputedStyle(document.querySelector('{}')).backgroundColor"
    digest = sample("en", MIXED, template=template)
    mail, web = _documents(digest)
    for html, places in ((mail, [".page", ".paper", ".well"]), (web, ["html", "main", "header"])):
        for dark in (False, True):
            page = show(html, dark=dark)
            for place in places:
                if not page.query_selector(place) or (template, place) == ("digest", "header"):
                    continue
                colour = page.evaluate(lightness.format(place))
                channels = [int(each) for each in re.findall(r"\d+", colour)]
                assert (max(channels) < 64) == dark, (place, colour)


@pytest.mark.parametrize("scope", ["ogsc", "ogsb"])
def test_outlooks_apps_get_the_dark_too(sample, show, scope):
    """Outlook on phones and on the web would mix its own dark colours with the light ones."""
    mail, _ = _documents(sample("en", MIXED))
    page = show(mail.replace("<body", f"<body data-{scope}", 1))
    style = "() => {{ const s = getComputedStyle(document.querySelector('{}')); return [s.color, s.backgroundColor]; }}"
    (title, _), (_, paper) = (page.evaluate(style.format(each)) for each in (".ink", ".paper"))
    assert (title == "rgb(243, 238, 227)") == (scope == "ogsc")
    assert (paper == "rgb(25, 29, 39)") == (scope == "ogsb")


@pytest.mark.parametrize(("template", "language"), ALL)
@pytest.mark.parametrize("missing", ["nothing", "style", "pictures"])
def test_nothing_runs_over_the_edge(sample, show, template, language, missing):
    """A reader with a narrow phone would have to scroll each line sideways."""
    mail, web = _documents(sample(language, MIXED, template=template))
    if missing == "style":
        mail = re.sub(r"<style.*?</style>", "", mail, flags=re.DOTALL)
    pages = [mail] if missing == "style" else [mail, web]
    for html in pages:
        page = show(html, SIZES[0], off=missing == "pictures")
        for width in SIZES:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == width
            if html is mail:
                sheet = page.evaluate("document.querySelector('.sheet').clientWidth")
                assert sheet == min(width - (24 if width > 620 and missing != "style" else 0), 600)


def test_long_words_break(issue, entry, show):
    """One long word or address would make the mail wider than a phone."""
    word = "W" * 300
    body = f"<p>{word}</p><pre>{word}</pre><table><tr><td><a href='#'>{word}</a></td></tr></table>"
    posts = []
    for number, template in enumerate(SHIPPED):
        made = entry(word, 18 - number, excerpt=word, authors=(word,), categories=(word,))
        posts.append((template, replace(made, body=replace(made.body, html=body))))
    for length in ("full", "excerpt"):
        for template, post in posts:
            digest = issue(post, template=template, length=length, title=word, address=word)
            page = show(_documents(digest)[0], 320)
            assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("template", SHIPPED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_of_both_scripts_have_air(sample, show, template, language):
    """Japanese would be set as tightly as Latin, or with spaces between its letters."""
    mail, web = _documents(sample(language, MIXED, template=template))
    for html in (mail, web):
        page = show(html)
        styles = page.evaluate(
            "() => [...document.querySelectorAll('.text, .lead-text, .body p')].map((each) => {"
            " const s = getComputedStyle(each);"
            " return [parseFloat(s.lineHeight) / parseFloat(s.fontSize), parseFloat(s.fontSize)]; })"
        )
        assert styles
        for leading, size in styles:
            assert leading >= (1.75 if language == "ja" else 1.5)
            assert size >= 15
        spaced = "() => [...document.querySelectorAll('*')].filter((each) => getComputedStyle(each).letterSpacing !== 'normal' || getComputedStyle(each).textTransform !== 'none').length"
        assert page.evaluate(spaced) == 0
