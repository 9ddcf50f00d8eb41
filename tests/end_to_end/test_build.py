"""`feeds build` and its relatives, as a person or a cron job runs them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest

Feeds = Callable[..., "object"]
NOW = ("--now", "2026-11-23T12:00:00+09:00")

POST = "---\ntitle: {title}\ndate: {date}\ncategories: [Sea]\n---\nText of {title}.\n"


def post(title: str, date: str = "2026-11-20") -> str:
    """A small post."""
    return POST.format(title=title, date=date)


def test_the_sample_blog(feeds: Callable[..., object], sample: Path) -> None:
    """Somebody who tries the program for the first time would see it fail."""
    run = feeds("build", sample, *NOW)
    assert (run.status, run.err) == (0, "")
    public = sample / "public"
    assert {
        path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()
    } >= {
        "atom.xml",
        "rss.xml",
        "categories/台所/atom.xml",
        "categories/kitchen/rss.xml",
        "ja/atom.xml",
        "digest/latest.html",
        "digest/latest.txt",
        "digest/latest.eml",
        "tayori/latest.eml",
        ".feeds-manifest",
    }
    feed = feedparser.parse((public / "atom.xml").read_bytes())
    titles = [entry.title for entry in feed.entries]
    assert len(titles) == 17
    assert "Winter hours" not in titles
    assert feed.entries[0].published.endswith("+09:00")
    pictures = [link for entry in feed.entries for link in entry.enclosures]
    assert all(int(link.length) > 10_000 and link.type == "image/jpeg" for link in pictures)
    assert pictures


def test_a_second_run_changes_nothing_and_says_so_in_a_line(
    feeds: Callable[..., object], sample: Path
) -> None:
    """Cron would rewrite every file for nothing, and mail about it."""
    first = feeds("build", sample, *NOW)
    assert len(first.out.splitlines()) > 5
    before = {path: path.stat().st_mtime_ns for path in (sample / "public").rglob("*")}
    second = feeds("build", sample, *NOW)
    assert (second.status, len(second.out.splitlines())) == (0, 1)
    assert "nothing changed" in second.out
    assert {path: path.stat().st_mtime_ns for path in (sample / "public").rglob("*")} == before
    quiet = feeds("build", sample, *NOW, "--quiet")
    assert (quiet.status, quiet.out, quiet.err) == (0, "", "")


def test_findings_are_said_once_and_keep_their_status(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """Cron would mail the same complaint for ever, or an editor never hear of it."""
    site = write_site({"posts/a.md": post("A"), "posts/b.md": "---\ndate: no\n---\n"})
    first = feeds("build", site)
    assert first.status == 1
    assert "error: posts/b.md:2: date: no is not a date" in first.err
    second = feeds("build", site)
    assert (second.status, second.err) == (1, "")
    assert "1 finding as before" in second.out
    assert "posts/b.md" in feeds("build", site, "--dry-run").err
    (site / "posts/c.md").write_text("---\ndate: never\n---\n")
    third = feeds("build", site)
    assert third.status == 1
    assert "posts/c.md" in third.err
    assert feeds("build", site, "--quiet").err == ""
    (site / "posts/d.md").write_text("---\ndate: nie\n---\n")
    assert "posts/d.md" in feeds("build", site, "--quiet").err


def test_strict_publishes_nothing(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """A broken post would be published around, although the owner said not to."""
    site = write_site({"posts/a.md": post("A")})
    feeds("build", site)
    before = (site / "public/atom.xml").read_bytes()
    (site / "posts/b.md").write_text(post("B"))
    (site / "posts/c.md").write_text("---\ndate: no\n---\n")
    run = feeds("build", site, "--strict")
    assert run.status == 3
    assert "posts/c.md" in run.err
    assert (site / "public/atom.xml").read_bytes() == before


def test_a_dry_run(feeds: Callable[..., object], write_site: Callable[..., Path]) -> None:
    """A question would publish."""
    site = write_site({"posts/a.md": post("A")})
    run = feeds("build", site, "--dry-run")
    assert run.status == 0
    assert "would write" in run.out
    assert not (site / "public").exists()


def test_an_abandoned_feed_stays_until_it_is_pruned(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """A category that loses its last post would take its subscribers' feed along."""
    site = write_site({"posts/a.md": post("A"), "posts/b.md": post("B").replace("Sea", "Land")})
    feeds("build", site)
    (site / "posts/b.md").unlink()
    run = feeds("build", site)
    assert "categories/land/atom.xml" in run.out
    assert (site / "public/categories/land/atom.xml").exists()
    assert feeds("build", site, "--prune").status == 0
    assert not (site / "public/categories/land").exists()
    assert (site / "public/categories/sea/atom.xml").exists()


def test_no_post_at_all(feeds: Callable[..., object], write_site: Callable[..., Path]) -> None:
    """A new blog could not be built before its first post."""
    site = write_site({})
    run = feeds("build", site)
    assert (run.status, run.err) == (0, "")
    for name in ("atom.xml", "rss.xml"):
        feed = feedparser.parse((site / "public" / name).read_bytes())
        assert not feed.bozo
        assert feed.entries == []
    assert "1970-01-01T00:00:00Z" in (site / "public/atom.xml").read_text()
    assert not (site / "public/digest").exists()


def test_drafts_and_the_future(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """Something unfinished would be sent to thousands."""
    site = write_site(
        {
            "posts/a.md": post("Past"),
            "posts/b.md": post("Later", "2030-01-01"),
            "posts/c.md": post("Draft").replace("---\nT", "draft: true\n---\nT", 1),
        }
    )
    shown = "title>{}</title"
    feeds("build", site, *NOW)
    atom = (site / "public/atom.xml").read_text()
    assert shown.format("Past") in atom
    assert shown.format("Later") not in atom
    assert shown.format("Draft") not in atom
    feeds("build", site, *NOW, "--drafts", "--future")
    atom = (site / "public/atom.xml").read_text()
    assert shown.format("Later") in atom
    assert shown.format("Draft") in atom
    feeds("build", site, "--now", "2031-01-01")
    assert shown.format("Later") in (site / "public/atom.xml").read_text()


def test_the_digest_alone(feeds: Callable[..., object], write_site: Callable[..., Path]) -> None:
    """`feeds digest` would touch the feeds, or call them stale."""
    site = write_site({"posts/a.md": post("A")})
    assert feeds("digest", "build", site).status == 0
    assert not (site / "public/atom.xml").exists()
    assert (site / "public/digest/latest.eml").exists()
    feeds("build", site)
    run = feeds("digest", "build", site)
    assert "no longer asked for" not in run.out
    assert "nothing changed" in run.out


def test_a_broken_template_costs_its_newsletter_alone(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """A typing mistake in a template would stop the feeds too, or be hard to find."""
    site = write_site(
        {"posts/a.md": post("A"), "templates/digest/page.html": "<p>\n{{ nonsense.here }}\n"}
    )
    run = feeds("build", site)
    assert run.status == 1
    assert "error: templates/digest/page.html:2: " in run.err
    assert (site / "public/atom.xml").exists()
    assert not (site / "public/digest").exists()


def test_wrong_settings_do_nothing(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """An editor would have to find mistakes one run at a time."""
    site = write_site(
        {"posts/a.md": post("A")}, 'languag = "ja"\n[[feeds]]\nname = "main"\nlimit = "many"\n'
    )
    run = feeds("build", site)
    assert run.status == 2
    assert re.search(r"error: feeds\.toml:5: .*languag", run.err)
    assert "language" in run.err
    assert re.search(r"error: feeds\.toml:8: .*limit", run.err)
    assert not (site / "public").exists()


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("nonsense",),
        ("build", "/no/such/folder"),
        ("build", "--now", "whenever"),
        ("list", "--days", "0"),
        ("list", "--since", "x"),
    ],
)
def test_wrong_usage(
    feeds: Callable[..., object],
    write_site: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    argv: tuple[str, ...],
) -> None:
    """A mistyped cron line would look as if it had worked."""
    monkeypatch.chdir(write_site({}))
    run = feeds(*argv)
    assert run.status == 2
    assert run.err
    assert "Traceback" not in run.err


def test_an_output_that_cannot_be_written(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """A run that published nothing would look as if it had."""
    site = write_site({"posts/a.md": post("A"), "file": "x"})
    run = feeds("build", site, "--output", site / "file")
    assert run.status == 3
    assert "cannot be written" in run.err


def test_list_for_people_and_programs(feeds: Callable[..., object], sample: Path) -> None:
    """A selection could not be checked before it is published."""
    table = feeds("list", sample, *NOW, "--category", "工房", "--category", "kitchen")
    assert table.status == 0
    assert "祖母のミシンは、まだ左へ寄る" in table.out
    assert "posts/2026-11-19-rye-for-the-night-ferry.md" in table.out
    assert "lighthouse" not in table.out
    run = feeds("list", sample, *NOW, "--language", "ja", "--limit", "2", "--format", "json")
    rows = [json.loads(line) for line in run.out.splitlines()]
    assert len(rows) == 2
    assert list(rows[0]) == [
        *("path", "id", "url", "title", "published", "updated", "categories", "tags", "authors"),
        *("language", "draft"),
    ]
    assert rows[0]["language"] == "ja"
    assert rows[0]["published"] >= rows[1]["published"]


def test_list_by_date(feeds: Callable[..., object], write_site: Callable[..., Path]) -> None:
    """Somebody would see other days than asked for."""
    site = write_site(
        {f"posts/{day}.md": post(f"P{day}", f"2026-11-{day} 10:00") for day in (10, 15, 20)}
    )

    def titles(*options: str) -> list[str]:
        run = feeds("list", site, "--now", "2026-11-23", "--format", "json", *options)
        return [json.loads(line)["title"] for line in run.out.splitlines()]

    assert titles() == ["P20", "P15", "P10"]
    assert titles("--since", "2026-11-15") == ["P20", "P15"]
    assert titles("--until", "2026-11-15") == ["P15", "P10"]
    assert titles("--until", "2026-11-15T09:00") == ["P10"]
    assert titles("--days", "4") == ["P20"]
    assert titles("--tag", "none") == []


def test_every_command_has_help(feeds: Callable[..., object]) -> None:
    """Somebody who has only the program could not find out how to use it."""
    for command in ((), ("build",), ("list",), ("digest", "build"), ("preview",)):
        run = feeds(*command, "--help")
        assert run.status == 0
        assert "usage: feeds" in run.out
    assert "exit status:" in feeds("--help").out


def test_two_outputs_that_meet(
    feeds: Callable[..., object], write_site: Callable[..., Path]
) -> None:
    """A category's feed would replace another feed without a word."""
    declared = """
[[feeds]]
name = "main"
path = "categories/sea"
[[feeds]]
name = "categories"
by = "category"
"""
    site = write_site({"posts/a.md": post("A")}, declared)
    run = feeds("build", site)
    assert run.status == 1
    assert "categories/sea/atom.xml" in run.err
    assert "<title>X</title>" in (site / "public/categories/sea/atom.xml").read_text()


@pytest.mark.parametrize("mistake", ["post", "template"])
def test_a_mistake_prunes_nothing(
    feeds: Callable[..., object], write_site: Callable[..., Path], mistake: str
) -> None:
    """A typing mistake would take a feed or the newsletter from all its subscribers."""
    site = write_site({"posts/a.md": post("A"), "posts/b.md": post("B").replace("Sea", "Land")})
    feeds("build", site)
    before = set((site / "public").rglob("*"))
    if mistake == "post":
        (site / "posts/b.md").write_text(post("B: again"))
    else:
        (site / "templates/digest").mkdir(parents=True)
        (site / "templates/digest/text.txt").write_text("{{ nope }}")
    run = feeds("build", site, "--prune")
    assert run.status == 1
    assert "--prune deletes nothing" in run.err
    assert "no longer asked for" not in run.out
    assert set((site / "public").rglob("*")) == before


@pytest.mark.parametrize("settings", ["", '[posts]\nfolders = ["posts", "nope"]\n'])
def test_a_post_folder_that_is_gone(
    feeds: Callable[..., object], write_site: Callable[..., Path], settings: str
) -> None:
    """A folder that was moved would empty every feed, as if all were well."""
    site = write_site({"posts/a.md": post("A")}, settings)
    if not settings:
        feeds("build", site)
        (site / "posts").rename(site / "articles")
    before = set((site / "public").rglob("*"))
    run = feeds("build", site, "--prune")
    assert run.status == 2
    assert "there is no folder" in run.err
    assert set((site / "public").rglob("*")) == before
