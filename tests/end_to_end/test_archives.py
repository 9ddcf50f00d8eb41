"""Archives: every post is reached from the newest, and a change touches its own page alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from feeds import pages, staging

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://x.example"
SETTINGS = """
[[feeds]]
name = "main"
limit = 2
formats = ["atom", "rss", "json"]
archive = "auto"
[[feeds]]
by = "category"
formats = ["atom"]
archive = "year"
"""


def post(title: str, day: str, category: str = "Sea") -> str:
    """A post of that day."""
    return f"---\ntitle: {title}\ndate: {day}\ncategories: [{category}]\n---\nText of {title}.\n"


FILES = {
    "posts/a.md": post("A", "2023-05-01"),
    "posts/b.md": post("B", "2024-12-31T23:30:00+00:00", "Land"),
    "posts/c.md": post("C", "2025-02-01"),
    "posts/d.md": post("D", "2026-03-01"),
    "posts/e.md": post("E", "2026-04-01"),
    "posts/f.md": post("F", "2026-05-01"),
}


@pytest.fixture
def site(write_site: Callable[..., Path]) -> Path:
    """A site with posts of several years."""
    return write_site(FILES, SETTINGS)


def hashes(site: Path) -> dict[str, str]:
    """What each published file holds."""
    public = site / "public"
    return {
        path.relative_to(public).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(public.rglob("*"))
        if path.is_file() and path.name not in (".feeds-manifest", ".feeds-lock")
    }


def touched(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The paths of what came, went or changed."""
    return {path for path in before.keys() | after if before.get(path) != after.get(path)}


def links(data: bytes) -> dict[str, str]:
    """The addresses that a feed in XML names, by relation."""
    root = etree.fromstring(data)
    return {
        link.get("rel"): link.get("href")
        for link in root.iter(f"{ATOM}link")
        if link.getparent().tag in (f"{ATOM}feed", "channel")
    }


def walk(site: Path, name: str) -> Iterator[bytes]:
    """The documents from a feed back to the oldest page of its archive."""
    address = f"{URL}/{name}"
    while address:
        data = (site / "public" / address.removeprefix(f"{URL}/")).read_bytes()
        yield data
        if name.endswith(".json"):
            address = json.loads(data).get("next_url", "")
        else:
            address = links(data).get("prev-archive", "")


def titles(data: bytes) -> list[str]:
    """The titles of a document's entries."""
    if data.startswith(b"{"):
        return [item["title"] for item in json.loads(data)["items"]]
    root = etree.fromstring(data)
    entries = [*root.iter(f"{ATOM}entry"), *root.iter("item")]
    return [entry.findtext(f"{ATOM}title") or entry.findtext("title") for entry in entries]


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "feed.json"])
def test_every_post_is_reached(feeds: Callable[..., Any], site: Path, name: str) -> None:
    """A new subscriber could not read on to the first post."""
    assert feeds("build", site).status == 0
    documents = list(walk(site, name))
    assert [titles(data) for data in documents] == [
        ["F", "E"],
        ["F", "E", "D"],
        ["C"],
        ["B"],
        ["A"],
    ]


def test_pages_lead_back_and_forth(feeds: Callable[..., Any], site: Path) -> None:
    """A reader that walks an archive would end in the middle."""
    feeds("build", site)
    public = site / "public"
    page = links((public / "atom-2024.xml").read_bytes())
    assert page["self"] == f"{URL}/atom-2024.xml"
    assert page["current"] == f"{URL}/atom.xml"
    assert page["prev-archive"] == f"{URL}/atom-2023.xml"
    assert page["next-archive"] == f"{URL}/atom-2025.xml"
    ids = {
        etree.parse(public / name).findtext(f"{ATOM}id") for name in ("atom.xml", "atom-2024.xml")
    }
    assert ids == {f"{URL}/atom.xml"}


def test_a_backdated_post_touches_its_own_page(feeds: Callable[..., Any], site: Path) -> None:
    """One old post would make every reader and hub fetch the whole archive again."""
    feeds("build", site)
    before = hashes(site)
    (site / "posts/old.md").write_text(post("Old", "2023-06-01"))
    assert feeds("build", site).status == 0
    assert touched(before, hashes(site)) == {
        *("atom-2023.xml", "rss-2023.xml", "feed-2023.json"),
        "categories/sea/atom.xml",
        "categories/sea/atom-2023.xml",
    }


def test_a_page_that_appears_touches_its_neighbours(feeds: Callable[..., Any], site: Path) -> None:
    """A page would be missing from the chain, or the chain be made anew for it."""
    feeds("build", site)
    before = hashes(site)
    (site / "posts/old.md").write_text(post("Old", "2022-06-01", "Land"))
    assert feeds("build", site).status == 0
    assert touched(before, hashes(site)) == {
        *("atom-2022.xml", "rss-2022.xml", "feed-2022.json"),
        *("atom-2023.xml", "rss-2023.xml", "feed-2023.json"),
        *("categories/land/atom.xml", "categories/land/atom-2022.xml"),
        "categories/land/atom-2024.xml",
    }
    (site / "posts/old.md").unlink()
    assert feeds("build", site, "--prune").status == 0
    assert hashes(site) == before


def test_a_year_that_grows_large_becomes_months(
    feeds: Callable[..., Any], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page would grow without end, or other years be split with it."""
    monkeypatch.setattr("feeds.periods.LARGE_YEAR", 2)
    feeds("build", site)
    assert [titles(data) for data in walk(site, "atom.xml")] == [
        ["F", "E"],
        *(["F"], ["E"], ["D"]),
        *(["C"], ["B"], ["A"]),
    ]
    assert (site / "public/atom-2026-05.xml").exists()
    assert (site / "public/categories/sea/atom-2026.xml").exists()


def test_processes_and_caches_make_no_difference(
    feeds: Callable[..., Any], write_site: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same posts would give other bytes on a machine with more cores."""
    first = datetime(2015, 1, 1, tzinfo=UTC)
    many = {
        f"posts/{number}.md": post(
            f"Post {number}", str((first + timedelta(days=20 * number)).date()), f"C{number % 3}"
        )
        for number in range(80)
    }
    site = write_site(many, SETTINGS)
    monkeypatch.setattr(pages, "_WORTH_ENTRIES", 10)
    monkeypatch.setattr(pages, "_MOST_POSTS", 12)
    assert feeds("build", site, "--jobs", "1", "--no-cache").status == 0
    alone = hashes(site)
    for options in (("--jobs", "2"), ("--jobs", "3", "--no-cache")):
        for path in alone:
            (site / "public" / path).unlink()
        assert feeds("build", site, *options).status == 0
        assert hashes(site) == alone


def test_a_run_that_fails_leaves_nothing_behind(
    feeds: Callable[..., Any], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk or a strict run would leave half-written files among what is published."""
    feeds("build", site)
    before = hashes(site)
    (site / "posts/old.md").write_text(post("Old", "2023-06-01"))
    (site / "posts/bad.md").write_text("---\ntitle: [\n---\n")
    assert feeds("build", site, "--strict").status == 3
    assert hashes(site) == before
    (site / "posts/bad.md").unlink()
    write = staging.write_beside
    with monkeypatch.context() as patched:

        def full(target: Path, data: bytes) -> None:
            if target.name == "feed-2023.json":
                raise OSError(28, "No space left on device", str(target))
            write(target, data)

        patched.setattr(staging, "write_beside", full)
        run = feeds("build", site)
    assert run.status == 3
    assert "No space left on device" in run.err
    assert hashes(site) == before
    assert feeds("build", site).status == 0
    assert "Old" in (site / "public/feed-2023.json").read_text()
