"""Liquid in a Jekyll site's bodies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feeds.model import Expanded

Expanding = Callable[..., Expanded]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\nb {% link x.md %}\n", 2),
        ("`{{ page.title }}`\n", 1),
        ("plain { % text }\n", None),
    ],
)
def test_liquid_is_never_shown(expanded: Expanding, source: str, line: int | None) -> None:
    """Template code would reach readers as text."""
    done = expanded(source, "_posts/2025-01-01-a.md")
    assert done.text == (source if line is None else "")
    assert [finding.line for finding in done.findings] == ([] if line is None else [3 + line])


def test_liquid_can_be_turned_off(expanded: Expanding) -> None:
    """A post about templates would lose its body."""
    front = "title: T\nrender_with_liquid: false"
    assert expanded("{{ x }}", "_posts/2025-01-01-a.md", front).text == "{{ x }}"
