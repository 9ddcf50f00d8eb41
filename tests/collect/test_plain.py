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


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ("pubDate: 2024-03-01", "2024-03-01"),
        ("pubDatetime: 2024-03-02T10:00:00Z", "2024-03-02"),
        ("published_at: 2024-03-03T04:05:06.000Z\ncreated_at: 2024-01-01", "2024-03-03"),
        ("published_at: null\ncreated_at: 2024-03-04", "2024-03-04"),
        ("published: 2024-03-05", "2024-03-05"),
        ("published: true\ncreated: 2024-03-06", "2024-03-06"),
        ("date: 2024-03-07\npubDate: 2023-01-01", "2024-03-07"),
        ("publishDate: 'Mar 8 2024'", "2024-03-08"),
        ("pubDate: 'July 09, 2024'", "2024-07-09"),
        ("title: none of them", "2026-10-01"),
    ],
)
def test_dates_by_other_names(one: Callable[..., Post], keys: str, day: str) -> None:
    """An Astro or Ghost blog's posts would have no date, or that of their first draft."""
    assert one(keys).published.date().isoformat() == day


@pytest.mark.parametrize(
    ("keys", "field", "value"),
    [
        ("updatedDate: 2026-11-02", "updated", "2026-11-02 00:00:00+09:00"),
        ("updated_at: 2026-11-03\nlastmod: 2026-11-04", "updated", "2026-11-03 00:00:00+09:00"),
        ("expiryDate: 2027-01-01", "expires", "2027-01-01 00:00:00+09:00"),
        ("isDraft: true", "draft", "True"),
        ("status: draft", "draft", "True"),
        ("status: published", "draft", "False"),
        ("status: scheduled", "draft", "False"),
        ("visibility: paid", "draft", "True"),
        ("visibility: public", "draft", "False"),
        ("custom_excerpt: A\ndescription: B", "excerpt", "A"),
        ("summary: A\ndescription: B", "excerpt", "B"),
        ("excerpt: A\ndescription: B", "excerpt", "A"),
    ],
)
def test_keys_by_other_names(one: Callable[..., Post], keys: str, field: str, value: str) -> None:
    """What other programs call otherwise would be lost."""
    assert str(getattr(one(keys, drafts=True), field)) == value


@pytest.mark.parametrize(
    ("keys", "url", "alt"),
    [
        ("heroImage: /a.jpg\nheroImageAlt: A", "/a.jpg", "A"),
        ("cover:\n  image: /b.jpg\n  alt: B", "/b.jpg", "B"),
        ("image:\n  src: /c.jpg\n  alt: C", "/c.jpg", "C"),
        ("feature_image: __GHOST_URL__/content/d.jpg", "/content/d.jpg", ""),
        ("image: ''\ncoverImage: /e.jpg", "/e.jpg", ""),
    ],
)
def test_pictures_by_other_names(one: Callable[..., Post], keys: str, url: str, alt: str) -> None:
    """Feeds and mails would lack the picture."""
    image = one(keys).image
    assert image
    assert (image.url, image.alt) == (f"https://harbour.example{url}", alt)


@pytest.mark.parametrize(
    ("keys", "tags"),
    [
        ("tags:\n- {id: 1, name: Sea, slug: sea}\n- {slug: land}", ("Sea", "land")),
        ("primary_tag: {name: Land}\ntags: [{name: Sea}, {name: Land}]", ("Land", "Sea")),
        ("tags: [{name: '#x', visibility: internal}, {label: Sea, value: 1}]", ("Sea",)),
        ("tagList: Sea, Land", ("Sea", "Land")),
    ],
)
def test_tags_as_objects(one: Callable[..., Post], keys: str, tags: tuple[str, ...]) -> None:
    """Feeds by tag would be named after the keys of an export."""
    assert one(keys).tags == tags


def test_authors_as_numbers(one: Callable[..., Post]) -> None:
    """Readers would see another program's number for a person as the author's name."""
    assert one("authors: [5c1f00d0e4b0a1b2c3d4e5f6, 12, '7']").authors == ()
    assert one("author: Agent 7").authors == (Person("Agent 7"),)


@pytest.mark.parametrize(
    ("path", "keys", "day", "slug"),
    [
        ("posts/2026/11/23/walk.md", "title: T", "2026-11-23", "walk"),
        ("posts/2026/11/23-walk.md", "title: T", "2026-11-23", "walk"),
        ("posts/2026/11/23.md", "title: T", "2026-11-23", "23"),
        ("posts/2026-11-23/index.md", "title: T", "2026-11-23", "2026-11-23"),
        ("posts/2026/11/23/walk/index.md", "title: T", "2026-11-23", "walk"),
        ("posts/2026-11-23-walk.md", "date: 2001-01-01", "2026-11-23", "walk"),
        ("posts/20261123-walk.v2.md", "title: T", "2026-11-23", "walk-v2"),
        ("posts/2026/11/walk.md", "title: T", "2026-11-01", "walk"),
        ("posts/2026/11/walk.md", "date: 2026-11-09", "2026-11-09", "walk"),
        ("posts/walk.md", "date: 2026-11-09", "2026-11-09", "walk"),
    ],
)
def test_dates_in_paths(
    one: Callable[..., Post], path: str, keys: str, day: str, slug: str
) -> None:
    """A blog that keeps its dates in folders could not be adopted."""
    post = one(keys, path, date_from="path", permalink="/:slug/")
    assert post.published.date().isoformat() == day
    assert post.url == f"https://harbour.example/{slug}/"


def test_paths_without_a_date(gather: Gather) -> None:
    """A path such as 2026/02/31 would end the run, or give another day."""
    files = {"posts/2026/02/31/a.md": "---\ntitle: T\n---\n", "posts/b.md": "---\ntitle: T\n---\n"}
    collection = gather(files, date_from="path")
    assert [finding.what for finding in collection.findings] == [
        "date: 2026-02-31 is not a date",
        "the post has no date",
    ]


def test_urls_of_posts_elsewhere(one: Callable[..., Post]) -> None:
    """Links would lead to the site's host instead of the one that has the posts."""
    post = one("image: /a.jpg", url="https://notes.example/blog", permalink="/:slug/")
    assert post.url == post.id == "https://notes.example/blog/a-day/"
    assert post.image
    assert post.image.url == "https://harbour.example/a.jpg"


def test_keys_of_a_sites_own_making(gather: Gather) -> None:
    """A blog with keys of its own making would have to be rewritten."""
    keys = {
        "date": "meta.written",
        "title": "heading",
        "tags": "about",
        "draft": "hidden",
        "authors": "by",
        "slug": "name",
    }
    text = "heading: H\ntitle: T\nmeta: {written: 2026-09-01}\nabout: [sea]\nby: Mio\nname: n"
    path = "posts/2026-10-01-a.md"
    files = {
        path: f"---\n{text}\n---\n",
        "posts/b.md": "---\nhidden: true\ndate: 2026-10-01\n---\n",
    }
    (post,) = gather(files, keys=keys).store.select(Query(NOW))
    assert (post.title, post.tags, post.authors) == ("H", ("sea",), (Person("Mio"),))
    assert post.url == "https://harbour.example/2026/09/01/n/"
    wrong = gather(
        {"posts/a.md": "---\ntitle: T\nwritten_on: soon\n---\n"}, keys={"date": "written_on"}
    )
    assert [str(finding) for finding in wrong.findings] == [
        "posts/a.md:3: written_on: soon is not a date. Write date: 2026-11-23 18:30:00 +0900."
    ]


def test_keys_in_jekyll(gather: Gather) -> None:
    """Only plain blogs could have keys of their own."""
    collection = gather(
        {"_config.yml": "", "_posts/2026-10-01-a.md": "---\nheading: H\n---\n"},
        folders=(".",),
        keys={"title": "heading"},
    )
    assert [post.title for post in collection.store.select(Query(NOW))] == ["H"]


def test_a_header_like_pelicans(gather: Gather) -> None:
    """A Pelican blog's posts would have no date, and show their header as text."""
    files = {
        "posts/a.md": "Title: A walk\nDate: 2026-10-01 10:20\nCategory: Sea\n"
        "Tags: a, b\nAuthors: Mio; Jun\nSlug: walk\nStatus: published\n\nbody\n",
        "posts/b.md": "title: B\ndate: 2026-10-02\nstatus: draft\n\nbody\n",
        "posts/2026-10-03-c.md": "Note: this is only text\n\nbody\n",
        "posts/2026-10-04-d.md": "Title: this is only text\nand more.\n",
    }
    collection = gather(files)
    posts = {post.path: post for post in collection.store.select(Query(NOW))}
    assert set(posts) == {"posts/a.md", "posts/2026-10-03-c.md", "posts/2026-10-04-d.md"}
    post = posts["posts/a.md"]
    assert (post.title, post.categories, post.tags) == ("A walk", ("Sea",), ("a", "b"))
    assert post.authors == (Person("Mio"), Person("Jun"))
    assert (post.url, post.body_line) == ("https://harbour.example/2026/10/01/walk/", 9)
    assert posts["posts/2026-10-04-d.md"].body_line == 1


def test_mdx_posts(one: Callable[..., Post]) -> None:
    """Half of an Astro blog's posts would be passed over."""
    assert one("pubDate: 2026-10-01", "posts/a.mdx").path == "posts/a.mdx"


@pytest.mark.parametrize("value", ["soon", "[1]", "{a: 1}", "12"])
def test_expiry_that_is_no_date(gather: Gather, value: str) -> None:
    """A post that should be gone by now would be shown for ever."""
    collection = gather({"posts/2026-10-01-a.md": f"---\ntitle: T\nexpires: {value}\n---\n"})
    assert collection.store.select(Query(NOW)) == []
    assert [finding.line for finding in collection.findings] == [3]
