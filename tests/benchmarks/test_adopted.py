"""The table of a blog that is adopted."""

from __future__ import annotations

from benchmarks.adopted import table


def test_the_table_says_what_was_reached() -> None:
    """A figure that was missed would look like one that was reached."""
    took = {
        "first run": {"feeds": 1.0, "jekyll": 50.0},
        "nothing changed": {"feeds": 0.25, "jekyll": 50.0},
    }
    rows = table(took).splitlines()
    assert rows[2].startswith("| first run | 1.00 | 50.0 | 50 × |")
    assert rows[2].endswith("| yes |")
    assert rows[3].startswith("| nothing changed | 0.25 | 50.0 | 200 × |")
    assert rows[3].endswith("| no |")
