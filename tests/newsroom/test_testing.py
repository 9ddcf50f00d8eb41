"""`feeds digest test --send` sends the draft to the addresses of `[desk]`, and to no others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.smtp import SMTP

from feeds.newsroom.testing import missing_on_the_web
from tests.mail_server import HOST, Mailbox, mail_servers

from .conftest import SETTINGS, Blog

if TYPE_CHECKING:
    from tests.conftest import Answering

DESK = """\
[desk]
test_to = ["editor@x.example", "nobody@x.example"]
smtp = {{ host = "{}", port = {}, security = "none" }}
"""


def test_a_draft_is_sent(blog: Blog) -> None:
    """An editor without a browser could not try it out; other bytes than were written would go."""
    box = Mailbox()
    with mail_servers() as servers:
        port = servers.start(partial(SMTP, box), None)
        (blog.root / "feeds.toml").write_text(SETTINGS + DESK.format(HOST, port))
        assert blog.digest("new").status == 0
        assert blog.digest("test").status == 0
        assert box.got == []
        sent = blog.digest("test", "--send")
    assert sent.status == 0
    assert "sent to editor@x.example: 250 2.0.0 Kept as number 7\n" in sent.out
    assert "not sent to nobody@x.example: 550" in sent.out
    (envelope,) = box.got
    folder = blog.root / ".feeds/test/letter"
    written = (folder / "2026-11-16.eml").read_bytes()
    assert envelope.content is not None
    assert envelope.content.partition(b"\r\n")[2] == written.partition(b"\r\n")[2]
    assert "<iframe" in (folder / "2026-11-16.review.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("settings", "status", "said"),
    [
        ("", 2, "feeds.toml: no mail server is set, so nothing can be sent"),
        ('[desk]\nsmtp = { host = "smtp.x.example" }\n', 2, "no address for tests is set"),
        (DESK.format(HOST, 1), 3, "the mail server 127.0.0.1 takes no connection"),
    ],
)
def test_nothing_is_sent(blog: Blog, settings: str, status: int, said: str) -> None:
    """An editor would think that a test is on its way, or see an exception."""
    assert blog.digest("new").status == 0
    (blog.root / "feeds.toml").write_text(SETTINGS + settings)
    run = blog.digest("test", "--send")
    assert (run.status, said in run.err) == (status, True)


def test_the_web_is_asked_for_pictures(serve: Callable[..., Answering]) -> None:
    """An editor would be told that pictures are public which are not, or be kept waiting."""
    server = serve()
    server.at("/there.png", 200, b"x")
    there, gone = f"{server.address}/there.png", f"{server.address}/gone.png"
    assert list(missing_on_the_web([there, gone], private=True)) == [gone]
