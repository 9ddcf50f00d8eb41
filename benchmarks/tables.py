"""Tables in Markdown of what was measured at one size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from benchmarks.breakdown import Breakdown
from benchmarks.measure import STATES, Measured
from benchmarks.results import FLOOR, Size

__all__ = ["FASTEST", "US", "breakdown_table", "digits", "markdown", "size_tables"]

US, FASTEST = "feeds", "hugo"

_WORTH_A_ROW = 0.012
_ALL = ("all", "")

_Column: TypeAlias = Mapping[tuple[str, str], float]


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers_from: int = 1) -> str:
    """A table whose columns from `numbers_from` on are set to the right."""
    rule = ["---" if column < numbers_from else "---:" for column in range(len(head))]
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, rule, *rows])


def digits(value: float) -> str:
    """The digits that count, and no exponent."""
    if value < 0.1:
        return f"{value:.3f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def size_tables(size: Size) -> str:
    """A table of seconds, one of memory, the floors, and what everybody wrote."""
    return "\n".join(
        [
            _table(size, "seconds (÷ Hugo's)", _seconds),
            _table(size, "MiB, PSS (RSS)", lambda one, _: f"{one.pss:.0f} ({one.rss:.0f})"),
            f"{_floors(size)} {_written(size)}\n",
        ]
    )


def breakdown_table(size: Size) -> str:
    """Milliseconds of this program in each state, part by part.

    A part has a row of its own if it is worth one in any state.
    """
    columns = [_column(size, state, one) for state, one in size.broken_down.items()]
    names = {name: None for column in columns for name in column}
    worth = [name for name in names if any(_is_worth_a_row(name, column) for column in columns)]
    rows = []
    for group in dict.fromkeys(group for group, _ in names):
        kept = [name for name in worth if name[0] == group]
        rest = [name for name in names if name[0] == group and name not in kept]
        for name in kept:
            rows.append([": ".join(filter(None, name)), *_milliseconds(columns, [name])])
        if rest:
            rows.append([f"{group}: the rest", *_milliseconds(columns, rest)])
    return markdown(["milliseconds", *size.broken_down], rows)


def _column(size: Size, state: str, one: Breakdown) -> _Column:
    """Seconds of each part."""
    measured = size.get(state, US)
    total = measured.median if measured else 0.0
    hugo = size.get(state, FASTEST)
    work = max(total - one.start_up, 0.0)
    return {
        ("Python itself", ""): one.python,
        **{("imports", name): took for name, took in one.imports.items()},
        **{("work", name): share * work for name, share in one.work.items()},
        _ALL: total,
        ("for comparison", "`feeds --version`"): one.version,
        ("for comparison", "Hugo"): hugo.median if hugo else 0.0,
    }


def _is_worth_a_row(name: tuple[str, str], column: _Column) -> bool:
    return column.get(name, 0.0) >= _WORTH_A_ROW * column[_ALL]


def _milliseconds(columns: Sequence[_Column], names: Sequence[tuple[str, str]]) -> list[str]:
    sums = [1000 * sum(column.get(name, 0.0) for name in names) for column in columns]
    return [f"{took:,.0f}" if took >= 0.5 else "" for took in sums]


def _table(size: Size, unit: str, cell: Callable[[Measured, Measured | None], str]) -> str:
    names = list(size.versions)
    rows = []
    for state in STATES:
        measured = size.measured.get(state.name)
        if measured:
            cells = [
                cell(measured[n], measured.get(FASTEST)) if n in measured else "" for n in names
            ]
            rows.append([state.name, *cells])
    return markdown([unit, *names], rows)


def _seconds(one: Measured, fastest: Measured | None) -> str:
    ratio = f" ({digits(one.median / fastest.median)})" if fastest else ""
    return f"{digits(one.median)}{ratio}"


def _floors(size: Size) -> str:
    floors = ", ".join(
        f"{name} {digits(one.median)} s" for name, one in size.measured.get(FLOOR, {}).items()
    )
    return f"Floors: {floors}."


def _written(size: Size) -> str:
    counts = ", ".join(
        f"{name} {count.feeds} feeds with {count.items} items"
        for name, count in size.counts.items()
    )
    return f"Written: {counts}."
