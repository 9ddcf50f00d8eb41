"""All open drafts of a site, made as they would be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from feeds.editions.listing import shelf
from feeds.errors import FeedsError, Finding
from feeds.issuing import Prepared
from feeds.newsroom.desk import at_desk
from feeds.workspace import Workspace

__all__ = ["open_drafts"]


def open_drafts(workspace: Workspace, now: datetime) -> tuple[list[Prepared], list[Finding]]:
    """The open draft of each newsletter that has one, and why others cannot be made."""
    drafts: list[Prepared] = []
    findings: list[Finding] = []
    for newsletter in workspace.site.newsletters:
        for file in shelf(workspace.site, newsletter).drafts:
            if file.edition is None:
                continue
            try:
                with at_desk(workspace, now, newsletter.name) as desk:
                    _, edition = desk.room.draft(file.label)
                    proposal = desk.propose(edition)
                    made = desk.prepared(proposal, edition)
                    found = (*file.findings, *proposal.findings, *made.findings)
                    drafts.append(replace(made, findings=tuple(dict.fromkeys(found))))
            except FeedsError as problem:
                findings += problem.findings
    return drafts, findings
