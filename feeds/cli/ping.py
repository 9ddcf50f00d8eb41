"""`feeds ping`: tells WebSub hubs which feeds have changed."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.cli.options import Commands
    from feeds.websub import Topic

__all__ = ["add_to", "run"]

_MOST_LINES = 20
_DAY = 86_400
_FILE = "pinged.json"


def add_to(commands: Commands) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "ping",
        help="tell WebSub hubs which feeds have changed",
        description="Tells the hubs under [websub] in feeds.toml which feeds have changed since "
        "they were last told, once the web serves what was built. Run it after each deployment.",
    )
    parser.add_argument(
        "site",
        nargs="?",
        default=".",
        metavar="SITE",
        help="the site's folder: the one with feeds.toml (default: this one)",
    )
    parser.add_argument(
        "--output", metavar="FOLDER", help="where the feeds are (default: public/ in the site)"
    )
    remembering = parser.add_mutually_exclusive_group()
    remembering.add_argument(
        "--cache",
        metavar="FOLDER",
        help="where to remember what was told (default: .feeds/ in the site)",
    )
    remembering.add_argument(
        "--state", metavar="FILE", help="the very file (default: pinged.json in that folder)"
    )
    parser.add_argument(
        "--wait",
        type=_seconds,
        default=120,
        metavar="SECONDS",
        help="how long to wait for the web to serve what was built (default: 120)",
    )
    parser.add_argument(
        "--tries",
        type=_tries,
        default=4,
        metavar="N",
        help="how often to try a hub that fails (default: 4)",
    )
    parser.add_argument("--all", action="store_true", help="tell of every feed, changed or not")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be told, and ask nobody"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something fails")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tells what is due, says so, and gives the exit status."""
    from pathlib import Path

    from feeds.cli.console import print_findings
    from feeds.unchanged import count
    from feeds.websub import Told, due, ping, topics_of
    from feeds.workspace import open_site

    site = open_site(Path(args.site)).site
    topics = topics_of(site, Path(args.output) if args.output else site.root / "public")
    cache = Path(args.cache) if args.cache else site.root / ".feeds"
    told = Told(Path(args.state) if args.state else cache / _FILE)
    told.forget_others(topics)
    tasks = due(topics, told, everything=args.all)
    unchanged = count(len(topics) - len(tasks), "feed")
    if not tasks:
        _say(args, f"nothing to tell: {unchanged} unchanged")
        return 0
    if args.dry_run:
        _say_pairs(args, "would tell", [(hub, topic) for topic, hubs in tasks for hub in hubs])
        return 0
    outcome = ping(tasks, told, wait=args.wait, tries=args.tries)
    print_findings(outcome.findings)
    _say_pairs(args, "told", outcome.told)
    feeds = count(len({topic.url for _, topic in outcome.told}), "feed")
    hubs = count(len({hub for hub, _ in outcome.told}), "hub")
    done = f"{feeds} told to {hubs}" if outcome.told else "nothing was told"
    _say(args, f"{done}, {unchanged} unchanged")
    return 1 if outcome.findings else 0


def _say_pairs(args: argparse.Namespace, verb: str, pairs: Iterable[tuple[str, Topic]]) -> None:
    from feeds.unchanged import count

    lines = [f"{verb} {hub} of {topic.url}" for hub, topic in pairs]
    for line in lines[:_MOST_LINES]:
        _say(args, line)
    if len(lines) > _MOST_LINES:
        _say(args, f"… and {count(len(lines) - _MOST_LINES, 'more time')}")


def _say(args: argparse.Namespace, line: str) -> None:
    if not args.quiet:
        print(line)


def _seconds(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text) <= _DAY:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a number of seconds, at most a day")


def _tries(text: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < int(text) <= 20:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 to 20")
