"""Any text at all, written and read again."""

from __future__ import annotations

from html import unescape

import feedparser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.syndicate import documents
from feeds.text import legal, one_line

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://example.org/a/"
EVERY_CHARACTER = st.characters(exclude_categories=())
PIECES = st.sampled_from(
    ["]]>", "<![CDATA[", "<script>", "</title>", "&", "&amp;", "&#0;", "\r\n", "\t", "e\u0301"]
)
HTML = st.lists(st.text(EVERY_CHARACTER, max_size=12) | PIECES, max_size=5).map("".join)
LINE = HTML.map(one_line)
NAME = LINE.filter(bool)
XML = {"atom": "atom.xml", "rss": "rss.xml"}
QUICK = settings(suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(title=LINE, html=HTML, excerpt=LINE, name=NAME, categories=st.lists(NAME, max_size=3))
def test_texts_survive(make_entry, make_feed, write, title, html, excerpt, name, categories):
    """Some character in a post would break every feed that shows it, or change on its way."""
    entry = make_entry(
        title=title,
        html=html,
        excerpt=excerpt,
        categories=categories,
        tags=categories,
        authors=[{"name": name}],
    )
    atom, channel = write(make_feed(entry, title=name, description=excerpt, rights=name))
    shown, item = atom.find(f"{ATOM}entry"), channel.find("item")
    for found in (shown.findtext(f"{ATOM}title"), item.findtext("title")):
        assert found == (title or URL)
    for found in (atom.findtext(f"{ATOM}title"), channel.findtext("title")):
        assert found == name
    assert (shown.findtext(f"{ATOM}content") or "") == legal(html)
    assert (shown.findtext(f"{ATOM}summary") or "") == excerpt
    assert shown.findtext(f"{ATOM}author/{ATOM}name") == name
    assert atom.findtext(f"{ATOM}rights") == name
    kept = [*dict.fromkeys(categories)] * 2
    assert [each.get("term") for each in shown.iterfind(f"{ATOM}category")] == kept
    assert [each.text for each in item.iterfind("category")] == kept
    if excerpt:
        assert unescape(item.findtext("description")) == excerpt


def seems_encoded_twice(text: str) -> bool:
    """Whether feedparser would take the text for UTF-8 that was read as Latin-1."""
    try:
        return text.encode("latin-1").decode() != text
    except UnicodeError:
        return False


@QUICK
@given(title=LINE, html=HTML, excerpt=LINE)
def test_feedparser_finds_nothing_wrong(make_entry, make_feed, title, html, excerpt):
    """A feed reader would refuse the whole feed for one post's text."""
    entry = make_entry(title=title, html=html, excerpt=excerpt)
    for document in documents(make_feed(entry, paths=XML)):
        parsed = feedparser.parse(document.data)
        assert not parsed.bozo, parsed.bozo_exception
        assert [each.id for each in parsed.entries] == [URL]
        if document.media_type == "application/atom+xml" and not seems_encoded_twice(title):
            assert parsed.entries[0].title == (title or URL)


@QUICK
@given(email=LINE)
def test_no_email_address_makes_a_feed_invalid(make_entry, make_feed, check_atom, email):
    """One odd e-mail address would make the feed invalid."""
    entry = make_entry(authors=[{"name": "A", "email": email}])
    atom, _ = documents(make_feed(entry, paths=XML))
    check_atom(atom.data)


@QUICK
@given(path=st.text(EVERY_CHARACTER, min_size=1, max_size=12))
def test_any_path_gives_a_self_link(make_feed, check_atom, path):
    """An output path with an unusual character would make an invalid feed, or none."""
    atom, _ = documents(make_feed(paths={"atom": path, "rss": "rss.xml"}))
    check_atom(atom.data)
