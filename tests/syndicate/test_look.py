"""How a feed in XML says by which style sheet browsers show it."""

from __future__ import annotations

import xml.dom.minidom

import pytest
from lxml import etree

from feeds.syndicate import documents

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def made(feed, form):
    """The document in that format."""
    (found,) = (each.data for each in documents(feed) if each.path == feed.paths[form])
    return found


@pytest.mark.parametrize("form", ["atom", "rss"])
@pytest.mark.parametrize(
    ("stylesheet", "paths", "expected"),
    [
        ("feeds.css", {"atom": "a.xml", "rss": "r.xml"}, "feeds.css"),
        ("look/a b.css", {"atom": "x/a.xml", "rss": "x/r.xml"}, "../look/a%20b.css"),
        ("a&\"'>.css", {"atom": "a.xml", "rss": "r.xml"}, "a&amp;%22&#x27;%3E.css"),
    ],
)
def test_the_style_sheet_stands_before_the_feed(make_feed, form, stylesheet, paths, expected):
    """A browser would show the feed's source, or look elsewhere for its style sheet."""
    document = xml.dom.minidom.parseString(
        made(make_feed(stylesheet=stylesheet, paths=paths), form)
    )
    instruction = document.firstChild
    assert instruction.target == "xml-stylesheet"
    assert instruction.data == f'href="{expected}" type="text/css"'


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_languages_are_said_where_browsers_look(make_feed, make_entry, form):
    """Japanese would be shown in Chinese letterforms, and with English words around it."""
    entries = make_entry(), make_entry(path="b.md", id="https://x.example/b", language="ja")
    feed = make_feed(*entries, language="en", stylesheet="feeds.css")
    root = etree.fromstring(made(feed, form))
    items = root.findall(".//item") or root.findall(".//{*}entry")
    assert root.get(LANG) == "en"
    assert [item.get(LANG) for item in items] == [None, "ja"]


def test_without_a_style_sheet_none_is_named(make_feed):
    """A browser would ask for a file that is not there."""
    for form in ("atom", "rss"):
        assert b"stylesheet" not in made(make_feed(), form)


def test_json_has_no_look(make_feed):
    """A JSON Feed would not be JSON any more."""
    assert b"stylesheet" not in made(make_feed(stylesheet="feeds.css"), "json")
