"""A draft is tried out: its documents go to a folder, never to where a site is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from feeds.editions.disk import write_all
from feeds.editions.edits import edited
from feeds.editions.reading import parse_edition
from feeds.errors import BuildError, ConfigurationError, Finding, error
from feeds.model import Edition
from feeds.newsroom.alone import alone
from feeds.newsroom.checking import linted
from feeds.newsroom.desk import Desk, at_desk, unmade
from feeds.newsroom.review_files import review
from feeds.replacing import replace_file
from feeds.workspace import Workspace

__all__ = ["Tried", "own_text", "trial"]


@dataclass(frozen=True, slots=True)
class Tried:
    """What was written, the message among it, and what was found on the way."""

    paths: tuple[Path, ...]
    message: bytes
    findings: tuple[Finding, ...] = ()


def trial(
    workspace: Workspace,
    now: datetime,
    folder: Path,
    public: Path,
    newsletter: str | None = None,
    label: str | None = None,
) -> Tried:
    """Writes the message, the text and the pages of a draft to a folder, and a file for review.

    Each time the message has another Message-ID, so that no server drops it as one that it knows.
    Raises `ConfigurationError` where there is no such draft, or the folder is in `public`, and
    `BuildError` where the draft has no post or cannot be written.
    """
    if folder.resolve().is_relative_to(public.resolve()):
        what = f"{folder} is in {public}, where drafts are not published"
        raise ConfigurationError(error(what, remedy="Name another folder with --to."))
    with at_desk(workspace, now, newsletter) as desk:
        file, edition = desk.room.draft(label)
        proposal = desk.propose(edition)
        prepared = desk.prepared(proposal, edition, test=token_hex(8))
        found = (*file.findings, *proposal.findings, *prepared.findings)
        if prepared.made is None:
            raise BuildError(*unmade(prepared, edition))
        start = f"{edition.newsletter}/"
        files = {each.path.removeprefix(start): each.data for each in prepared.made.documents}
        message = files[f"{edition.label}.eml"]
        said = tuple(dict.fromkeys((*found, *linted(workspace, prepared))))
        files[f"{edition.label}.review.html"] = review(
            workspace, desk.room.newsletter, message, prepared.made.documents, said
        )
        write_all(folder, files)
        return Tried(tuple(folder / path for path in files), message, tuple(dict.fromkeys(found)))


def own_text(
    workspace: Workspace, now: datetime, newsletter: str | None = None, label: str | None = None
) -> Edition:
    """Puts the program's plain text into a draft, as `text`, where its editor can change it.

    Raises `ConfigurationError` where there is no such draft, or it has a text of its own,
    `BuildError` where it has no post, and `PostError` where the text is too long to be read again.
    """
    with alone(workspace.site), at_desk(workspace, now, newsletter) as desk:
        file, edition = desk.room.draft(label)
        if edition.text is not None:
            what = "the edition has a text of its own already"
            remedy = "Delete it first, if you want the program's again."
            place = edition.lines.get("text")
            raise ConfigurationError(error(what, edition.path, place, remedy=remedy))
        text = _text(desk, edition)
        data = edited(file.data, file.path, {"text": text})
        parse_edition(data, desk.room.site, desk.room.newsletter, edition.label)
        replace_file(desk.room.site.root, file.path, file.data, data)
        return edition


def _text(desk: Desk, edition: Edition) -> str:
    prepared = desk.plainly(desk.propose(edition), edition)
    path = desk.room.newsletter.path("txt", edition.label)
    for document in prepared.made.documents if prepared.made else ():
        if document.path == path:
            return document.data.decode().strip("\n")
    raise BuildError(*unmade(prepared, edition))
