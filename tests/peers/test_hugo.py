"""Hugo itself, run on the same small sites: what it lists and what its feeds hold."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import lxml.html
import pytest

from feeds.cli import main
from feeds.collect import collect, read_body
from feeds.collect.dates import parse_date
from feeds.content.pipeline import render
from feeds.errors import Finding
from feeds.expand import Sources, expander
from feeds.model import Post, Query, Site
from feeds.text import one_line
from feeds.urls import normalise
from feeds.workspace import open_site
from feeds.zones import zone

CASES = Path(__file__).parent / "hugo"
LONG_AGO = parse_date("1900-01-01", zone("UTC"))
NEVER = "0001-01-01T00:00:00Z"
UNDATED, UNLISTED = "no date", "not listed"

LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "names": {
        "content/post/2024-05-06-dated.md": UNDATED,
        "content/post/nodate.md": UNDATED,
    },
    "dates": {
        "content/casc2/z/y.md": UNDATED,
        "content/sec/br.md": UNLISTED,
    },
    "permalinks": {},
    "spelling": {"content/glob/D.md": UNDATED},
    "order": {},
    "hosts": {},
    "mounts": {},
    "off": {},
}
"""Pages that Hugo lists and that are no posts here, and why."""


@pytest.fixture
def hugo(program: Callable[[str], str]) -> str:
    """The program, which its package from PyPI puts beside the interpreter."""
    beside = Path(sys.executable).parent / "hugo"
    return str(beside) if beside.is_file() else program("hugo")


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """Writes the site of a case, whose files stand in one text below lines `-- path --`."""

    def write(case: str) -> Path:
        text = (CASES / f"{case}.txt").read_bytes().decode()
        _, *parts = re.split(r"^-- (.+) --\n", text, flags=re.MULTILINE)
        for name, said in zip(parts[::2], parts[1::2], strict=True):
            file = tmp_path / "site" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(said.encode())
        return tmp_path / "site"

    return write


@dataclass(frozen=True)
class Known:
    """What is known of a site here: its posts by path, and what is said of them."""

    site: Site
    posts: Mapping[str, Post]
    findings: tuple[Finding, ...]


def known(root: Path) -> Known:
    """Every post of the site, drafts and future and expired ones too."""
    workspace = open_site(root, drafts=True, future=True)
    with collect(workspace.site, workspace.dialect) as collection:
        posts = collection.store.select(Query(LONG_AGO, drafts=True, future=True))
        return Known(workspace.site, {post.path: post for post in posts}, collection.findings)


def run(hugo: str, root: Path, *arguments: str) -> str:
    """What Hugo says; it is to find nothing wrong with the site."""
    done = subprocess.run(
        [hugo, *arguments, "--source", str(root), "--logLevel", "error"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("case", sorted(LEFT_OUT))
def test_every_page_is_what_hugo_says(hugo: str, written: Callable[[str], Path], case: str) -> None:
    """A reader who comes from Hugo would see an old post as new, or at another date."""
    root = written(case)
    listed = run(hugo, root, "list", "all")
    rows = csv.DictReader(io.StringIO(listed[listed.index("path,slug") :]))
    theirs = {row["path"]: row for row in rows if row["kind"] == "page"}
    ours = known(root).posts
    assert theirs.keys() - ours.keys() == LEFT_OUT[case].keys()
    assert not ours.keys() - theirs.keys()
    assert len(theirs) >= 10
    for path, post in ours.items():
        row = theirs[path]
        assert post.url == post.id == normalise(row["permalink"]), path
        assert post.published == moment(row["publishDate"]), path
        assert post.draft == (row["draft"] == "true"), path
        assert post.expires == (
            None if row["expiryDate"] == NEVER else moment(row["expiryDate"])
        ), path
        assert post.title == one_line(row["title"]) or not row["title"], path


def moment(text: str) -> datetime:
    """A date as Hugo lists it."""
    return datetime.fromisoformat(text)


def items(file: Path) -> list[tuple[str, str, datetime]]:
    """Guid, link and date of the entries of an RSS feed, in order."""
    found = ElementTree.parse(file).getroot().iter("item")
    return [
        (
            normalise(item.findtext("guid", "")),
            normalise(item.findtext("link", "")),
            parsedate_to_datetime(item.findtext("pubDate", "")),
        )
        for item in found
    ]


def built(hugo: str, root: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The output folders of Hugo's build and of ours."""
    (root / "layouts").mkdir(exist_ok=True)
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    run(hugo, root, "--destination", str(theirs))
    arguments = ["build", root, "--output", ours, "--cache", tmp_path / "cache"]
    assert main([str(argument) for argument in arguments]) == 0
    return theirs, ours


def test_feeds_hold_the_same_entries_in_the_same_order(
    hugo: str, written: Callable[[str], Path], tmp_path: Path
) -> None:
    """A feed would lose entries or show them again, or be at an address nobody polls."""
    theirs, ours = built(hugo, written("order"), tmp_path)
    entries = items(ours / "feed.xml")
    assert len(entries) == 6
    assert entries == items(theirs / "feed.xml")


def test_feeds_of_languages_hold_the_same_entries(
    hugo: str, written: Callable[[str], Path], tmp_path: Path
) -> None:
    """A language's readers would get posts that they cannot read, or none."""
    theirs, ours = built(hugo, written("permalinks"), tmp_path)
    for name in ("index.xml", "ja/index.xml"):
        assert len(items(ours / name)) > 3
        assert sorted(items(ours / name)) == sorted(items(theirs / name))
    terms = {file.parent.name for file in (theirs / "t").glob("*/index.xml")}
    assert {file.parent.name for file in (ours / "t").glob("*/index.xml")} >= terms & {
        "a-b",
        "日本",
    }


@pytest.mark.parametrize("case", [case for case, pages in LEFT_OUT.items() if pages])
def test_pages_without_a_date_are_named(written: Callable[[str], Path], case: str) -> None:
    """A post that lacks a date would be lost without a word."""
    said = {one.path for one in known(written(case)).findings if "no date" in one.what}
    assert said == {path for path, why in LEFT_OUT[case].items() if why == UNDATED}


def test_a_language_has_its_tag_and_its_zone(written: Callable[[str], Path]) -> None:
    """Readers' programs would pick the wrong voice, and dates would be hours off."""
    posts = known(written("hosts")).posts
    assert posts["content/fr/blog/a.md"].language == "fr-CA"
    assert posts["content/en/blog/a.md"].published.isoformat() == "2024-07-01T12:00:00+01:00"
    assert posts["content/en/blog/a.md"].language == "en"


def test_bodies_say_what_hugos_say(
    hugo: str, written: Callable[[str], Path], tmp_path: Path
) -> None:
    """Words, links and pictures of a post would be lost, or lead elsewhere."""
    root = written("bodies")
    run(hugo, root, "--destination", str(tmp_path / "theirs"))
    text = (tmp_path / "theirs" / "index.xml").read_text(encoding="utf-8")
    _, *parts = re.split(r"^=====/(.+)\n", text, flags=re.MULTILINE)
    theirs = dict(zip(parts[::2], parts[1::2], strict=True))
    assert len(theirs) == 15
    workspace = open_site(root)
    with collect(workspace.site, workspace.dialect) as collection:
        posts = collection.store.select(Query(parse_date("2030-01-01", zone("UTC"))))
        sources = Sources(workspace.site, collection.dialect, collection.folders)
    works = expander(workspace.site, collection.dialect, sources)
    assert len(posts) == len(theirs)
    for post in posts:
        done = render(
            read_body(workspace.site, post), post, workspace.site, works.expand, works.flavour
        )
        assert not done.findings, post.path
        expected = seen(theirs[post.path.removeprefix("content/")], post.url)
        assert seen(done.body.html, post.url) == expected, post.path


def seen(html: str, base: str) -> tuple[str, list[str]]:
    """A body's words without white space, and where its links and pictures lead."""
    tree = lxml.html.fragment_fromstring(f"<div>{html}</div>")
    for box in tree.iter("input"):
        box.tail = ("☑" if box.get("checked") is not None else "☐") + (box.tail or "")
    tree.make_links_absolute(base)
    places = [element.get("href") or element.get("src") or "" for element in tree.iter("a", "img")]
    return "".join(tree.text_content().split()), places
