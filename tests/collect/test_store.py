"""Selections: the index answers as the plainest of stores would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.collect.clashes import clashes
from feeds.collect.index import Index
from feeds.collect.index_file import open_index
from feeds.collect.index_store import IndexStore
from feeds.collect.places import folder_of
from feeds.collect.reading import Reading
from feeds.collect.rows import make_rows
from feeds.collect.scan import Folder, Numbers
from feeds.collect.serial import dump_post, load_post
from feeds.matching import matcher
from feeds.model import Filter, Month, Person, Picture, Post, PostStore, Query, Term
from feeds.zones import zone

START = datetime(2026, 1, 1, tzinfo=UTC)


# ── The plainest store ────────────────────────────────────────────────────────────────


class PlainestStore:
    """A `PostStore` over records in memory: what the index must equal."""

    def __init__(self, posts: Iterable[Post]) -> None:
        by_path = sorted(posts, key=lambda post: post.path)
        self._posts = tuple(sorted(by_path, key=lambda post: post.published, reverse=True))

    def select(self, query: Query) -> Sequence[Post]:
        """The posts that match, newest first, then by path."""
        chosen = [post for post in self._posts if _matches(post, query)]
        if query.days is not None and chosen:
            start = _window_start(chosen[0].published, query.days)
            chosen = [post for post in chosen if post.published > start]
        return chosen if query.limit is None else chosen[: query.limit]

    def count(self, query: Query) -> int:
        """How many posts match, without regard to `days` and `limit`."""
        return sum(_matches(post, query) for post in self._posts)

    def terms(self, kind: Term, query: Query) -> Sequence[str]:
        """Every term of that kind among the matches, by first use.

        Terms that differ only in case are one; the newest spelling counts.
        """
        if kind in ("language", "folder"):
            first: dict[str, datetime] = {}
            for post in self.select(replace(query, limit=None)):
                for term in filter(None, _terms(post, kind)):
                    first[term] = post.published
            return sorted(first, key=lambda term: (first[term], term))
        spelling: dict[str, str] = {}
        for post in reversed(self.select(replace(query, limit=None))):
            for term in _terms(post, kind):
                spelling[term.casefold()] = term
        return list(spelling.values())

    def months(self, query: Query, zone: ZoneInfo) -> Mapping[Month, int]:
        """How many match, by month in that zone."""
        places = (
            post.published.astimezone(zone) for post in self.select(replace(query, limit=None))
        )
        return Counter((place.year, place.month) for place in places)


def _window_start(newest: datetime, days: int) -> datetime:
    """The moment so many days before another, or the first that there is."""
    try:
        return newest - timedelta(days=days)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _matches(post: Post, query: Query) -> bool:
    """Whether a post is in the selection, but for its `days` and `limit`."""
    if post.draft and not query.drafts:
        return False
    if post.published > query.now and not query.future:
        return False
    if query.since is not None and post.published < query.since:
        return False
    if query.until is not None and post.published > query.until:
        return False
    if query.term and not _any(query.term[1:], _terms(post, query.term[0])):
        return False
    return (post.listed or not query.listed) and matcher(query.filter)(post)


def _any(wanted: Sequence[str], given: Sequence[str]) -> bool:
    if not wanted:
        return True
    folded = {term.casefold() for term in given}
    return any(term.casefold() in folded for term in wanted)


def _terms(post: Post, kind: Term) -> Sequence[str]:
    if kind == "category":
        return post.categories
    if kind == "tag":
        return post.tags
    if kind == "language":
        return [post.language.casefold()]
    if kind == "folder":
        return [folder_of(post.path, ("posts",))]
    return [person.name for person in post.authors]


def store_of(posts: Iterable[Post]) -> PostStore:
    """An index of those posts, in memory."""
    by_path = {post.path: post for post in posts}

    def stamps(_: str, some: Sequence[str]) -> Iterator[tuple[str, Numbers]]:
        return ((name, (1, 1, 1, 1)) for name in some)

    def read(path: str) -> Reading:
        return Reading(by_path[path], ())

    index = Index(open_index(None, "x"))
    index.refresh(
        [Folder("", sorted(by_path))],
        stamps,
        lambda batches: (make_rows(read, batch) for batch in batches),
    )
    return IndexStore(index.connection, ("posts",))


# ── What both have to answer ──────────────────────────────────────────────────────────


def post(name: str, day: int = 0, **more: object) -> Post:
    """A post of that name, so many days into the year."""
    return Post(
        path=f"posts/{name}.md",
        id=f"tag:x,2026:{name}",
        url=f"https://x.example/{name}",
        title=name,
        published=START + timedelta(days=day),
        updated=START,
        **{"language": "en", **more},  # type: ignore[arg-type]
    )


NOW = START + timedelta(days=100)
SOME_POSTS = [
    post("old", 1, categories=("Sea", "News"), tags=("x",)),
    post("b", 10, categories=("sea",), language="en-GB"),
    post("a", 10, language="ja", authors=(Person("Mio"),)),
    post("late", 200),
    post("draft", 20, draft=True, categories=("Secret",)),
]


@pytest.fixture(params=[PlainestStore, store_of])
def store(request: pytest.FixtureRequest) -> PostStore:
    """Both stores, with the same posts."""
    made: PostStore = request.param(SOME_POSTS)
    return made


def titles(store: PostStore, **query: object) -> list[str]:
    """The titles that a query gives, in order."""
    return [post.title for post in store.select(Query(NOW, **query))]  # type: ignore[arg-type]


def test_order_and_what_is_left_out(store: PostStore) -> None:
    """Drafts or posts of the future would leak, or the order jump about."""
    assert titles(store) == ["a", "b", "old"]
    assert titles(store, drafts=True, future=True) == ["late", "draft", "a", "b", "old"]
    assert titles(store, limit=1) == ["a"]


def test_filters(store: PostStore) -> None:
    """A feed would show posts of other categories, tags, authors or languages."""
    assert titles(store, filter=Filter(categories=("SEA",))) == ["b", "old"]
    assert titles(store, filter=Filter(tags=("x", "y"))) == ["old"]
    assert titles(store, filter=Filter(authors=("mio",))) == ["a"]
    assert titles(store, filter=Filter(languages=("en",))) == ["b", "old"]
    assert titles(store, filter=Filter(languages=("e",))) == []
    assert titles(store, filter=Filter(exclude_categories=("news",))) == ["a", "b"]
    assert titles(store, filter=Filter(exclude_tags=("X",))) == ["a", "b"]
    assert titles(store, filter=Filter(categories=("sea",)), term=("category", "news")) == ["old"]


def test_filters_on_folders_and_front_matter() -> None:
    """A feed of one folder, or of what front matter marks, would show other posts."""
    posts = [
        replace(post("a", 1, front_matter={"featured": "yes", "meta": {"kind": ["Long", "x"]}})),
        replace(post("b", 2, front_matter={"featured": False}), path="posts/essays/b.md"),
        replace(post("c", 3, front_matter={"season": 2}), path="posts/_essays/deep/c.md"),
    ]
    for made in (PlainestStore(posts), store_of(posts)):
        assert titles(made, filter=Filter(folders=("posts/essays",))) == ["b"]
        assert titles(made, filter=Filter(exclude_folders=("posts/_essays",))) == ["b", "a"]
        assert titles(made, term=("folder", "essays")) == ["c", "b"]
        for key, value, found in (
            ("featured", True, ["a"]),
            ("featured", False, ["c", "b"]),
            ("meta.kind", "long", ["a"]),
            ("season", "2", ["c"]),
            ("season", "two", []),
        ):
            assert titles(made, filter=Filter(front_matter=((key, (value,)),))) == found


def test_dates(store: PostStore) -> None:
    """Posts at the edge of a window would be shown twice or never."""
    tenth = START + timedelta(days=10)
    assert titles(store, since=tenth) == ["a", "b"]
    assert titles(store, until=tenth - timedelta(microseconds=1)) == ["old"]
    assert titles(store, since=tenth, until=tenth) == ["a", "b"]
    assert titles(store, days=9) == ["a", "b"]
    assert titles(store, days=10) == ["a", "b", "old"]
    assert titles(store, days=999_999_999) == titles(store, days=10**12) == ["a", "b", "old"]
    assert titles(store, days=9, filter=Filter(categories=("news",))) == ["old"]


def test_terms_come_by_first_use_in_the_newest_spelling(store: PostStore) -> None:
    """A new category could take an old one's address, or drafts name a feed."""
    assert store.terms("category", Query(NOW)) == ["sea", "News"]
    assert store.terms("category", Query(NOW, drafts=True)) == ["sea", "News", "Secret"]
    assert store.terms("author", Query(NOW)) == ["Mio"]
    assert store.terms("tag", Query(NOW, limit=1)) == ["x"]


@given(st.lists(st.integers(0, 50), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(days: list[int], random: object) -> None:
    """Two machines would list the same posts differently."""
    posts = [post(str(number), day) for number, day in enumerate(days)]
    shuffled = list(posts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert store_of(shuffled).select(Query(NOW)) == store_of(posts).select(Query(NOW))


# ── The index and the plainest store are one ──────────────────────────────────────────

TOKYO = zone("Asia/Tokyo")
KINDS: tuple[Term, ...] = ("category", "tag", "author", "language", "folder")
TERMS = st.lists(st.sampled_from(["Sea", "sea", "港", "C++", "ẞ", "ss"]), max_size=3)
VALUES = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["yes", "Sea", "2"])
FOLDERS = st.lists(st.sampled_from([".", "posts", "posts/a", "notes"]), max_size=2).map(tuple)
POSTS = st.lists(
    st.builds(
        Post,
        path=st.builds(
            "{}{}.md".format,
            st.sampled_from(
                ["posts/", "posts/a/", "posts/a/b/", "posts/_c/", "notes/", "", "postsx/"]
            ),
            st.uuids(),
        ),
        id=st.sampled_from(["tag:a", "tag:b", "tag:c", "tag:d", "tag:e"]),
        url=st.uuids().map(lambda number: f"https://x.example/{number}"),
        title=st.text(max_size=5),
        published=st.integers(-3, 9).map(lambda day: NOW + timedelta(days=day)),
        updated=st.just(NOW),
        language=st.sampled_from(["en", "en-GB", "ja", "JA"]),
        categories=TERMS.map(tuple),
        tags=TERMS.map(tuple),
        authors=st.lists(st.builds(Person, st.sampled_from(["Mio", "mio", "Jun"])), max_size=2).map(
            tuple
        ),
        excerpt=st.none() | st.text(max_size=5),
        image=st.none() | st.builds(Picture, st.just("https://x.example/a.png"), st.text()),
        draft=st.booleans(),
        front_matter=st.dictionaries(
            st.sampled_from(["a", "b"]),
            VALUES | st.lists(VALUES, max_size=2) | st.dictionaries(st.just("c"), VALUES),
        ),
        body_line=st.integers(1, 99),
        listed=st.booleans(),
    ),
    max_size=8,
)
SOME = st.lists(st.sampled_from(["SEA", "港", "ss", "x"]), max_size=2).map(tuple)
QUERIES = st.builds(
    Query,
    now=st.integers(-4, 10).map(lambda day: NOW + timedelta(days=day, microseconds=5)),
    filter=st.builds(
        Filter,
        categories=SOME,
        tags=SOME,
        authors=st.lists(st.just("MIO"), max_size=1).map(tuple),
        languages=st.lists(st.sampled_from(["en", "ja", "e"]), max_size=2).map(tuple),
        exclude_categories=SOME,
        exclude_tags=SOME,
        folders=FOLDERS,
        exclude_folders=FOLDERS,
        front_matter=st.lists(
            st.tuples(
                st.sampled_from(["a", "b", "b.c"]),
                st.lists(st.booleans() | st.sampled_from(["sea", "2"]), min_size=1).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
    ),
    term=st.none()
    | st.tuples(st.sampled_from(["category", "tag"]), st.just("SS"))
    | st.tuples(st.just("language"), st.sampled_from(["en", "JA"]))
    | st.tuples(st.just("folder"), st.sampled_from(["posts", "a", "c"])),
    listed=st.booleans(),
    since=st.none() | st.integers(-4, 9).map(lambda day: NOW + timedelta(day, microseconds=-1)),
    until=st.none() | st.integers(-4, 9).map(lambda day: NOW + timedelta(day, microseconds=1)),
    days=st.none() | st.integers(1, 5) | st.sampled_from([800_000, 999_999_999, 10**12]),
    drafts=st.booleans(),
    future=st.booleans(),
    limit=st.none() | st.integers(1, 4),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(POSTS, st.lists(QUERIES, max_size=6))
def test_the_index_answers_as_the_plainest_store(posts: list[Post], queries: list[Query]) -> None:
    """SQL would select other posts than a query means."""
    stored = store_of(posts)
    hidden = {one.path for one in clashes(posts)[0]}
    memory = PlainestStore(one for one in posts if one.path not in hidden)
    for query in queries:
        assert list(stored.select(query)) == list(memory.select(query))
        assert stored.count(query) == memory.count(query)
        for kind in KINDS:
            assert list(stored.terms(kind, query)) == list(memory.terms(kind, query))
        assert stored.months(query, TOKYO) == memory.months(query, TOKYO)


@given(POSTS)
def test_records_come_back_from_text(posts: list[Post]) -> None:
    """A record would change by being remembered."""
    for one in posts:
        assert load_post(dump_post(one)) == one
