"""How `feeds digest list` shows editions."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from feeds.newsroom.overview import Row

__all__ = ["line", "print_rows"]

_NO_WRAPPING = 1000


def line(text: str) -> str:
    """The text without anything that a terminal would obey."""
    from feeds.text import one_line

    return one_line(text)


def print_rows(rows: Sequence[Row], form: str, zone: ZoneInfo) -> None:
    """A table for people, or one JSON object a line."""
    if form == "json":
        import json
        from dataclasses import asdict

        for row in rows:
            table = {key: _plain(value) for key, value in asdict(row).items()}
            print(json.dumps(table, ensure_ascii=False))
    elif rows:
        _print_table(rows, zone)
    else:
        print("no editions: begin the first one with feeds digest new")


def _plain(value: object) -> object:
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if isoformat else value


def _print_table(rows: Sequence[Row], zone: ZoneInfo) -> None:
    import sys

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Newsletter", "Edition", "Status", "From", "To"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Posts", justify="right")
    table.add_column("Subject", overflow="fold")
    for row in rows:
        table.add_row(
            row.newsletter,
            row.label,
            row.status or "unreadable",
            _when(row.since, zone),
            _when(row.until, zone),
            "" if row.posts is None else str(row.posts),
            Text(line(row.subject)),
        )
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _NO_WRAPPING)
    with console.capture() as drawn:
        console.print(table)
    print("\n".join(each.rstrip() for each in drawn.get().splitlines()))


def _when(moment: datetime | None, zone: ZoneInfo) -> str:
    from feeds.editions.writing import when

    return "" if moment is None else when(moment, zone)
