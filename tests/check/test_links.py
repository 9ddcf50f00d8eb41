"""What the web's answers mean for the posts that link to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.check.links import RULES, addresses_to_ask, link_findings
from feeds.check.pages import Page
from feeds.errors import Finding, Level
from feeds.model import Picture, Post
from feeds.web.links import Answer, Manners, ask

if TYPE_CHECKING:
    from tests.conftest import Answering

SITE = "https://x.example"
URL = "https://y.example/page"
DATE = datetime(2026, 11, 25, tzinfo=UTC)


def page(name: str, *urls: str, image: str | None = None) -> Page:
    """A post with a link to each of these, a line each, below three lines of front matter."""
    text = "---\ntitle: A\n---\n" + "".join(f"[x]({url})\n" for url in urls)
    html = "".join(f'<p><a href="{url}">x</a></p>' for url in urls)
    picture = Picture(image) if image else None
    path, url = f"posts/{name}.md", f"{SITE}/{name}/"
    return Page(
        Post(path, url, url, name, DATE, DATE, "en", image=picture, body_line=4), html, text
    )


def said(answer: Answer, url: str = URL) -> list[Finding]:
    """What is found in one post with one link."""
    return list(link_findings([page("a", url)], {url: answer}, SITE))


@pytest.mark.parametrize(
    ("answer", "rule", "level"),
    [
        (Answer(404, error="the answer is 404 Not Found"), "link-gone", Level.ERROR),
        (Answer(410, error="the answer is 410 Gone"), "link-gone", Level.ERROR),
        (Answer(404, moved=f"{URL}/new", error="the answer is 404"), "link-gone", Level.ERROR),
        (Answer(error="there was no answer in time"), "link-unanswered", Level.HINT),
        (Answer(500, error="the answer is 500"), "link-unanswered", Level.HINT),
        (Answer(403, error="the answer is 403 Forbidden"), "link-refused", Level.HINT),
        (Answer(429, error="the answer is 429"), "link-refused", Level.HINT),
        (Answer(200, moved="https://y.example/new"), "link-moved", Level.HINT),
        (Answer(200, moved="https://y.example/"), "link-moved", Level.HINT),
    ],
)
def test_each_answer_has_its_weight(answer: Answer, rule: str, level: Level) -> None:
    """A server that sleeps would stop a deploy, or a page that is gone would not."""
    (finding,) = said(answer)
    assert (finding.rule, finding.level, RULES[rule].level) == (rule, level, level)
    assert (finding.path, finding.line) == ("posts/a.md", 4)
    assert URL in finding.what
    assert finding.remedy.endswith(".")


@pytest.mark.parametrize("answer", [Answer(200), Answer(204), Answer(200, moved=URL), Answer(416)])
def test_what_is_there_is_not_told(answer: Answer) -> None:
    """People would learn to look away."""
    assert said(answer) == []


def test_the_new_address_can_be_copied() -> None:
    """An editor would have to find out where the page has gone."""
    new = f"https://y.example/{'long/' * 40}"
    (finding,) = said(Answer(200, moved=new))
    assert finding.remedy == f"Write {new}."


def test_every_post_and_line_is_named() -> None:
    """One post would be mended, and the others forgotten."""
    pages = [page("a", "https://z.example/", f"{URL}#one", URL), page("b", URL), page("c")]
    assert addresses_to_ask(pages, SITE) == ["https://z.example/", URL]
    findings = list(
        link_findings(pages, {"https://z.example/": Answer(200), URL: Answer(404)}, SITE)
    )
    assert [(each.path, each.line) for each in findings] == [("posts/a.md", 5)]
    assert findings[0].what.endswith("; also in posts/b.md:4")


def test_a_link_of_all_posts_is_named_shortly() -> None:
    """A link in a footer would make a line of thousands of posts."""
    pages = [page(f"a{number}", URL) for number in range(500)]
    (finding,) = link_findings(pages, {URL: Answer(404)}, SITE)
    assert finding.what.endswith("and 479 more")


def test_the_site_itself_is_not_asked() -> None:
    """A post that is about to be published would be gone before it is there."""
    pages = [
        page("a", f"{SITE}/new/", "mailto:me@y.example", "#x", image="https://y.example/a.png")
    ]
    assert addresses_to_ask(pages, SITE) == ["https://y.example/a.png"]


def test_what_was_not_asked_is_told() -> None:
    """A bound would look like a clean result."""
    pages = [page("a", URL, "https://z.example/")]
    answers = {URL: Answer(200), "https://z.example/": Answer(error="why", asked=False)}
    (finding,) = link_findings(pages, answers, SITE)
    assert (finding.rule, finding.level) == ("link-unasked", Level.HINT)
    assert finding.what == "1 link was not asked for, such as https://z.example/ (why)"


def test_a_real_server_is_asked_and_believed(server: Answering) -> None:
    """What asks and what judges would not mean the same by an answer."""
    server.at("/fine", 200)
    server.at("/old", 301, Location=f"{server.address}/fine")
    server.at("/for-now", 302, Location=f"{server.address}/fine")
    server.at("/ill", 500)
    paths = ("/fine", "/gone", "/old", "/for-now", "/ill", "/fine#part")
    pages = [page("a", *(f"{server.address}{path}" for path in paths))]
    wanted = addresses_to_ask(pages, SITE)
    assert len(wanted) == len(paths) - 1
    answers = ask(wanted, "tests", manners=Manners(pause=0), private=True)
    found = {(each.rule, each.line): each for each in link_findings(pages, answers, SITE)}
    assert set(found) == {("link-gone", 5), ("link-moved", 6), ("link-unanswered", 8)}
    assert found["link-moved", 6].remedy == f"Write {server.address}/fine."


@given(
    st.lists(
        st.text(st.characters(codec=None), max_size=20).map("https://y.example/{}".format),
        max_size=4,
    ),
    st.builds(
        Answer,
        st.none() | st.integers(100, 599),
        st.text(max_size=9),
        st.text(max_size=9),
        st.text(max_size=9),
        st.booleans(),
    ),
)
def test_any_addresses_and_answers_give_findings(urls: list[str], answer: Answer) -> None:
    """One odd answer would end the check of the whole site."""
    pages = [page("a", *urls)]
    answers = dict.fromkeys(addresses_to_ask(pages, SITE), answer)
    for finding in link_findings(pages, answers, SITE):
        assert finding.rule in RULES
