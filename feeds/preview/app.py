"""What the preview answers to which request: the routes of all views."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from feeds.preview.address import Address
from feeds.preview.desk import Desk
from feeds.preview.patience import Patient
from feeds.preview.security import Guard
from feeds.preview.state import State
from feeds.preview.tokens import Tokens
from feeds.preview.views import (
    editing,
    feeds,
    files,
    findings,
    handing,
    letters,
    posts,
    reviewing,
    sending,
)

__all__ = ["VIEWS", "make_app"]

VIEWS = (letters, editing, sending, handing, reviewing, feeds, posts, findings, files)


def make_app(state: State, address: Address, tokens: Tokens, *, commands: bool = False) -> ASGIApp:
    """The ASGI application that shows a state at that address, to those who have a token.

    `commands` lets them run those that the site's settings name.
    """
    desk = Desk(state, commands=commands)
    routes = [route for view in VIEWS for route in view.routes(desk)]
    pages = Starlette(routes=routes, exception_handlers={404: desk.missing})
    app = Patient(pages, desk.making)

    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        state.noting()
        await app(scope, receive, send)

    return Guard(noted, address, tokens)
