"""`feeds build`: everything that a site asks for."""

from __future__ import annotations

import argparse
import os
import time

from feeds import unchanged
from feeds.cli.options import add_output, add_site, cache_folder, open_workspace, output_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from feeds.cli.options import Commands

__all__ = ["add_to", "recall", "run"]


def add_to(commands: Commands) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "build",
        help="write the feeds and the newsletter",
        description="Writes a site's feeds and newsletters. Files that would not change are "
        "left as they are, so that it may run as often as one likes.",
    )
    add_site(parser)
    add_output(parser)
    parser.add_argument(
        "--prune",
        action="store_true",
        help="delete files that an earlier run wrote and that are no longer asked for",
    )
    parser.add_argument(
        "--probe",
        action="store_true",
        help="ask servers how long those enclosures are of which the posts do not say it",
    )
    parser.set_defaults(run=run, parts=("feeds", "digests"))


def recall(args: argparse.Namespace) -> int | None:
    """The exit status of a run that is sure to change nothing, once that is said; else None."""
    noted = _note_in(args)
    outcome = unchanged.recall(*noted, time.time_ns()) if noted else None
    if outcome is None:
        return None
    if not args.quiet:
        print(unchanged.sentence(outcome))
    return outcome["status"]


def run(args: argparse.Namespace) -> int:
    """Builds the parts that the command asks for, and says what changed."""
    from dataclasses import replace
    from pathlib import Path

    from feeds import build
    from feeds.cli.bar import progress
    from feeds.cli.console import print_report
    from feeds.errors import ConfigurationError, error

    workspace = replace(open_workspace(args), probe=_probes(args))
    if workspace.probe and workspace.cache is None:
        raise ConfigurationError(
            error("--probe has nowhere to keep what it learns", remedy="Leave out --no-cache.")
        )
    noted = _note_in(args)
    with progress(quiet=args.quiet) as report_progress:
        report = build.build(
            workspace,
            build.moment(args.now, workspace.site),
            Path(output_folder(args)),
            parts=args.parts,
            strict=args.strict,
            prune=args.prune,
            dry_run=args.dry_run,
            progress=report_progress,
            note_in=build.NoteIn(*noted, timeless=bool(args.now)) if noted else None,
        )
    return print_report(report, quiet=args.quiet, dry_run=args.dry_run)


def _probes(args: argparse.Namespace) -> bool:
    return bool(getattr(args, "probe", False))


def _note_in(args: argparse.Namespace) -> tuple[str, str] | None:
    """Where runs with such options are noted, and the key for them; None where none are."""
    parts = getattr(args, "parts", None)
    if parts is None or args.dry_run or _probes(args):
        return None
    cache = cache_folder(args)
    if cache is None:
        return None
    options = (args.now, args.drafts, args.future, args.strict, args.prune)
    places = map(os.path.abspath, (args.site, output_folder(args)))
    return os.path.join(cache, f"unchanged-{parts[-1]}"), repr((parts, options, *places))
