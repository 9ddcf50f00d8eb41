"""`feeds digest`: the newsletters alone."""

from __future__ import annotations

from feeds.cli import build
from feeds.cli.options import add_output, add_site

TYPE_CHECKING = False
if TYPE_CHECKING:
    from feeds.cli.options import Commands

__all__ = ["add_to"]


def add_to(commands: Commands) -> None:
    """Adds the command to the command line; it runs as `feeds build` does."""
    parser = commands.add_parser(
        "digest",
        help="write the newsletter alone",
        description="Writes each newsletter's latest.html, latest.txt and latest.eml, and no feed.",
    )
    add_site(parser)
    add_output(parser)
    parser.set_defaults(run=build.run, parts=("digests",), prune=False)
