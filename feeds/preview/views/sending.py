"""A newsletter's message goes out as a test, to the addresses of `[desk]` alone."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from feeds.deliver.problems import NotSentError
from feeds.errors import ConfigurationError
from feeds.newsroom.testing import SentTest, missing_on_the_web, send_test, unpublished
from feeds.preview.desk import Desk
from feeds.preview.forms import form
from feeds.preview.outcomes import Outcomes
from feeds.preview.reading import headers
from feeds.preview.snapshot import Letter

__all__ = ["routes"]

# Where a site is built, unless somebody says otherwise.
_OUTPUTS = ("public", "_site")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of it: a test, why there is none, or what the web says of pictures by URL."""

    sent: SentTest | None = None
    problem: NotSentError | None = None
    looked: bool = False
    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def message_id(self) -> str:
        """The one of the test that was sent."""
        found = headers(self.sent.message) if self.sent else ()
        return next((value for name, value in found if name.lower() == "message-id"), "")


def routes(desk: Desk) -> Sequence[Route]:
    """The routes of tests."""
    outcomes: Outcomes[_Outcome] = Outcomes()
    one_by_one = asyncio.Lock()

    async def ask(request: Request) -> Response:
        letter = await desk.letter(request.path_params["name"])
        if letter is None:
            return await desk.missing(request)
        lacking = await asyncio.to_thread(_lacking, desk, letter)
        return desk.page(
            request,
            "send.html",
            _page_of(letter),
            letter=letter,
            path=request.url.path,
            to=desk.site.desk.test_to,
            server=desk.site.desk.smtp,
            headers=headers(letter.mail.data) if letter.mail else (),
            lacking=lacking,
            outcome=outcomes.find(request.query_params.get("done", "")),
        )

    async def act(request: Request) -> Response:
        letter = await desk.letter(request.path_params["name"])
        if letter is None or letter.mail is None:
            return await desk.missing(request)
        wanted = await form(request)
        async with one_by_one:
            do = _looked if wanted.get("do") == "look" else _sent
            outcome = await asyncio.to_thread(do, desk, letter)
        done = "" if outcome is None else outcomes.keep(outcome)
        return RedirectResponse(f"{_page_of(letter)}/send?done={done}#outcome", 303)

    return [
        Route("/newsletters/{name}/send", ask),
        Route("/newsletters/{name}/send", act, methods=["POST"]),
    ]


def _sent(desk: Desk, letter: Letter) -> _Outcome | None:
    message = letter.mail.data if letter.mail else b""
    try:
        return _Outcome(send_test(desk.site, message, os.environ))
    except NotSentError as problem:
        return _Outcome(problem=problem)
    except ConfigurationError:
        return None  # The page says what is not set.


def _looked(desk: Desk, letter: Letter) -> _Outcome | None:
    return _Outcome(looked=True, missing=missing_on_the_web(_lacking(desk, letter)))


def _lacking(desk: Desk, letter: Letter) -> tuple[str, ...]:
    """The pictures that may not be public yet."""
    site = desk.site
    outputs = [site.root / name for name in _OUTPUTS]
    return unpublished(site, letter.mail.data, outputs) if letter.mail else ()


def _page_of(letter: Letter) -> str:
    return f"/newsletters/{quote(letter.name)}"
