"""Declared feeds and the feeds that they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from feeds.model import FeedSettings, Filter, Month, Person, Post, Query, Site, Term
from feeds.scopes import scopes, slugs
from feeds.zones import zone

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SITE = Site(Path("/site"), "https://x.example/blog", "X", "en", zone("UTC"))


def post(name: str, *categories: str) -> Post:
    """A post of that name in those categories."""
    return Post(name, f"tag:x,2026:{name}", f"{SITE.url}/{name}", name, NOW, NOW, "en", categories)


class FewPosts:
    """A store that knows of categories and languages, and of nothing else in a query."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self._posts = posts

    def select(self, query: Query) -> Sequence[Post]:
        """Those in the category and in one of the filter's, up to the limit."""
        wanted = {*query.filter.categories} or {
            each for post in self._posts for each in post.categories
        }
        found = [post for post in self._posts if wanted & {*post.categories}]
        if query.filter.languages:
            found = [post for post in found if post.language in query.filter.languages]
        if query.term:
            found = [post for post in found if query.term[1] in post.categories]
        return found[: query.limit]

    def count(self, query: Query) -> int:
        """How many there are."""
        return len(self.select(query))

    def terms(self, kind: Term, query: Query) -> Sequence[str]:
        """The categories, those of the last post first."""
        assert kind == "category"
        return list(
            dict.fromkeys(term for post in self.select(query)[::-1] for term in post.categories)
        )

    def months(self, query: Query, zone: ZoneInfo) -> Mapping[Month, int]:
        """How many there are of each month."""
        return Counter(
            (moment.year, moment.month)
            for moment in (post.published.astimezone(zone) for post in self.select(query))
        )

    def due(self, query: Query) -> datetime | None:
        """Never."""
        return None


STORE = FewPosts([post("a", "Sea", "港"), post("b", "Sea"), post("c", "C++"), post("d", "C#")])


def test_one_feed() -> None:
    """The main feed would lack what the site says of itself."""
    settings = FeedSettings("main", ":site news", {"atom": "feed.xml"}, description="All", limit=2)
    (scope,), findings = scopes(SITE, settings, STORE, Query(NOW))
    assert [post.title for post in scope.posts] == ["a", "b"]
    assert not findings
    feed = scope.feed
    assert (feed.title, feed.description, feed.paths) == ("X news", "All", {"atom": "feed.xml"})
    assert (feed.home, feed.base) == ("https://x.example/blog/", "https://x.example/blog")
    assert feed.authors == (Person("X"),)


def test_a_path_with_the_term_as_it_is_written() -> None:
    """A feed that readers know would move, or a term that is no word would name a file."""
    settings = FeedSettings(
        "categories", ":term", {"atom": "c/:term.xml"}, by="category", omit=("sEA",)
    )
    found, _ = scopes(SITE, settings, FewPosts([post("a", "Go_Lang", "C++", "Sea")]), Query(NOW))
    assert {scope.feed.title: scope.feed.paths["atom"] for scope in found} == {
        "Go_Lang": "c/Go_Lang.xml",
        "C++": "c/c.xml",
    }


def test_one_feed_a_term() -> None:
    """Category feeds would mix their posts, titles or addresses."""
    settings = FeedSettings(
        "categories", ":site: :term", {"atom": "c/:slug/atom.xml"}, by="category", limit=0,
    )  # fmt: skip
    found, findings = scopes(SITE, settings, STORE, Query(NOW))
    seen = {
        scope.feed.title: (scope.feed.paths["atom"], [post.title for post in scope.posts])
        for scope in found
    }
    assert seen == {
        "X: C#": ("c/c/atom.xml", ["d"]),
        "X: C++": ("c/c-2/atom.xml", ["c"]),
        "X: Sea": ("c/sea/atom.xml", ["a", "b"]),
        "X: 港": ("c/港/atom.xml", ["a"]),
    }
    (finding,) = findings
    assert "C++" in finding.what
    assert "c-2" in finding.what


def test_filters_hold_for_terms_too() -> None:
    """A category feed would show posts that its declaration leaves out."""
    settings = FeedSettings(
        "x", ":term", {"atom": ":slug"}, by="category", filter=Filter(categories=("港",))
    )
    found, _ = scopes(SITE, settings, STORE, Query(NOW))
    seen = {scope.feed.term: [post.title for post in scope.posts] for scope in found}
    assert seen == {"Sea": ["a"], "港": ["a"]}


def test_a_feed_of_one_language_says_so() -> None:
    """A Japanese feed would call itself English."""
    settings = FeedSettings("ja", ":site", {"atom": "ja"}, filter=Filter(languages=("ja",)))
    (scope,), _ = scopes(SITE, settings, STORE, Query(NOW))
    assert scope.feed.language == "ja"
    assert scope.posts == []


@given(st.lists(st.text(min_size=1, max_size=200), unique_by=str.casefold, max_size=12))
def test_slugs_are_distinct_and_safe(terms: list[str]) -> None:
    """Two categories would share a feed, or a category climb out of the output folder."""
    by_term, findings = slugs(terms, "feeds.x")
    assert list(by_term) == terms
    assert len(set(by_term.values())) == len(terms)
    for slug in by_term.values():
        assert slug
        assert not set(slug) & set("/\\.:\0 ")
        assert len(slug.encode()) <= 140
    assert len(findings) <= len(terms)


@given(st.lists(st.sampled_from(["C", "c++", "C#", "!!!", "Sea"]), unique=True, min_size=2))
def test_a_new_term_moves_no_old_one(terms: list[str]) -> None:
    """Subscribers of an old category would get the posts of a new one."""
    before, _ = slugs(terms[:-1], "x")
    after, _ = slugs(terms, "x")
    assert {term: after[term] for term in before} == before


def at(name: str, *moment: int, **more: object) -> Post:
    """A post of that name, published at that moment of UTC."""
    return replace(post(name, "Sea"), published=datetime(*moment, tzinfo=UTC), **more)  # type: ignore[arg-type, misc]


class Dated(FewPosts):
    """A store that knows the time too, and how little is wanted of it."""

    def select(self, query: Query) -> Sequence[Post]:
        """Those between `since` and `until`, the newest first."""
        found = [
            post
            for post in super().select(replace(query, limit=None))
            if not (query.since and post.published < query.since)
            and not (query.until and post.published > query.until)
        ]
        return sorted(found, key=lambda post: post.published, reverse=True)[: query.limit]


TOKYO = replace(SITE, timezone=zone("Asia/Tokyo"))
OLD = Dated([at("a", 2023, 6, 1), at("b", 2024, 12, 31, 16), at("c", 2025, 2, 1)])


def test_an_archive_is_pages_that_lead_to_each_other() -> None:
    """A reader could not walk from the newest posts to the oldest, or would miss some."""
    settings = FeedSettings("main", ":site", {"atom": "n/atom.xml"}, limit=1, archive="year")
    feed, *pages = scopes(TOKYO, settings, OLD, Query(NOW))[0]
    assert [post.title for post in feed.posts] == ["c"]
    assert feed.feed.previous == {"atom": "n/atom-2025.xml"}
    assert (feed.feed.next, feed.feed.current) == ({}, {})
    assert [
        (
            scope.feed.previous,
            scope.feed.paths,
            scope.feed.next,
            [each.title for each in scope.posts],
        )
        for scope in pages
    ] == [
        ({}, {"atom": "n/atom-2023.xml"}, {"atom": "n/atom-2025.xml"}, ["a"]),
        ({"atom": "n/atom-2023.xml"}, {"atom": "n/atom-2025.xml"}, {}, ["c", "b"]),
    ]
    assert {scope.feed.current["atom"] for scope in pages} == {"n/atom.xml"}
    assert [scope.page.label for scope in pages if scope.page] == ["2023", "2025"]


def test_only_a_feed_of_everything_is_complete() -> None:
    """Readers would delete posts that a feed merely has no room for."""
    feeds = [
        scopes(SITE, FeedSettings("x", "x", {"atom": "x"}, **more), OLD, Query(NOW))[0][0].feed
        for more in ({"limit": 0}, {"limit": 20}, {"limit": 0, "archive": "year"})
    ]
    assert [feed.complete for feed in feeds] == [True, False, False]


def test_a_feed_for_each_year() -> None:
    """A year's feed would hold posts of another, by the clock of another place."""
    settings = FeedSettings("years", ":term", {"atom": ":slug.xml"}, by="year", omit=("2023",))
    found, _ = scopes(TOKYO, settings, OLD, Query(NOW))
    assert [(scope.feed.title, [post.title for post in scope.posts]) for scope in found] == [
        ("2025", ["c", "b"])
    ]


def test_a_feed_with_too_few_posts_is_not_written() -> None:
    """Every tag that was used once would have a feed."""
    settings = FeedSettings("c", ":term", {"atom": ":slug"}, by="category", least=2)
    found, _ = scopes(SITE, settings, STORE, Query(NOW))
    assert [scope.feed.term for scope in found] == ["Sea"]
    assert scopes(SITE, replace(settings, by=None, least=5), STORE, Query(NOW)) == ([], [])
