"""A site as it was built: faults are at the posts' lines, and each is told once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.build import build
from feeds.check.checked import MOST_OF_A_RULE, check_bytes
from feeds.check.checking import Report, check_files, check_site
from feeds.errors import ConfigurationError, Finding
from feeds.web.links import Answer
from feeds.workspace import Workspace, open_site

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 25, tzinfo=UTC)
SETTINGS = """[site]
url = "https://x.example"
title = "X"
timezone = "UTC"

[[feeds]]
formats = ["atom", "rss", "json"]
"""
POST = """---
title: The ferry
date: 2026-03-01 08:00
---
It left early, and nobody saw it go.
"""
Built = Callable[..., Workspace]


@pytest.fixture
def built(tmp_path: Path) -> Built:
    """Writes such posts, builds the site, and opens it."""

    def make(posts: Mapping[str, str], settings: str = SETTINGS, **asked: bool) -> Workspace:
        (tmp_path / "feeds.toml").write_text(settings, encoding="utf-8")
        for name, text in posts.items():
            file = tmp_path / "posts" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        workspace = open_site(tmp_path, **asked)
        build(workspace, NOW, tmp_path / "public")
        return workspace

    return make


def check(workspace: Workspace) -> Report:
    """What is found in a site's output folder."""
    return check_site(workspace, workspace.site.root / "public", NOW)


def found(workspace: Workspace, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in check(workspace).findings if finding.rule == rule]


def test_a_good_site_is_good(built: Built) -> None:
    """People would learn to look away."""
    assert check(built({"a.md": POST})) == Report(4, ())


def test_a_title_is_blamed_where_it_stands(built: Built) -> None:
    """An editor would have to look for the post, and be told of it once for each feed."""
    post = POST.replace("The ferry", "The {{ page.ship }}")
    (finding,) = found(built({"a.md": post}), "feed-template-code")
    assert (finding.path, finding.line) == ("posts/a.md", 2)
    assert "(in public/atom.xml:" in finding.what
    assert "and 2 more)" in finding.what


def test_a_date_is_blamed_where_it_stands(built: Built) -> None:
    """An editor would have to look for the date."""
    workspace = built({"a.md": POST.replace("2026-03", "2027-03")}, future=True)
    (finding,) = found(workspace, "feed-date-future")
    assert (finding.path, finding.line) == ("posts/a.md", 3)


def test_a_body_is_blamed_where_it_stands(built: Built) -> None:
    """An editor would have to read the whole post."""
    post = (
        POST + "\n![A ship](https://x.example/media/ship.jpg)\n\n[Here](https://x.example/none/)\n"
    )
    workspace = built({"a.md": post})
    (picture,) = found(workspace, "body-size-missing")
    assert (picture.path, picture.line) == ("posts/a.md", 7)
    (link,) = found(workspace, "body-link-text-vague")
    assert (link.path, link.line) == ("posts/a.md", 9)


def test_a_dead_link_between_posts_is_told(built: Built) -> None:
    """Readers would come to nothing, and nobody know."""
    post = POST + "\n[The market](/2026/02/01/market/) was better.\n"
    market = POST.replace("ferry", "market").replace("2026-03", "2026-02")
    (finding,) = found(built({"a.md": post, "b.md": market}), "reference-post-missing")
    assert (finding.path, finding.line) == ("posts/a.md", 7)


def test_what_is_not_as_it_was_built_is_told(built: Built) -> None:
    """A feed that another program overwrote or deleted would not be missed."""
    workspace = built({"a.md": POST})
    public = workspace.site.root / "public"
    (public / "atom.xml").unlink()
    (public / "rss.xml").write_bytes((public / "rss.xml").read_bytes() + b"<!-- more -->\n")
    (public / "feed.json").unlink()
    (public / "feed.json").mkdir()
    told = {(finding.rule, finding.path) for finding in check(workspace).findings}
    assert told == {
        ("site-file-missing", "public/atom.xml"),
        ("site-file-changed", "public/rss.xml"),
        ("site-file-unreadable", "public/feed.json"),
    }


def test_a_fault_that_is_no_posts_is_at_the_feeds_line(built: Built) -> None:
    """A fault of the writer would be nowhere, or be blamed on a post."""
    workspace = built({"a.md": POST})
    file = workspace.site.root / "public/atom.xml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("<id>https://x.example/atom.xml</id>", "<id>x</id>"), "utf-8")
    (finding,) = found(workspace, "atom-id-not-iri")
    line = text[: text.index("<id>")].count("\n") + 1
    assert (finding.path, finding.line) == ("public/atom.xml", line)


def test_a_moved_site_is_told(built: Built) -> None:
    """Feeds that were built for another domain would be published as they are."""
    workspace = built({"a.md": POST})
    moved = replace(workspace, site=replace(workspace.site, url="https://y.example"))
    assert {finding.path for finding in found(moved, "site-self-elsewhere")} == {
        "public/atom.xml",
        "public/feed.json",
        "public/rss.xml",
    }


def test_the_web_is_asked_for_what_posts_link_to(built: Built) -> None:
    """Links that died would stay; or pages of the site itself be asked for."""
    post = POST + "\nSee [the log](https://y.example/log) and [us](https://x.example/).\n"
    workspace = built({"a.md": post})
    asked: list[str] = []

    def ask(urls: object) -> dict[str, Answer]:
        asked.extend(urls)  # type: ignore[call-overload]
        return {url: Answer(404, url, "", "the server says 404") for url in asked}

    report = check_site(workspace, workspace.site.root / "public", NOW, ask=ask)
    assert asked == ["https://y.example/log"]
    (finding,) = (each for each in report.findings if each.rule == "link-gone")
    assert (finding.path, finding.line) == ("posts/a.md", 7)


def test_drafts_are_known_and_not_shown(built: Built) -> None:
    """A link to a draft would lead nowhere, and nobody be told."""
    draft = POST.replace("The ferry", "The market").replace("---\n", "---\ndraft: true\n", 1)
    post = POST + "\n[The market](/2026/03/01/b/) was better.\n"
    workspace = built({"a.md": post, "b.md": draft})
    (finding,) = found(workspace, "reference-draft")
    assert finding.path == "posts/a.md"


def test_a_site_that_was_not_built_says_so(tmp_path: Path) -> None:
    """Nothing would be found wrong with nothing."""
    (tmp_path / "feeds.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "posts").mkdir()
    with pytest.raises(ConfigurationError, match="no feeds were built"):
        check_site(open_site(tmp_path), tmp_path / "public", NOW)


SHIP = POST.replace("---\n", "---\nenclosure: /media/ship.pdf\n", 1)


def test_files_that_posts_bring_along_are_as_long_as_they_say(built: Built, tmp_path: Path) -> None:
    """Players would stop in the middle, or find nothing to play."""
    media = tmp_path / "media"
    media.mkdir()
    (media / "ship.pdf").write_bytes(b"%PDF-1.4 ship")
    (media / "pier.pdf").write_bytes(b"%PDF-1.4 pier")
    workspace = built({"a.md": SHIP})
    assert check(workspace).findings == ()
    (media / "ship.pdf").write_bytes(b"%PDF-1.4 a longer ship")
    (finding,) = found(workspace, "site-enclosure-length")
    assert (finding.path, finding.line) == ("posts/a.md", 2)
    assert "22 bytes, and not 13" in finding.what
    (media / "ship.pdf").unlink()
    (finding,) = found(workspace, "site-enclosure-missing")
    assert (finding.path, finding.line) == ("posts/a.md", 2)


def test_the_web_is_asked_for_what_any_feed_links_to(tmp_path: Path) -> None:
    """Dead links in a feed of another program would not be found."""
    text = (CASES / "good/atom.xml").read_text(encoding="utf-8")
    link = "&lt;a href=&quot;https://y.example/log&quot;&gt;The log&lt;/a&gt;"
    (tmp_path / "atom.xml").write_text(text.replace("It left", f"{link} left"), "utf-8")
    report = check_files(
        [tmp_path / "atom.xml"],
        NOW,
        ask=lambda urls: {url: Answer(410, url, "", "the server says 410") for url in urls},
    )
    (finding,) = report.findings
    assert (finding.rule, finding.path, finding.line) == (
        "link-gone",
        str(tmp_path / "atom.xml"),
        17,
    )


def test_files_are_looked_at_by_themselves(tmp_path: Path) -> None:
    """A feed of another program could not be checked."""
    report = check_files([CASES / "bad/rss-ttl.xml", CASES / "good/feed.json"], NOW)
    assert report.feeds == 2
    (finding,) = report.findings
    assert (finding.rule, finding.line) == ("rss-ttl", 7)
    assert finding.path == str(CASES / "bad/rss-ttl.xml")


def test_a_body_in_a_file_is_at_its_line(tmp_path: Path) -> None:
    """Faults of bodies would be told without a place, or twice for two formats."""
    for name in ("rss.xml", "atom.xml"):
        text = (CASES / "good" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("It left", "&lt;blink&gt;It left"), "utf-8")
    told = [each for each in check_files([tmp_path], NOW).findings if "blink" in each.what]
    assert {(each.path, each.line) for each in told} == {(str(tmp_path / "atom.xml"), 17)}


def test_a_fault_in_a_long_body_is_at_its_own_line() -> None:
    """Somebody would have to look for it in the whole body, or find it in another entry."""
    told = check_files([CASES / "long-bodies.xml"], NOW).findings
    assert [(each.rule, each.line) for each in told] == [
        ("body-relative-url", 18),
        ("body-relative-url", 29),
    ]


def test_a_folder_is_looked_through_for_feeds(tmp_path: Path) -> None:
    """What is no feed would be called a bad one, or a feed be overlooked."""
    (tmp_path / "notes").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "sitemap.xml").write_text("<urlset/>", encoding="utf-8")
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    (tmp_path / ".git/index.xml").write_text("<rss/>", encoding="utf-8")
    (tmp_path / "notes/index.xml").write_bytes((CASES / "bad/rss-ttl.xml").read_bytes())
    report = check_files([tmp_path], NOW)
    assert report.feeds == 1
    assert [finding.rule for finding in report.findings] == ["rss-ttl"]


@pytest.mark.parametrize("name", ["nothing", ""])
def test_where_there_are_no_feeds_somebody_is_told(tmp_path: Path, name: str) -> None:
    """A wrong path would be found to be all right."""
    with pytest.raises(ConfigurationError, match=r"no feeds are in|there is no"):
        check_files([tmp_path / name], NOW)


def test_many_faults_of_a_kind_are_told_shortly() -> None:
    """One bad template would fill the log."""
    item = b"<item><title>A</title><link>/</link></item>"
    feed = b"<rss version='2.0'><channel>" + item * 1234 + b"</channel></rss>"
    flaws = [
        flaw for flaw in check_bytes(feed, "a", "a", NOW).flaws if flaw.rule == "rss-url-relative"
    ]
    assert len(flaws) == MOST_OF_A_RULE + 1
    assert flaws[-1].what == "the same is so in 1,184 more places"
