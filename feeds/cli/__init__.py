"""The command line: one module a command, each of which parses, calls and prints.

Nothing but the standard library's lightest modules is imported before a command runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from feeds import __version__
from feeds.cli import build, check, diff, digest, init, lint, list_, pin, ping, preview

__all__ = ["main", "make_parser"]

_STATUS = """\
exit status:
  0  done, warnings included
  1  done, but something had to be left out, or a check or a comparison found something
  2  wrong usage or settings; nothing was done
  3  failed, or refused by --strict; earlier output is untouched
"""


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="feeds",
        description="Turns a folder of Markdown posts into Atom and RSS feeds and a newsletter.",
        epilog=_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"feeds {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (init, build, check, list_, digest, lint, preview, diff, pin, ping):
        command.add_to(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            # A title in a script that the terminal cannot show must not end the run.
            reconfigure(errors="backslashreplace")
    args = make_parser().parse_args(argv)
    try:
        status = build.recall(args)
        if status is None:
            status = _run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe has left; what follows must not be flushed into it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status


def _run(args: argparse.Namespace) -> int:
    from feeds.cli.console import print_findings
    from feeds.errors import FeedsError

    try:
        return int(args.run(args))
    except FeedsError as problem:
        print_findings(problem.findings)
        return problem.exit_code
