"""Bodies of real Jekyll sites, as their own feeds have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lxml import etree, html

from feeds.collect import collect, read_body
from feeds.content.pipeline import Rendered, render
from feeds.errors import costs_something
from feeds.expand import Sources, expander
from feeds.workspace import eligible, moment, open_site

_QUOTES = str.maketrans("“”‘’", "\"\"''")
_BYLINE = re.compile(r"Postedby.*?on\d+\w{3}20\d\d(?:Translatedby[\w-]+)?$")


def bodies(root: Path) -> Mapping[str, Rendered]:
    """Every post's body, by its URL."""
    opened = open_site(root, future=True)
    made: dict[str, Rendered] = {}
    with collect(opened.site, opened.dialect) as collection:
        posts = collection.store.select(eligible(opened.site, moment("2040-01-01", opened.site)))
        sources = Sources(opened.site, collection.dialect, collection.folders)
        ours = expander(opened.site, collection.dialect, sources)
        for post in posts:
            source = read_body(opened.site, post)
            made[post.url] = render(source, post, opened.site, ours.expand, ours.flavour)
    return made


def words(markup: str) -> str:
    """The text without white space, and with straight quotes."""
    tree = html.fromstring(f"<div>{markup}</div>")
    return re.sub(r"\s+", "", str(tree.text_content())).translate(_QUOTES)


def test_ruby_langs_news(corpus: Callable[[str], Path]) -> None:
    """The feed would say something else than the one that its readers have."""
    made = bodies(corpus("ruby-lang"))
    items = list(etree.parse(corpus("ruby-lang") / "expected-ja-news.rss").iter("item"))
    assert len(items) == 10
    for item in items:
        theirs = _BYLINE.sub("", words(item.findtext("description") or ""))
        assert words(made[str(item.findtext("link"))].body.html) == theirs
    assert not [each.findings for each in made.values() if costs_something(each.findings)]


@pytest.mark.parametrize("name", ["expected-feed.xml", "expected-feed-release.xml"])
def test_jekylls_own_news(corpus: Callable[[str], Path], name: str) -> None:
    """The feed would say something else than the one that its readers have."""
    made = bodies(corpus("jekyll-docs"))
    atom = "{http://www.w3.org/2005/Atom}"
    entries = list(etree.parse(corpus("jekyll-docs") / name).iter(f"{atom}entry"))
    assert len(entries) == 10
    for entry in entries:
        link = entry.find(f"{atom}link")
        assert link is not None
        theirs = words(entry.findtext(f"{atom}content") or "")
        assert words(made[str(link.get("href"))].body.html) == theirs
    assert not [each.findings for each in made.values() if costs_something(each.findings)]
