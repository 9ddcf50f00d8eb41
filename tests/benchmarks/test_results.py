"""The page, the picture and the record, made of what was measured."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from benchmarks.breakdown import Breakdown, by_package, by_part
from benchmarks.check import Count
from benchmarks.measure import STATES, Measured
from benchmarks.picture import draw
from benchmarks.record import record, week_file
from benchmarks.report import report
from benchmarks.results import FLOOR, Size, load, save
from benchmarks.tables import breakdown_table, digits
from benchmarks.targets import TARGETS, targets_table


def size(posts: int, ours: float = 1.0, theirs: float = 2.0) -> Size:
    """All states of two programs, with the same figures in each."""
    programs = {"feeds": Measured((ours,), 50.0, 60.0), "hugo": Measured((theirs,), 300.0, 310.0)}
    floors = {"find -printf": Measured((0.25,), 3.0, 3.0)}
    measured = {state.name: dict(programs) for state in STATES}
    return Size(
        posts=posts,
        short=posts >= 1_000_000,
        machine="2 cores",
        versions={"feeds": "0.1.0", "hugo": "0.168.0"},
        counts={"feeds": Count(26, 520), "hugo": Count(13, 260)},
        measured={**measured, FLOOR: floors},
        broken_down={
            "first run": Breakdown(0.01, 0.03, {"lxml": 0.02}, {"yaml": 0.75, "lxml": 0.25})
        },
    )


def judged(*sizes: Size) -> dict[tuple[str, str], list[str]]:
    """The rows of the table of targets: figure, limit and verdict by posts and name."""
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in targets_table(sizes).splitlines()[2:]
    ]
    return {(posts, what): rest for posts, what, *rest in rows}


def test_a_record_survives(tmp_path):
    """The page could not be made anew from the record."""
    sizes = [size(100), size(1_000_000)]
    save(tmp_path / "results.json", sizes)
    assert load(tmp_path / "results.json") == sizes


def test_sizes_add_up(tmp_path):
    """A size that is measured later would take the place of all others."""
    record([size(100), size(1_000)], tmp_path)
    record([size(1_000, ours=3.0), size(10_000)], tmp_path)
    known = load(tmp_path / "results.json")
    assert [one.posts for one in known] == [100, 1_000, 10_000]
    first = known[1].get("first run", "feeds")
    assert first is not None
    assert first.median == 3.0


def test_the_week_of_cron_stays_on_the_page(tmp_path):
    """A later benchmark would wipe out the week of cron."""
    week_file(tmp_path).write_text("## A week of cron\n", encoding="utf-8")
    record([size(100)], tmp_path)
    assert "## A week of cron" in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")


def test_targets_are_judged():
    """The table would say that a target is reached which is not."""
    rows = judged(size(10_000, ours=0.5, theirs=2.0))
    assert rows["10,000", "first run ÷ Hugo's"] == ["0.25", "≤ 0.5", "yes"]
    assert rows["10,000", "nothing changed ÷ Hugo's"] == ["0.25", "≤ 0.06", "no"]
    assert rows["10,000", "peak memory of the process tree"] == ["50.0 MiB", "≤ 110 MiB", "yes"]


def test_a_million_is_judged_by_the_floor_and_the_smaller_size():
    """The largest size, which Hugo is not asked for, would not be judged."""
    rows = judged(size(100_000, ours=0.5), size(1_000_000))
    assert rows["1,000,000", "first run ÷ that of 100,000"] == ["2.00", "≤ 11", "yes"]
    assert rows["1,000,000", "nothing changed ÷ `find -printf`"] == ["4.00", "≤ 5", "yes"]


@pytest.mark.parametrize(
    ("ours", "beyond", "verdict"), [(0.22, "0.000 s", "yes"), (0.53, "0.30 s", "no")]
)
def test_small_sites_are_judged_less_start_up(ours, beyond, verdict):
    """A start-up that explains everything would be a failure, or hide one."""
    rows = judged(size(100, ours=ours, theirs=0.2))
    what = "first run: slower than Hugo, beyond start-up, by"
    assert rows["100", what] == [beyond, "≤ 0 s", verdict]


def test_what_was_not_measured_is_said():
    """A target would vanish from the table because nobody looked."""
    rows = judged()
    assert len(rows) == len(TARGETS)
    assert {cells[0] for cells in rows.values()} == {"not measured"}


def test_the_page_begins_with_the_figures():
    """Whoever considers the program would have to look for its figures."""
    page = report([size(10_000, ours=0.05)])
    beginning = page.partition("results.svg")[0]
    assert "a run in which nothing changed takes 0.050 s (hugo 2.00 s)" in beginning
    assert "| 10,000 posts | 0.050 / 2.00 |" in beginning


def test_the_page_can_do_without_hugo():
    """A machine without a peer would get no page."""
    whole = size(1_000_000)
    alone = {
        name: {k: v for k, v in t.items() if k != "hugo"} for name, t in whole.measured.items()
    }
    page = report([replace(whole, measured=alone, versions={"feeds": "0.1.0"}, broken_down={})])
    assert "| 1,000,000 posts of 1 KB | 1.00 | 1.00 | 1.00 | 50 |" in page


def test_the_parts_of_a_run_add_up():
    """The table of where time goes would lose some of it."""
    rows = dict(re.findall(r"^\| (.+?) \| ([\d,]+) \|$", breakdown_table(size(100)), re.MULTILINE))
    parts = [name for name in rows if name.startswith(("Python", "imports", "work"))]
    assert sum(int(rows[name].replace(",", "")) for name in parts) == 1000
    assert rows["all"] == "1,000"


def test_the_picture_is_drawn():
    """The picture would be broken, or draw a line out of its frame."""
    root = ElementTree.fromstring(draw([size(100), size(1_000_000, ours=90.0)]))
    lines = root.findall("{*}polyline")
    assert len(lines) == 2 * 4 + 1
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for line in lines:
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 0 < x < width
            assert 0 < y < height


@pytest.mark.parametrize(
    ("value", "said"), [(0.0432, "0.043"), (0.5, "0.50"), (17.36, "17.4"), (1234.5, "1,234")]
)
def test_digits(value, said):
    """A figure would be told with digits that say nothing, or with too few."""
    assert digits(value) == said


def test_imports_are_summed_by_package():
    """A package of many modules would seem to take no time."""
    took = {"lxml": 0.001, "lxml.etree": 0.01, "json.decoder": 0.002, "_blake2": 0.003}
    assert by_package(took) == pytest.approx({"lxml": 0.011, "standard library": 0.005})


def test_work_is_shared_out():
    """Time in C functions would belong to nobody, and imports would count as work."""
    scan = ("/home/a/feeds/collect/scan.py", 1, "scan")
    parse = ("/venv/lib/python3/site-packages/yaml/__init__.py", 1, "load")
    imports = ("<frozen importlib._bootstrap>", 1, "_load")
    profile = {
        scan: (1, 1, 1.0, 9.0, {}),
        parse: (1, 1, 3.0, 3.0, {}),
        imports: (1, 1, 50.0, 50.0, {}),
        ("~", 0, "<built-in method posix.stat>"): (
            2, 2, 5.0, 5.0, {scan: (1, 1, 2.0, 2.0), imports: (1, 1, 3.0, 3.0)}
        ),
        ("~", 0, "<method 'append' of 'list' objects>"): (
            1, 1, 2.0, 2.0, {scan: (1, 1, 2.0, 2.0)}
        ),
    }  # fmt: skip
    assert by_part(profile) == pytest.approx(
        {"yaml": 0.375, "feeds.collect": 0.375, "system calls": 0.25}
    )
