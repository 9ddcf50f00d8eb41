"""A draft is approved: made once, frozen beside itself, and its posts are claimed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from feeds.digest.envelope import preheader, subject
from feeds.editions.disk import write_all
from feeds.editions.frozen import for_git, frozen_name, picture_name
from feeds.editions.reading import EditionFile, front_matter
from feeds.editions.spelled import Value
from feeds.editions.writing import when
from feeds.errors import BuildError, Finding, Level, error
from feeds.issuing import Prepared
from feeds.model import Digest, Document, Edition, NewsletterSettings
from feeds.newsroom.alone import alone
from feeds.newsroom.checking import linted
from feeds.newsroom.desk import Desk, Proposal, at_desk, claim, unmade
from feeds.newsroom.recording import record, record_moved
from feeds.workspace import Workspace

__all__ = ["Approved", "Check", "approve"]

Check = Callable[[Workspace, Prepared], Sequence[Finding]]
"""Looks at the documents of an edition before they are approved."""


@dataclass(frozen=True, slots=True)
class Approved:
    """An edition that was approved, how many posts it has, and what was found on the way."""

    path: str
    posts: int
    subject: str
    findings: tuple[Finding, ...] = ()


def approve(
    workspace: Workspace,
    now: datetime,
    newsletter: str | None = None,
    label: str | None = None,
    *,
    check: Check = linted,
    anyway: bool = False,
) -> Approved:
    """Approves a newsletter's open draft: what it is made of is stored, and stays as it is.

    With errors in it, it is approved `anyway` or not at all; hints of the check are left to
    `feeds lint`. Raises `ConfigurationError` where
    there is no such draft, and `BuildError` where it cannot be approved; it is a draft then.
    """
    with alone(workspace.site), at_desk(workspace, now, newsletter) as desk:
        file, edition = desk.room.draft(label)
        desk.room.sound(*(each.label for each in desk.room.open_drafts))
        desk.room.knows_before(edition)
        proposal = desk.propose(edition)
        prepared = desk.prepared(proposal, edition)
        digest, made = prepared.digest, prepared.made
        found = [*file.findings, *proposal.findings, *prepared.findings]
        if digest is None or made is None:
            raise BuildError(*dict.fromkeys((*_errors(found), *unmade(prepared, edition))))
        found += [each for each in check(workspace, prepared) if each.level is not Level.HINT]
        if (errors := _errors(found)) and not anyway:
            remedy = "Mend that, or approve it as it is with --anyway."
            raise BuildError(
                *errors, error("the edition is not approved", file.path, remedy=remedy)
            )
        chosen = {post.path for post in proposal.choice.posts}
        record_moved(desk.room, [each for each in desk.held.moved if each.path not in chosen])
        _freeze(desk, file, edition, proposal, digest, made.documents)
        return Approved(
            file.path, len(proposal.choice.posts), subject(digest), tuple(dict.fromkeys(found))
        )


def _errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.ERROR]


def _freeze(
    desk: Desk,
    file: EditionFile,
    edition: Edition,
    proposal: Proposal,
    digest: Digest,
    documents: Sequence[Document],
) -> None:
    room = desk.room
    site, newest = room.site, room.chain.newest
    frozen = _frozen(room.newsletter, edition.label, documents)
    never = [claim(post) for post in desk.posts if proposal.excluded.get(post.path) == "never"]
    changes: dict[str, Value | None] = {
        "subject": subject(digest),
        "preheader": preheader(digest),
        "status": "approved",
        "previous": newest.label if newest else None,
        "files": {name: sha256(data).hexdigest() for name, data in frozen.items()},
    }
    if not _has_window(file):
        zone = site.timezone
        changes["window"] = {"from": when(edition.since, zone), "to": when(edition.until, zone)}
    claims = {"posts": [*map(claim, proposal.choice.posts)], "never": never}
    write_all(site.root, for_git(site.root))
    record(site, room.newsletter, file, changes, claims, frozen)


def _frozen(
    newsletter: NewsletterSettings, label: str, documents: Sequence[Document]
) -> Mapping[str, bytes]:
    """The files beside an edition, by their names. The mail's HTML is in the message."""
    names = {
        newsletter.path("eml", label): frozen_name(label, "eml"),
        newsletter.path("txt", label): frozen_name(label, "txt"),
        newsletter.page(label): frozen_name(label, "html"),
    }
    pictures = f"{newsletter.name}/pictures/"
    for each in documents:
        if each.path.startswith(pictures):
            names[each.path] = picture_name(label, each.path.removeprefix(pictures))
    return {names[each.path]: each.data for each in documents if each.path in names}


def _has_window(file: EditionFile) -> bool:
    front, _ = front_matter(file.data, file.path)
    window = front.values.get("window")
    return isinstance(window, Mapping) and {"from", "to"} <= {*window}
