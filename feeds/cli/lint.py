"""`feeds lint`: what readers would stumble over in the newsletters, before they are sent."""

from __future__ import annotations

import argparse
import os

from feeds.cli.options import add_selection, open_workspace, output_folder
from feeds.cli.reporting import BESIDE_FILES, add_reporting, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.cli.options import Commands
    from feeds.errors import Finding

__all__ = ["add_to", "run"]


def add_to(commands: Commands) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "lint",
        help="look for what readers would stumble over in the newsletters",
        description="Checks the very messages that would be sent of a site's newsletters; or any "
        "messages, and the HTML of any, whoever made them. Nothing is changed or fetched.",
    )
    parser.add_argument(
        "places",
        nargs="*",
        metavar="PLACE",
        help="a site's folder, or .eml and .html files (default: the site in this folder)",
    )
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        help="where the site was built, for pictures that are there (default: public/ in it)",
    )
    add_reporting(parser)
    add_selection(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints what is wrong, and gives the exit status."""
    from feeds.lint.rules import all_rules
    from feeds.unchanged import count

    issues, findings = _looked_at(args)
    return report(args, findings, all_rules(), count(issues, "issue"))


def _looked_at(args: argparse.Namespace) -> tuple[int, Sequence[Finding]]:
    """How many issues there are, and what is wrong with them."""
    from pathlib import Path

    places = [Path(place) for place in args.places]
    if places and not (len(places) == 1 and places[0].is_dir()):
        from feeds.lint.foreign import issue_of
        from feeds.lint.linting import lint

        issues = [issue_of(place) for place in places]
        return len(issues), [finding for issue in issues for finding in lint(issue)]
    from feeds.newsroom.linting import lint_site
    from feeds.reports import below
    from feeds.workspace import moment

    args.site = next(iter(args.places), ".")
    workspace = open_workspace(args)
    linted = lint_site(workspace, moment(args.now, workspace.site), Path(output_folder(args)))
    if args.format in BESIDE_FILES:
        folder = os.path.relpath(args.site).replace(os.sep, "/")
        return linted.issues, below(linted.findings, folder)
    return linted.issues, linted.findings
