"""Options that several commands share."""

from __future__ import annotations

import argparse
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from feeds.workspace import Workspace

    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

__all__ = [
    "Commands",
    "add_output",
    "add_reading",
    "add_selection",
    "add_site",
    "cache_folder",
    "open_workspace",
    "output_folder",
]


def add_site(parser: argparse.ArgumentParser) -> None:
    """The site, and what `add_selection` adds."""
    parser.add_argument(
        "site",
        nargs="?",
        default=".",
        metavar="SITE",
        help="the site's folder: the one with feeds.toml or _config.yml (default: this one)",
    )
    add_selection(parser)


def add_selection(parser: argparse.ArgumentParser) -> None:
    """What `add_reading` adds, and what is remembered of posts."""
    add_reading(parser)
    remembering = parser.add_mutually_exclusive_group()
    remembering.add_argument(
        "--cache",
        metavar="FOLDER",
        help="where to remember what was read (default: .feeds/ in the site)",
    )
    remembering.add_argument(
        "--no-cache", action="store_true", help="remember nothing, and read everything"
    )


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Which of a site's posts a run may see, and with how much of the machine."""
    parser.add_argument("--drafts", action="store_true", help="take drafts too")
    parser.add_argument("--future", action="store_true", help="take posts of the future too")
    parser.add_argument(
        "--now",
        metavar="DATE",
        help="what counts as now, such as 2026-11-23 or 2026-11-23T18:30+09:00",
    )
    parser.add_argument(
        "--jobs",
        type=_positive,
        default=0,
        metavar="NUMBER",
        help="how many processes may share the work where there is much (default: one a core)",
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """Where documents go, and how a run that publishes them behaves."""
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        help="where to write (default: public/ in the site)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would change, and write nothing"
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="publish nothing if anything has to be left out (exit status 3)",
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something fails")


def output_folder(args: argparse.Namespace) -> str:
    """The folder that `--output` names, or the site's own."""
    output: str | None = args.output
    return output if output is not None else os.path.join(args.site, "public")


def cache_folder(args: argparse.Namespace) -> str | None:
    """The folder that `--cache` names, or the site's own; None for `--no-cache`."""
    if args.no_cache:
        return None
    cache: str | None = args.cache
    return cache if cache is not None else os.path.join(args.site, ".feeds")


def open_workspace(args: argparse.Namespace) -> Workspace:
    """The site that the command line names, with the posts and the cache that it asks for.

    Raises `ConfigurationError` with every mistake in the site's settings.
    """
    from pathlib import Path

    from feeds.workspace import open_site

    cache = cache_folder(args)
    return open_site(
        Path(args.site),
        drafts=args.drafts,
        future=args.future,
        cache=None if cache is None else Path(cache),
        jobs=args.jobs,
    )


def _positive(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 on")
