"""A new edition is begun, if one is due and there is anything new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from feeds.choosing.choose import passed
from feeds.choosing.schedule import due, following, label
from feeds.editions.disk import inside, leads_out, write_all
from feeds.editions.frozen import for_git
from feeds.editions.labels import edition_path, folder_of
from feeds.editions.records import INLINE, as_lines, record_name
from feeds.editions.writing import Beginning, new_text, when
from feeds.errors import BuildError, ConfigurationError, Finding, error
from feeds.model import Edition
from feeds.newsroom.alone import alone
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

    None is begun while a draft is open, before an edition is due, or without a new post. In any
    case it is written down what claimed posts are called by now: they are known again by what
    stays, so no second change must come before the first is known.

    Raises `ConfigurationError` where there is no such newsletter, and `BuildError` where the
    editions do not tell which posts they have, or nothing can be written.
    """
    with alone(workspace.site):
        enter(workspace.site, newsletter).sound()
        with at_desk(workspace, now, newsletter) as desk:
            moved = record_moved(desk.room, desk.held.moved)
            begun = _begun(desk, now)
            findings = (
                *(*desk.room.warnings, *desk.unread),
                *(*desk.held.findings, *begun.findings),
            )
            return replace(begun, moved=moved, findings=tuple(dict.fromkeys(findings)))


def _begun(desk: Desk, now: datetime) -> Begun:
    room, site, newsletter = desk.room, desk.room.site, desk.room.newsletter
    before = room.chain.newest
    if room.open_drafts:
        path = room.open_drafts[0].path
        return Begun(f"{path} is still open: approve it, or delete it to begin another")
    window = due(newsletter, site.timezone, now, room.shelf.editions, before)
    if window is None:
        return Begun(_not_due(room, now))
    name = label(window.until, site.timezone, [file.label for file in room.shelf.files])
    path = edition_path(newsletter.name, name)
    edition = Edition(newsletter.name, name, path, window.since, window.until)
    proposal = desk.propose(edition)
    picks, findings = proposal.choice.posts, tuple(proposal.findings)
    if not picks:
        since = when(window.since, site.timezone)
        sentence = f"{newsletter.name}: nothing new since {since}, so no edition"
        return Begun(sentence, findings=findings)
    old = [] if before else passed(desk.candidates(window.until), edition)
    beginning = Beginning(
        name,
        window.since,
        window.until,
        picks,
        [(offer.post, offer.why) for offer in proposal.offers],
        before.label if before else None,
        [*map(claim, old)],
    )
    _write(desk, edition, beginning)
    return Begun(f"{path} is begun, with {count(len(picks), 'post')}", path, findings=findings)


def _write(desk: Desk, edition: Edition, beginning: Beginning) -> None:
    """Writes the edition's file, last of all, if there is none yet."""
    site, newsletter = desk.room.site, desk.room.newsletter
    folder = folder_of(newsletter.name)
    if not inside(site.root, folder):
        raise BuildError(leads_out(folder))
    files = for_git(site.root)
    if len(beginning.passed) > INLINE["passed"]:
        name = f"{folder}/{record_name(edition.label, 'passed')}"
        files[name] = as_lines(beginning.passed)
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
    last = max(now, before.until) if before else now
    moment = when(following(newsletter.schedule, zone, last, before), zone)
    return f"{newsletter.name}: no edition is due before {moment}"
