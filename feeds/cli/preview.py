"""`feeds preview`: what would be published, in a browser."""

from __future__ import annotations

import argparse

from feeds.cli.options import add_site, cache_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from feeds.cli.options import Commands

__all__ = ["add_to", "run"]

_NEEDED = ("starlette", "uvicorn", "watchfiles")


def add_to(commands: Commands) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "preview",
        help="show in a browser what would be published",
        description="Serves on 127.0.0.1 what a build would publish, and follows every change "
        "of a post, a template or feeds.toml. Prints an address with a token, without which "
        "nobody can see it. Publishes nothing. Stop it with Ctrl-C.",
    )
    add_site(parser)
    parser.add_argument(
        "--port",
        type=int,
        default=8025,
        metavar="N",
        help="the port; a free one is taken if that is in use (default: 8025)",
    )
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    wider = parser.add_argument_group("so that other machines reach it, which needs TLS")
    wider.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the IP address to listen on (default: 127.0.0.1, this machine alone)",
    )
    wider.add_argument(
        "--public-name",
        metavar="NAME",
        help="the host in the address that browsers open, such as desk.example.org",
    )
    wider.add_argument("--tls-cert", metavar="FILE", help="a certificate (PEM)")
    wider.add_argument("--tls-key", metavar="FILE", help="its key (PEM)")
    wider.add_argument(
        "--trusted-proxy",
        metavar="ADDRESS",
        help="the IP address of a proxy that speaks TLS, and passes on Host and"
        " X-Forwarded-Proto; nobody else is answered",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serves until it is stopped.

    Raises `ConfigurationError` where the extra that it needs is not installed.
    """
    from importlib.util import find_spec
    from pathlib import Path

    from feeds.errors import ConfigurationError, error

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ConfigurationError(
            error(
                f"feeds preview needs {', '.join(missing)}",
                remedy="Install it with: pip install 'feeds[preview]'",
            )
        )
    from feeds import preview
    from feeds.preview.address import Reach

    cache = cache_folder(args)
    certificate, key = (name and Path(name) for name in (args.tls_cert, args.tls_key))
    preview.serve(
        Path(args.site),
        port=args.port,
        now=args.now,
        drafts=args.drafts,
        future=args.future,
        cache=None if cache is None else Path(cache),
        open_browser=not args.no_open,
        reach=Reach(args.host, args.public_name, certificate, key, args.trusted_proxy),
    )
    return 0
