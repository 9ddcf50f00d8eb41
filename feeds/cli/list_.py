"""`feeds list`: which posts a selection holds."""

from __future__ import annotations

import argparse
import sys

from feeds.cli.options import add_site, open_workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from feeds.cli.options import Commands
    from feeds.model import Post, Query

__all__ = ["add_to", "run"]

_NO_WRAPPING = 1000
_CENTURY = 36_525


def add_to(commands: Commands) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "list",
        help="show which posts are selected",
        description="Shows the posts that a selection holds, newest first. Options that may "
        "be repeated take a post that has any of the values.",
    )
    add_site(parser)
    parser.add_argument("--since", metavar="DATE", help="published on or after that date")
    parser.add_argument("--until", metavar="DATE", help="published on or before that date")
    parser.add_argument(
        "--days", type=_days, metavar="N", help="published in the N days before now"
    )
    for option, what in (
        ("category", "in that category"),
        ("tag", "with that tag"),
        ("author", "by that author"),
        ("language", "in that language, such as ja"),
    ):
        parser.add_argument(
            f"--{option}", action="append", default=[], metavar=option.upper(), help=what
        )
    parser.add_argument("--limit", type=_positive, metavar="N", help="at most that many")
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="a table for people, or one JSON object a line for programs (default: table)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the selection; what is wrong with posts goes to standard error."""
    from dataclasses import replace
    from datetime import timedelta

    from feeds import build
    from feeds.cli.console import print_findings
    from feeds.collect import collect
    from feeds.errors import costs_something
    from feeds.model import Filter

    workspace = open_workspace(args)
    site = workspace.site
    now = build.moment(args.now, site)
    since = build.moment(args.since, site) if args.since else None
    if args.days:
        recent = now - timedelta(days=args.days)
        since = max(since, recent) if since else recent
    query = replace(
        build.eligible(site, now),
        filter=Filter(
            categories=tuple(args.category),
            tags=tuple(args.tag),
            authors=tuple(args.author),
            languages=tuple(args.language),
        ),
        since=since,
        until=_end_of_day(build.moment(args.until, site)) if args.until else None,
        limit=args.limit,
    )
    with collect(site, workspace.dialect, workspace.cache) as collection:
        findings = (*workspace.findings, *collection.findings)
        print_findings(findings)
        _print_posts(collection.store.select(query), query, args.format)
    return 1 if costs_something(findings) else 0


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("give a whole number, 1 or more")
    return int(text)


def _days(text: str) -> int:
    return min(_positive(text), _CENTURY)


def _end_of_day(moment: datetime) -> datetime:
    """The last moment of the day that a date without a time means."""
    from datetime import timedelta

    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment + timedelta(days=1, microseconds=-1)
    return moment


def _print_posts(posts: Sequence[Post], query: Query, form: str) -> None:
    if form == "json":
        import json

        for post in posts:
            print(json.dumps(_as_json(post), ensure_ascii=False))
    elif posts:
        _print_table(posts, query)
    else:
        print("no posts")


def _as_json(post: Post) -> dict[str, object]:
    people = [
        {key: value for key, value in vars_of.items() if value}
        for vars_of in (
            {"name": person.name, "email": person.email, "url": person.url}
            for person in post.authors
        )
    ]
    return {
        "path": post.path,
        "id": post.id,
        "url": post.url,
        "title": post.title,
        "published": post.published.isoformat(),
        "updated": post.updated.isoformat(),
        "categories": post.categories,
        "tags": post.tags,
        "authors": people,
        "language": post.language,
        "draft": post.draft,
    }


def _print_table(posts: Sequence[Post], query: Query) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Published", no_wrap=True)
    for heading in ("Title", "Categories", "File"):
        table.add_column(heading, overflow="fold")
    for post in posts:
        marks = [
            *(["draft"] if post.draft else []),
            *(["future"] if post.published > query.now else []),
        ]
        title = f"{post.title} ({', '.join(marks)})" if marks else post.title
        table.add_row(
            post.published.strftime("%Y-%m-%d %H:%M"),
            Text(title),
            Text(", ".join(post.categories)),
            Text(post.path),
        )
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _NO_WRAPPING)
    with console.capture() as drawn:
        console.print(table)
    print(drawn.get(), end="")
