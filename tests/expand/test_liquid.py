"""The Liquid engine: what Ruby's Liquid makes of a template, and what no template can do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

import pytest

from feeds.expand.liquid import Engine, Lazy, RefusedError, TemplateProblemError, engine
from feeds.expand.liquid.budget import MAX_WORK, Budget
from feeds.zones import zone

TOKYO = zone("Asia/Tokyo")
ENGINE = Engine(zone=TOKYO)


def problem(source: str, **variables: object) -> TemplateProblemError:
    """Why a template gives no text."""
    with pytest.raises(TemplateProblemError) as raised:
        ENGINE.render(source, variables)
    return raised.value


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain { text } {a: b} 100%", "plain { text } {a: b} 100%"),
        ("{{ a }}{{ a.b.c }}{{ a[0] }}{{ nothing | upcase }}", ""),
        ("{{ '' }}{{ nil }}{{ empty }}{{ true }}{{ 1.0 }}{{ -3 }}", "true1.0-3"),
        ("{{}}x{{ }}", "x"),
        ("{% if '' == blank %}a{% endif %}{% if 'x' != blank %}b{% endif %}{{ blank }}", "ab"),
        ("a {%- if true -%} b {%- endif -%} c", "abc"),
        ("a　{{- 'b' -}}　c", "a　b　c"),
        ("{% raw %}{{ x }} {% y %}{% endraw %}", "{{ x }} {% y %}"),
        ("{% comment %}{% nope %}{{ x | y }}{% endcomment %}z", "z"),
        ("{% comment %}{% comment %}{% endcomment %}a{% endcomment %}b", "b"),
        ("{% comment %}{% raw %}{% endcomment %}{% endraw %}{% endcomment %}c", "c"),
        ("{% # a comment %}d", "d"),
        ("{% assign limit = 2 %}{{ limit }}{% assign for = 3 %}{{ for }}", "23"),
        ("{% assign a-b = 1 %}{{ a-b }}", "1"),
        ("{% capture 'x' %}1{% endcapture %}{{ x }}", "1"),
        ("{% if a && b %}x{% endif %}{% if 'q' && b %}y{% endif %}", "y"),
        ("{{ 'a' | upcase | }}{{ 'b' | upcase: }}", "AB"),
        ("{% for x in (1..3) %}{{ x }}{% endfor %}{{ x }}", "123"),
        ("{% for x in 'abc' %}{{ x }}{% endfor %}", "abc"),
        ("{% for x in (1..9) %}{% if x == 3 %}{% break %}{% endif %}{{ x }}{% endfor %}", "12"),
        ("a{% break %}b", "a"),
        ("{{ (1..3) }} {{ (1..3) | size }} {{ (1..3) | join: ',' }}", "1..3 3 1,2,3"),
        ("{{ 5 | size }}{{ nil | size }}{{ 'é' | size }}", "801"),
        ("{{ 'x' | date: '%Y' }}{{ '' | date: '%Y' }}{{ nil | date: '%Y' }}", "x"),
        ("{{ 0 | date: '%F %T %z' }}", "1970-01-01 09:00:00 +0900"),
        ("{{ 'a,b' | split: ',' | concat: nothing | join }}", None),
    ],
)
def test_a_template_says_what_ruby_says(source: str, text: str | None) -> None:
    """A body would read otherwise than on the site."""
    if text is None:
        assert problem(source)
    else:
        assert ENGINE.render(source, {}) == text


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a\n{% nope %}", 2, ("unknown tag", "{% nope %}")),
        ("a\n\n{{ 'x' | nope }}", 3, ("unknown filter", "nope", "{{ 'x' | nope }}")),
        ("{{ x }\n", 1, ("not complete", "{{ x }")),
        ("\n{% if a %}b", 2, ("{% if a %}",)),
        ("{% raw %}", 1, ("never closed",)),
        ("\n{% comment %}", 2, ("never closed",)),
        ("{% %}", 1, ("not complete",)),
        ("a\n{% endif %}", 2, ("{% endif %}",)),
        ("\n{{ 1 | divided_by: 0 }}", 2, ("divided by 0",)),
        ("{{ 'x' | append }}", 1, ("append",)),
        ("{{ 'x' | slice: 'y' }}", 1, ("whole number",)),
        ("{{ 'now' | date: '%Y' }}", 1, ("moment of the build",)),
        ("{% if 1 < 'x' %}{% endif %}", 1, ("{% if 1 < 'x' %}",)),
        ("{% include 'x' %}", 1, ("unknown tag",)),
        ("{% render 'x' %}", 1, ("unknown tag",)),
    ],
)
def test_what_is_wrong_is_named(source: str, line: int, words: tuple[str, ...]) -> None:
    """Nobody would find the tag that costs the body."""
    found = problem(source)
    assert found.line == line
    assert all(word in str(found) for word in words), str(found)


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in (1..1000000000) %}{% endfor %}",
        "{% for i in (1..1000000000) reversed %}x{% endfor %}",
        "{{ (1..1000000000) | reverse | first }}",
        "{{ (1..1000000000) | join }}",
        "{% tablerow i in (1..1000000000) %}{% endtablerow %}",
        "{% for i in (1..9999) %}{% for j in (1..9999) %}{% endfor %}{% endfor %}",
        "{% assign a = 'xx' %}{% for i in (1..99) %}{% assign a = a | append: a %}{% endfor %}",
        "{% assign a = 'xx' %}{% for i in (1..99) %}"
        "{% assign a = a | replace: 'x', 'xx' %}{% endfor %}",
        "{% capture a %}xx{% endcapture %}{% for i in (1..99) %}"
        "{% capture a %}{{ a }}{{ a }}{% endcapture %}{% endfor %}",
        "{% assign a = 'x,x' | split: ',' %}{% for i in (1..99) %}"
        "{% assign a = a | concat: a %}{% endfor %}",
        "{% assign a = 'xxxxxxxxxxxxxxxxxxxx' %}{% for i in (1..199999) %}"
        "{{ a }}{{ a }}{% endfor %}",
        "{% assign a = 9 %}{% for i in (1..999) %}{% assign a = a | times: a %}{% endfor %}",
        "{{ 1 | date: '%1000000000Y' }}",
        "{{ 1 | date: '%99999999d' }}",
        "{{ 10 | round: 1000000000 }}",
        "{{ 1000000000000000000000 | date: '%Y' }}",
        "{% if " + "a and " * 5000 + "a %}{% endif %}",
        "{{ " + "a[" * 5000 + "1" + "]" * 5000 + " }}",
        "{% if a %}" * 5000,
        "{% for i in (1..2) %}" * 40 + "{% endfor %}" * 40,
        ("{% case 1 %}{% when " + "1," * 99 + "1 %}") * 30 + "x" + "{% endcase %}" * 30,
        "{% for i in (1..99999) %}" + "{% if 1 < 0 %}{% endif %}" * 2000 + "{% endfor %}",
        "{{ a }}" * 200_000,
        "{{" * 200_000,
        "{%" * 200_000,
        "{% if " * 100_000,
        "{% comment %}" * 50_000,
        "{% raw %}" * 50_000,
        "{{ 'a' " + "| upcase " * 5000 + "}}",
    ],
)
def test_no_template_works_for_ever(
    source: str, monkeypatch: pytest.MonkeyPatch, thorough: bool
) -> None:
    """A post would hold up the run, or fill the memory of the machine."""
    if not thorough:
        monkeypatch.setattr(engine, "Budget", partial(Budget, MAX_WORK // 10))
    assert problem(source)


def test_a_value_that_doubles_within_itself_is_refused() -> None:
    """A list that holds itself twice, often, is short and endless at once."""
    shared: list[object] = ["x"]
    for _ in range(60):
        shared = [shared, shared]
    assert "too" in problem("{{ a | join }}", a=shared).what
    assert "too" in problem("{% if a == b %}{% endif %}", a=shared, b=list(shared)).what


@pytest.mark.parametrize(
    "path",
    ["__class__", "__init__", "real", "keys", "__dict__.x", "format", "items", "_rest", "_made"],
)
def test_nothing_of_python_is_reached(path: str) -> None:
    """A template could run what it likes."""
    values: Mapping[str, object] = {
        "a": "text", "b": 1, "c": [1], "d": {"k": 1}, "e": Lazy({"k": lambda: 1}),
        "f": datetime(2025, 1, 1, tzinfo=TOKYO), "g": range(3),
    }  # fmt: skip
    for name in values:
        assert ENGINE.render(f"{{{{ {name}.{path} }}}}{{{{ {name}['{path}'] }}}}", values) == ""


def test_there_is_no_clock() -> None:
    """Two runs would give two feeds."""
    assert ENGINE.render("{{ now }}{{ today }}", {}) == ""
    moment = datetime(2025, 3, 4, 5, 6, 7, tzinfo=TOKYO)
    text = ENGINE.render("{{ 'now' | date: '%F' }}", {}, now=lambda: moment)
    assert text == "2025-03-04"


def test_a_lazy_value_is_made_once_and_only_if_it_is_asked_for() -> None:
    """Every post would read every data file."""
    made: list[str] = []

    def make() -> object:
        made.append("x")
        return {"y": 1}

    lazy = Lazy({"x": make, "z": lambda: pytest.fail("nobody asked")}, {"w": 2})
    assert ENGINE.render("{{ s.x.y }}{{ s.x.y }}{{ s.w }}{{ s.v }}", {"s": lazy}) == "112"
    assert made == ["x"]


def test_what_a_lazy_value_refuses_is_a_problem_of_its_tag() -> None:
    """A broken data file would end the run."""

    def refuse() -> object:
        raise RefusedError("the file is broken")

    found = problem("a\n{{ s.x }}", s=Lazy({"x": refuse}))
    assert (found.line, found.what) == (2, "the file is broken")


def test_own_tags_and_filters_see_what_they_are_given() -> None:
    """A dialect could not add what its generator has."""
    engine = Engine(zone=TOKYO, filters={"twice": lambda value: f"{value}{value}"})
    assert engine.render("{{ 'a' | twice }}", {}) == "aa"


@pytest.mark.parametrize(
    "piece", ["{{ a ", "}}", "{% if a %}", "{%", "'", '"', "|", "{{'a'|", "\n"]
)
def test_a_megabyte_of_anything_is_read_at_once(piece: str) -> None:
    """A post of a few bytes, often repeated, would hold up the run for minutes."""
    try:
        ENGINE.render(piece * (1_000_000 // len(piece)), {})
    except TemplateProblemError as found:
        assert found.line >= 1
