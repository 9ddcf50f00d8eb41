"""Jekyll's conventions, on sites made for the purpose and on real ones."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.build import eligible, open_site
from feeds.collect import Collection, collect
from feeds.collect.dates import parse_date
from feeds.errors import ConfigurationError
from feeds.model import Post, Query
from feeds.zones import zone

Gather = Callable[..., Collection]
NOW = parse_date("2026-11-23", zone("UTC"))


def only(collection: Collection) -> Post:
    """The one post there is."""
    (post,) = collection.store.select(Query(NOW, drafts=True, future=True))
    return post


def one(gather: Gather, path: str, text: str, config: str = "", **posts: object) -> Post:
    """The post that a Jekyll site with only that file has."""
    return only(gather({"_config.yml": config or "title: x\n", path: text}, **posts))


def test_id_has_no_extension_and_keeps_the_slug_as_written(gather: Gather) -> None:
    """Readers who come from jekyll-feed would see every old post as new."""
    text = "---\ntitle: T\nslug: Own Slug\ncategories: [投資]\n---\n"
    post = one(gather, "_posts/2025-11-10-a.b.md", text, permalink="date")
    assert post.url == ("https://harbour.example/%E6%8A%95%E8%B3%87/2025/11/10/Own-Slug.html")
    assert post.id == "https://harbour.example/%E6%8A%95%E8%B3%87/2025/11/10/Own%20Slug"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025-11-10 20:00:00", "2025-11-11T05:00:00+09:00"),
        ('"2025-11-10 20:00:00"', "2025-11-10T20:00:00+09:00"),
        ("2025-11-10 20:00", "2025-11-10T20:00:00+09:00"),
        ("2025-11-10", "2025-11-10T00:00:00+09:00"),
        ("2025-11-10 20:00:00 +0000", "2025-11-11T05:00:00+09:00"),
    ],
)
def test_dates(gather: Gather, date: str, expected: str) -> None:
    """A post's moment, and with it its URL, would differ from Jekyll's."""
    post = one(gather, "_posts/2025-01-01-a.md", f"---\ntitle: T\ndate: {date}\n---\n")
    assert post.published.isoformat() == expected
    assert expected[:10].replace("-", "/") in post.url


@pytest.mark.parametrize(
    ("path", "keys", "expected"),
    [
        ("ja/news/_posts/2025-01-01-a.md", "", ("ja", "news")),
        ("_posts/deep/2025-01-01-a.md", "", ()),
        ("_posts/2025-01-01-a.md", "categories: one two", ("one", "two")),
        ("_posts/2025-01-01-a.md", "category: one two", ("one two",)),
        ("x/_posts/2025-01-01-a.md", "categories: [b, [c, x]]", ("x", "b", '["c", "x"]', "c")),
        ("x/_posts/2025-01-01-a.md", "category: y\ncategories: z", ("x", "z", "y")),
    ],
)
def test_categories(gather: Gather, path: str, keys: str, expected: tuple[str, ...]) -> None:
    """Category feeds and URLs would differ from Jekyll's."""
    assert one(gather, path, f"---\ntitle: T\n{keys}\n---\n").categories == expected


def test_tags_in_the_singular_win(gather: Gather) -> None:
    """A tag with a space in it would fall apart."""
    assert one(gather, "_posts/2025-01-01-a.md", "---\ntag: a b\ntags: c d\n---\n").tags == ("a b",)
    assert one(gather, "_posts/2025-01-01-a.md", "---\ntags: c d\n---\n").tags == ("c", "d")


@pytest.mark.parametrize(
    ("path", "text", "draft"),
    [
        ("_drafts/a.md", "---\ndate: 2025-01-01\n---\nx", True),
        ("_posts/2025-01-01-a.md", "---\npublished: false\n---\n", True),
        ("_posts/2025-01-01-a.md", "---\npublished: no\n---\n", True),
        ("_posts/2025-01-01-a.md", "---\ndraft: true\n---\n", True),
        ("_posts/2025-01-01-a.md", "---\npublished: true\n---\n", False),
    ],
)
def test_drafts(gather: Gather, path: str, text: str, draft: bool) -> None:
    """Something that Jekyll keeps back would be published, or the other way round."""
    collection = gather({"_config.yml": "title: x\n", path: text}, drafts=True)
    assert only(collection).draft is draft


def test_which_files_are_posts(gather: Gather) -> None:
    """Files that Jekyll passes over would turn up in feeds."""
    good = "---\ntitle: T\n---\nx"
    collection = gather(
        {
            "_config.yml": "exclude: [vendor2, '*.tmp.d']\ninclude: [_open]\n",
            "_posts/2025-01-01-a.md": good,
            "_posts/undated.md": good,
            "_posts/2025-01-01-b.png": good,
            "_posts/.2025-01-01-hidden.md": good,
            "_posts/2025-01-01-backup.md~": good,
            "deep/er/_posts/2025-01-02-c.markdown": good,
            "_open/_posts/2025-01-03-d.md": good,
            "_site/_posts/2025-01-01-e.md": good,
            "_private/_posts/2025-01-01-f.md": good,
            "vendor2/_posts/2025-01-01-g.md": good,
            "x.tmp.d/_posts/2025-01-01-h.md": good,
            "node_modules/p/_posts/2025-01-01-i.md": good,
            "README.md": good,
        }
    )
    paths = [post.path for post in collection.store.select(Query(NOW))]
    assert paths == [
        "_open/_posts/2025-01-03-d.md",
        "deep/er/_posts/2025-01-02-c.markdown",
        "_posts/2025-01-01-a.md",
    ]


DEFAULTS = """
defaults:
- scope: {path: ""}
  values: {lang: en, image: /all.png}
- scope: {path: "ja/_posts", type: posts}
  values: {lang: ja, author: {name: Mio}}
- scope: {path: "ja"}
  values: {lang: fr}
- scope: {path: "*/_posts/2025-*"}
  values: {tags: [globbed]}
- scope: {path: "", type: pages}
  values: {lang: xx}
- nonsense
"""


def test_defaults_by_scope(gather: Gather) -> None:
    """Front matter that a site sets once for many posts would be lost."""
    post = one(gather, "ja/_posts/2025-01-01-a.md", "---\ntitle: T\n---\n", DEFAULTS)
    assert (post.language, post.authors[0].name, post.tags) == ("ja", "Mio", ("globbed",))
    assert post.image is not None
    assert post.image.url == "https://harbour.example/all.png"
    post = one(gather, "_posts/2026-01-01-b.md", "---\ntitle: T\nlang: de\n---\n", DEFAULTS)
    assert (post.language, post.tags) == ("de", ())


def test_a_permalink_in_front_matter_is_a_pattern(gather: Gather) -> None:
    """A post with its own address would be linked to a page that is not there."""
    text = "---\ntitle: T\npermalink: /x/:year/:title.html\n---\n"
    post = one(gather, "_posts/2025-01-01-a.md", text)
    assert post.url == "https://harbour.example/x/2025/a.html"
    assert post.id == "https://harbour.example/x/2025/a"


def test_id_and_guid_mean_nothing_but_feed_id_does(gather: Gather) -> None:
    """Ids would change for a Jekyll blog whose posts happen to have such a key."""
    text = "---\ntitle: T\nid: tag:x,2025:1\nguid: urn:y\n---\n"
    assert "tag:" not in one(gather, "_posts/2025-01-01-a.md", text).id
    text = "---\ntitle: T\nfeed_id: tag:x,2025:1\n---\n"
    assert one(gather, "_posts/2025-01-01-a.md", text).id == "tag:x,2025:1"


def test_broken_config_is_named(gather: Gather) -> None:
    """An editor would not learn which line of _config.yml is wrong."""
    with pytest.raises(ConfigurationError, match=re.escape("_config.yml:2:")):
        gather({"_config.yml": "title: x\nurl: [a\n"})
    with pytest.raises(ConfigurationError, match="the file is not a list of"):
        gather({"_config.yml": "- title\n"})


@pytest.mark.parametrize(("name", "posts"), [("jekyll-docs", 102), ("ruby-lang", 1023)])
def test_real_blogs_come_out_as_jekyll_has_them(
    corpus: Callable[[str], Path], tmp_path: Path, name: str, posts: int
) -> None:
    """URL, instant, title, id or terms of a real blog's posts would differ from Jekyll's."""
    root = corpus(name)
    workspace = open_site(root)
    with collect(workspace.site, workspace.dialect, tmp_path) as collection:
        found = collection.store.select(eligible(workspace.site, NOW))
    with (root / "expected-posts.tsv").open(encoding="utf-8", newline="") as file:
        rows = {row[0]: row[1:] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert len(found) == posts
    base = workspace.site.url
    for post in found:
        url, date, title, categories, tags = rows.pop(post.path)
        slug = re.sub(r"^\d+-\d+-\d+-", "", Path(post.path).stem)
        directory = url.rstrip("/").rpartition("/")[0]
        assert (post.url, post.published.isoformat()) == (base + url, date)
        assert post.id == f"{base}{directory}/{slug}"
        assert post.title == title.strip()
        assert (",".join(post.categories), ",".join(post.tags)) == (categories, tags)
    assert not rows


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("jekyll-docs", "expected-feed.xml"),
        ("jekyll-docs", "expected-feed-release.xml"),
        ("seed", "expected-feed.xml"),
    ],
)
def test_ids_are_those_of_jekyll_feed(corpus: Callable[[str], Path], name: str, feed: str) -> None:
    """Subscribers of a real blog would see its posts as new."""
    import feedparser

    workspace = open_site(corpus(name))
    with collect(workspace.site, workspace.dialect) as collection:
        posts = collection.store.select(eligible(workspace.site, NOW))
    ours = {post.id: post for post in posts}
    entries = feedparser.parse((corpus(name) / feed).read_bytes()).entries
    assert entries
    for entry in entries:
        post = ours[entry.id]
        assert post.url == entry.link
        assert post.published.isoformat() == entry.published
        assert post.updated.isoformat() == entry.updated
