"""An edition is handed over to those who publish it: by git, or by a command of the site's own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from feeds.config.values import mail_address
from feeds.editions.listing import shelf
from feeds.handover.command import hand_by_command
from feeds.handover.git import Git
from feeds.handover.handing import Author, Handed, hand_over
from feeds.handover.problems import NotHandedError
from feeds.handover.standing import Standing, stand
from feeds.model import Edition
from feeds.newsroom.room import newsletter_of
from feeds.preview.desk import Desk
from feeds.preview.forms import form
from feeds.preview.outcomes import Outcomes
from feeds.text import one_line

__all__ = ["routes"]

_COOKIE = "feeds_editor"
_A_YEAR = 365 * 24 * 60 * 60
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of it; `author` is what was written for one, if that could not be taken."""

    handed: Handed | None = None
    said: str | None = None
    problem: NotHandedError | None = None
    author: tuple[str, str] | None = None


def routes(desk: Desk) -> Sequence[Route]:
    """The routes of handing over."""
    outcomes: Outcomes[_Outcome] = Outcomes()
    one_by_one = asyncio.Lock()

    async def ask(request: Request) -> Response:
        name = request.path_params["name"]
        letter = next((each for each in desk.names() if each.name == name), None)
        if letter is None:
            return await desk.missing(request)
        edition = await asyncio.to_thread(_edition, desk, name)
        standing, hindrance = None, None
        if edition and not desk.site.desk.handover:
            try:
                standing = await asyncio.to_thread(stand, _git(desk), edition)
            except NotHandedError as why:
                hindrance = why
        outcome = outcomes.find(request.query_params.get("done", ""))
        return desk.page(
            request,
            "hand.html",
            f"/newsletters/{quote(name)}",
            letter=letter,
            path=request.url.path,
            edition=edition,
            standing=standing,
            hindrance=hindrance,
            command=desk.site.desk.handover,
            allowed=desk.commands,
            author=_author(request, standing, outcome),
            outcome=outcome,
        )

    async def act(request: Request) -> Response:
        name = request.path_params["name"]
        known = name in {each.name for each in desk.names()}
        edition = await asyncio.to_thread(_edition, desk, name) if known else None
        if edition is None:
            return await desk.missing(request)
        sent = await form(request)
        written = one_line(sent.get("name", "")), sent.get("mail", "").strip()
        author = _taken(*written)
        async with one_by_one:
            if desk.site.desk.handover:
                outcome = await asyncio.to_thread(_by_command, desk, edition)
            elif author is None:
                outcome = _Outcome(author=written)
            else:
                outcome = await asyncio.to_thread(_by_git, desk, edition, author)
        done = outcomes.keep(outcome)
        answer = RedirectResponse(f"/newsletters/{quote(name)}/hand?done={done}#outcome", 303)
        if author:
            kept = f"{quote(author.name)}/{quote(author.mail)}"
            answer.set_cookie(_COOKIE, kept, _A_YEAR, httponly=True, samesite="strict")
        return answer

    return [
        Route("/newsletters/{name}/hand", ask),
        Route("/newsletters/{name}/hand", act, methods=["POST"]),
    ]


def _edition(desk: Desk, name: str) -> Edition | None:
    """The newest draft of a newsletter; without one, its newest edition."""
    on_shelf = shelf(desk.site, newsletter_of(desk.site, name), history=False)
    drafts = [file.edition for file in on_shelf.drafts if file.edition]
    newest = drafts or on_shelf.editions
    return newest[-1] if newest else None


def _git(desk: Desk) -> Git:
    return Git(desk.site.root, os.environ)


def _by_git(desk: Desk, edition: Edition, author: Author) -> _Outcome:
    try:
        return _Outcome(handed=hand_over(_git(desk), edition, author))
    except NotHandedError as problem:
        return _Outcome(problem=problem)


def _by_command(desk: Desk, edition: Edition) -> _Outcome:
    site, words = desk.site, desk.site.desk.handover
    try:
        said = hand_by_command(words, site.root, edition.path, os.environ, allowed=desk.commands)
    except NotHandedError as problem:
        return _Outcome(problem=problem)
    return _Outcome(said=said)


def _taken(name: str, mail: str) -> Author | None:
    """The author, if git and those who read its log can do with that."""
    address = mail_address(mail)
    fits = 0 < len(name) <= _LONGEST and not set(name) & set("<>") and name.isprintable()
    return Author(name, address) if fits and address else None


def _author(
    request: Request, standing: Standing | None, outcome: _Outcome | None
) -> tuple[str, str]:
    """Name and mail address to begin with: as just written, as last time, or as git knows them."""
    if outcome and outcome.author:
        return outcome.author
    name, _, mail = request.cookies.get(_COOKIE, "").partition("/")
    if author := _taken(unquote(name), unquote(mail)):
        return author.name, author.mail
    return (standing.name, standing.mail) if standing else ("", "")
