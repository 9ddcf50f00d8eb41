"""Puts results on record, and makes the page and the picture anew from all that are.

python -m benchmarks.record     after a change of the page alone
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmarks.picture import draw
from benchmarks.report import report
from benchmarks.results import Size, load, save

__all__ = [
    "HERE",
    "adopted_file",
    "archives_file",
    "newsletter_file",
    "preview_file",
    "record",
    "week_file",
]

HERE = Path(__file__).parent


def week_file(folder: Path) -> Path:
    """Where `benchmarks.cron` leaves its part of the page."""
    return folder / "cron.md"


def adopted_file(folder: Path) -> Path:
    """Where `benchmarks.adopted` leaves its part of the page."""
    return folder / "adopted.md"


def archives_file(folder: Path) -> Path:
    """Where `benchmarks.archives` leaves its part of the page."""
    return folder / "archives.md"


def newsletter_file(folder: Path) -> Path:
    """Where `benchmarks.newsletter` leaves its part of the page."""
    return folder / "newsletter.md"


def preview_file(folder: Path) -> Path:
    """Where `benchmarks.preview` leaves its part of the page."""
    return folder / "preview.md"


def record(sizes: Iterable[Size], folder: Path) -> None:
    """Writes `results.json`, and of all that is on record `RESULTS.md` and `results.svg`."""
    results = folder / "results.json"
    save(results, sizes)
    known = load(results)
    finders = (archives_file, newsletter_file, preview_file, adopted_file, week_file)
    places = [find(folder) for find in finders]
    others = [file for file in places if file.exists()]
    parts = [report(known), *(file.read_text(encoding="utf-8") for file in others)]
    (folder / "RESULTS.md").write_text("\n".join(parts), encoding="utf-8")
    (folder / "results.svg").write_text(draw(known), encoding="utf-8")


if __name__ == "__main__":
    record((), HERE)
