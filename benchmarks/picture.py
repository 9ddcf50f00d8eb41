"""A log-log picture of time and memory against posts, as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import TypeAlias

from benchmarks.results import FLOOR, Size
from benchmarks.tables import US

__all__ = ["draw"]

_WIDTH, _HEIGHT = 400, 400
_LEFT, _TOP, _GAP, _RIGHT = 72, 56, 88, 28
_AXIS, _ROW, _COLUMNS = 64, 26, 3
_COLOURS = {
    "feeds": "#0b6e4f",
    "hugo": "#d6336c",
    "naive": "#7048e8",
    "pelican": "#e8890c",
    "eleventy": "#1971c2",
    "jekyll": "#a61e1e",
    "find -printf": "#868e96",
    "every head read": "#868e96",
}
_DASHES = {"first run": "", "nothing changed": "7 4", "newest changed": "2 4"}
_FLOOR_DASHES = {"find -printf": "1 4", "every head read": "8 3 1 3"}

_Key: TypeAlias = tuple[str, str]
_Points: TypeAlias = list[tuple[float, float]]


@dataclass(frozen=True)
class _Panel:
    """One pair of axes, with the exponents of ten between which each reaches."""

    left: float
    title: str
    across: tuple[int, int]
    up: tuple[int, int]

    def x(self, value: float) -> float:
        return self.left + _share(value, self.across) * _WIDTH

    def y(self, value: float) -> float:
        return _TOP + _HEIGHT - _share(value, self.up) * _HEIGHT


def draw(sizes: Sequence[Size]) -> str:
    """Time on the left, memory on the right, and below what the lines are.

    Of this program also runs with nothing changed (dashed) and with the newest post changed
    (dotted) are drawn; of the others only first runs.
    """
    time = _lines(sizes, memory=False)
    memory = _lines(sizes, memory=True)
    width = _LEFT + 2 * _WIDTH + _GAP + _RIGHT
    rows = ceil(len(time) / _COLUMNS)
    height = _TOP + _HEIGHT + _AXIS + _ROW * rows
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="system-ui, sans-serif" font-size="15" fill="#212529">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        *_panel(_LEFT, "Seconds", time),
        *_panel(_LEFT + _WIDTH + _GAP, "Peak memory, MiB", memory),
        *_legend(time, width),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _lines(sizes: Sequence[Size], *, memory: bool) -> dict[_Key, _Points]:
    lines: dict[_Key, _Points] = {}
    for size in sizes:
        for state, table in size.measured.items():
            for name, one in table.items():
                told = state == "first run" or (name == US and state in _DASHES)
                if told or (state == FLOOR and not memory):
                    value = one.pss if memory else one.median
                    lines.setdefault((name, state), []).append((float(size.posts), value))
    return lines


def _panel(left: float, title: str, lines: Mapping[_Key, _Points]) -> Iterator[str]:
    points = [point for line in lines.values() for point in line]
    panel = _Panel(left, title, _reach([x for x, _ in points]), _reach([y for _, y in points]))
    yield from _axes(panel)
    for key, line in reversed(list(lines.items())):
        path = " ".join(f"{panel.x(x):.1f},{panel.y(y):.1f}" for x, y in line)
        yield f'<polyline points="{path}" fill="none" {_stroke(key)}/>'
        for x, y in line:
            colour = _COLOURS[key[0]]
            yield f'<circle cx="{panel.x(x):.1f}" cy="{panel.y(y):.1f}" r="3" fill="{colour}"/>'


def _axes(panel: _Panel) -> Iterator[str]:
    bottom, right = _TOP + _HEIGHT, panel.left + _WIDTH
    middle = panel.left + _WIDTH / 2
    yield f'<text x="{panel.left}" y="{_TOP - 20}" font-weight="bold">{panel.title}</text>'
    for power in range(panel.across[0], panel.across[1] + 1):
        x = panel.x(10.0**power)
        yield f'<path d="M{x:.1f} {_TOP}V{bottom}" stroke="#dee2e6"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{10**power:,}</text>'
    for power in range(panel.up[0], panel.up[1] + 1):
        y = panel.y(10.0**power)
        label = f"{10.0**power:,g}" if power < 0 else f"{10**power:,}"
        yield f'<path d="M{panel.left} {y:.1f}H{right}" stroke="#dee2e6"/>'
        yield f'<text x="{panel.left - 8}" y="{y + 5:.1f}" text-anchor="end">{label}</text>'
    yield f'<text x="{middle}" y="{bottom + 42}" text-anchor="middle">posts</text>'


def _legend(lines: Mapping[_Key, _Points], width: float) -> Iterator[str]:
    """This program's lines in the first column, then the others', and the floors last."""
    keys = sorted(lines, key=lambda key: (key[0] != US, key[1] == FLOOR))
    rows = ceil(len(keys) / _COLUMNS)
    step = (width - _LEFT) / _COLUMNS
    for place, key in enumerate(keys):
        left = _LEFT + step * (place // rows)
        y = _TOP + _HEIGHT + _AXIS + _ROW * (place % rows)
        name, state = key
        label = f"{name} (floor)" if state == FLOOR else f"{name}, {state}"
        yield f'<path d="M{left:.0f} {y}h34" {_stroke(key)}/>'
        yield f'<text x="{left + 42:.0f}" y="{y + 5}">{escape(label)}</text>'


def _stroke(key: _Key) -> str:
    name, state = key
    dash = _FLOOR_DASHES[name] if state == FLOOR else _DASHES[state]
    width = 3 if name == US else 2
    return f'stroke="{_COLOURS[name]}" stroke-width="{width}" stroke-dasharray="{dash}"'


def _reach(values: Sequence[float]) -> tuple[int, int]:
    low = floor(log10(min(values)))
    return low, max(ceil(log10(max(values))), low + 1)


def _share(value: float, reach: tuple[int, int]) -> float:
    return (log10(value) - reach[0]) / (reach[1] - reach[0])
