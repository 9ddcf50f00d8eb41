"""An editor's work, by forms alone: what each button does to the edition's file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.preview.conftest import Ask

EDIT = "/newsletters/weekly/edit"
LABEL = "2026-11-23"
POST = """\
---
title: {title}
date: {day}T08:00:00+09:00
category: {category}
---
{title} is told here, at some length, so that there is enough to be read in a mail.
"""


class Form:
    """A page's form, as a browser without JavaScript sends it."""

    def __init__(self, ask: Ask, text: str) -> None:
        self._ask = ask
        self.page = html.document_fromstring(text)
        forms = self.page.xpath('//form[@id="edit-form"]') or self.page.xpath("//main//form")
        self.fields: dict[str, list[str]] = {}
        for form in forms[:1]:
            for name, value in form.form_values():
                # lxml keeps the line end with which a text area begins, and takes a button
                # that says nothing for one without a value; browsers do neither.
                value = "" if (name, value) == ("lead", "on") else value.removeprefix("\n")
                self.fields.setdefault(name, []).append(value)

    def press(self, button: str, **changes: str | list[str] | None) -> Any:
        """Sends the form with some fields changed; gives the answer."""
        form: dict[str, Any] = {**self.fields, "do": button}
        for name, value in changes.items():
            form.pop(name, None)
            if value is not None:
                form[name] = value
        return self._ask(EDIT, "POST", form=form)

    def titles(self) -> list[str]:
        """The posts that are in, in order."""
        return [each.text_content().strip() for each in self.page.xpath("//ol//h3")]

    def text(self) -> str:
        """All that is to be read."""
        return str(self.page.text_content())


@pytest.fixture
def site(small_site: Path) -> Path:
    """A site with some more posts, and no hostile one."""
    (small_site / "posts/hostile.md").unlink()
    for name, title, day, category in (
        ("quay", "The quay", "2026-11-18", "Land"),
        ("gulls", "Gulls at noon", "2026-11-19", "Sea"),
        ("fog", "Fog", "2026-11-10", "Sea"),
    ):
        text = POST.format(title=title, day=day, category=category)
        (small_site / f"posts/{name}.md").write_text(text, encoding="utf-8")
    return small_site


@pytest.fixture
def opened(site: Path, ask: Ask) -> Callable[[str], Form]:
    """Opens the page, as it is by now."""

    def get(query: str = "") -> Form:
        answer = ask(f"{EDIT}{query}")
        assert answer.status == 200
        return Form(ask, answer.text)

    return get


@pytest.fixture
def draft(site: Path, opened: Callable[..., Form]) -> Path:
    """The file of an edition that was begun by the button."""
    begun = opened().press("begin")
    assert (begun.status, begun.headers["location"]) == (303, f"{EDIT}?edition={LABEL}&done=begun")
    return site / f"editions/weekly/{LABEL}.md"


def follow(ask: Ask, answer: Any) -> Form:
    """The page to which an answer leads."""
    assert answer.status == 303, html.document_fromstring(answer.text).text_content()
    again = ask(answer.headers["location"])
    assert again.status == 200
    return Form(ask, again.text)


def test_an_edition_is_begun(ask: Ask, opened: Any, draft: Path) -> None:
    """Whoever has no terminal could not begin."""
    assert b"posts/ferry.md" in draft.read_bytes()
    assert opened().titles() == ["The first ferry", "Gulls at noon", "The quay"]


def test_saving_without_a_change_changes_nothing(opened: Any, draft: Path, ask: Ask) -> None:
    """A look at the form would rewrite the file."""
    before = draft.read_bytes()
    follow(ask, opened().press("save"))
    assert draft.read_bytes() == before


def test_texts_are_saved(opened: Any, draft: Path, ask: Ask) -> None:
    """What editors write would not come into the file, or comments would get lost."""
    before = draft.read_bytes()
    page = follow(
        ask,
        opened().press(
            "save",
            subject="港の朝: #1",
            preheader="And fog",
            introduction="おはよう。\r\n\r\n*Fog.*\r\n",
        ),
    )
    assert "Saved." in page.text()
    expected = before.replace(b"\nsubject:\n", '\nsubject: "港の朝: #1"\n'.encode(), 1)
    expected = expected.replace(b"\npreheader:\n", b"\npreheader: And fog\n", 1)
    assert draft.read_bytes() == expected + "おはよう。\n\n*Fog.*\n".encode()
    assert opened().fields["introduction"] == ["おはよう。\n\n*Fog.*"]


def test_posts_are_moved_taken_out_and_added(opened: Any, draft: Path, ask: Ask) -> None:
    """An editor could not shape the issue."""
    before = draft.read_text(encoding="utf-8")
    form = Form(ask, opened().press("down:posts/ferry.md").text)
    assert form.titles() == ["Gulls at noon", "The first ferry", "The quay"]
    form = Form(ask, form.press("drop:posts/quay.md").text)
    form = Form(ask, form.press("add:posts/fog.md").text)
    assert form.titles() == ["Gulls at noon", "The first ferry", "Fog"]
    form = Form(ask, form.press("up:posts/fog.md", subject="Kept").text)
    assert draft.read_text(encoding="utf-8") == before
    assert form.fields["subject"] == ["Kept"]
    follow(ask, form.press("save"))
    lines = draft.read_text(encoding="utf-8").splitlines()
    picks = lines[lines.index("picks:") + 1 :][:4]
    assert picks[0].startswith("  - posts/gulls.md  # Gulls at noon")
    assert picks[1] == "  - posts/fog.md"
    assert picks[2].startswith("  - posts/ferry.md  # The first ferry")


def test_posts_are_left_out_and_come_back(opened: Any, draft: Path, ask: Ask) -> None:
    """A post could not be kept for the next issue, or out of all."""
    form = Form(ask, opened().press("later:posts/quay.md").text)
    form = Form(ask, form.press("never:posts/fog.md").text)
    assert form.titles() == ["The first ferry", "Gulls at noon"]
    assert (form.fields["later"], form.fields["never"]) == (["posts/quay.md"], ["posts/fog.md"])
    follow(ask, form.press("save"))
    saved = draft.read_bytes()
    assert b'exclude:\n  "posts/fog.md": never\n  "posts/quay.md": later\n' in saved
    form = Form(ask, opened().press("free:posts/quay.md").text)
    form = Form(ask, form.press("add:posts/fog.md").text)
    assert "later" not in form.fields and "never" not in form.fields
    follow(ask, form.press("save"))
    assert b"\nexclude:" not in draft.read_bytes()


def test_own_words_picture_length_and_lead(opened: Any, draft: Path, ask: Ask) -> None:
    """A post could not be shown otherwise in this edition alone."""
    follow(
        ask,
        opened().press(
            "save",
            title=["", "Gulls!", ""],
            excerpt=["Short.", "", ""],
            picture=["none", "other", "own"],
            image=["", "/media/ferry.png", ""],
            image_alt=["", "A gull", ""],
            length=["", "full", "headline"],
            lead="posts/quay.md",
        ),
    )
    saved = draft.read_text(encoding="utf-8")
    assert '  - post: posts/ferry.md\n    excerpt: Short.\n    image: ""\n' in saved
    assert '    image: "https://harbour.example/blog/media/ferry.png"\n' in saved
    assert '    title: "Gulls!"\n' in saved or "    title: Gulls!\n" in saved
    assert "    image_alt: A gull\n    length: full\n" in saved
    assert "\nlead: posts/quay.md\n" in saved
    form = opened()
    assert form.fields["lead"] == ["posts/quay.md"]
    before = draft.read_bytes()
    follow(ask, form.press("save"))
    assert draft.read_bytes() == before


def test_the_program_can_choose(opened: Any, draft: Path, ask: Ask) -> None:
    """Whoever touched the list once would have to keep it up by hand."""
    follow(ask, opened().press("save", auto="1"))
    assert b"\npicks:" not in draft.read_bytes()
    form = opened()
    assert form.fields["auto"] == ["1"]
    before = draft.read_bytes()
    follow(ask, form.press("save"))
    assert draft.read_bytes() == before
    form = Form(ask, form.press("down:posts/ferry.md").text)
    follow(ask, form.press("save"))
    assert b"picks:\n  - posts/gulls.md\n  - posts/ferry.md\n" in draft.read_bytes()


def test_titles_of_sections(site: Path, opened: Any, draft: Path, ask: Ask) -> None:
    """A section could not have another title this time."""
    draft.write_text(
        draft.read_text(encoding="utf-8").replace(
            "status: draft",
            "sections:\n  - title: Water  # wet\n    categories: [Sea]\nstatus: draft",
        ),
        encoding="utf-8",
    )
    form = opened()
    assert "Water" in form.text()
    follow(ask, form.press("save", section=["The sea"]))
    assert b"sections:\n  - title: The sea\n" in draft.read_bytes()
    refused = opened().press("save", section=[""], subject="Kept")
    assert refused.status == 422
    assert "a section has no title" in refused.text
    assert Form(ask, refused.text).fields["subject"] == ["Kept"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"q": "fo"}, ["Fog"]),
        ({"q": "ＦＯＧ"}, ["Fog"]),
        ({"q": "sea fog"}, ["Fog"]),
        ({"q": "land"}, []),
        ({"category": "Sea"}, ["Fog"]),
        ({"since": "2026-11-11"}, []),
        ({"since": "2026-11-10", "until": "2026-11-10"}, ["Fog"]),
        ({"since": "soon"}, ["Fog"]),
    ],
)
def test_more_posts_are_searched(
    opened: Any, draft: Path, ask: Ask, fields: dict[str, str], found: list[str]
) -> None:
    """Among thousands of posts, none could be found."""
    form = Form(ask, opened().press("filter", **fields).text)
    titles = form.page.xpath('//div[@id="edit-offers"]//h3')
    assert [each.text_content() for each in titles] == found


def test_widths_count_columns(opened: Any, draft: Path, ask: Ask) -> None:
    """A Japanese subject of thirty characters would be said to be half as wide as it is."""
    form = Form(ask, opened().press("show", subject="港の朝 and 1").text)
    assert "12 of 50 columns" in form.text()


def test_the_introduction_is_shown_safely(opened: Any, draft: Path, ask: Ask) -> None:
    """The live view would differ from the mail, or run what stands in it."""
    text = "*Hello* <script>alert(1)</script>\n\n![](media/ferry.png)"
    address = ask("/newsletters/weekly/introduction", "POST", form={"introduction": text}).text
    shown = ask(address)
    assert shown.status == 200
    assert "<em>Hello</em>" in shown.text and "<script" not in shown.text
    assert 'src="/media/media/ferry.png"' in shown.text
    assert "sandbox" in shown.headers["content-security-policy"]
    assert ask(address[:-1]).status == 404
    page = Form(ask, opened().press("show", introduction=text).text).page
    assert page.xpath('//iframe[@id="edit-opening"]/@src') == [address]


def test_a_conflict_shows_both_versions(opened: Any, draft: Path, ask: Ask) -> None:
    """A colleague's work would be overwritten, or one's own lost."""
    form = opened()
    theirs = draft.read_bytes().replace(b"\npreheader:\n", b"\npreheader: Theirs\n", 1)
    draft.write_bytes(theirs)
    met = form.press("save", subject="Mine", introduction="Two\n\nlines.")
    assert (met.status, draft.read_bytes()) == (409, theirs)
    mine, other = html.document_fromstring(met.text).xpath('//pre[@class="source"]')
    assert "subject: Mine" in mine.text_content() and "Theirs" not in mine.text_content()
    assert "preheader: Theirs" in other.text_content()
    assert [each.text for each in mine.xpath(".//mark")] == [
        "subject: Mine",
        "preheader:",
        "Two",
        " ",
        "lines.",
    ]
    assert [each.text for each in other.xpath(".//mark")] == ["subject:", "preheader: Theirs"]
    shown = other.text_content().removeprefix("\n")
    assert shown == theirs.decode()
    page = Form(ask, met.text)
    follow(ask, page.press("mine"))
    merged = theirs.replace(b"\nsubject:\n", b"\nsubject: Mine\n", 1) + b"Two\n\nlines.\n"
    assert draft.read_bytes() == merged


def test_a_conflict_is_put_together_by_hand(opened: Any, draft: Path, ask: Ask) -> None:
    """Neither version may be right."""
    form = opened()
    theirs = draft.read_bytes() + b"Theirs.\n"
    draft.write_bytes(theirs)
    page = html.document_fromstring(form.press("save", introduction="Mine.").text)
    (by_hand,) = page.xpath('//form[.//textarea[@id="edit-text"]]')
    fields = dict(by_hand.form_values())
    text = fields["text"].removeprefix("\n").replace("Mine.", "Ours.")
    broken = ask(EDIT, "POST", form={**fields, "text": "---\nsubject: [\n---\n", "do": "text"})
    assert broken.status == 422
    assert f"editions/weekly/{LABEL}.md:" in broken.text
    assert draft.read_bytes() == theirs
    draft.write_bytes(theirs + b"Again.\n")
    late = ask(EDIT, "POST", form={**fields, "text": text, "do": "text"})
    assert late.status == 409 and "Ours." in late.text and "Again." in late.text
    again = Form(ask, late.text)
    follow(ask, again.press("text"))
    assert draft.read_bytes().endswith(b"\nOurs.\n")


def test_saves_are_undone(opened: Any, draft: Path, ask: Ask) -> None:
    """A slip would be for good."""
    before = draft.read_bytes()
    follow(ask, opened().press("save", subject="Slip"))
    after = draft.read_bytes()
    page = follow(ask, opened().press("undo"))
    assert "undone" in page.text() and draft.read_bytes() == before
    follow(ask, opened().press("redo"))
    assert draft.read_bytes() == after
    refused = opened().press("redo")
    assert refused.status == 422 and "nothing can be made again" in refused.text


def test_a_file_with_mistakes_is_mended(opened: Any, draft: Path, ask: Ask) -> None:
    """A slip in the file would keep whoever has no other editor from all work."""
    good = draft.read_text(encoding="utf-8")
    draft.write_text(good.replace("\nsubject:", "\nsubject: [", 1), encoding="utf-8")
    page = opened()
    assert f"{LABEL}.md:" in page.text()
    follow(ask, page.press("text", text=good))
    assert draft.read_text(encoding="utf-8") == good


def test_an_edition_is_approved_sent_and_a_post_withdrawn(
    site: Path, opened: Any, draft: Path, ask: Ask
) -> None:
    """The last steps would need a terminal."""
    review = opened().press("review", subject="Good morning")
    assert review.headers["location"] == f"/newsletters/weekly/approve?edition={LABEL}"
    page = Form(ask, ask(review.headers["location"]).text)
    assert "Good morning" in page.text()
    assert page.page.xpath('//li[starts-with(@class, "finding")]')
    assert b"status: draft" in draft.read_bytes()
    draft.write_bytes(draft.read_bytes() + b"Late.\n")
    stale = page.press("anyway")
    assert stale.status == 422 and "changed after you saw it" in stale.text
    assert b"status: draft" in draft.read_bytes()
    errors = Form(ask, stale.text)
    refused = errors.press("approve")
    if errors.page.xpath('//button[@value="anyway"]'):
        assert refused.status == 422 and "is not approved" in refused.text
        approved = follow(ask, errors.press("anyway"))
    else:
        approved = follow(ask, refused)
    assert "The edition is approved." in approved.text()
    assert b"status: approved" in draft.read_bytes()
    assert (draft.parent / f"{LABEL}.eml").is_file()
    sent = follow(ask, approved.press("sent"))
    assert b"status: sent" in draft.read_bytes()
    assert "noted as sent" in sent.text()
    before = draft.read_bytes()
    struck = sent.press("withdraw", edition=LABEL, withdrawn=["posts/quay.md"])
    page = follow(ask, struck)
    assert b"withdrawn:\n  - posts/quay.md\n" in draft.read_bytes()
    assert page.page.xpath("//input[@checked]/@value") == ["posts/quay.md"]
    follow(ask, page.press("withdraw", edition=LABEL, withdrawn=None))
    assert draft.read_bytes() == before


def test_what_cannot_be_approved_says_why(opened: Any, draft: Path, ask: Ask) -> None:
    """An editor would see an empty page, or the draft as it was before the mistake."""
    address = f"/newsletters/weekly/approve?edition={LABEL}"
    assert ask(address).status == 200
    follow(
        ask,
        opened().press(
            "save",
            pick=None,
            title=None,
            excerpt=None,
            picture=None,
            image=None,
            image_alt=None,
            length=None,
        ),
    )
    answer = ask(address)
    assert answer.status == 422
    assert "the edition has no post" in answer.text
    assert ask("/newsletters/weekly/approve?edition=2020-01-01").status == 422


def test_the_newsletter_leads_to_its_form(site: Path, ask: Ask) -> None:
    """Nobody would find the form."""
    page = html.document_fromstring(ask("/newsletters/weekly").text)
    assert page.xpath(f'//main//a[@href="{EDIT}"]')


def test_nothing_new_is_said(site: Path, ask: Ask, opened: Any) -> None:
    """The button would seem to be broken."""
    for post in (site / "posts").iterdir():
        post.unlink()
    answer = opened().press("begin")
    assert answer.status == 200
    assert "nothing new since" in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "save"},
        {"do": "save", "base": "!", "subject": ""},
        {"do": "save", "base": "", "subject": "", "edition": LABEL},
        {"do": "up:x", "pick": ["a", "b"], "title": ["c"]},
        {"do": "approve", "edition": "../../secret"},
        {"do": "sent", "edition": "2026-01-01"},
        {"do": "withdraw", "edition": LABEL, "withdrawn": "x"},
        {"do": "mine", "theirs": "AAAA", "base": "AAAA"},
        {"do": "text", "text": "\x00", "base": "eJwDAAAAAAE=", "edition": LABEL},
    ],
)
def test_odd_forms_are_refused_in_words(draft: Path, ask: Ask, fields: dict[str, Any]) -> None:
    """A stale page, or a program that is no browser, would get a stack trace, or do harm."""
    before = draft.read_bytes()
    answer = ask(EDIT, "POST", form=fields)
    assert answer.status in (400, 409, 422)
    assert "finding error" in answer.text or answer.status == 409
    assert draft.read_bytes() == before


@pytest.mark.parametrize("path", ["edit", "approve"])
def test_a_newsletter_that_is_not_there(site: Path, ask: Ask, path: str) -> None:
    """A stale address would fail instead of saying so."""
    assert ask(f"/newsletters/none/{path}").status == 404
    assert ask("/newsletters/none/edit", "POST", form={"do": "begin"}).status == 404


def test_the_page_speaks_japanese(draft: Path, ask: Ask) -> None:
    """Words of one language could be missing."""
    text = ask(EDIT, language="ja").text
    assert "件名" in text and "「Harbour Weekly」の編集" in text
