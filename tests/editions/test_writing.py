"""The file of a new edition: what is written is read, and tells its editor what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.editions.reading import parse_edition
from feeds.editions.words import languages, words
from feeds.editions.writing import Beginning, new_text
from feeds.model import Claim, Filter, Pick, Post, SectionSettings, Site
from feeds.zones import zone

from .conftest import LETTER

Put = Callable[[list[Claim]], None]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SINCE, UNTIL = datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 22, 23, tzinfo=UTC)
SECTIONS = (
    SectionSettings("News: all", Filter(categories=("a", "b"), front_matter=(("k", (True,)),)), 3),
    SectionSettings("空", Filter(exclude_tags=("x",)), length="headline"),
)


def post(path: str, title: str) -> Post:
    """A post of that path and title."""
    return Post(path, f"urn:{path}", f"https://x/{path}", title, NOW, NOW, "en")


def claim(path: str) -> Claim:
    """A record of such a post."""
    return Claim(f"urn:{path}", path, f"https://x/{path}", NOW, 'A "title": #1')


def test_a_new_edition_as_its_editor_sees_it(site: Site, put_passed: Put) -> None:
    """Editors would not know what they can change."""
    beginning = Beginning(
        "2026-11-23", SINCE, UNTIL, (post("posts/a.md", "The harbour"), post("posts/b: #.md", "B")),
        [(post("posts/old.md", "Old\nlove"), "old")],
        previous="2026-11-16", passed=(claim("posts/old.md"),),
    )  # fmt: skip
    text = new_text(beginning, replace(LETTER, sections=SECTIONS), site.timezone)
    assert '  - posts/a.md  # The harbour\n  - "posts/b: #.md"  # B\n' in text
    assert "  # - posts/old.md  # Old love (older than the program goes back)\n" in text
    assert "window:\n  from: 2026-11-16 09:00\n  to: 2026-11-23 08:00\n" in text
    for key in ("lead", "exclude", "text", "  - post"):
        assert f"\n# {key}:" in text
    put_passed([*beginning.passed])
    file = parse_edition(text.encode(), site, LETTER, "2026-11-23")
    assert file.findings == ()
    edition = file.edition
    assert edition
    assert (edition.since, edition.until) == (SINCE, UNTIL)
    assert [pick.post for pick in edition.picks or ()] == ["posts/a.md", "posts/b: #.md"]
    assert edition.sections == SECTIONS
    assert edition.passed == (claim("posts/old.md"),)
    assert (edition.previous, edition.status, edition.introduction) == ("2026-11-16", "draft", "")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_examples_in_comments_work(site: Site, language: str) -> None:
    """An editor who takes away a # would be told of a mistake."""
    letter = replace(LETTER, language=language)
    beginning = Beginning("2026-11-23", SINCE, UNTIL, (post("posts/a.md", "A"),))
    text = new_text(beginning, letter, site.timezone)
    head, marker, rest = text.partition("# lead:")
    lines = (marker + rest).splitlines()
    keys = ("# lead:", "# exclude:", "#   posts", "# sections:", "#   - title", "#     cat")
    opened = [line[2:] if line.startswith((*keys, "# text:", "#   ")) else line for line in lines]
    pick = next(n for n, line in enumerate(head.splitlines()) if line.startswith("#   - post"))
    above = head.splitlines()
    above = [line[2:] if pick <= n < pick + 6 else line for n, line in enumerate(above)]
    above = [line for line in above if line != "  - posts/a.md  # A"]
    file = parse_edition("\n".join((*above, *opened)).encode(), site, letter, "2026-11-23")
    assert file.findings == ()
    edition = file.edition
    assert edition
    assert edition.picks
    given = edition.picks[0]
    assert given == Pick(
        "posts/a.md", given.title, given.excerpt, given.image, given.image_alt, "full", given.line
    )
    assert None not in (given.title, given.excerpt, given.image, given.image_alt)
    assert edition.lead == "posts/a.md"
    assert edition.exclude[0].post == "posts/a.md"
    assert edition.sections
    assert edition.text


def test_languages_say_the_same_things() -> None:
    """A newsletter in one language would end in a missing word."""
    assert set(languages()) >= {"en", "ja"}
    english = words("en")
    for language in languages():
        other = words(language)
        assert other.keys() == english.keys()
        for key, text in english.items():
            assert text.count("{") == other[key].count("{"), (language, key)
    assert words("fr") == english
    assert words("ja-JP") == words("ja")


def test_an_edition_without_posts_and_one_with_many_left_over(site: Site, put_passed: Put) -> None:
    """A file would not be read, or be buried in lines."""
    offered = [(post(f"posts/{n}.md", "x" * 500), "limit") for n in range(5000)]
    passed = [claim(f"posts/{n}.md") for n in range(3)]
    beginning = Beginning("2026-11-23", SINCE, UNTIL, offered=offered, passed=passed)
    text = new_text(beginning, LETTER, site.timezone)
    assert len(text) < 10_000
    assert "… and 4980 more" in text
    put_passed(passed)
    file = parse_edition(text.encode(), site, LETTER, "2026-11-23")
    assert file.findings == ()
    assert file.edition
    assert (file.edition.picks, list(file.edition.passed)) == ((), passed)


TEXT = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(TEXT, TEXT), max_size=4, unique_by=lambda pair: pair[0]),
    st.sampled_from(["Asia/Tokyo", "Europe/London", "America/New_York", "Africa/Monrovia"]),
    st.integers(-(10**9) // 2, 2 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.sampled_from(["en", "ja"]),
)
def test_whatever_posts_are_called(
    site: Site,
    put_passed: Put,
    posts: list[tuple[str, str]],
    key: str,
    until: datetime,
    language: str,
) -> None:
    """A title would end its comment, or a moment be another one where clocks are put back."""
    from feeds.text import one_line

    paths = {one_line(path): title for path, title in posts if one_line(path) == path}
    found = [post(path, title) for path, title in paths.items()]
    beginning = Beginning(
        "2026-11-23", until - timedelta(days=7), until, found,
        [(each, "unpicked") for each in found],
        passed=[claim(each.path) for each in found],
    )  # fmt: skip
    local = replace(site, timezone=zone(key))
    letter = replace(LETTER, language=language)
    text = new_text(beginning, letter, local.timezone)
    put_passed([*beginning.passed])
    file = parse_edition(text.encode(), local, letter, "2026-11-23")
    assert file.usable
    edition = file.edition
    assert edition
    assert (edition.since, edition.until) == (beginning.since, until)
    assert [pick.post for pick in edition.picks or ()] == [each.path for each in found]
    assert [each.path for each in edition.passed] == [each.path for each in found]
