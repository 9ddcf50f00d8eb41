"""Liquid in a Jekyll site's bodies."""

from __future__ import annotations

from collections.abc import Callable

from feeds.model import Expanded

Expanding = Callable[..., Expanded]


def test_liquid_can_be_turned_off(expanded: Expanding) -> None:
    """A post about templates would lose its body."""
    front = "title: T\nrender_with_liquid: false"
    assert expanded("{{ x }}", "_posts/2025-01-01-a.md", front).text == "{{ x }}"
