"""A mail as inboxes list it, and how much room it takes."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage

import pytest

from feeds.columns import width
from feeds.digest.fit import size, weight
from feeds.preview.desk import Desk
from feeds.preview.inbox import measured, rows


def mail(subject: str, html: str) -> bytes:
    """A message with that subject."""
    message = EmailMessage()
    message["From"] = "潮待ち便り <tayori@shiomachi.example>"
    message["Subject"] = subject
    message.set_content("x")
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize("subject", ["A ferry before the bread" * 9, "朝の渡し船とパン" * 9])
def test_a_long_subject_is_cut_by_columns(subject: str) -> None:
    """A Japanese subject would seem to have twice the room that it has."""
    for row in rows(mail(subject, ""), b""):
        assert row.subject.seen + row.subject.rest == subject
        most = 38 if row.device == "phone" else 80
        assert most - 2 < width(row.subject.seen) <= most
        assert row.sender.seen == "潮待ち便り"


def test_a_snippet_is_what_stands_first_hidden_or_not() -> None:
    """An editor would not see that a preheader is missing, and what stands in its place."""
    html = (
        "<head><title>No</title><style>.no{}</style></head>"
        '<div style="display:none">Rye &amp; radio</div><p>View in browser</p>'
    )
    phone, desktop = rows(mail("Ferry", html), html.encode())
    assert phone.snippet.seen == desktop.snippet.seen == "Rye & radio View in browser"


def test_padding_keeps_the_page_out_of_the_list() -> None:
    """The snippet would run on into the page, as no inbox shows it."""
    html = '<div style="display:none">Rye' + "&nbsp;&zwnj;" * 120 + "</div><p>View in browser</p>"
    for row in rows(mail("Ferry", html), html.encode()):
        assert row.snippet.seen.strip("\u00a0\u200c") == "Rye"


def test_a_measure_is_that_of_the_budget(desk: Desk) -> None:
    """The meter would say that a mail fits which is shortened or clipped, or the other way."""
    (letter,) = asyncio.run(desk.letters())
    assert letter.html and letter.mail
    (newsletter,) = desk.site.newsletters
    found = measured(letter.mail.data, letter.html.data, newsletter)
    assert found.decoded == len(letter.html.data)
    # An empty line before the boundary counts as part of it, and is none of the HTML's.
    assert 0 <= found.whole - weight(size(letter.html.data.decode()), 0) <= 4
    assert found.links > 3
