"""A new edition is begun, if one is due and there is anything new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from feeds.choosing.choose import passed
from feeds.choosing.schedule import due, following, label
from feeds.editions.disk import inside, leads_out, write_all
from feeds.editions.frozen import ATTRIBUTES, attributes
from feeds.editions.labels import edition_path, folder_of
from feeds.editions.records import INLINE, as_lines, record_name
from feeds.editions.writing import Beginning, new_text, when
from feeds.errors import BuildError, ConfigurationError, Finding, error
from feeds.model import Edition
from feeds.newsroom.desk import Desk, at_desk, claim
from feeds.newsroom.recording import record_moved
from feeds.newsroom.room import Room, enter
from feeds.unchanged import count
from feeds.workspace import Workspace

__all__ = ["Begun", "begin", "needs_commits"]


@dataclass(frozen=True, slots=True)
class Begun:
    """What became of it, in a sentence; `path` is the new edition's, None where there is none.

    `moved` is the path of the edition in which it was written down that posts are called
    otherwise by now.
    """

    sentence: str
    path: str | None = None
    moved: str | None = None
    findings: tuple[Finding, ...] = ()


def needs_commits(ci: str | None, *, will_commit: bool) -> None:
    """Raises `ConfigurationError` in a CI that would lose the edition; `ci` is the variable `CI`.

    Each of its runs begins with a fresh checkout, and so would make the same edition again.
    """
    if (ci or "").casefold() in ("", "0", "false", "no") or will_commit:
        return
    raise ConfigurationError(
        error(
            "this runs in CI, where the new edition would be gone after the run, and made again in "
            "the next one",
            remedy="Let the job commit editions/, as docs/editions.md shows, and say so with "
            "--will-commit.",
        )
    )


def begin(workspace: Workspace, now: datetime, newsletter: str | None = None) -> Begun:
    """Writes the file of a newsletter's next edition, as the program proposes it.

    Nothing is written while a draft is open, before an edition is due, or without a new post.
    Raises `ConfigurationError` where there is no such newsletter, and `BuildError` where the
    editions do not tell which posts they have, or nothing can be written.
    """
    room = enter(workspace.site, newsletter)
    room.sound()
    if room.open_drafts:
        path = room.open_drafts[0].path
        return Begun(f"{path} is still open: approve it, or delete it to begin another")
    site, before = workspace.site, room.chain.newest
    window = due(room.newsletter, site.timezone, now, room.shelf.editions, before)
    if window is None:
        return Begun(_not_due(room, now))
    with at_desk(workspace, now, room.newsletter.name) as desk:
        moved = record_moved(desk.room, desk.held.moved)
        taken = [file.label for file in room.shelf.files]
        name = label(window.until, site.timezone, taken)
        path = edition_path(room.newsletter.name, name)
        edition = Edition(room.newsletter.name, name, path, window.since, window.until)
        proposal = desk.propose(edition)
        findings = (*room.warnings, *desk.unread, *proposal.findings)
        picks = proposal.choice.posts
        if not picks:
            since = when(window.since, site.timezone)
            sentence = f"{room.newsletter.name}: nothing new since {since}, so no edition"
            return Begun(sentence, None, moved, findings)
        _write(
            desk,
            edition,
            Beginning(
                name,
                window.since,
                window.until,
                picks,
                [(offer.post, str(offer)) for offer in proposal.offers],
                before.label if before else None,
                [] if before else [*map(claim, passed(desk.candidates(window.until), edition))],
            ),
        )
        sentence = f"{path} is begun, with {count(len(picks), 'post')}"
        return Begun(sentence, path, moved, findings)


def _write(desk: Desk, edition: Edition, beginning: Beginning) -> None:
    """Writes the edition's file, last of all, if there is none yet."""
    site, newsletter = desk.room.site, desk.room.newsletter
    folder = folder_of(newsletter.name)
    if not inside(site.root, folder):
        raise BuildError(leads_out(folder))
    files = {}
    if len(beginning.passed) > INLINE["passed"]:
        name = f"{folder}/{record_name(edition.label, 'passed')}"
        files[name] = as_lines(beginning.passed)
    present = site.root / ATTRIBUTES
    told = attributes(present.read_bytes() if present.is_file() else None)
    if told:
        files[ATTRIBUTES] = told
    write_all(site.root, files)
    text = new_text(beginning, newsletter, site.timezone)
    try:
        (site.root / folder).mkdir(parents=True, exist_ok=True)
        with (site.root / edition.path).open("xb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
    except FileExistsError:
        what = "another run has just begun this edition"
        raise BuildError(error(what, edition.path)) from None
    except OSError as problem:
        what = f"the edition cannot be written: {problem.strerror}"
        raise BuildError(error(what, edition.path)) from None


def _not_due(room: Room, now: datetime) -> str:
    newsletter, before = room.newsletter, room.chain.newest
    if newsletter.schedule is None:
        return f"{newsletter.name}: the last edition reaches beyond now, so none is begun"
    zone = room.site.timezone
    moment = when(following(newsletter.schedule, zone, now, before), zone)
    return f"{newsletter.name}: no edition is due before {moment}"
