"""`feeds check`: what readers would stumble over in the feeds that were built."""

from __future__ import annotations

import argparse
import os

from feeds.cli.options import add_selection, open_workspace, output_folder
from feeds.cli.reporting import BESIDE_FILES, add_reporting, report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feeds.check.checking import Report
    from feeds.cli.options import Commands
    from feeds.web.links import Answer

__all__ = ["add_to", "run"]

_PURPOSE = "feeds check --links"


def add_to(commands: Commands) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "check",
        help="look for what readers would stumble over in the feeds",
        description="Checks the feeds that were built of a site, and what its posts link to and "
        "show; or any feeds, whoever made them. Nothing is changed, and nothing fetched "
        "without --links.",
    )
    parser.add_argument(
        "places",
        nargs="*",
        metavar="PLACE",
        help="a site's folder, or files and folders with feeds (default: the site in this folder)",
    )
    parser.add_argument(
        "--output", metavar="FOLDER", help="where the site was built (default: public/ in it)"
    )
    add_reporting(parser)
    parser.add_argument(
        "--links", action="store_true", help="ask the web, too, whether links lead anywhere"
    )
    add_selection(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints what is wrong, and gives the exit status."""
    from feeds.check.rules import RULES
    from feeds.unchanged import count

    found = _report(args)
    return report(args, found.findings, RULES, count(found.feeds, "feed"))


def _report(args: argparse.Namespace) -> Report:
    from dataclasses import replace
    from datetime import UTC
    from pathlib import Path

    from feeds.check.checking import check_files, check_site
    from feeds.check.places import is_site
    from feeds.workspace import moment, moment_in

    ask = _ask if args.links else None
    places = [Path(place) for place in args.places]
    if len(places) > 1 or (places and not is_site(places[0])):
        return check_files(places, moment_in(args.now, UTC), ask=ask)
    args.site = next(iter(args.places), ".")
    workspace = open_workspace(args)
    now = moment(args.now, workspace.site)
    report = check_site(workspace, Path(output_folder(args)), now, ask=ask)
    if args.format in BESIDE_FILES:
        from feeds.reports import below

        folder = os.path.relpath(args.site).replace(os.sep, "/")
        return replace(report, findings=tuple(below(report.findings, folder)))
    return report


def _ask(urls: Iterable[str]) -> Mapping[str, Answer]:
    from feeds.web.links import ask

    return ask(urls, _PURPOSE)
