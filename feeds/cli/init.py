"""`feeds init`: what a folder is, what settings it lacks, and what its readers would see."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from feeds.adopt import KnownFeed, Survey
    from feeds.cli.options import Commands
    from feeds.errors import Finding

__all__ = ["add_to", "run"]

_NAME = "feeds.toml"


def add_to(commands: Commands) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "init",
        help="look at a blog, and write its feeds.toml",
        description="Says what a folder is, what was understood of it and what was not, and "
        "writes a short feeds.toml with what the blog's own files do not say: on a terminal "
        "if you say yes, elsewhere with --yes. One that is there is never touched.",
    )
    parser.add_argument(
        "site",
        nargs="?",
        default=".",
        metavar="FOLDER",
        help="the blog's folder (default: this one)",
    )
    parser.add_argument(
        "--url", metavar="URL", help="where the blog is on the web, if its own files do not say"
    )
    parser.add_argument(
        "--against",
        metavar="FEED",
        help="a file or an address: check that every entry of that feed, which readers know, "
        "keeps its id, link and date; exit status 1 if one does not",
    )
    parser.add_argument("--yes", action="store_true", help="write feeds.toml without asking")
    parser.add_argument(
        "--now",
        metavar="DATE",
        help="what counts as now, such as 2026-11-23 or 2026-11-23T18:30+09:00",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="text for people, or one JSON object for programs, which is never asked "
        "(default: text)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Looks, tells, writes what is wanted, and gives the exit status."""
    from pathlib import Path

    from feeds.adopt import compare, new_settings, read_feed, with_known
    from feeds.cli import init_json, init_text
    from feeds.errors import ConfigurationError, costs_something

    root = Path(args.site)
    known = read_feed(args.against) if args.against else None
    survey = _survey(root, args, known)
    comparison = None
    if known:
        comparison = compare(known, survey)
        survey = with_known(survey, comparison)
    is_new = not survey.settings_file and survey.url_from != "nobody"
    new = new_settings(survey) if is_new else None
    written = False
    if args.format == "json":
        written = args.yes and new is not None and _write(root, new)
        init_json.tell(survey, comparison, new, written=written)
    else:
        init_text.tell(survey, comparison)
        if new is not None:
            print(f"\n{_NAME} would be:\n\n{new}" if not args.yes else "", end="")
            written = (args.yes or _agreed()) and _write(root, new)
        init_text.tell_rest(survey, comparison, written=written, asked=args.yes)
    if args.yes and survey.url_from == "nobody" and not survey.settings_file:
        raise ConfigurationError(_without_address())
    differs = comparison is not None and comparison.same < len(comparison.verdicts)
    return 1 if differs or costs_something(survey.findings) else 0


def _without_address() -> Finding:
    from feeds.errors import error

    what = f"nobody says where the blog is on the web, and {_NAME} was not written"
    return error(what, remedy="Add --url https://… to this command.")


def _survey(root: Path, args: argparse.Namespace, known: KnownFeed | None) -> Survey:
    """The survey; where nobody says the site's URL, people are asked for it."""
    from feeds.adopt import home_of, site_url, survey

    url = site_url(args.url) if args.url else None
    hint = home_of(known) if known else ""
    found = survey(root, args.now, url=url, hint=hint)
    if found.url_from != "nobody" or found.settings_file or not _is_asked(args):
        return found
    answer = _answer("Where is the blog on the web? https://")
    if not answer:
        return found
    url = site_url(answer if "://" in answer else f"https://{answer}")
    return survey(root, args.now, url=url)


def _is_asked(args: argparse.Namespace) -> bool:
    return args.format == "text" and sys.stdin.isatty() and sys.stdout.isatty()


def _agreed() -> bool:
    """What somebody at a terminal says; no one else is asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return _answer(f"Write {_NAME}? [y/N] ").lower() in ("y", "yes")


def _answer(question: str) -> str:
    """What somebody types; empty where they end the input instead."""
    try:
        return input(question).strip()
    except EOFError:
        print()
        return ""


def _write(root: Path, text: str) -> bool:
    """Writes the file, if there is still none; raises `BuildError` where that cannot be."""
    from feeds.errors import BuildError, error

    try:
        with (root / _NAME).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as problem:
        raise BuildError(error(f"it cannot be written: {problem.strerror}", _NAME)) from None
    return True
