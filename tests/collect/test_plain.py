"""The conventions of a plain blog."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feeds.collect import Collection
from feeds.collect.dates import parse_date
from feeds.model import Person, Post, Query
from feeds.zones import zone

Gather = Callable[..., Collection]
NOW = parse_date("2026-11-23", zone("UTC"))


@pytest.fixture
def one(gather: Gather) -> Callable[..., Post]:
    """The record of a post with such front matter, alone on its site."""

    def make(keys: str, path: str = "posts/2026-10-01-a-day.md", **posts: object) -> Post:
        collection = gather({path: f"---\n{keys}\n---\nbody\n"}, **posts)
        (post,) = collection.store.select(Query(NOW, drafts=True, future=True))
        return post

    return make


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("title: A", "https://harbour.example/2026/10/01/a-day/"),
        ("feed_id: tag:harbour.example,2026:1\nid: tag:other,2026:2", "tag:harbour.example,2026:1"),
        ("id: tag:harbour.example,2026:1", "tag:harbour.example,2026:1"),
        ("guid: https://old.example/?p=%e6%b8%af", "https://old.example/?p=%E6%B8%AF"),
        ("guid: 42\nid: not a uri", "https://harbour.example/2026/10/01/a-day/"),
        ("permalink: /own/:slug", "https://harbour.example/own/a-day"),
        ("url: https://else.example/港", "https://else.example/%E6%B8%AF"),
    ],
)
def test_ids(one: Callable[..., Post], keys: str, expected: str) -> None:
    """Readers would see an old post as new."""
    assert one(keys).id == expected


@pytest.mark.parametrize(
    ("keys", "categories", "tags"),
    [
        ("categories: Sea side", ("Sea side",), ()),
        ("categories: Sea, Land", ("Sea", "Land"), ()),
        ("category: 港\ntags: 船、海", ("港",), ("船", "海")),
        ("tags: [a, [b, {name: c}], 2024, no, true]", (), ("a", "b", "c", "2024", "no", "true")),
        ("tags: {x: 1, y: 2}", (), ("x", "y")),
        ("tags:\n- a\n- a\n- ' '", (), ("a",)),
        ('tags: ["two\\nlines", "bell\\a"]', (), ("two lines", "bell")),
    ],
)
def test_terms(
    one: Callable[..., Post], keys: str, categories: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    """Posts would be missing from category feeds, or be in feeds of nonsense."""
    post = one(keys)
    assert (post.categories, post.tags) == (categories, tags)


@pytest.mark.parametrize(
    ("keys", "authors"),
    [
        ("author: Mio Tanaka", (Person("Mio Tanaka"),)),
        ("author: Mio <mio@harbour.example>", (Person("Mio", "mio@harbour.example"),)),
        (
            "authors:\n- {name: Mio, url: 'https://mio.example/'}\n- Jun\n- {email: x@y.example}",
            (Person("Mio", url="https://mio.example/"), Person("Jun")),
        ),
        ("author: {name: Mio, email: none, url: 'javascript:x'}", (Person("Mio"),)),
        ("author: ''", ()),
    ],
)
def test_authors(one: Callable[..., Post], keys: str, authors: tuple[Person, ...]) -> None:
    """Posts would be credited to nobody, or to something that is no person."""
    assert one(keys).authors == authors


@pytest.mark.parametrize(
    ("keys", "image"),
    [
        ("image: /media/a.jpg\nimage_alt: Boats", ("https://harbour.example/media/a.jpg", "Boats")),
        ("image: a b.jpg", ("https://harbour.example/2026/10/01/a-day/a%20b.jpg", "")),
        ("image: {path: /a.jpg, alt: X}", ("https://harbour.example/a.jpg", "X")),
        ("image: [https://cdn.example/a.jpg, b.jpg]", ("https://cdn.example/a.jpg", "")),
        ("image: javascript:alert(1)", None),
        ("image: 'http://['", None),
        ("image: true", None),
    ],
)
def test_image(one: Callable[..., Post], keys: str, image: tuple[str, str] | None) -> None:
    """A post's picture would be broken, or be something that runs."""
    found = one(keys).image
    assert (found and (found.url, found.alt)) == image


def test_language_and_dates(one: Callable[..., Post]) -> None:
    """A post's language or its change would be lost."""
    post = one("lang: ja_JP\ndate: 2026-09-30 10:00 +0200\nupdated: 2026-10-05")
    assert post.language == "ja-JP"
    assert post.published.isoformat() == "2026-09-30T10:00:00+02:00"
    assert post.updated.isoformat() == "2026-10-05T00:00:00+09:00"
    assert one("lang: '日本語'").language == "en"


def test_a_folder_of_its_own_names_a_page(gather: Gather) -> None:
    """Two posts in folders of their own would have one address, and one be left out."""
    text = "---\ndate: 2026-11-10\n---\n"
    collection = gather(
        {
            "posts/trip-a/index.md": text,
            "posts/2026-11-11-trip-b/index.md": "x",
            "posts/index.md": text,
        }
    )
    found = [(post.url, post.title) for post in collection.store.select(Query(NOW))]
    assert found == [
        ("https://harbour.example/2026/11/11/trip-b/", "Trip B"),
        ("https://harbour.example/2026/11/10/index/", "Index"),
        ("https://harbour.example/2026/11/10/trip-a/", "Trip A"),
    ]


@pytest.mark.parametrize("key", ["title", "slug", "permalink"])
@pytest.mark.parametrize("value", ["[a, b]", "{a: b}"])
def test_a_list_is_no_text(gather: Gather, key: str, value: str) -> None:
    """Readers would see brackets and quotes that nobody wrote, in a title or an address."""
    title = "" if key == "title" else "title: Day\n"
    collection = gather({"posts/2026-11-10-day.md": f"---\n{key}: {value}\n{title}---\n"})
    (post,) = collection.store.select(Query(NOW))
    assert (post.title, post.url) == ("Day", "https://harbour.example/2026/11/10/day/")
    (finding,) = (one for one in collection.findings if "wanted here" in one.what)
    assert (finding.what.partition(":")[0], finding.line) == (key, 2)


def test_what_is_not_published_is_a_draft(gather: Gather) -> None:
    """Posts that another generator kept back would be published after a move."""
    text = "---\ntitle: T\npublished: {}\n---\n"
    files = {f"posts/2026-11-10-{word}.md": text.format(word) for word in ("false", "true")}
    collection = gather(files)
    assert [post.path for post in collection.store.select(Query(NOW))] == [
        "posts/2026-11-10-true.md"
    ]


def test_excerpt_comes_from_front_matter(one: Callable[..., Post]) -> None:
    """An author's own summary would not be used."""
    assert one("description: B\nexcerpt: ''\nsummary: C").excerpt == "B"
    assert one("title: x").excerpt is None
