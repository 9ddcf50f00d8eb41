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
from feeds.preview.views import feeds, files, findings, letters, posts

__all__ = ["make_app"]

_VIEWS = (letters, feeds, posts, findings, files)


def make_app(state: State, address: Address, tokens: Tokens) -> ASGIApp:
    """The ASGI application that shows a state at that address, to those who have a token."""
    desk = Desk(state)
    routes = [route for view in _VIEWS for route in view.routes(desk)]
    pages = Starlette(routes=routes, exception_handlers={404: desk.missing})
    app = Patient(pages, desk.making)

    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        state.noting()
        await app(scope, receive, send)

    return Guard(noted, address, tokens)
