"""Jekyll's conventions, on sites made for the purpose and on real ones."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from email.utils import format_datetime
from pathlib import Path

import pytest
from lxml import etree

from feeds.build import eligible, open_site
from feeds.cli import main
from feeds.collect import Collection, collect
from feeds.collect.dates import parse_date
from feeds.collect.dialects import detect
from feeds.collect.dialects.jekyll.dialect import JekyllDialect
from feeds.model import Person, Post, Query, Site
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
        ("_posts/2025-01-01-a.md", "---\npublished:\n---\n", True),
        ("_posts/2025-01-01-a.md", '---\npublished: "false"\n---\n', False),
        ("_posts/2025-01-01-a.md", "---\npublished: 0\n---\n", False),
        ("_posts/2025-01-01-a.md", "---\ndraft: true\n---\n", True),
        ("_posts/2025-01-01-a.md", '---\ndraft: "true"\n---\n', False),
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


def test_a_draft_without_a_date_says_what_it_lacks(gather: Gather) -> None:
    """A draft would be dated by the copying of files, or vanish without a word."""
    collection = gather({"_config.yml": "", "_drafts/a.md": "---\ntitle: T\n---\n"}, drafts=True)
    (finding,) = collection.findings
    assert finding.path == "_drafts/a.md"
    assert finding.what.startswith("the draft has no date")


def test_an_empty_value_leaves_the_default(gather: Gather) -> None:
    """A key that a post leaves empty would take away what the site says of all posts."""
    config = "defaults: [{values: {author: Mio, tags: [a], image: {path: /x.png, alt: X}}}]\n"
    text = "---\ntitle: T\nauthor:\ntags:\nimage: {path: /y.png}\n---\n"
    post = one(gather, "_posts/2025-01-01-a.md", text, config)
    assert (post.authors[0].name, post.tags) == ("Mio", ("a",))
    assert post.image is not None
    assert (post.image.url, post.image.alt) == ("https://harbour.example/y.png", "X")


def test_the_separator_of_excerpts_reaches_the_post(gather: Gather) -> None:
    """Who cuts the excerpt would not know where; a post's own separator has to win."""
    config = "excerpt_separator: <!--more-->\n"
    post = one(gather, "_posts/2025-01-01-a.md", "---\ntitle: T\n---\n", config)
    assert post.front_matter["excerpt_separator"] == "<!--more-->"
    text = "---\ntitle: T\nexcerpt_separator: x\n---\n"
    assert (
        one(gather, "_posts/2025-01-01-a.md", text, config).front_matter["excerpt_separator"] == "x"
    )


@pytest.mark.parametrize(
    ("permalink", "what"),
    [
        ("/:nonsense/", "permalink: no URL can be made of"),
        ("/:basename/", "permalink: no URL can be made of"),
        ("/" + "x" * 9000, "permalink: no URL can be made of"),
    ],
)
def test_a_permalink_that_cannot_be(gather: Gather, permalink: str, what: str) -> None:
    """One post's pattern would end the run, or give an address that no server has."""
    text = f"---\ntitle: T\npermalink: {permalink}\n---\n"
    collection = gather(
        {
            "_config.yml": "title: x\n",
            "_posts/2025-01-01-a.md": text,
            "_posts/2025-01-02-b.md": "---\ntitle: T\n---\n",
        }
    )
    assert only(collection).path == "_posts/2025-01-02-b.md"
    assert collection.findings[0].what.startswith(what)


def test_of_two_posts_at_one_url_the_older_stays(gather: Gather) -> None:
    """Both would be under one id, and readers would see only one of them, by chance."""
    text = "---\ntitle: T\npermalink: /one/\nslug: {}\n---\n"
    collection = gather(
        {
            "_config.yml": "title: x\n",
            "_posts/2025-01-02-a.md": text.format("a"),
            "_posts/2025-01-01-b.md": text.format("b"),
        }
    )
    assert only(collection).path == "_posts/2025-01-01-b.md"
    assert "the same URL as _posts/2025-01-01-b.md" in collection.findings[0].what


AUTHORS = {
    "_config.yml": "title: x\nauthor: mio\n",
    "_posts/2025-01-01-a.md": "---\ntitle: T\nauthor: rin\n---\n",
}


def test_authors_are_looked_up_in_data(gather: Gather) -> None:
    """Readers would see a short name that only the blog's own files explain."""
    data = "rin: {name: Rin Mori, email: r@x.example, uri: https://rin.example/, url: /rin}\n"
    (author,) = only(gather({**AUTHORS, "_data/authors.yml": data})).authors
    assert author == Person("Rin Mori", "r@x.example", "https://rin.example/")
    (author,) = only(gather({**AUTHORS, "_data/authors/rin.yml": "name: Rin of a file\n"})).authors
    assert author.name == "Rin of a file"
    assert only(gather({**AUTHORS, "_data/authors.yml": "- rin\n"})).authors[0].name == "rin"


def test_broken_data_is_named_and_costs_no_post(gather: Gather) -> None:
    """One slip in the list of authors would take all posts away, or hide itself."""
    collection = gather({**AUTHORS, "_data/authors.yml": "a: b\nrin: 'x\n"})
    assert only(collection).authors[0].name == "rin"
    (finding,) = collection.findings
    assert (finding.path, finding.line) == ("_data/authors.yml", 2)


def test_a_change_of_authors_is_noticed(make_site: Callable[..., Site], tmp_path: Path) -> None:
    """Posts would keep the old name of an author until somebody touched them."""
    names = []
    for name in ("Rin", "Rin Mori"):
        site = make_site({**AUTHORS, "_data/authors.yml": f"rin: {{name: {name}}}\n"})
        with collect(site, detect(site.root), tmp_path / "cache") as collection:
            names.append(only(collection).authors[0].name)
    assert names == ["Rin", "Rin Mori"]


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
        own_feed = workspace.site.posts.id_from == "url"
        assert post.id == (post.url if own_feed else f"{base}{directory}/{slug}")
        assert post.title == title.strip()
        assert (",".join(post.categories), ",".join(post.tags)) == (categories, tags)
    assert not rows


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize(
    ("name", "feed", "at"),
    [
        ("jekyll-docs", "expected-feed.xml", "feed.xml"),
        ("jekyll-docs", "expected-feed-release.xml", "feed/release.xml"),
        ("seed", "expected-feed.xml", "atom.xml"),
    ],
)
def test_entries_are_those_of_jekyll_feed(
    corpus: Callable[[str], Path], tmp_path: Path, name: str, feed: str, at: str
) -> None:
    """Subscribers of a real blog would see its posts as new, by others or in other places."""
    output = tmp_path / "out"
    arguments = ["build", str(corpus(name)), "--output", str(output), "--cache", str(tmp_path)]
    main([*arguments, "--now", "2026-11-23"])
    ours, theirs = (_entries(file) for file in (output / at, corpus(name) / feed))
    assert theirs
    assert ours == theirs


def _entries(file: Path) -> list[dict[str, object]]:
    """Id, link, dates, authors and categories of each entry of an Atom feed."""
    return [
        {
            "id": entry.findtext(f"{ATOM}id"),
            "links": [link.get("href") for link in entry.findall(f"{ATOM}link")],
            "published": entry.findtext(f"{ATOM}published"),
            "updated": entry.findtext(f"{ATOM}updated"),
            "authors": [
                name.text for name in entry.findall(f"{ATOM}author/{ATOM}name") if name.text
            ],
            "categories": [each.get("term") for each in entry.findall(f"{ATOM}category")],
        }
        for entry in etree.parse(file).getroot().findall(f"{ATOM}entry")
    ]


def test_ids_that_are_urls(gather: Callable[..., Collection]) -> None:
    """A site whose own template made its feed would have every post new to its readers."""
    files = {
        "_posts/2026-01-01-a.md": "---\ntitle: A\n---\n",
        "_posts/2026-01-02-b.md": "---\ntitle: B\nfeed_id: tag:x,2026:b\n---\n",
    }
    for id_from, first in (("generator", "/2026/01/01/a"), ("url", "/2026/01/01/a/")):
        posts = gather(files, id_from=id_from).store.select(Query(NOW))
        assert [post.id for post in posts] == ["tag:x,2026:b", f"https://harbour.example{first}"]


@pytest.mark.parametrize(
    ("config", "id_from"),
    [
        ("plugins: [jekyll-sitemap]", "url"),
        ("gems: [jekyll-sitemap]", "url"),
        ("plugins: [jekyll-sitemap, jekyll-feed]", None),
        ("plugins: [jekyll-sitemap]\ntheme: minima", None),
        ("plugins: []", None),
        ("title: T", None),
    ],
)
def test_whose_ids_readers_know(tmp_path: Path, config: str, id_from: str | None) -> None:
    """A site that has no jekyll-feed would get ids that no reader has ever seen."""
    (tmp_path / "_config.yml").write_text(f"url: https://x.example\n{config}\n")
    dialect = JekyllDialect.at(tmp_path)
    assert dialect is not None
    assert dialect.adopted().settings["posts"].get("id_from") == id_from


def test_the_newest_of_a_folder_are_those_of_its_feed(
    corpus: Callable[[str], Path], tmp_path: Path
) -> None:
    """Subscribers to ruby-lang's news in Japanese would see all of it again."""
    root = corpus("ruby-lang")
    workspace = open_site(root)
    with collect(workspace.site, workspace.dialect, tmp_path) as collection:
        posts = collection.store.select(eligible(workspace.site, NOW))
    newest = [post for post in posts if post.categories[:1] == ("ja",)][:10]
    items = etree.parse(root / "expected-ja-news.rss").getroot().findall("channel/item")
    assert len(items) == 10
    ours = [(post.id, post.url, format_datetime(post.published)) for post in newest]
    assert ours == [
        (item.findtext("guid"), item.findtext("link"), item.findtext("pubDate")) for item in items
    ]
