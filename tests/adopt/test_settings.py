"""The `feeds.toml` that a blog is given."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.adopt import Survey, compare, new_settings, with_known
from feeds.adopt.settings import site_url
from feeds.errors import ConfigurationError
from feeds.known import parse
from feeds.workspace import open_site

Look = Callable[..., Survey]
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">
<title>{title}</title><id>urn:x</id><link rel="self" href="{address}"/>
<link href="https://x.example/"/>
<entry><id>https://x.example/2026/01/0{n}/a/</id><title>A</title>
<published>2026-01-01T00:00:00Z</published></entry></feed>"""
POSTS = {f"blog/2026-01-0{n}-a.md": f"---\ntitle: A{n}\ncategories: [c]\n---\n" for n in (1, 2)}


def test_it_holds_what_nobody_says_and_loads(look: Look) -> None:
    """The file that the program wrote itself would be refused by it."""
    found = look(POSTS, url="https://x.example/b")
    text = new_settings(found)
    (found.site.root / "feeds.toml").write_text(text, encoding="utf-8")
    site = open_site(found.site.root).site
    assert (site.url, site.title) == ("https://x.example/b", "x.example")
    assert site.posts.folders == ("blog",)
    assert site.feeds == found.site.feeds
    assert text.count("\n") < 40


def test_every_option_in_a_comment_loads_too(look: Look) -> None:
    """Somebody who takes away a # would be told of a mistake."""
    found = look(POSTS, url="https://x.example")
    text = re.sub(r"^#(?! )", "", new_settings(found), flags=re.MULTILINE)
    (found.site.root / "feeds.toml").write_text(text, encoding="utf-8")
    site = open_site(found.site.root).site
    assert [feed.name for feed in site.feeds] == ["main", "categories"]
    assert site.newsletters[0].sender.email == "letters@example.org"
    assert site.timezone.key == "Asia/Tokyo"


def test_what_the_generators_files_say_is_not_repeated(look: Look) -> None:
    """A later change of `_config.yml` would change nothing."""
    config = "url: https://j.example\ntitle: J\nlang: ja\ntimezone: Asia/Tokyo\n"
    found = look({"_config.yml": config, "_posts/2026-01-01-a.md": "---\n---\n"})
    assert tomllib.loads(new_settings(found)) == {"site": {}}
    assert "_config.yml" in new_settings(found)


def known(look: Look, title: str, address: str, n: int = 2) -> Survey:
    """A plain blog, and what its readers' feed says of it."""
    feed = parse(ATOM.format(title=title, address=address, n=n).encode(), "feed.xml")
    found = look(POSTS, url=None, hint=feed.home)
    return with_known(found, compare(feed, found))


@pytest.mark.parametrize("title", ['"Q" \\ é', "塩 = [1]", "# no comment"])
def test_what_readers_know_is_taken_over(look: Look, title: str) -> None:
    """Readers would find nothing at the feed's address, or another blog's name."""
    found = known(look, title, "https://x.example/blog/feed.xml")
    (found.site.root / "feeds.toml").write_text(new_settings(found), encoding="utf-8")
    site = open_site(found.site.root).site
    assert (site.title, site.url, site.language) == (title, "https://x.example", "ja")
    main, by_category = site.feeds
    assert main.paths == {"atom": "blog/feed.xml", "rss": "rss.xml"}
    assert by_category.by == "category"
    assert found.feeds_from == "readers"
    assert found.feeds[0].paths == main.paths


def test_the_feed_of_a_category_says_nothing_of_the_site(look: Look) -> None:
    """The whole site's feed would be written over a category's."""
    found = known(look, "Only c", "https://x.example/c/feed.xml", n=1)
    assert found.feeds_from == "default"
    assert "Only c" not in new_settings(found)


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/feed.xml",
        "https://x.example/feed/",
        "https://x.example/../../feed.xml",
        "https://x.example/%2e%2e/feed.xml",
        "https://x.example//feed.xml",
        "https://x.example/feed.xml?a=1",
        "https://x.example/rss.xml",
        "https://x.example/CON.xml",
    ],
)
def test_addresses_that_cannot_be_kept(look: Look, address: str) -> None:
    """A feed would be written out of the output folder, or the settings not load."""
    found = known(look, "T", address)
    (found.site.root / "feeds.toml").write_text(new_settings(found), encoding="utf-8")
    paths = open_site(found.site.root).site.feeds[0].paths
    assert paths in ({"atom": "atom.xml", "rss": "rss.xml"}, {"atom": "CON.xml", "rss": "rss.xml"})


def test_a_json_feed_that_readers_know_stays(look: Look) -> None:
    """Who reads a blog as JSON Feed would find nothing at its address."""
    item = {"id": "https://x.example/2026/01/02/a/", "url": "https://x.example/2026/01/02/a/"}
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "home_page_url": "https://x.example/",
        "feed_url": "https://x.example/index.json",
        "items": [{**item, "title": "A", "date_published": "2026-01-01T00:00:00Z"}],
    }
    feed = parse(json.dumps(data).encode(), "index.json")
    found = with_known(survey := look(POSTS, url=None, hint=feed.home), compare(feed, survey))
    (found.site.root / "feeds.toml").write_text(new_settings(found), encoding="utf-8")
    main, _ = open_site(found.site.root).site.feeds
    assert main.paths == {"atom": "atom.xml", "rss": "rss.xml", "json": "index.json"}


def test_settings_that_are_there_stay_as_they_are(look: Look, tmp_path: Path) -> None:
    """A survey would show what an old file of settings does not say."""
    feed = parse(
        ATOM.format(title="T", address="https://x.example/feed.xml", n=2).encode(), "feed.xml"
    )
    found = look(
        {"feeds.toml": '[site]\nurl="https://x.example"\n[posts]\nfolders=["blog"]\n'} | POSTS
    )
    assert with_known(found, compare(feed, found)) == found


@pytest.mark.parametrize("text", ["", "x", "ftp://x.example", "https://a:b@x.example", "https://["])
def test_urls_that_are_none(text: str) -> None:
    """A mistyped URL would be in every link of a feed."""
    with pytest.raises(ConfigurationError) as caught:
        site_url(text)
    assert str(caught.value).startswith("--url: ")


def test_feeds_of_the_generator_are_not_put_aside(look: Look) -> None:
    """Somebody who takes away a # would move the feed that the generator had in its place."""
    config = "url: https://j.example\nplugins: [jekyll-feed]\n"
    found = look({"_config.yml": config, "_posts/2026-01-01-a.md": "---\n---\n"})
    assert found.feeds_from == "site"
    assert "#[[feeds]]" not in new_settings(found)
