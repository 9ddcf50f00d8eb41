"""Posts, newsletters and issues for the digest's tests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import cycle
from pathlib import Path

import pytest

from feeds.choosing.choose import choose
from feeds.digest.edition import compose
from feeds.digest.words import words
from feeds.issuing import issuing
from feeds.model import (
    Body,
    Digest,
    Edition,
    Entry,
    Length,
    NewsletterSettings,
    Person,
    Picture,
    Post,
    Site,
)
from feeds.workspace import moment, open_site
from feeds.zones import zone

REPOSITORY = Path(__file__).parents[2]
OPENING = {
    "en": "## This week\n\nGood evening *from the bench*. [Letters](https://e.example/) came.",
    "ja": "## 今週\n\n北風に変わった火曜日から、港は*干し柿*の匂いがします。[お便り](https://e.example/)も。",
}
JST = timezone(timedelta(hours=9))
_recorders: list[list[tuple[str, str]]] = []


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if _recorders and (event == "open" or event.startswith(("socket.", "urllib.", "subprocess."))):
        _recorders[-1].append((event, str(arguments[:1])))


sys.addaudithook(_audit)


@pytest.fixture
def watched() -> Callable[[], object]:
    """A context manager: the files, sockets and requests opened while it is entered."""

    @contextmanager
    def watching() -> Iterator[list[tuple[str, str]]]:
        _recorders.append([])
        try:
            yield _recorders[-1]
        finally:
            _recorders.pop()

    return watching


@pytest.fixture
def entry() -> Callable[..., Entry]:
    """Makes an entry from what matters to a test."""

    def make(
        title: str = "A post",
        day: int = 18,
        *,
        categories: tuple[str, ...] = (),
        tags: tuple[str, ...] = (),
        authors: tuple[str, ...] = ("Anna",),
        language: str = "en",
        excerpt: str = "What it is about.",
        picture: Picture | None = None,
        minutes: int = 4,
        path: str | None = None,
        url: str | None = None,
    ) -> Entry:
        moment = datetime(2026, 11, day, 9, 30, tzinfo=JST)
        address = url or f"https://example.com/2026/11/{day:02}/post/"
        post = Post(
            path=path or f"posts/{day:02}.md",
            id=address,
            url=address,
            title=title,
            published=moment,
            updated=moment,
            language=language,
            categories=categories,
            tags=tags,
            authors=tuple(Person(name) for name in authors),
            image=picture,
        )
        return Entry(post, Body(f"<p>{excerpt}</p>", excerpt), minutes=minutes)

    return make


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site in Tokyo whose root is an empty folder."""
    return Site(tmp_path, "https://example.com", "Example", "en", zone("Asia/Tokyo"), "A site.")


@pytest.fixture
def newsletter() -> Callable[..., NewsletterSettings]:
    """Makes a newsletter from what matters to a test."""

    def make(**changes: object) -> NewsletterSettings:
        defaults: dict[str, object] = {
            "name": "digest",
            "title": "The Letter",
            "language": "en",
            "sender": Person("Editors", "news@example.com"),
        }
        return NewsletterSettings(**{**defaults, **changes})

    return make


@pytest.fixture
def issue(
    site: Site, entry: Callable[..., Entry], newsletter: Callable[..., NewsletterSettings]
) -> Callable[..., Digest]:
    """Makes an issue of the given entries, or of one, with changes to the newsletter."""

    def make(*entries: Entry, **changes: object) -> Digest:
        shown = entries or (entry(),)
        letter = newsletter(**changes)
        other = words(letter.language).phrases.other
        choice, _ = choose(letter, site, [each.post for each in shown], other)
        digest = compose(letter, site, choice, {each.post.path: each for each in shown})
        assert digest is not None
        return digest

    return make


@pytest.fixture
def bilingual(issue: Callable[..., Digest], entry: Callable[..., Entry]) -> Callable[..., Digest]:
    """Makes an issue in two languages, with and without pictures, categories and authors."""

    def make(language: str) -> Digest:
        picture = Picture("https://example.com/media/a.jpg", "A harbour at low tide")
        return issue(
            entry(
                "What the tide table leaves out",
                18,
                categories=("Coast", "Sea"),
                authors=("Anna Sato", "Ben Miller"),
                picture=picture,
                minutes=7,
                excerpt="A tide table promises the hour of high water to the minute. The sea keeps "
                "its own appointment: wind, pressure and a sandbank that moved last winter.",
            ),
            entry(
                "雲の名前を覚えて、空を見上げる十一月",
                17,
                categories=("自然",),
                authors=("田中千絵",),
                language="ja",
                excerpt="巻積雲、高積雲、層積雲。名前を知ると、通勤の道で見上げる空が少し変わります。"
                "気象台の職員に、雲の見分け方と、雨の前に現れる雲について聞きました。",
            ),
            entry("Sea glass", 16, categories=("Coast",), picture=picture, authors=()),
            entry("Odds and ends", 14, excerpt=""),
            language=language,
            address="Example Press\n1-2-3 Kanda, Tokyo",
        )

    return make


@pytest.fixture(scope="session")
def sample() -> Callable[..., Digest]:
    """Makes an edition of the sample blog, in a language: its own posts, bodies and pictures.

    `lengths` are those of its posts, in order and over again; other names change the settings of
    the newsletter.
    """
    issues = {}
    workspace = open_site(REPOSITORY)
    with issuing(workspace, moment("2026-11-23", workspace.site)) as desk:
        for newsletter in workspace.site.newsletters:
            language = newsletter.language
            choice = desk.rolling(replace(newsletter, window=60))
            posts = choice.posts
            edition = Edition(
                newsletter=newsletter.name,
                label="2026-11-23",
                path=f"editions/{newsletter.name}/2026-11-23.md",
                since=min(post.published for post in posts),
                until=max(post.published for post in posts),
                introduction=OPENING[language],
            )
            issues[language] = desk.prepared(newsletter, choice, edition).digest

    def make(language: str, lengths: Sequence[Length] = ("excerpt",), **changes: object) -> Digest:
        digest = issues[language]
        assert digest is not None
        waiting = cycle(lengths)
        sections = tuple(
            replace(part, posts=tuple(replace(each, length=next(waiting)) for each in part.posts))
            for part in digest.sections
        )
        newsletter = replace(digest.newsletter, **changes)
        return replace(digest, newsletter=newsletter, sections=sections)

    return make
