"""Colours that can be read, whatever a site gives."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.digest.colours import READABLE, contrast, palette, readable
from feeds.model import Design

HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
COLOURS = [
    *("accent", "accent_dark", "background", "background_dark", "paper", "paper_dark"),
    *("ink", "ink_dark", "masthead", "masthead_ink"),
]
PAIRS = [
    *(("around", "background"), ("around_ink", "background")),
    *((text, "paper") for text in ("ink", "text", "soft", "accent")),
    *((text, "well") for text in ("ink", "text", "soft", "accent")),
    ("button_ink", "button"),
    *(("masthead_ink", "masthead"), ("masthead_soft", "masthead")),
]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#000000", 5.25),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    """What is called readable would not be."""
    assert contrast(one, other) == contrast(other, one)
    assert round(contrast(one, other), 2) == ratio


@given(HEX, HEX)
def test_what_cannot_be_read_is_changed_as_little_as_possible(colour, surface):
    """A link would be too pale, or a brand's colour changed for no reason."""
    made = readable(colour, surface)
    assert contrast(made, surface) >= READABLE
    if contrast(colour, surface) >= READABLE:
        assert made == colour


def test_surfaces_that_are_too_unlike_get_the_best_there_is():
    """Odd surfaces would end the run."""
    assert readable("#808080", "#000000", "#ffffff") != "#000000"


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(COLOURS, HEX)))
def test_every_text_can_be_read(given_colours):
    """A site's colours would make its newsletter unreadable, in the light or in the dark."""
    for colours in palette(Design(**given_colours)):
        for ink, surface in PAIRS:
            ratio = contrast(getattr(colours, ink), getattr(colours, surface))
            assert ratio >= READABLE, (ink, surface)
        for field in fields(colours):
            value = getattr(colours, field.name)
            assert len(value) == 7
            assert value == f"#{int(value[1:], 16):06x}"


def test_what_is_given_and_readable_stays():
    """A site would not find its own colours in its newsletter."""
    design = Design(
        accent="#0a6e8a",
        accent_dark="#7fd4ea",
        background="#eef4f6",
        background_dark="#05080a",
        paper="#ffffff",
        paper_dark="#10161a",
        ink="#0b1b22",
        ink_dark="#eaf4f8",
        masthead="#0b3a4a",
        masthead_ink="#ffffff",
    )
    light, dark = palette(design)
    assert (light.accent, light.button, light.edge) == ("#0a6e8a",) * 3
    assert (light.background, light.paper, light.ink) == ("#eef4f6", "#ffffff", "#0b1b22")
    assert (dark.background, dark.paper, dark.ink) == ("#05080a", "#10161a", "#eaf4f8")
    assert dark.accent == "#7fd4ea"
    assert (light.masthead, light.masthead_ink) == ("#0b3a4a", "#ffffff")
    assert (dark.masthead, dark.masthead_ink) == ("#0b3a4a", "#ffffff")


def test_a_dark_accent_is_made_of_the_light_one():
    """Links would be in another colour in the dark than the site's."""
    _, dark = palette(Design(accent="#0a6e8a"))
    red, green, blue = (int(dark.accent[start : start + 2], 16) for start in (1, 3, 5))
    assert contrast(dark.accent, dark.paper) >= READABLE
    assert red < green < blue


def test_a_bright_masthead_is_dimmed_in_the_dark():
    """A yellow band would glare at somebody who reads in bed."""
    light, dark = palette(Design(masthead="#ffdd00"))
    assert light.masthead == "#ffdd00"
    assert contrast(dark.masthead, "#000000") < 4
    assert contrast(dark.masthead_ink, dark.masthead) >= READABLE


@pytest.mark.parametrize("accent", ["#ffd400", "#ffffff", "#fffdf9"])
def test_a_button_is_seen_on_its_paper(accent):
    """A button in the colour of the paper would be a word without a shape."""
    for colours in palette(Design(accent=accent, accent_dark="#191d27")):
        assert contrast(colours.button, colours.paper) >= 1.25
