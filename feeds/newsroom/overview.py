"""Which editions a newsletter has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from feeds.editions.listing import strangers
from feeds.editions.reading import EditionFile
from feeds.errors import Finding
from feeds.model import Site
from feeds.newsroom.room import enter

__all__ = ["Row", "overview"]


@dataclass(frozen=True, slots=True)
class Row:
    """One edition: `status` is None where its file cannot be read.

    `posts` is how many it shows, or a draft picks; None where the program is to pick.
    """

    newsletter: str
    label: str
    path: str
    status: str | None
    since: datetime | None = None
    until: datetime | None = None
    posts: int | None = None
    subject: str = ""


def overview(site: Site, newsletter: str | None = None) -> tuple[list[Row], list[Finding]]:
    """The editions of that newsletter, or of all, newest first; and what is wrong with them.

    The files of approved editions are verified.
    """
    rows: list[Row] = []
    findings: list[Finding] = [] if newsletter else [*strangers(site)]
    names = [newsletter] if newsletter else [each.name for each in site.newsletters]
    for name in names:
        room = enter(site, name)
        rows += [_row(name, file) for file in reversed(room.shelf.files)]
        findings += (*room.shelf.findings, *room.chain.findings, *room.claimed_twice)
        findings += room.frozen_findings
    return rows, [*dict.fromkeys(findings)]


def _row(newsletter: str, file: EditionFile) -> Row:
    edition = file.edition
    if edition is None:
        return Row(newsletter, file.label, file.path, None)
    picks = None if edition.picks is None else len(edition.picks)
    return Row(
        newsletter,
        file.label,
        file.path,
        edition.status,
        edition.since,
        edition.until,
        len(edition.posts) if edition.claims else picks,
        edition.subject or "",
    )
