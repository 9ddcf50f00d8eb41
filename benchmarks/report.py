"""`RESULTS.md`, made of the results alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.results import Size
from benchmarks.tables import FASTEST, US, breakdown_table, digits, markdown, size_tables
from benchmarks.targets import targets_table

__all__ = ["report"]

_TITLE = "# How fast it is, beside its peers"
_TOLD = (10_000, 100_000)
_TOLD_OF = {
    "first run": "a first run takes",
    "nothing changed": "a run in which nothing changed takes",
    "newest changed": "one after an edit takes",
}

_METHOD = Path(__file__).with_name("method.md")

_WHERE = """\
## Where the time goes

Of feeds alone, in milliseconds. Imports are those of a run under `python -X importtime`, which
makes them a little slower, without what is imported by `python -c pass`. The rest is work,
divided as cProfile found it on one core.
"""


_PICTURE = "![Seconds and MiB against the number of posts](results.svg)\n"


def report(sizes: Sequence[Size]) -> str:
    """The whole page."""
    parts = [
        f"{_TITLE}\n",
        _summary(sizes),
        _headline(sizes),
        _PICTURE,
        f"## What was to be reached\n\n{targets_table(sizes)}",
        _METHOD.read_text(encoding="utf-8"),
        *(_one_size(size) for size in sizes),
    ]
    broken_down = [size for size in sizes if size.broken_down]
    if broken_down:
        parts.append(_WHERE)
    parts += [f"### {size.title}\n\n{breakdown_table(size)}" for size in broken_down]
    return "\n".join(parts)


def _summary(sizes: Sequence[Size]) -> str:
    """The figures by which somebody decides whether to read on."""
    lines = [
        "A cron job runs every few minutes, for years, and nearly always nothing has changed: "
        "feeds notices that without reading a post. When something has, it reads what changed, "
        "and renders what is touched.",
        *(_sentence(size) for size in sizes if size.posts in _TOLD),
        "In brackets: the fastest of the others at that.",
    ]
    return " ".join(lines) + "\n"


def _sentence(size: Size) -> str:
    """Such as: With 10,000 posts a run in which nothing changed takes 0.05 s (hugo 1.6 s)."""
    told = []
    for state, words in _TOLD_OF.items():
        if ours := size.get(state, US):
            told.append(f"{words} {digits(ours.median)} s{_fastest(size, state)}")
    return f"With {size.title}, {', '.join(told)}." if told else ""


def _fastest(size: Size, state: str) -> str:
    others = {name: one for name, one in size.measured.get(state, {}).items() if name != US}
    if not others:
        return ""
    name = min(others, key=lambda name: others[name].median)
    return f" ({name} {digits(others[name].median)} s)"


def _headline(sizes: Sequence[Size]) -> str:
    """One row a size: this program beside the one that is fastest without it."""
    rows = []
    for size in sizes:
        cells = [
            " / ".join(
                digits(one.median) for name in (US, FASTEST) if (one := size.get(state, name))
            )
            for state in _TOLD_OF
        ]
        peaks = [size.peak(name) for name in (US, FASTEST)]
        memory = " / ".join(f"{peak:.0f}" for peak in peaks if peak is not None)
        rows.append([size.title, *cells, memory])
    return markdown(["feeds / Hugo", *(f"{state}, s" for state in _TOLD_OF), "peak, MiB"], rows)


def _one_size(size: Size) -> str:
    versions = ", ".join(f"{name} {version}".strip() for name, version in size.versions.items())
    return f"## {size.title}\n\n{size.machine}. {versions}.\n\n{size_tables(size)}"
