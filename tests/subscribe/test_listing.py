"""What the feeds of a site are called, and where."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.subscribe.listing import groups, leading


def languages(shown, *tags):
    """A site with a feed for each of these languages."""
    return shown(
        {},
        *(
            {
                "name": "languages",
                "by": "language",
                "term": tag,
                "paths": {"atom": f"{number}.xml"},
            }
            for number, tag in enumerate(tags)
        ),
    ).wanted("page")


def names(subscriptions, kind):
    """The names of the feeds in a group."""
    return [
        feed.name for group in groups(subscriptions) if group.kind == kind for feed in group.feeds
    ]


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        *(("ja", "日本語"), ("de-AT", "Deutsch (Österreich)"), ("zh-TW", "中文 (繁體, 台灣)")),
        *(("und", "und"), ("tlh", "tlh"), ("x-own", "x-own"), ("en_US", "en_US"), ("@", "@")),
    ],
)
def test_a_language_is_called_what_it_calls_itself(shown, tag, name):
    """People would have to know that ja is Japanese."""
    assert names(languages(shown, tag), "language") == [name]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("enjazh-_@.=;A1 日\u202e/\\"), min_size=1, max_size=12))
def test_any_language_has_a_name(shown, tag):
    """A post in a language that nobody knows would cost the site its page."""
    assert all(names(languages(shown, tag), "language"))


def test_the_main_feed_is_found_wherever_it_is(shown):
    """Some category would be said to be all posts."""
    tag = {"name": "tags", "by": "tag", "term": "a", "paths": {"atom": "a.xml"}}
    some = {"name": "some", "filter": {"tags": ("a",)}, "paths": {"atom": "some.xml"}}
    whole = {"name": "whole", "title": "Whole", "paths": {"atom": "all.xml"}}
    assert names(shown(tag, some, whole).wanted("page"), "main") == ["Whole"]
    assert [group.kind for group in groups(shown(tag, some).wanted("page"))] == ["tag", "other"]


def test_a_page_of_the_site_does_not_name_every_tag(shown, many):
    """Every page would be longer by hundreds of lines."""
    assert [feed.title for feed in leading(many.wanted("snippet"))] == ["Notes"]
