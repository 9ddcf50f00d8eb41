"""Whoever opens a page that takes long sees at once that it is being made."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from feeds.preview.desk import Desk
from feeds.preview.patience import Patient


def answered(mode: str, method: str, takes: float, *, fails: bool = False) -> str:
    """The body that a page gives which takes so many seconds."""
    body: list[bytes] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(takes)
        if fails:
            raise ZeroDivisionError
        await PlainTextResponse("page")(scope, receive, send)

    def instead(_request: Request) -> Response:
        return PlainTextResponse("being made")

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        body.append(message.get("body", b""))

    scope = {
        "type": "http",
        "method": method,
        "path": "/",
        "headers": [(b"sec-fetch-mode", mode.encode())],
    }
    asyncio.run(Patient(page, instead, 0.1)(scope, receive, send))
    return b"".join(body).decode()


@pytest.mark.parametrize(
    ("mode", "method", "takes", "answer"),
    [
        ("navigate", "GET", 0.0, "page"),
        ("navigate", "GET", 0.5, "being made"),
        ("navigate", "POST", 0.2, "page"),
        ("cors", "GET", 0.2, "page"),
    ],
)
def test_only_a_page_that_is_opened_does_not_wait(
    mode: str, method: str, takes: float, answer: str
) -> None:
    """An editor would look at nothing while posts are read, or a refresh would show nothing."""
    assert answered(mode, method, takes) == answer


def test_a_failure_stays_one() -> None:
    """A mistake of the program would look like a page that never comes."""
    with pytest.raises(ZeroDivisionError):
        answered("navigate", "GET", 0.0, fails=True)


def test_the_page_instead_has_navigation_and_no_version(desk: Desk) -> None:
    """It would not ask for the page anew, or an editor could go nowhere else."""
    scope = {"type": "http", "method": "GET", "path": "/posts", "headers": [], "query_string": b""}
    text = bytes(desk.making(Request(scope)).body).decode()
    assert 'data-version=""' in text
    assert '/newsletters/weekly"' in text
    assert "being made" in text
