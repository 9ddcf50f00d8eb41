"""Templates that would never end, or fill the memory, are refused by counting."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import TemplateError
from feeds.templating.templates import Templates

ENDLESS = {
    "loops in loops": "{% for a in range(9999) %}{% for b in range(999) %}{% endfor %}{% endfor %}",
    "lists in lists": "{% for a in [1] * 9999 %}{% for b in [1] * 9999 %}{% endfor %}{% endfor %}",
    "a macro twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}"
    "{% endmacro %}{{ m(60) }}",
    "a text again and again": "{{ 'x' * 10**9 }}",
    "a large number": "{{ 10 ** 10 ** 10 }}",
    "a wide filter": "{{ 'x' | center(10**9) }}",
    "an indent": "{{ 'x' | indent(10**9) }}",
    "a wide format": "{{ '%0999999999d' | format(1) }}",
    "a wide operator": "{{ '%0999999999d' % 1 }}",
    "a wide method": "{{ '{:>999999999}'.format(1) }}",
    "a justified text": "{{ 'x'.ljust(10**9) }}",
    "a long join": "{{ ['x' * 4000000, 'y', 'z', 'w'] | join('v' * 4000000) }}",
    "a join's method": "{{ ('v' * 4000000).join(['x', 'y', 'z']) }}",
    "doubled": "{% set n = namespace(a='x') %}{% for i in range(60) %}{% set n.a = n.a ~ n.a %}"
    "{% endfor %}{{ n.a | length }}",
    "added": "{% set n = namespace(a='x') %}{% for i in range(60) %}{% set n.a = n.a + n.a %}"
    "{% endfor %}{{ n.a | length }}",
    "replaced": "{{ ('a' * 5000) | replace('a', 'b' * 5000) }}",
    "much is written": "{% for a in range(9999) %}{{ 'x' * 100000 }}{% endfor %}",
    "lorem ipsum": "{{ lipsum(10**8) }}",
    "a long range": "{{ range(10**9) | list | length }}",
    "includes itself": "{% include 'page.html' %}",
    "recursive": "{% for x in [1] * 100 recursive %}{{ loop([1] * 100) }}{% endfor %}",
}
FORBIDDEN = {
    "classes": "{{ ().__class__.__bases__ }}",
    "globals": "{{ cycler.__init__.__globals__ }}",
    "a format's way": "{{ '{0.__class__.__mro__}'.format(1) }}",
}


def _render(site: Path, text: str) -> str:
    folder = site / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "page.html").write_text(text, encoding="utf-8")
    return Templates(site).render("page.html", {"items": [1, 2, 3]})


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_what_would_not_end_is_refused(text: str, tmp_path: Path) -> None:
    """One template would stop the machine instead of costing its newsletter alone."""
    with pytest.raises(TemplateError) as caught:
        _render(tmp_path, text)
    (finding,) = caught.value.findings
    assert finding.path == "templates/page.html"
    assert "TooMuchError" not in finding.what


@pytest.mark.parametrize("text", FORBIDDEN.values(), ids=FORBIDDEN)
def test_nothing_of_python_is_reached(text: str, tmp_path: Path) -> None:
    """A template could read files, or run programs."""
    with pytest.raises(TemplateError):
        _render(tmp_path, text)


def test_what_is_usual_goes_through(tmp_path: Path) -> None:
    """The bounds would change what an ordinary template writes."""
    text = (
        "{% for a in items %}{{ loop.index }}/{{ loop.length }}{{ a * 2 }}{{ 'x' * a }} "
        "{% endfor %}"
        "{{ items | join('-') }} {{ 'a' ~ (items[0] + 1) }} {{ '%03d' | format(7) }} {{ 7 % 4 }}"
    )
    assert _render(tmp_path, text) == "1/32x 2/34xx 3/36xxx 1-2-3 a2 007 3"


def test_every_render_has_its_own_bounds(tmp_path: Path) -> None:
    """The second newsletter of a run would be refused for what the first one did."""
    text = "{% for a in range(90000) %}{% endfor %}done"
    assert {_render(tmp_path, text) for _ in range(30)} == {"done"}
