"""The one place that knows the whole way, from a site's folder to its output folder."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from time import time_ns

from feeds import unchanged
from feeds.errors import (
    BuildError,
    Finding,
    Level,
    costs_something,
    error,
    warning,
)
from feeds.extensions import sources
from feeds.model import Document, Staged, Standing
from feeds.plan import ALL_PARTS, Part, Plan, Progress, make_plan
from feeds.precompress import precompress
from feeds.publish import MANIFEST, Publication, locked, publish, read_manifest
from feeds.staging import PublishedIn, staging
from feeds.workspace import Workspace, eligible, moment, open_site

__all__ = [
    "NoteIn",
    "Plan",
    "Progress",
    "Report",
    "Workspace",
    "build",
    "eligible",
    "make_plan",
    "moment",
    "open_site",
]

_NOTHING_PRUNED = warning(
    "--prune deletes nothing while something has to be left out", remedy="Mend the errors first."
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, or would do."""

    output: Path
    plan: Plan
    publication: Publication

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found, on the way and while publishing."""
        return (*self.plan.findings, *self.publication.findings)

    @property
    def outcome(self) -> unchanged.Outcome:
        """What there is to say of a run that changed nothing."""
        return {
            "posts": self.plan.posts,
            "files": len(self.publication.unchanged),
            "findings": len(self.findings),
            "status": 1 if costs_something(self.findings) else 0,
        }


@dataclass(frozen=True, slots=True)
class NoteIn:
    """Where to note a run that changed nothing, and the key for its options.

    `timeless` says that the options fix what counts as now.
    """

    file: str
    key: str
    timeless: bool


def build(
    workspace: Workspace,
    now: datetime,
    output: Path,
    *,
    parts: Sequence[Part] = ("feeds", "digests"),
    strict: bool = False,
    prune: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    note_in: NoteIn | None = None,
) -> Report:
    """Makes a site's documents and publishes them; with `dry_run`, only says what it would do.

    While anything had to be left out, no file counts as no longer asked for. Raises
    `BuildError` where nothing can be published, and, with `strict`, where anything had
    to be left out.
    """
    started_ns = time_ns()
    with ExitStack() as held:
        if not dry_run:
            held.enter_context(locked(output))
        published = PublishedIn(output)
        stage = None if dry_run else held.enter_context(staging(published))
        plan = make_plan(
            workspace, now, parts=parts, progress=progress, published=published, stage=stage
        )
        _refuse(plan, strict=strict)
        left_out = costs_something(plan.findings)
        if prune and left_out:
            plan = replace(plan, findings=(*plan.findings, _NOTHING_PRUNED))
        whole = set(parts) == ALL_PARTS
        outputs: list[Document | Staged | Standing] = [
            *plan.documents,
            *plan.staged,
            *plan.standing,
        ]
        if workspace.site.precompress:
            outputs += precompress(
                outputs,
                workspace.site.precompress,
                read_manifest(output).files,
                published,
                stage=stage,
                jobs=workspace.jobs,
                told=progress("Packing") if progress else None,
            )
        publication = publish(
            [each for each in outputs if not isinstance(each, Standing)],
            output,
            standing={each.path: each.sha256 for each in outputs if isinstance(each, Standing)},
            published=published,
            kind="all" if whole else "part",
            named=plan.findings,
            complete=whole and not left_out,
            prune=prune,
            dry_run=dry_run,
        )
    report = Report(output, plan, publication)
    if note_in is not None and not (dry_run or publication.changed or publication.news):
        _note(workspace, report, note_in, started_ns)
    return report


def _note(workspace: Workspace, report: Report, note_in: NoteIn, started_ns: int) -> None:
    """Notes all that a run without any change depended on."""
    site, dialect = workspace.site, workspace.dialect
    folders = (
        (str(site.root / folder.path), (*reversed(folder.names), *folder.shaping))
        for folder in report.plan.folders
    )
    files = [
        *(site.root / name for name in ("feeds.toml", *dialect.settings_files)),
        *(site.root / path for path in report.plan.media),
        *(site.root / name.partition(":")[2] for name in report.plan.inputs),
        *sources(name for feed in site.feeds for name in feed.extensions),
        *(report.output / path for path in report.publication.unchanged),
        report.output / MANIFEST,
    ]
    due = None if note_in.timeless else report.plan.due
    with suppress(OSError, ValueError):
        unchanged.note(
            note_in.file,
            note_in.key,
            report.outcome,
            started_ns=started_ns,
            due_ns=None if due is None else int(due.timestamp()) * 10**9,
            folders=chain(
                unchanged.watch_tree(str(site.root / "templates")),
                unchanged.watch_tree(str(site.root / "editions")),
                folders,
            ),
            files=map(str, files),
        )


def _refuse(plan: Plan, *, strict: bool) -> None:
    errors = [finding for finding in plan.findings if finding.level is Level.ERROR]
    if strict and errors:
        raise BuildError(*errors, error("--strict: nothing was published, because of the above"))
