"""Whole documents against the ones that lie beside each case.

`FEEDS_WRITE_CASES=1 pytest tests/syndicate/test_cases.py` writes the expected documents
anew; read the difference before you keep it. `{version}` in them stands for the program's.
"""

from __future__ import annotations

import os
from typing import get_args

import feedparser
import pytest

from feeds import __version__
from feeds.model import FeedFormat
from feeds.syndicate import FORMATS, documents

FORMS = sorted(FORMATS)


@pytest.fixture(params=FORMS)
def form(request):
    """Each format in turn."""
    return request.param


@pytest.fixture
def document(case, form):
    """The case's document in that format."""
    (found,) = (each for each in documents(case.feed) if each.path == case.feed.paths[form])
    return found


def test_documents_are_as_expected(case, form, document):
    """A change of any byte in a feed would reach its readers unseen."""
    text = document.data.decode("utf-8")
    for mark in (f'version="{__version__}"', f">feeds {__version__}<"):
        text = text.replace(mark, mark.replace(__version__, "{version}"))
    expected = case.expected(form)
    if os.environ.get("FEEDS_WRITE_CASES") == "1":
        expected.write_bytes(text.encode("utf-8"))
    assert text.encode("utf-8") == expected.read_bytes()


def test_every_format_of_the_model_is_written():
    """A format that the configuration takes would end the run."""
    assert sorted(get_args(FeedFormat)) == FORMS


def test_no_expectation_is_left_over(case):
    """A document that no case makes any more would still seem to be tested."""
    found = {path.name for path in case.expected("x").parent.glob(f"{case.name}.*[ln]")}
    found.discard(f"{case.name}.toml")
    assert found == {case.expected(form).name for form in case.feed.paths}


def test_documents_are_valid(case, form, document, check_atom, check_rss, check_json):
    """Validators would refuse a feed."""
    {"atom": check_atom, "rss": check_rss, "json": check_json}[form](document.data)


@pytest.mark.parametrize("form", ["atom", "rss"], indirect=True)
def test_feedparser_reads_every_entry_in_order(case, document):
    """A feed reader would miss posts, or show them in another order or at another time."""
    parsed = feedparser.parse(document.data)
    posts = [entry.post for entry in case.feed.entries]
    assert not parsed.bozo
    assert [entry.id for entry in parsed.entries] == [post.id for post in posts]
    assert [entry.link for entry in parsed.entries] == [post.url for post in posts]
    assert [entry.published_parsed for entry in parsed.entries] == [
        post.published.utctimetuple() for post in posts
    ]
    assert parsed.feed.link == case.feed.home
    assert parsed.feed.language == case.feed.language


def test_documents_name_what_they_are_made_from(case, document, form):
    """A build could not tell which feeds a changed post is in."""
    assert document.path == case.feed.paths[form]
    assert document.media_type == FORMATS[form].media_type
    assert document.inputs == tuple(entry.post.path for entry in case.feed.entries)
