"""What a Jekyll site's own configuration says, and what becomes of one that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.build import open_site
from feeds.collect import Collection
from feeds.collect.dialects import detect
from feeds.collect.dialects.jekyll.defaults import defaults_for, read_scopes
from feeds.errors import ConfigurationError
from feeds.model import Adopted, Query

Gather = Callable[..., Collection]


def adopted(tmp_path: Path, config: str, name: str = "_config.yml") -> Adopted:
    """What a site with that configuration says of itself."""
    (tmp_path / name).write_text(config, encoding="utf-8")
    return detect(tmp_path).adopted()


def said(tmp_path: Path) -> list[str]:
    """What was found odd in the configuration."""
    return [finding.what for finding in detect(tmp_path).findings]


def test_settings_become_ours(tmp_path: Path) -> None:
    """Somebody would have to say again what their blog already says."""
    found = adopted(
        tmp_path,
        "name: Harbour\ntitle:\ndescription: >\n  On\n  boats\nlang: pt_BR\n"
        "url: https://harbour.example/\nbaseurl: /notes/\ntimezone: Asia/Tokyo\nfuture: yes\n"
        "show_drafts: true\nauthor: {name: Mio, email: m@x.example, uri: https://m.example/}\n",
    )
    assert found.settings["site"] == {
        "title": "Harbour",
        "description": "On boats",
        "language": "pt-BR",
        "url": "https://harbour.example/notes",
        "timezone": "Asia/Tokyo",
        "authors": [{"name": "Mio", "email": "m@x.example", "url": "https://m.example/"}],
    }
    assert found.settings["posts"] == {
        "folders": ["."],
        "permalink": "date",
        "future": True,
        "drafts": True,
    }


@pytest.mark.parametrize(
    ("config", "pattern"),
    [
        ("permalink: pretty\n", "pretty"),
        ("permalink: :year/:title\n", "/:year/:title"),
        ("permalink: /:title\ncollections: {posts: {permalink: 'x/:slug'}}\n", "/x/:slug"),
        ("permalink: none\ncollections: [docs]\n", "none"),
        ("collections: {posts: {output: true}}\n", "date"),
        ("permalink: [a]\ncollections: 5\n", "date"),
    ],
)
def test_permalinks_come_from_the_configuration(tmp_path: Path, config: str, pattern: str) -> None:
    """All posts of a blog would be at other addresses."""
    assert adopted(tmp_path, config).settings["posts"]["permalink"] == pattern


@pytest.mark.parametrize("name", ["_config.yml", "_config.yaml", "_config.toml"])
def test_each_name_of_the_configuration(tmp_path: Path, name: str) -> None:
    """A blog with one of Jekyll's rarer configurations would not be known as Jekyll's."""
    text = 'title = "T"\n' if name.endswith("toml") else "title: T\n"
    assert adopted(tmp_path, text, name).settings["site"]["title"] == "T"


# ── jekyll-feed ───────────────────────────────────────────────────────────────────────

FEEDS = """
plugins: [jekyll-feed]
feed:
  path: /blog/atom.xml
  posts_limit: 5
  excerpt_only: true
  categories: [release, Sea Side, 港, 'bad?', release, 'x:term']
  tags: {only: [ruby, 'not this', go], except: [go], path: labels/}
  collections: [changes]
"""


def test_feeds_are_where_jekyll_feed_writes_them(tmp_path: Path) -> None:
    """Subscribers would ask for a feed that is no longer there."""
    found = adopted(tmp_path, FEEDS).feeds
    assert {feed["name"]: feed.get("path") for feed in found} == {
        "main": {"atom": "blog/atom.xml", "rss": "rss.xml"},
        "feed-release": {"atom": "feed/release.xml"},
        "feed-sea-side": {"atom": "feed/Sea Side.xml"},
        "feed-港": {"atom": "feed/港.xml"},
        "feed-tag-ruby": {"atom": "labels/ruby.xml"},
        "categories": None,
    }
    assert all(feed["limit"] == 5 and feed["content"] == "summary" for feed in found)
    assert said(tmp_path) == [
        "feed.collections: the feeds of changes are not made",
        "feed: no feed can be at feed/bad?.xml",
        "feed: two feeds are at feed/release.xml",
        "feed: no feed can be at feed/x:term.xml",
    ]


@pytest.mark.parametrize(
    ("settings", "main"),
    [
        ("{path: rss.xml}", {"atom": "rss.xml"}),
        ("{path: /}", {"atom": "feed.xml", "rss": "rss.xml"}),
        ("{path: ../up.xml}", {"atom": "feed.xml", "rss": "rss.xml"}),
        ("{path: [a]}", {"atom": "feed.xml", "rss": "rss.xml"}),
        ("{collections: {posts: {path: p.xml}}}", {"atom": "p.xml", "rss": "rss.xml"}),
        ("{categories: {news: {path: x.xml}}}", {"atom": "feed.xml", "rss": "rss.xml"}),
        ("{categories: [News, news, '', null, {a: 1}]}", {"atom": "feed.xml", "rss": "rss.xml"}),
        ("{tags: [a], posts_limit: many}", {"atom": "feed.xml", "rss": "rss.xml"}),
        ("{tags: {only: 5, except: x, path: 7}}", {"atom": "feed.xml", "rss": "rss.xml"}),
        ("{posts_limit: -3, excerpt_only: null}", {"atom": "feed.xml", "rss": "rss.xml"}),
    ],
)
def test_odd_settings_of_feeds_cost_only_themselves(
    tmp_path: Path, settings: str, main: Mapping[str, str]
) -> None:
    """One odd setting of jekyll-feed would leave a site without any feed."""
    adopted(tmp_path, f"url: https://x.example\nplugins: [jekyll-feed]\nfeed: {settings}\n")
    site = open_site(tmp_path).site
    assert site.feeds[0].paths == main


@pytest.mark.parametrize(
    ("config", "gemfile", "has"),
    [
        ("plugins: [jekyll-feed]\n", "", True),
        ("gems: [jekyll-feed]\n", "", True),
        ("theme: minima\n", "", True),
        ("remote_theme: mmistakes/minimal-mistakes@4.26\n", "", True),
        ("feed: {posts_limit: 3}\n", "", True),
        ("title: x\n", 'group :jekyll_plugins do\n  gem "jekyll-feed", "~> 0.12"\nend\n', True),
        ("title: x\n", '# gem "jekyll-feed"\n', False),
        ("title: x\n", "", False),
    ],
)
def test_who_has_jekyll_feed(tmp_path: Path, config: str, gemfile: str, has: bool) -> None:
    """The feed that readers know would be at another address."""
    (tmp_path / "Gemfile").write_text(gemfile, encoding="utf-8")
    assert bool(adopted(tmp_path, config).feeds) is has


# ── Defaults ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("scope", "path", "holds"),
    [
        ("", "_posts/a.md", True),
        ("ja", "ja/_posts/a.md", True),
        ("ja", "jamaica/_posts/a.md", True),
        ("/ja", "ja/_posts/a.md", False),
        ("ja/", "ja/_posts/a.md", True),
        ("*/_posts", "ja/_posts/a.md", True),
        ("*/_posts", "ja/x/_posts/a.md", False),
        ("**/_posts", "ja/x/_posts/a.md", True),
        ("_posts/*.md", "_posts/a.md", True),
        ("_posts/[!b]*", "_posts/a.md", True),
        ("_posts/[^a]*", "_posts/a.md", False),
        ("{ja,en}/*", "en/_posts/a.md", True),
        ("{ja,en}/*", "fr/_posts/a.md", False),
        ("**", "ja/_posts/a.md", True),
        ("*" * 400 + "x", "_posts/a.md", False),
        ("{a,b}" * 40 + "*", "_posts/a.md", False),
        ("*/" * 400, "_posts/a.md", False),
    ],
)
def test_scopes(scope: str, path: str, holds: bool) -> None:
    """Front matter would be given to posts of another folder; odd patterns would take for ever."""
    scopes, _ = read_scopes([{"scope": {"path": scope}, "values": {"a": 1}}])
    assert defaults_for(scopes, path, "") == ({"a": 1} if holds else {})


@pytest.mark.parametrize(
    "defaults",
    [
        "5",
        "x",
        "{values: {lang: ja}}",
        "[5, null, [x], {values: 5}, {scope: {path: x}}]",
        "[{scope: 5, values: {lang: ja}}, {scope: {path: 5, type: [x]}, values: {tags: {a: b}}}]",
        "[{values: {categories: 5, tags: 5, date: nonsense, slug: [x], permalink: [y]}}]",
    ],
)
def test_defaults_of_wrong_types(gather: Gather, defaults: str) -> None:
    """A slip in `defaults` would end the run instead of costing at most the posts it is for."""
    collection = gather(
        {
            "_config.yml": f"title: x\ndefaults: {defaults}\n",
            "_posts/2025-01-01-a.md": "---\ntitle: T\ndate: 2025-01-01\n---\n",
        }
    )
    everything = Query(datetime(2026, 1, 1, tzinfo=UTC), drafts=True, future=True)
    assert [post.title for post in collection.store.select(everything)] == ["T"]


# ── Broken ────────────────────────────────────────────────────────────────────────────

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}, *{before}, *{before}, *{before}, *{before}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("name", "config", "what"),
    [
        ("_config.yml", "title: x\nurl: [a\n", "_config.yml:2:"),
        ("_config.yml", "- title\n", "the file is not a list of"),
        ("_config.yml", "title\n", "the file is not a list of"),
        ("_config.yml", BOMB, "the file is too large"),
        ("_config.yml", "a: " + "[" * 30_000, "the file is nested too deeply"),
        ("_config.yml", "a: " + "{b: " * 30_000, "the file is nested too deeply"),
        ("_config.toml", "title = \n", "_config.toml:1"),
        ("_config.toml", "a = " + "[" * 30_000, "nested too deeply"),
        ("_config.yml", "source: ../other\n", "source: ../other leads out of the site"),
        ("_config.yml", "source: /etc\n", "source: /etc leads out of the site"),
        ("_config.yml", "data_dir: x/../../y\n", "data_dir: ../y leads out of the site"),
        ("_config.yml", "collections_dir: ..\n", "collections_dir: .. leads out of the site"),
        ("_config.yml", "url: https://x.example\ntimezone: Mars/Sea\n", "timezone"),
        ("_config.yml", "url: https://x.example\npermalink: /:nonsense/\n", ":nonsense"),
        ("_config.yml", "url: https://x.example\npermalink: /same/\n", "the same URL"),
        ("_config.yml", "title: x\n", "url"),
    ],
)
def test_broken_configurations_are_named(tmp_path: Path, name: str, config: str, what: str) -> None:
    """An editor would not learn what is wrong, or a program that watches would hang."""
    (tmp_path / name).write_text(config, encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        open_site(tmp_path)
    assert what in str(raised.value)
    assert name in str(raised.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A configuration in another encoding would end the run without a word on the file."""
    (tmp_path / "_config.yml").write_bytes(b"title: caf\xe9\n")
    with pytest.raises(ConfigurationError, match=r"_config\.yml"):
        detect(tmp_path)


def test_an_empty_configuration_is_jekylls_own(gather: Gather) -> None:
    """A new blog, with nothing set, would not be taken for one."""
    post = "---\ntitle: T\n---\n"
    collection = gather({"_config.yml": "", "_posts/2025-01-01-a.md": post}, permalink="date")
    (only,) = collection.store.select(Query(datetime(2026, 1, 1, tzinfo=UTC)))
    assert only.url == "https://harbour.example/2025/01/01/a.html"


ODD = """
url: https://x.example
lang: the language of the sea
encoding: shift_jis
limit_posts: 3
include: .htaccess
exclude: {a: 1}
plugins: 5
author: [5, {email: x}, null, {name: N, email: nobody, uri: "ftp://x"}]
markdown_ext: 7
baseurl: [x]
destination: {}
keep: me
"""


def test_odd_values_cost_only_themselves(tmp_path: Path) -> None:
    """One value that means nothing would keep all posts from being read."""
    found = adopted(tmp_path, ODD)
    assert found.settings["site"]["authors"] == [{"name": "5"}, {"name": "N"}]
    assert open_site(tmp_path).site.url == "https://x.example"
    assert said(tmp_path) == [
        "encoding: shift_jis is not UTF-8",
        "lang: the language of the sea is not a language tag",
        "limit_posts: is not followed",
    ]
    assert [finding.line for finding in detect(tmp_path).findings] == [4, 3, 5]
