"""`feeds pin`: the ids that readers know, written into the posts."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from feeds.cli.options import Commands
    from feeds.pin import Pinned

__all__ = ["add_to", "run"]


def add_to(commands: Commands) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "pin",
        help="write posts' ids into their front matter",
        description="Writes the id by which readers know a post into its front matter, as "
        "feed_id, so that it keeps it when its address changes. No other byte of a file "
        "changes; where that cannot be, it is left as it is.",
    )
    parser.add_argument(
        "posts", nargs="*", metavar="POST", help="a post's file; it keeps the id that it has"
    )
    parser.add_argument("--all", action="store_true", help="all posts of the site")
    parser.add_argument(
        "--feed",
        metavar="FEED",
        help="a file or an address: give the posts the ids that they have in that feed; with "
        "POST, those posts alone",
    )
    parser.add_argument(
        "--site", default=".", metavar="FOLDER", help="the site's folder (default: this one)"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be written, and write nothing"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes what is wanted, says so, and gives the exit status."""
    from pathlib import Path

    from feeds.adopt import read_feed
    from feeds.cli.console import print_findings
    from feeds.errors import ConfigurationError, Level, costs_something, error
    from feeds.pin import Wanted, of_feed, of_posts, opened, pin

    if not (args.posts or args.all or args.feed):
        raise ConfigurationError(
            error("nothing says which posts", remedy="Name posts, or give --all or --feed.")
        )
    known = read_feed(args.feed) if args.feed else None
    with opened(Path(args.site)) as site:
        names = of_posts(site, args.posts)
        wanted, findings = of_feed(site, known) if known else (names, [])
        if known and names:
            paths = {each.path for each in names}
            wanted = [each for each in wanted if each.path in paths]
            findings = [each for each in findings if each.path in paths]
        if args.all and not known:
            wanted = [Wanted(post.path, post.id) for post in site.posts.values()]
            findings = [each for each in site.findings if each.level is Level.ERROR]
        done = [pin(each, site.site, site.dialect, dry_run=args.dry_run) for each in wanted]
    found = [*findings, *(each.finding for each in done if each.finding)]
    _tell(done, dry_run=args.dry_run)
    print_findings(found)
    return 1 if costs_something(found) else 0


def _tell(done: list[Pinned], *, dry_run: bool) -> None:
    from feeds.text import one_line
    from feeds.unchanged import count

    verb = "would add to" if dry_run else "add to"
    lines = [f"{verb} {each.path}: {each.line}" for each in done if each.line]
    already = sum(not each.line and not each.finding for each in done)
    for line in lines:
        print(one_line(line))
    pinned = f"{count(len(lines), 'post')} {'to be pinned' if dry_run else 'pinned'}"
    print(f"{pinned}, {already} pinned already" if already else pinned)
