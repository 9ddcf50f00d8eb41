"""Lines of plain text below one another, with margins and gaps."""

from __future__ import annotations

__all__ = ["Lines"]

_DEEPEST = 12


class Lines:
    """Text as it grows downwards.

    A margin stands before every line until it is taken away; only the outermost twelve
    are shown. A marker stands once, at the end of the margin of the next line.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._margins: list[str] = []
        self._marker = ""
        self._gap: int | None = None

    def write(self, *texts: str) -> None:
        """Add lines."""
        if self._gap is not None and self._lines:
            self._lines.append("".join(self._margins[: min(self._gap, _DEEPEST)]).rstrip())
        self._gap = None
        margin = "".join(self._margins[:_DEEPEST])
        for text in texts:
            before = margin
            if self._marker:
                before = margin[: len(margin) - len(self._marker)] + self._marker
                self._marker = ""
            self._lines.append(f"{before}{text}".rstrip())

    def gap(self) -> None:
        """An empty line before the next one, with the margins that both sides share."""
        depth = len(self._margins)
        self._gap = depth if self._gap is None else min(self._gap, depth)

    def indent(self, margin: str, marker: str = "") -> None:
        """Begin a margin; `marker` is as long as the margin and stands in it once."""
        self._margins.append(margin)
        self._marker = marker if len(self._margins) <= _DEEPEST else ""

    def dedent(self) -> None:
        """End the innermost margin."""
        self._margins.pop()
        self._marker = ""
        if self._gap is not None:
            self._gap = min(self._gap, len(self._margins))

    def __str__(self) -> str:
        return "\n".join(self._lines)
