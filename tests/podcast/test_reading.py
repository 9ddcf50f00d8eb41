"""Front matter and settings of podcasts: each a file, with what is read and what is wrong."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.podcast import Episode, Show
from feeds.podcast.reading import EPISODE, FLAT, SHOW, episode, show
from feeds.podcast.records import load_episode
from feeds.urls import normalise

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


class Spot(NamedTuple):
    """A place that notes what is wrong there."""

    problems: list[tuple[tuple[str | int, ...], str]]
    place: tuple[str | int, ...] = ()

    def at(self, *parts: str | int) -> Spot:
        """A place further down."""
        return Spot(self.problems, (*self.place, *parts))

    def wrong(self, what: str, remedy: str = "") -> None:
        """Notes it."""
        self.problems.append((self.place, what))


def read(values: dict[str, object]) -> tuple[Episode | None, list[object]]:
    """The episode of that front matter, and what is wrong in it."""
    spot = Spot([])
    return episode(values, spot, normalise), list(spot.problems)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_cases(case: Path) -> None:
    """A wrong value would be written, a right one lost, or a mistake shown elsewhere."""
    values = tomllib.loads(case.read_text(encoding="utf-8"))
    expected = values.pop("expected", {})
    problems = [(tuple(one["place"]), one["what"]) for one in values.pop("problems", [])]
    empty = asdict(Episode())
    for name in ("transcripts", "people", "soundbites", "alternates"):
        expected[name] = expected.get(name, [])
    found, wrong = read(values)
    assert wrong == problems
    assert (found is None) == (not any(expected.values()))
    if found is not None:
        assert found == load_episode({**empty, **expected})
        assert load_episode(json.loads(json.dumps(asdict(found)))) == found


def test_every_flat_key_is_a_key() -> None:
    """A spelling would lead nowhere."""
    assert set(FLAT.values()) <= set(EPISODE)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "url", "type", "start", "duration", "email", "title", "date"]),
            inner,
        )
    ),
    max_leaves=8,
)


@given(
    flat=st.dictionaries(st.sampled_from(sorted(FLAT)), ANYTHING),
    own=st.dictionaries(st.sampled_from(sorted(EPISODE)), ANYTHING) | ANYTHING,
)
def test_anything_at_all_in_front_matter(flat: dict[str, object], own: object) -> None:
    """Some front matter would end the build, or could not be remembered."""
    found, _ = read({**flat, "podcast": own})
    if found is not None:
        assert load_episode(json.loads(json.dumps(asdict(found)))) == found
        assert found.episode is None or found.episode >= 0
        assert found.type in (None, "full", "trailer", "bonus")


@given(st.dictionaries(st.sampled_from(sorted(SHOW)), ANYTHING) | ANYTHING)
def test_anything_at_all_in_settings(values: object) -> None:
    """Some setting would end the run without a word on what is wrong."""
    spot = Spot([])
    assert isinstance(show(values, spot, normalise), Show)


def test_there_is_an_end() -> None:
    """Front matter of nothing but wrong keys would hold up the build."""
    many = {f"key{number}": number for number in range(20_000)}
    _, wrong = read({"podcast": {**many, "people": [many] * 1000}})
    assert len(wrong) < 100
    _, wrong = read({"podcast": {"people": [many] * 1000}})
    assert len(wrong) < 10_000


@pytest.mark.parametrize("written", ["podcastL", "podcastl", " PodcastL "])
def test_a_medium_is_written_as_the_namespace_has_it(written: str) -> None:
    """Apps, which compare it to the letter, would not know a list of podcasts as one."""
    spot = Spot([])
    assert show({"medium": written}, spot, normalise).medium == "podcastL"
    assert spot.problems == []
