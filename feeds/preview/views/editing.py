"""An editor's work on a newsletter's edition: begin, write, choose, save, approve, note as sent."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from feeds.content.introduction import introduction
from feeds.editions.reading import EditionFile, parse_edition
from feeds.errors import BuildError, FeedsError, Finding, Level, PostError, error
from feeds.model import Edition, Site
from feeds.newsroom.approving import approve
from feeds.newsroom.beginning import begin
from feeds.newsroom.changing import draft_of
from feeds.newsroom.room import Room, enter
from feeds.newsroom.saving import Conflict, redo, save, save_mine, save_text, undo, withdraw
from feeds.newsroom.sending import mark_sent
from feeds.newsroom.undoing import Undoing
from feeds.preview import frames
from feeds.preview.desk import Desk, frame
from feeds.preview.drafts import (
    Filled,
    FormError,
    filled,
    marked,
    pressed,
    print_of,
    sealed,
    unsealed,
)
from feeds.preview.editions import Sheet, looking, reading, sheet_of
from feeds.preview.sides import side_by_side

__all__ = ["routes"]

_MOST_TEXTS = 200
_LONGEST = 256 * 1024

Act = Callable[["Asked"], Awaitable[Response]]


class Asked:
    """One request of an editor about one newsletter."""

    def __init__(self, request: Request, name: str, fields: Any) -> None:
        self.request = request
        self.name = name
        self.fields = fields

    @property
    def label(self) -> str:
        """The edition that is meant."""
        return str(self.fields.get("edition", ""))

    @property
    def address(self) -> str:
        """Where the newsletter is edited."""
        return f"/newsletters/{quote(self.name)}/edit"


def routes(desk: Desk) -> Sequence[Route]:
    """The routes of editing."""
    room = _EditingRoom(desk)
    return [
        Route("/newsletters/{name}/edit", room.show),
        Route("/newsletters/{name}/edit", room.act, methods=["POST"]),
        Route("/newsletters/{name}/approve", room.look),
        Route("/newsletters/{name}/introduction", room.write, methods=["POST"]),
        Route("/frame/introduction/{name}/{text}", room.framed),
    ]


class _EditingRoom:
    """Answers what editors ask, by the use cases of the newsroom."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._texts: OrderedDict[str, str] = OrderedDict()
        cache = desk.state.workspace.cache
        self._undoing = Undoing(cache / "undo" if cache else None)
        self._acts: Mapping[str, Act] = {
            "begin": self._begin,
            "save": self._save,
            "mine": self._take_mine,
            "text": self._save_text,
            "undo": partial(self._step, undo, "undone"),
            "redo": partial(self._step, redo, "redone"),
            "review": self._review,
            "approve": partial(self._approve, anyway=False),
            "anyway": partial(self._approve, anyway=True),
            "sent": self._sent,
            "withdraw": self._withdraw,
        }

    @property
    def _site(self) -> Site:
        return self._desk.site

    # ── Looking ─────────────────────────────────────────────────────────────────────────

    async def show(self, request: Request) -> Response:
        """An edition as its file has it, or what there is to begin."""
        name = request.path_params["name"]
        if name not in {each.name for each in self._site.newsletters}:
            return await self._desk.missing(request)
        asked = Asked(request, name, request.query_params)
        return await self._shown(asked)

    async def look(self, request: Request) -> Response:
        """What there is to be said before a draft is approved."""
        name = request.path_params["name"]
        if name not in {each.name for each in self._site.newsletters}:
            return await self._desk.missing(request)
        return await self._looked(Asked(request, name, request.query_params))

    async def framed(self, request: Request) -> Response:
        """An introduction as readers will see it."""
        text = self._texts.get(request.path_params["text"])
        name = request.path_params["name"]
        found = [each for each in self._site.newsletters if each.name == name]
        if text is None or not found:
            return await self._desk.missing(request)
        site = self._site

        def made() -> bytes:
            return frames.entry_frame(introduction(text, f"{site.url}/"), site)

        return frame(await asyncio.to_thread(made))

    async def _shown(
        self, asked: Asked, findings: Sequence[Finding] = (), status: int = 200
    ) -> Response:
        room = await asyncio.to_thread(enter, self._site, asked.name)
        file = _wanted(room, asked.label)
        if file is None:
            return self._page(asked, "edit_none.html", status, room=room, findings=findings)
        if file.edition is not None and file.edition.claims:
            struck = _struck(file.edition)
            return self._page(
                asked,
                "edit_issued.html",
                status,
                room=room,
                edition=file.edition,
                struck=struck,
                findings=findings,
            )
        if not file.usable:
            found = (*findings, *file.findings)
            text = file.data.decode("utf-8", "replace")
            return self._text_page(asked, file, text, found, status)
        sheet = await self._sheet(asked.name, file.label)
        return self._sheet_page(asked, sheet, sheet.file.data, findings, status)

    async def _looked(self, asked: Asked, findings: Sequence[Finding] = ()) -> Response:
        part = looking(asked.name, asked.label)
        seen = await self._desk.part(part)
        if (wrong := self._desk.state.why_not(part)) or seen is None:
            return await self._shown(asked, (*findings, *wrong), 422)
        errors = any(each.level is Level.ERROR for each in seen.findings)
        return self._page(
            asked,
            "edit_approve.html",
            422 if findings else 200,
            seen=seen,
            print=print_of(seen.data),
            errors=errors,
            findings=findings,
        )

    # ── Doing ───────────────────────────────────────────────────────────────────────────

    async def act(self, request: Request) -> Response:
        """Does what a button says."""
        name = request.path_params["name"]
        if name not in {each.name for each in self._site.newsletters}:
            return await self._desk.missing(request)
        asked = Asked(request, name, await self._desk.form(request))
        act = self._acts.get(str(asked.fields.get("do", "")), self._reshow)
        try:
            return await act(asked)
        except FormError:
            what = "the form is not one of this page, or of another version of the program"
            remedy = "Open the page again; what you wrote is offered there."
            return await self._shown(asked, [error(what, remedy=remedy)], 400)
        except FeedsError as problem:
            return await self._refused(asked, problem.findings)

    async def write(self, request: Request) -> Response:
        """Keeps an introduction for a moment, and says where it is shown."""
        text = str((await self._desk.form(request)).get("introduction", ""))
        return PlainTextResponse(self._shown_at(request.path_params["name"], text))

    async def _begin(self, asked: Asked) -> Response:
        workspace, now = self._desk.state.workspace, self._desk.now
        begun = await asyncio.to_thread(begin, workspace, now, asked.name)
        await self._desk.saved(*filter(None, (begun.path, begun.moved)))
        if begun.path is None:
            said = Finding(Level.HINT, begun.sentence)
            return await self._shown(asked, (said, *begun.findings))
        return self._done(asked, "begun", begun.path.rpartition("/")[2].removesuffix(".md"))

    async def _save(self, asked: Asked) -> Response:
        saved = await self._saved(asked)
        return saved if isinstance(saved, Response) else self._done(asked, "saved", asked.label)

    async def _review(self, asked: Asked) -> Response:
        saved = await self._saved(asked)
        if isinstance(saved, Response):
            return saved
        query = urlencode({"edition": asked.label})
        return RedirectResponse(f"/newsletters/{quote(asked.name)}/approve?{query}", 303)

    async def _saved(self, asked: Asked) -> Response | None:
        """None once it is saved; else what is to be seen instead."""
        form = await self._filled(asked)
        result = await asyncio.to_thread(
            save, self._site, asked.name, form.label, form.base, form.draft, self._undoing
        )
        if isinstance(result, Conflict):
            return self._conflict(asked, form, result)
        await self._wrote(asked)
        return None

    async def _take_mine(self, asked: Asked) -> Response:
        form, theirs = await self._filled(asked), unsealed(asked.fields.get("theirs", ""))
        result = await asyncio.to_thread(
            save_mine,
            self._site,
            asked.name,
            form.label,
            form.base,
            theirs,
            form.draft,
            self._undoing,
        )
        if isinstance(result, Conflict):
            return self._conflict(asked, form, result)
        await self._wrote(asked)
        return self._done(asked, "saved", asked.label)

    async def _save_text(self, asked: Asked) -> Response:
        base, text = unsealed(asked.fields.get("base", "")), asked.fields.get("text", "")
        file = (await asyncio.to_thread(enter, self._site, asked.name)).file(asked.label)
        try:
            data = await asyncio.to_thread(
                save_text, self._site, asked.name, asked.label, base, text, self._undoing
            )
        except PostError as problem:
            return self._text_page(asked, replace(file, data=base), text, problem.findings, 422)
        if data is None:
            what = "the file was changed once more, and nothing was written"
            remedy = "Your text is below, the newest file above it."
            found = [error(what, file.path, remedy=remedy)]
            newest = file.data.decode("utf-8", "replace")
            return self._text_page(asked, file, text, found, 409, newest=newest)
        await self._wrote(asked)
        return self._done(asked, "saved", asked.label)

    async def _step(
        self, step: Callable[[Site, str, str, Undoing], None], done: str, asked: Asked
    ) -> Response:
        await asyncio.to_thread(step, self._site, asked.name, asked.label, self._undoing)
        await self._wrote(asked)
        return self._done(asked, done, asked.label)

    async def _approve(self, asked: Asked, *, anyway: bool) -> Response:
        workspace, now = self._desk.state.workspace, self._desk.now
        file = (await asyncio.to_thread(enter, self._site, asked.name)).file(asked.label)
        if print_of(file.data) != asked.fields.get("print", ""):
            what = "the edition was changed after you saw it, and is not approved"
            remedy = "Look at it once more."
            await self._wrote(asked)
            return await self._looked(asked, [error(what, file.path, remedy=remedy)])
        try:
            await asyncio.to_thread(
                partial(approve, workspace, now, asked.name, asked.label, anyway=anyway)
            )
        except FeedsError as problem:
            return await self._looked(asked, problem.findings)
        await self._wrote(asked)
        return self._done(asked, "approved", asked.label)

    async def _sent(self, asked: Asked) -> Response:
        await asyncio.to_thread(mark_sent, self._site, asked.name, asked.label)
        await self._wrote(asked)
        return self._done(asked, "sent", asked.label)

    async def _withdraw(self, asked: Asked) -> Response:
        paths = asked.fields.getlist("withdrawn")
        await asyncio.to_thread(withdraw, self._site, asked.name, asked.label, paths)
        await self._wrote(asked)
        return self._done(asked, "withdrawn", asked.label)

    async def _reshow(self, asked: Asked) -> Response:
        """The form after one of its small buttons; nothing is saved."""
        form = await self._filled(asked)
        form = replace(form, draft=pressed(form, str(asked.fields.get("do", ""))))
        return await self._form_page(asked, form)

    async def _refused(self, asked: Asked, findings: Sequence[Finding]) -> Response:
        """Why something was not done, over the form as it was filled in."""
        if "subject" not in asked.fields:
            return await self._shown(asked, findings, 422)
        try:
            return await self._form_page(asked, await self._filled(asked), findings, 422)
        except FeedsError:
            return await self._shown(asked, findings, 422)

    # ── Pages ───────────────────────────────────────────────────────────────────────────

    async def _form_page(
        self, asked: Asked, form: Filled, findings: Sequence[Finding] = (), status: int = 200
    ) -> Response:
        sheet = await self._sheet(asked.name, form.label, form)
        return self._sheet_page(asked, sheet, form.base, findings, status)

    async def _sheet(self, name: str, label: str, form: Filled | None = None) -> Sheet:
        part = reading(name)
        news = await self._desk.part(part)
        if news is None:
            raise BuildError(*self._desk.state.why_not(part))
        draft, search = (form.draft, form.search) if form else (None, None)
        return await asyncio.to_thread(sheet_of, news, self._desk.now, label, draft, search)

    def _sheet_page(
        self, asked: Asked, sheet: Sheet, base: bytes, findings: Sequence[Finding], status: int
    ) -> Response:
        file = sheet.file
        return self._page(
            asked,
            "edit.html",
            status,
            sheet=sheet,
            base=sealed(base),
            print=print_of(file.data),
            undoable=self._undoing.back(file.path, file.data) is not None,
            redoable=self._undoing.again(file.path, file.data) is not None,
            opening=self._shown_at(asked.name, sheet.draft.introduction),
            findings=(*findings, *sheet.findings),
        )

    def _conflict(self, asked: Asked, form: Filled, met: Conflict) -> Response:
        return self._page(
            asked,
            "edit_conflict.html",
            409,
            label=form.label,
            path=f"editions/{asked.name}/{form.label}.md",
            fields=[
                (name, value)
                for name, value in asked.fields.multi_items()
                if name not in ("do", "theirs")
            ],
            sides=side_by_side(
                met.mine.decode("utf-8", "replace"), met.theirs.decode("utf-8", "replace")
            ),
            both=met.both.decode("utf-8", "replace"),
            base=sealed(met.theirs),
            findings=(),
        )

    def _text_page(
        self,
        asked: Asked,
        file: EditionFile,
        text: str,
        findings: Sequence[Finding],
        status: int,
        newest: str = "",
    ) -> Response:
        return self._page(
            asked,
            "edit_text.html",
            status,
            label=file.label,
            path=file.path,
            text=text,
            newest=newest,
            base=sealed(file.data),
            findings=findings,
        )

    def _page(self, asked: Asked, template: str, status: int = 200, **context: Any) -> Response:
        letter = next(each for each in self._desk.names() if each.name == asked.name)
        done = asked.request.query_params.get("done", "")
        return self._desk.page(
            asked.request,
            template,
            f"/newsletters/{quote(asked.name)}",
            status=status,
            letter=letter,
            name=asked.name,
            address=asked.address,
            done=done if done in _DONE else "",
            **context,
        )

    def _done(self, asked: Asked, done: str, label: str) -> Response:
        query = urlencode({"edition": label, "done": done})
        return RedirectResponse(f"{asked.address}?{query}", 303)

    # ── Parts ───────────────────────────────────────────────────────────────────────────

    async def _filled(self, asked: Asked) -> Filled:
        return await asyncio.to_thread(self._fill, asked)

    def _fill(self, asked: Asked) -> Filled:
        form = filled(asked.fields, self._site.url)
        newsletter = enter(self._site, asked.name).newsletter
        before = parse_edition(form.base, self._site, newsletter, form.label).edition
        if before is None:
            return form
        return replace(form, draft=marked(form.draft, draft_of(before, newsletter)))

    def _shown_at(self, name: str, text: str) -> str:
        """Where an introduction is shown, from now on until many others were."""
        text = text[:_LONGEST]
        key = sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
        self._texts[key] = text
        self._texts.move_to_end(key)
        while len(self._texts) > _MOST_TEXTS:
            self._texts.popitem(last=False)
        return f"/frame/introduction/{quote(name)}/{key}"

    async def _wrote(self, asked: Asked) -> None:
        await self._desk.saved(f"editions/{asked.name}/{asked.label}.md")


_DONE = ("begun", "saved", "undone", "redone", "approved", "sent", "withdrawn")


def _wanted(room: Room, label: str) -> EditionFile | None:
    """The edition of that label; else the open draft, or what may be one and cannot be read."""
    found = room.shelf.file(label) if label else None
    some = room.open_drafts or room.shelf.unreadable
    return found or (some[0] if len(some) == 1 else None)


def _struck(edition: Edition) -> frozenset[str]:
    """The paths of the posts that were withdrawn."""
    return frozenset(
        post.path
        for post in edition.posts
        if not {post.id, post.path, post.url}.isdisjoint(edition.withdrawn)
    )
