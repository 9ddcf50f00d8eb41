"""What an editor wants to see stands in the address."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.preview.choices import LOOKS, NARROWEST, VIEWS, WIDEST, Choices

CHOICES = st.builds(
    Choices,
    view=st.sampled_from(VIEWS),
    width=st.one_of(st.just(0), st.integers(NARROWEST, WIDEST)),
    look=st.sampled_from(LOOKS),
    pictures=st.booleans(),
    clipped=st.booleans(),
    styles=st.booleans(),
    remote=st.booleans(),
)


@given(CHOICES)
def test_an_address_keeps_every_choice(choices: Choices) -> None:
    """A reload would show another view."""
    assert Choices.read(dict(parse_qsl(choices.query()[1:]))) == choices


@given(st.dictionaries(st.sampled_from(Choices.__slots__), st.text(max_size=6)))
def test_any_address_can_be_read(query: dict[str, str]) -> None:
    """A mistyped address would be an error."""
    choices = Choices.read(query)
    assert choices.view in VIEWS
    assert choices.look in LOOKS
    assert choices.width == 0 or NARROWEST <= choices.width <= WIDEST


@pytest.mark.parametrize(
    ("given", "width"), [("1", NARROWEST), ("9999", WIDEST), ("99999", 0), ("-5", 0), ("５００", 0)]
)
def test_a_width_is_bounded(given: str, width: int) -> None:
    """A mail could be made too wide for a browser to show."""
    assert Choices.read({"width": given}).width == width


def test_a_choice_changes_nothing_else() -> None:
    """Who asks for dark would lose the width."""
    assert Choices(width=375).query(look="dark") == "?width=375&look=dark"
    assert Choices(look="dark").query(look="light") == "?"
