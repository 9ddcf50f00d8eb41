"""Entries that readers know, found among the posts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.adopt import KnownEntry, KnownFeed, Survey, compare, hints, new_settings, with_known

Look = Callable[..., Survey]
TOML = '[site]\nurl = "https://x.example"\ntitle = "X"\ntimezone = "{}"\n'
ID = "https://x.example/2026/01/01/a/"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
ENTRY = KnownEntry(ID, ID, "A", FIRST)


def blog(look: Look, *front_matter: str, zone: str = "UTC", **files: str) -> Survey:
    """A blog with the post A of the first of January, and others."""
    text = "\n".join(["---", "title: A", "date: 2026-01-01", *front_matter, "---", ""])
    return look({"feeds.toml": TOML.format(zone), "posts/a.md": text, **files})


def judged(survey: Survey, *entries: KnownEntry) -> list[tuple[str | None, tuple[str, ...], str]]:
    """Of each entry: the post that it is, what differs, and the post's state."""
    feed = KnownFeed("feed.xml", "Atom", entries)
    return [
        (each.post.path if each.post else None, each.differs, each.state)
        for each in compare(feed, survey).verdicts
    ]


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ({}, ()),
        ({"link": "HTTPS://X.example/2026/01/01/%61/"}, ()),
        ({"link": "HTTPS://x.example/2026/01/01/a/"}, ()),
        ({"published": datetime(2026, 1, 1, 9, tzinfo=UTC) - timedelta(hours=9)}, ()),
        ({"published": datetime(2026, 1, 1, 1, tzinfo=UTC)}, ("date",)),
        ({"published": datetime(2026, 1, 1, 5, tzinfo=UTC), "day_only": True}, ()),
        ({"published": None}, ()),
        ({"link": ""}, ()),
        ({"link": "https://x.example/other"}, ("link",)),
        ({"id": "tag:x,2026:a"}, ("id",)),
        ({"id": "tag:x,2026:a", "published": datetime(2025, 1, 1, tzinfo=UTC)}, ("id", "date")),
        ({"id": "1", "link": "https://old.example/a"}, ("id", "link")),
        (
            {
                "id": "1",
                "link": "https://old.example/a",
                "published": datetime(2020, 1, 1, tzinfo=UTC),
            },
            ("id", "link", "date"),
        ),
        ({"id": "1", "link": "http://[", "title": "<b>a</b>"}, ("id", "link")),
        ({"title": "other"}, ()),
        ({"id": "", "link": "", "title": "A"}, ()),
    ],
)
def test_what_differs(look: Look, changed: Mapping[str, object], differs: tuple[str, ...]) -> None:
    """A reader would see an old post as new, and nobody have been told."""
    entry = replace(ENTRY, **changed)  # type: ignore[arg-type]
    assert judged(blog(look), entry) == [("posts/a.md", differs, "shown")]


def test_a_change_alone_counts_as_the_date_where_there_is_no_other(look: Look) -> None:
    """An Atom feed that says only when an entry changed would differ in every entry."""
    survey = blog(look, "updated: 2026-03-01")
    entry = replace(ENTRY, published=None, updated=datetime(2026, 3, 1, tzinfo=UTC))
    assert judged(survey, entry) == [("posts/a.md", (), "shown")]


@pytest.mark.parametrize(
    ("line", "state"),
    [("draft: true", "draft"), ("date: 2026-12-01", "future"), ("draft: false", "shown")],
)
def test_posts_that_are_held_back(look: Look, line: str, state: str) -> None:
    """An entry would be gone from the feed, and the check not say why."""
    lines = [line] if not line.startswith("date") else []
    date = line if line.startswith("date") else "date: 2026-01-01"
    text = "\n".join(["---", "title: A", date, *lines, f"id: {ID}", "---", ""])
    survey = look({"feeds.toml": TOML.format("UTC"), "posts/a.md": text})
    ((path, _, found),) = judged(survey, replace(ENTRY, published=None, link=""))
    assert (path, found) == ("posts/a.md", state)


def test_no_such_post(look: Look) -> None:
    """A post that was deleted would be taken for another one."""
    entry = KnownEntry("1", "https://x.example/gone", "Gone", FIRST)
    assert judged(blog(look), entry) == [(None, (), "shown")]
    assert not compare(KnownFeed("f", "RSS", (entry,)), blog(look)).verdicts[0].same


def test_a_title_that_several_have_tells_nothing(look: Look) -> None:
    """An entry would be taken for another post that happens to be called the same."""
    twins = {f"posts/{x}.md": f"---\ntitle: Links\ndate: 2026-02-0{x}\n---\n" for x in "12"}
    survey = blog(look, **twins)
    unknown = KnownEntry("1", "https://old.example/1", "Links", None)
    assert judged(survey, unknown) == [(None, (), "shown")]
    dated = replace(unknown, published=datetime(2026, 2, 2, tzinfo=UTC))
    assert judged(survey, dated) == [("posts/2.md", ("id", "link"), "shown")]
    other = replace(unknown, id="2", title="A", published=None)
    assert judged(survey, ENTRY, other)[1] == (None, (), "shown")
    assert judged(survey, other, replace(other, id="3")) == [(None, (), "shown")] * 2


def test_a_shown_post_comes_before_a_draft_of_it(look: Look) -> None:
    """A draft of a new version would stand in for the post that readers know."""
    draft = f"---\ntitle: A\ndate: 2026-01-01\ndraft: true\nid: {ID}\nslug: new\n---\n"
    survey = blog(look, **{"posts/0.md": draft})
    assert judged(survey, ENTRY) == [("posts/a.md", (), "shown")]


def test_one_wrong_setting_explains_many_differences(look: Look) -> None:
    """Somebody would mend a hundred posts where one setting is missing."""
    survey = blog(look, zone="Asia/Tokyo")
    link = "http://www.x.example/2026/01/01/a/"
    entry = KnownEntry(ID, link, "A", FIRST)
    zone_hint, start_hint = sorted(hints(compare(KnownFeed("f", "RSS", (entry,)), survey), survey))
    assert "http://www.x.example" in start_hint
    assert "https://x.example here" in start_hint
    assert "9 hours" in zone_hint
    same = compare(KnownFeed("f", "RSS", (ENTRY,)), blog(look))
    assert hints(same, blog(look)) == []


@pytest.mark.parametrize(
    ("links", "pattern"),
    [
        (["/blog/a/", "/blog/b/"], "/blog/:slug/"),
        (["/a.html", "/b.html"], "/:slug.html"),
        (["/2026/02/02/a", "/2026/02/03/b"], "/:year/:month/:day/:slug"),
        (["/2026/a/", "/2026/b/"], "/:year/:slug/"),
        (["/x/a/", "/y/b/"], ""),
        (["/1/", "/2/"], ""),
        (["/?p=a", "/?p=b"], ""),
        (["/2026/02/02/a/", "/2026/02/03/b/"], ""),
    ],
)
def test_the_pattern_of_links(look: Look, links: list[str], pattern: str) -> None:
    """Somebody would have to find out how another program made its URLs."""
    files = {
        "posts/a.md": "---\ntitle: A\ndate: 2026-02-02\n---\n",
        "posts/b.md": "---\ntitle: B\ndate: 2026-02-03\n---\n",
    }
    survey = look(files, url="https://x.example/w")
    entries = tuple(
        KnownEntry(f"https://x.example/w{link}", f"https://x.example/w{link}", title)
        for link, title in zip(links, "AB", strict=True)
    )
    comparison = compare(KnownFeed("f", "RSS", entries), survey)
    said = " ".join(hints(comparison, survey))
    assert (f'made as "{pattern}"' in said) is bool(pattern)
    after = look(files | {"feeds.toml": new_settings(with_known(survey, comparison))})
    same = compare(KnownFeed("f", "RSS", entries), after).same
    assert same == (2 if pattern or comparison.same == 2 else 0)


def test_ids_that_are_urls(look: Look) -> None:
    """Somebody would have to write a `feed_id` into every post, or not hear of the setting."""
    files = {"_config.yml": "url: https://x.example\ntitle: X\ntimezone: UTC\n"}
    files |= {f"_posts/2026-01-0{n}-a.md": "---\n---\n" for n in (1, 2)}
    survey = look(files)
    entries = tuple(KnownEntry(each.url, each.url, each.title) for each in survey.posts)
    comparison = compare(KnownFeed("f", "RSS", entries), survey)
    assert comparison.same == 0
    (hint,) = hints(comparison, survey)
    assert 'id_from = "url"' in hint
    text = new_settings(with_known(survey, comparison))
    after = look({"feeds.toml": text, **files})
    assert compare(KnownFeed("f", "RSS", entries), after).same == 2
    other = (*entries[:1], replace(entries[1], id="urn:2"))
    assert hints(compare(KnownFeed("f", "RSS", other), survey), survey) == []
    ids = tuple(KnownEntry(each.id, each.url, each.title) for each in survey.posts)
    assert hints(compare(KnownFeed("f", "RSS", ids), survey), survey) == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://x.example/feed/", True),
        ("https://x.example/atom.xml", False),
        ("https://x.example/rss.xml", False),
        ("", False),
    ],
)
def test_a_feed_that_moves(look: Look, address: str, told: bool) -> None:
    """All entries would be the same, at an address that nobody asks for."""
    survey = blog(look)
    feed = KnownFeed("f", "RSS", (ENTRY,), address=address)
    assert bool(hints(compare(feed, survey), survey)) is told


def test_the_summary_counts(look: Look) -> None:
    """A feed with a difference would pass."""
    other = replace(ENTRY, id="1")
    comparison = compare(KnownFeed("f", "RSS", (ENTRY, other)), blog(look))
    assert comparison.same == 1
    assert [each.same for each in comparison.verdicts] == [True, False]


def test_many_entries_and_many_posts(look: Look) -> None:
    """A blog of many years would take for ever."""
    posts = {f"posts/{n}.md": f"---\ntitle: P{n}\ndate: 2026-01-01\n---\n" for n in range(300)}
    entries = [KnownEntry(f"urn:{n}", "", f"P{n % 300}", FIRST) for n in range(30_000)]
    comparison = compare(KnownFeed("f", "RSS", tuple(entries)), blog(look, **posts))
    assert comparison.same == 0
