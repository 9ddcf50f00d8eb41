"""A table in plain text."""

from __future__ import annotations

from itertools import zip_longest

from feeds.columns import width

__all__ = ["Grid"]

_WIDEST = 76
_BETWEEN = " | "


class Grid:
    """Rows of cells as they are met; each cell is text on one line."""

    def __init__(self) -> None:
        self._rows: list[list[list[str]]] = []
        self._headed = False
        self.depth = 0

    def row(self) -> None:
        """Begin a row."""
        self._rows.append([])

    def cell(self, *, header: bool) -> None:
        """Begin a cell; the table has a head if its first row has a header cell."""
        if not self._rows:
            self.row()
        self._headed = self._headed or (header and len(self._rows) == 1)
        self._rows[-1].append([])

    def add(self, text: str) -> None:
        """Put text into the cell that was begun last."""
        if not self._rows or not self._rows[-1]:
            self.cell(header=False)
        self._rows[-1][-1].append(text)

    def lines(self) -> list[str]:
        """One line a row: in columns where they fit, else the cells one after another."""
        rows = [[" ".join(cell) for cell in row] for row in self._rows if any(row)]
        columns = zip_longest(*rows, fillvalue="") if _is_narrow(rows) else ()
        widths = [max(map(width, column)) for column in columns]
        if not widths or sum(widths) + len(_BETWEEN) * (len(widths) - 1) > _WIDEST:
            return [_BETWEEN.join(row) for row in rows]
        lines = [
            _BETWEEN.join(
                cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=False)
            ).rstrip()
            for row in rows
        ]
        if self._headed:
            lines.insert(1, "-+-".join("-" * room for room in widths))
        return lines


def _is_narrow(rows: list[list[str]]) -> bool:
    return max(map(len, rows), default=0) * len(_BETWEEN) <= _WIDEST
