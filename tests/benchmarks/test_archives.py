"""Every feed of all posts: whether outputs hold them, and what is said of the comparison."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.archives import FIRST, SECOND, Outcome, forget, lay, made_ready, page, try_out
from benchmarks.check import Count, UnfitError
from benchmarks.every_post import check, every_post, expected
from benchmarks.measure import Measured
from benchmarks.peers import Peer

POSTS = 60
FORMATS = ("atom", "rss", "json")
PROGRAM = Path(sys.executable).parent


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few posts."""
    root = tmp_path_factory.mktemp("work") / "archives"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr("benchmarks.archives.GRAIN", 0.0)
        lay(root, POSTS)
    return root


@pytest.fixture(scope="module")
def built(root: Path) -> Path:
    """What this program writes of it."""
    command = (str(PROGRAM / "feeds"), "build", "--jobs", "1", "--output", "out-feeds")
    peer = made_ready(Peer("feeds", "", command, most=POSTS, output="out-feeds"))
    try_out(peer, root, POSTS)
    return root / "out-feeds"


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(built, tmp_path / "output"))


def spoil(output: Path, pattern: str, old: str, new: str) -> None:
    """Changes the first of those files that has a text."""
    file = next(f for f in sorted(output.glob(pattern)) if old in f.read_text(encoding="utf-8"))
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def outcome(ours: Sequence[float], theirs: Sequence[float], memory: float) -> Outcome:
    """A comparison with those seconds, and the memory that this program took."""
    programs = {
        "feeds": Measured(tuple(ours), memory, memory),
        "hugo": Measured(tuple(theirs), 2_000.0, 2_000.0),
    }
    again = {"feeds": Measured((0.05,), 20.0, 20.0)}
    counts = {"feeds": Count(4_000, 264_000), "hugo": Count(83, 80_000)}
    return Outcome(
        10_000, "2 cores", {"feeds": "1", "hugo": "2"}, counts, {FIRST: programs, SECOND: again}
    )


def test_every_kind_of_feed_is_expected():
    """A program would win by leaving out the feeds of a kind."""
    wanted = expected(2_000)
    kinds = [name.partition(" ")[0] for name in wanted]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "all": 1,
        "category": 12,
        "tag": 40,
        "author": 30,
    }
    assert wanted["all"] == frozenset(range(2_000))
    assert sum(len(numbers) for name, numbers in wanted.items() if name != "all") == 7 * 2_000


def test_what_is_expected_is_what_is_written():
    """Bodies are left out to expect quickly, and chance would then have it otherwise."""
    small, usual = every_post(POSTS, size=0), every_post(POSTS)
    for one, other in zip(small, usual, strict=True):
        assert (one.category, one.tags, one.author) == (other.category, other.tags, other.author)


def test_a_whole_output_is_counted(output):
    """A program that did all it was asked for would be refused."""
    count = check(output, POSTS, FORMATS, in_pages=True)
    assert count.feeds == sum(1 for file in output.rglob("*.*") if file.suffix in (".xml", ".json"))
    assert count.items > 3 * 8 * POSTS


@pytest.mark.parametrize(
    ("pattern", "what"), [("atom-*.xml", "atom"), ("rss-*.xml", "rss"), ("feed-*.json", "json")]
)
@pytest.mark.parametrize("scope", ["", "categories/*/", "tags/*/", "authors/*/"])
def test_a_page_less_is_refused(output, scope, pattern, what):
    """A program would win by leaving out pages."""
    next(output.glob(scope + pattern)).unlink()
    with pytest.raises(UnfitError, match=f" {what} feeds lack posts"):
        check(output, POSTS, FORMATS, in_pages=True)


def test_a_post_that_is_cut_off_is_refused(output):
    """A program would win by writing excerpts."""
    spoil(output, "feed-*.json", "end-of-post-0000033", "…")
    with pytest.raises(UnfitError, match=r"1 of \d+ json feeds lack posts, such as all"):
        check(output, POSTS, FORMATS, in_pages=True)


def test_a_post_that_is_there_twice_is_refused(output):
    """Pages would count as an archive although posts are on several of them."""
    page = next(output.glob("rss-*.xml"))
    shutil.copy(page, page.with_name("rss-1999.xml"))
    with pytest.raises(UnfitError, match="rss feeds lack posts, such as all"):
        check(output, POSTS, FORMATS, in_pages=True)


def test_what_is_not_well_formed_is_refused(output):
    """An output that no reader can read would count."""
    spoil(output, "tags/*/atom.xml", "</feed>", "")
    with pytest.raises(UnfitError, match="not well formed"):
        check(output, POSTS, FORMATS, in_pages=True)


def test_hugo_writes_every_post(root, program):
    """Hugo would be compared for less than is asked of this program."""
    beside = PROGRAM / "hugo"
    command = str(beside) if beside.is_file() else program("hugo")
    words = (command, "--quiet", "--noBuildLock", "--destination", "out-hugo")
    count = try_out(Peer("hugo", "", words, most=POSTS, output="out-hugo"), root, POSTS)
    assert count == Count(len(expected(POSTS)), 8 * POSTS)


def test_a_first_run_finds_the_posts_read_and_no_more(root, built):
    """Hugo would be compared with a run that has its bodies, or one that reads everything."""
    peer = made_ready(Peer("feeds", "", (), most=POSTS, output=built.name))
    kept = shutil.copytree(root, root.with_name("forgotten"))
    assert (kept / ".feeds" / "results.sqlite").exists()
    forget(peer, kept)
    assert [file.name for file in (kept / ".feeds").glob("*.sqlite*")] == ["posts.sqlite"]
    assert not list((kept / ".feeds").glob("unchanged-*"))
    assert not (kept / built.name).exists()


def test_the_page_says_what_was_reached():
    """A figure that was missed would look like one that was reached."""
    good = page(outcome([6.0, 7.0, 9.0], [7.0, 7.0, 7.0], 180.0)).splitlines()
    assert "| no body rendered ÷ Hugo's | 1.00 | ≤ 1 | yes |" in good
    assert "| peak memory of the process tree | 180 MiB | ≤ 200 MiB | yes |" in good
    bad = page(outcome([6.0, 7.1, 9.0], [7.0, 7.0, 7.0], 201.0)).splitlines()
    assert "| no body rendered ÷ Hugo's | 1.01 | ≤ 1 | no |" in bad
    assert "| peak memory of the process tree | 201 MiB | ≤ 200 MiB | no |" in bad
