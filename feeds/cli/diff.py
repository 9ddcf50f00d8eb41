"""`feeds diff`: what readers will see of a change, before they do."""

from __future__ import annotations

import argparse

from feeds.cli.options import add_reading, open_workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from feeds.cli.options import Commands
    from feeds.diff import Side

__all__ = ["add_to", "run"]

_DESCRIPTION = """\
Compares feeds as they are with feeds as they will be, and says what their readers will see:
new entries, changed ones, those that vanish, and the same posts under other ids, which every
reader shows as unread. Nothing is written.
"""
_STATUS = """\
exit status:
  0  nothing that readers would notice wrongly: new posts and corrections are as they should be
  1  posts come under another id, posts or feeds vanish, readers would be flooded, or a feed
     cannot be read; --fail-on draws the line elsewhere
  2  wrong usage or settings, or there is no feed to compare
  3  an address cannot be asked
"""
_LEVELS = ("error", "warning", "hint")


def add_to(commands: Commands) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "diff",
        help="say what readers will see of a change",
        description=_DESCRIPTION,
        epilog=_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "old",
        metavar="OLD",
        help="the feeds that readers know: a file, a folder with all its feeds, or an address",
    )
    parser.add_argument(
        "new",
        nargs="?",
        metavar="NEW",
        help="the feeds that shall take their places (default: what the site would publish now)",
    )
    parser.add_argument(
        "--site",
        default=".",
        metavar="FOLDER",
        help="the site's folder, where NEW is not given (default: this one)",
    )
    add_reading(parser)
    parser.add_argument("--archives", action="store_true", help="compare the pages of archives too")
    parser.add_argument(
        "--most",
        type=_count,
        default=10,
        metavar="N",
        help="how many unread entries at once are all right (default: 10)",
    )
    parser.add_argument(
        "--fail-on",
        choices=(*_LEVELS, "never"),
        default="error",
        help="from which level on the exit status is 1 (default: error)",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="text for people, or one JSON object for programs (default: text)",
    )
    parser.set_defaults(run=run, cache=None, no_cache=True)


def run(args: argparse.Namespace) -> int:
    """Compares, tells, and gives the exit status."""
    from feeds.cli import diff_json, diff_text
    from feeds.cli.console import print_findings
    from feeds.compare import verdict
    from feeds.diff import between, read_side

    old = read_side(args.old, archives=args.archives)
    new = read_side(args.new, archives=args.archives) if args.new else _planned(args)
    overall = between(old, new)
    found = verdict(overall, args.most, old.largest)
    odd = (*old.findings, *new.findings)
    print_findings(new.left_out)
    if args.format == "json":
        print_findings(odd)
        diff_json.tell(overall, found)
    else:
        diff_text.tell(overall)
        print_findings((*odd, *found))
    failing = _LEVELS[: _LEVELS.index(args.fail_on) + 1] if args.fail_on in _LEVELS else ()
    return 1 if any(finding.level in failing for finding in (*odd, *found)) else 0


def _planned(args: argparse.Namespace) -> Side:
    from feeds import build
    from feeds.diff import planned

    workspace = open_workspace(args)
    now = build.moment(args.now, workspace.site)
    return planned(workspace, now, archives=args.archives)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("give a whole number")
    return int(text)
