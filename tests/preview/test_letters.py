"""A newsletter is seen as inboxes show it, and what is exact is exact to the byte."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from feeds.build import build
from feeds.newsroom.approving import approve
from feeds.newsroom.beginning import begin
from feeds.preview.desk import Desk
from feeds.preview.display import PLACEHOLDER
from feeds.preview.letter_pictures import LetterPictures
from feeds.preview.policies import FRAME_POLICY
from feeds.workspace import moment, open_site

from .conftest import PNG

NOW = "2026-11-23"
PAGE = "/newsletters/weekly"


def tree(text: str) -> html.HtmlElement:
    """A page, read by a parser that is not ours."""
    return html.document_fromstring(text)


def frame_of(ask: Any, query: str = "") -> Any:
    """What the frame of a page shows."""
    (frame,) = tree(ask(f"{PAGE}{query}").text).xpath('//iframe[@id="frame"]')
    return ask(frame.get("src"))


def remarks(ask: Any) -> set[str]:
    """What is said of the newsletter's next issue."""
    page = tree(ask(f"{PAGE}/findings").text)
    return {what.text_content() for what in page.xpath('//p[@class="what"]')}


@pytest.mark.parametrize(
    ("query", "width"),
    [("", "768"), ("?width=375", "375"), ("?width=1100", "1100"), ("?width=512", "512")],
)
def test_a_mail_has_the_chosen_width(ask: Any, query: str, width: str) -> None:
    """A mail could not be seen as phones and as desktops show it."""
    (frame,) = tree(ask(f"{PAGE}{query}").text).xpath('//iframe[@id="frame"]')
    assert frame.get("width") == width
    answer = ask(frame.get("src"))
    assert "The first ferry" in answer.text
    assert 'src="/picture/weekly/media/ferry.png"' in answer.text
    assert answer.headers["content-security-policy"] == FRAME_POLICY


def test_a_picture_of_a_mail_comes_from_the_sites_folder(ask: Any) -> None:
    """The picture of a post that is not yet published would be missing."""
    answer = ask("/picture/weekly/media/ferry.png")
    assert (answer.status, answer.body) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == FRAME_POLICY


def test_the_frame_shows_what_was_chosen(ask: Any) -> None:
    """A choice would stand in the address and change nothing."""
    assert "(prefers-color-scheme" not in frame_of(ask, "?look=dark").text
    assert "invert(1)" in frame_of(ask, "?look=inverted").text
    assert "/picture/" not in frame_of(ask, "?pictures=off").text
    assert "[data-ogsb]" not in frame_of(ask, "?styles=off").text
    assert "[data-ogsb]" in frame_of(ask).text


def test_choices_keep_each_other(ask: Any) -> None:
    """Who chooses dark would be back at the usual width."""
    links = tree(ask(f"{PAGE}?width=375&pictures=off").text).xpath("//a[@data-choose]")
    hrefs = {link.get("data-choose"): link.get("href") for link in links}
    assert hrefs["dark"] == "?width=375&look=dark&pictures=off"
    assert hrefs["pictures"] == "?width=375"
    assert hrefs["source"] == "?view=source&width=375&pictures=off"


def test_pictures_of_others_are_let_into_one_frame_alone(
    ask: Any, small_site: Path, desk: Desk
) -> None:
    """Somebody else's server would learn that the mail is looked at, or the editor never see it."""
    post = small_site / "posts" / "ferry.md"
    text = post.read_text().replace("image: /media/ferry.png", "image: https://far.example/a.png")
    post.write_text(text)
    page = tree(ask(PAGE).text)
    (show,) = page.xpath('//a[@data-choose="remote"]/@href')
    assert "far.example" not in frame_of(ask).text
    assert PLACEHOLDER in frame_of(ask).text
    allowed = frame_of(ask, show)
    assert "https://far.example/a.png" in allowed.text
    policy = allowed.headers["content-security-policy"]
    assert "img-src 'self' https:;" in policy
    assert policy.replace(" https:", "") == FRAME_POLICY
    for other in (ask(f"{PAGE}{show}"), ask("/frame/entry/0/atom.xml")):
        assert "https:" not in other.headers["content-security-policy"]


def test_downloads_are_the_exact_bytes(ask: Any, desk: Desk) -> None:
    """What an editor pastes into an engine would not be what was checked."""
    (letter,) = asyncio.run(desk.letters())
    page = tree(ask(PAGE).text)
    links = {link.get("download"): link.get("href") for link in page.xpath("//a[@download != '']")}
    documents = {"eml": letter.mail, "html": letter.html, "txt": letter.text}
    assert len(links) == len(documents)
    for kind, document in documents.items():
        assert document
        assert ask(links[f"weekly-latest.{kind}"]).body == document.data
    (copied,) = page.xpath("//button/@data-copy")
    assert letter.html and ask(copied).body == letter.html.data


def test_a_build_writes_the_very_bytes_that_are_shown(
    ask: Any, small_site: Path, tmp_path: Path
) -> None:
    """Readers would get another mail than the one that was looked at."""
    workspace = open_site(small_site)
    build(workspace, moment(NOW, workspace.site), tmp_path / "public")
    shown = b""
    for kind in ("eml", "html", "txt"):
        shown = ask(f"/raw/weekly/latest.{kind}").body
        assert shown == (tmp_path / "public" / "weekly" / f"latest.{kind}").read_bytes()
    source = tree(ask(f"{PAGE}?view=text").text).xpath("//pre")[0].text_content()
    assert source.removeprefix("\n").encode() == shown


def test_lines_of_the_source_are_numbered(ask: Any, desk: Desk) -> None:
    """A finding in line 120 could not be found."""
    (letter,) = asyncio.run(desk.letters())
    assert letter.html
    lines = tree(ask(f"{PAGE}?view=source").text).xpath("//pre/span[@class='line']")
    assert "".join(line.text_content() for line in lines) == letter.html.data.decode()
    assert [line.get("id") for line in lines[:2]] == ["L1", "L2"]


def test_a_mails_header_is_shown(ask: Any) -> None:
    """Editors would not see subject and sender before a mail is sent."""
    page = tree(ask(f"{PAGE}?view=headers").text)
    names = page.xpath('//table[@class="headers"]//th/text()')
    assert {"From", "Subject", "Date", "Message-ID"} <= set(names)


def test_the_inbox_and_the_meter_are_there(ask: Any) -> None:
    """An editor would not see what is read before a mail is opened, nor how much room is left."""
    page = tree(ask(PAGE).text)
    rows = page.xpath('//*[@class="inbox-row"]')
    assert [" ".join(row.text_content().split())[:14] for row in rows] == ["Harbour Weekly"] * 2
    (meter,) = page.xpath("//meter")
    assert 5_000 < int(meter.get("value")) < int(meter.get("low")) == 90_000 < int(meter.get("max"))
    assert page.get_element_by_id(meter.get("aria-labelledby")).text_content().strip()


def test_findings_lead_to_place_file_and_line(ask: Any, small_site: Path) -> None:
    """An editor would read what is wrong and not find it."""
    (small_site / "media" / "ferry.png").rename(small_site / "media" / "other.png")
    page = tree(ask(f"{PAGE}/findings?look=dark").text)
    remark = page.xpath('//li[contains(@class, "remark error")]')[0]
    assert "ferry.png" in remark.xpath('.//p[@class="what"]')[0].text_content()
    assert remark.xpath('.//div[@lang="en"]')
    assert remark.xpath('.//code[@class="place"]/text()') == ["posts/ferry.md:9"]
    (quoted,) = remark.xpath('.//pre[@class="quoted"]/text()')
    assert quoted.startswith("![The ferry](/media/ferry.png)")
    (shown,) = remark.xpath(".//a[@data-at]")
    assert shown.get("href") == f"{PAGE}?look=dark#at-{shown.get('data-at')}"
    name, _, number = shown.get("data-at").rpartition("-")
    element = tree(frame_of(ask).text).xpath(f"//{name}")[int(number)]
    assert element.get("src") == PLACEHOLDER
    (line,) = remark.xpath(".//a[@data-line]/@data-line")
    source = tree(ask(f"{PAGE}?view=source").text).get_element_by_id(f"L{line}")
    assert "media/ferry.png" in source.text_content()


def test_hints_are_folded_and_come_last(ask: Any) -> None:
    """The one error would be lost among hints about old mail programs."""
    page = tree(ask(f"{PAGE}/findings", language="ja").text)
    assert page.xpath('//details//li[contains(@class, "hint")]')
    assert not page.xpath('//li[contains(@class, "hint")][not(ancestor::details)]')
    assert "ヒント" in page.xpath("//summary")[0].text_content()


@pytest.fixture
def edited(small_site: Path) -> Callable[[], None]:
    """A draft of the newsletter; called, it is approved."""
    workspace = open_site(small_site)
    at = moment(NOW, workspace.site)
    begin(workspace, at)
    return lambda: approve(workspace, at) and None


def test_an_edition_has_a_web_page(ask: Any, edited: Callable[[], None]) -> None:
    """The page to which the mail's first link leads could not be seen before it is public."""
    answer = frame_of(ask, "?view=web")
    assert "The first ferry" in answer.text
    assert "/picture/weekly/" in answer.text


def test_an_approved_edition_is_still_looked_at(
    ask: Any, edited: Callable[[], None], desk: Desk
) -> None:
    """The findings would vanish with the approval, though nothing was sent yet."""
    before = remarks(ask)
    edited()
    asyncio.run(desk.saved("editions/weekly/2026-11-23.md"))
    (letter,) = asyncio.run(desk.letters())
    assert letter.prepared is None
    assert letter.mail
    assert remarks(ask) >= before
    assert before


def test_pictures_beside_posts_and_in_static_folders_are_found(
    small_site: Path, desk: Desk
) -> None:
    """Blogs of other generators would be shown without their pictures."""
    (letter,) = asyncio.run(desk.letters())
    (post,) = [each for each in letter.posts if each.path == "posts/ferry.md"]
    (small_site / "posts" / "quay.png").write_bytes(PNG)
    (small_site / "static").mkdir()
    (small_site / "static" / "map.png").write_bytes(PNG)
    (small_site / "static" / ".secret.png").write_bytes(PNG)
    pictures = LetterPictures(desk.site, ["static"], letter)
    beside = f"{post.url.rstrip('/')}/quay.png" if post.url.endswith("/") else None
    for url in filter(None, (beside, f"{desk.site.url}/map.png?v=2#x")):
        address = pictures.address(url)
        assert address
        found = pictures.read(address.removeprefix("/picture/weekly/"))
        assert found and found.data == PNG
    for none in (
        "https://far.example/map.png",
        f"{desk.site.url}/.secret.png",
        "",
        "//[",
        "map.png",
    ):
        assert pictures.address(none) is None
    for none in ("../feeds.toml", "static/map.png", ".secret.png", "../static/map.png"):
        assert pictures.read(none) is None
