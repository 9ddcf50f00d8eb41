"""`feeds digest`: the newsletters, and their editions."""

from __future__ import annotations

import argparse
import sys

from feeds.cli import build, digest_text
from feeds.cli.options import add_output, add_site, open_workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.cli.options import Commands
    from feeds.errors import Finding
    from feeds.model import Site

__all__ = ["add_to"]

_DESCRIPTION = """\
A newsletter's editions are files in editions/NAME/, which editors write and which are
approved once: what was approved stays as it is. A newsletter that has none shows its last days."""

_NEW = "Begins the next edition of a newsletter, if one is due and there is anything new. It may \
run as often as one likes."
_APPROVE = "Makes the message and the web page of the open draft and stores them beside it. From \
then on they stay as they are, and its posts are in no other edition."
_TEXT = "Puts the plain text that the program makes into the open draft, where you can change it."
_TEST = "Writes the message, the text and the pages of the open draft to a folder, and all of it \
in one file for a colleague to look at. Each time the message is another one for mail servers."
_LIST = "Shows the editions of a newsletter, or of all, newest first, and what is wrong with them."


def add_to(commands: Commands) -> None:
    """Adds the command, with commands of its own, to the command line."""
    parser = commands.add_parser(
        "digest", help="write the newsletters and their editions", description=_DESCRIPTION
    )
    own = parser.add_subparsers(title="commands", metavar="COMMAND")
    parser.set_defaults(run=lambda _: _print_help(parser))

    new = _add(own, "new", "begin the next edition", _NEW)
    new.add_argument(
        "--will-commit",
        action="store_true",
        help="in CI: the job commits editions/, so that the edition is not made again",
    )
    new.set_defaults(run=_new)

    approve = _add(own, "approve", "approve the open draft", _APPROVE)
    _add_edition(approve)
    approve.add_argument(
        "--anyway", action="store_true", help="approve it even if there are errors in it"
    )
    approve.set_defaults(run=_approve)

    sent = _add(own, "sent", "note that an edition was sent", "Notes that an edition was sent.")
    _add_edition(sent)
    sent.set_defaults(run=_sent)

    text = _add(own, "text", "write the draft's plain text into it", _TEXT)
    _add_edition(text)
    text.set_defaults(run=_text)

    test = _add(own, "test", "write the draft's message, to try it out", _TEST)
    _add_edition(test)
    test.add_argument(
        "--to",
        metavar="FOLDER",
        help="where to write (default: .feeds/test/NAME/ in the site)",
    )
    test.add_argument(
        "--send",
        action="store_true",
        help="send it, too, to the addresses of [desk] test_to in feeds.toml",
    )
    test.set_defaults(run=_test)

    listing = _add(own, "list", "show the editions", _LIST)
    listing.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="a table for people, or one JSON object a line for programs (default: table)",
    )
    listing.set_defaults(run=_list)

    building = own.add_parser(
        "build",
        help="write what is published of the newsletters",
        description="Writes each newsletter's files, and no feed.",
    )
    add_site(building)
    add_output(building)
    building.set_defaults(run=build.run, parts=("digests",), prune=False)


def _add(own: Commands, name: str, what: str, description: str) -> argparse.ArgumentParser:
    parser = own.add_parser(name, help=what, description=description)
    add_site(parser)
    parser.add_argument(
        "--newsletter", metavar="NAME", help="which newsletter, where the site has several"
    )
    return parser


def _add_edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--edition",
        metavar="LABEL",
        help="which edition, such as 2026-11-23 (default: the only one)",
    )


def _print_help(parser: argparse.ArgumentParser) -> int:
    parser.print_help(sys.stderr)
    return 2


def _new(args: argparse.Namespace) -> int:
    import os

    from feeds.newsroom.beginning import begin, needs_commits
    from feeds.workspace import moment

    needs_commits(os.environ.get("CI"), will_commit=args.will_commit)
    workspace = open_workspace(args)
    begun = begin(workspace, moment(args.now, workspace.site), args.newsletter)
    if begun.moved:
        print(f"wrote down in {begun.moved} what posts are called now")
    print(begun.sentence)
    return _status([*workspace.findings, *begun.findings])


def _approve(args: argparse.Namespace) -> int:
    from feeds.newsroom.approving import approve
    from feeds.unchanged import count
    from feeds.workspace import moment

    workspace = open_workspace(args)
    done = approve(
        workspace,
        moment(args.now, workspace.site),
        args.newsletter,
        args.edition,
        anyway=args.anyway,
    )
    print(
        digest_text.line(
            f"{done.path} is approved, with {count(done.posts, 'post')}: {done.subject}"
        )
    )
    return _status([*workspace.findings, *done.findings])


def _sent(args: argparse.Namespace) -> int:
    from feeds.newsroom.sending import mark_sent

    edition = mark_sent(open_workspace(args).site, args.newsletter, args.edition)
    print(f"{edition.path} is {'noted as ' if edition.status != 'sent' else 'already '}sent")
    return 0


def _text(args: argparse.Namespace) -> int:
    from feeds.newsroom.trying import own_text
    from feeds.workspace import moment

    workspace = open_workspace(args)
    now = moment(args.now, workspace.site)
    edition = own_text(workspace, now, args.newsletter, args.edition)
    print(f"{edition.path} has the plain text now: edit it there, under text")
    return 0


def _test(args: argparse.Namespace) -> int:
    from pathlib import Path

    from feeds.newsroom.room import newsletter_of
    from feeds.newsroom.trying import trial
    from feeds.workspace import moment

    workspace = open_workspace(args)
    name = newsletter_of(workspace.site, args.newsletter).name
    root = Path(args.site)
    folder = Path(args.to) if args.to else root / ".feeds" / "test" / name
    now = moment(args.now, workspace.site)
    tried = trial(workspace, now, folder, root / "public", name, args.edition)
    for path in tried.paths:
        print(f"write {path}")
    if args.send:
        _send(workspace.site, tried.message)
    return _status([*workspace.findings, *tried.findings])


def _send(site: Site, message: bytes) -> None:
    import os

    from feeds.newsroom.testing import send_or_fail

    receipt = send_or_fail(site, message, os.environ).receipt
    print(digest_text.line(f"sent to {', '.join(receipt.taken)}: {receipt.said}"))
    for address, said in receipt.refused.items():
        print(digest_text.line(f"not sent to {address}: {said}"))


def _list(args: argparse.Namespace) -> int:
    from feeds.newsroom.overview import overview

    workspace = open_workspace(args)
    rows, findings = overview(workspace.site, args.newsletter)
    digest_text.print_rows(rows, args.format, workspace.site.timezone)
    return _status([*workspace.findings, *findings])


def _status(findings: Sequence[Finding]) -> int:
    from feeds.cli.console import print_findings
    from feeds.errors import costs_something

    print_findings(findings)
    return 1 if costs_something(findings) else 0
