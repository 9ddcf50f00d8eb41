"""Template code is blanked, and nothing moves."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.lint.templates.blanking import CODE, VALUE, blanked

PIECES = st.sampled_from(
    [
        *("{{ a }}", "{{- a -}}", "{{ '}}' }}", "{{ a\n | b }}", "{{ {'a': {'b': 1}} }}"),
        *("{% if a %}", "{%- else -%}", "{% endif %}", "{# x\n #}", "{#- {{ y }} -#}"),
        *(
            "{% raw %}{{ z }}{% endraw %}",
            "a",
            "p: ",
            ";",
            " ",
            "\t",
            "\n",
            "\r\n",
            "<b>",
            "}",
            "é",
        ),
    ]
)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("color: {{ a }};", "color: x______;"),
        ("<{{ h }} class='{{ c }}'>", "<x______ class='x______'>"),
        ("{% if a %}b{% endif %}", "..........b..........."),
        ("  {{ a }}\nb", "  .......\nb"),
        ("<style>{{ a }}</style>", "<style>.......</style>"),
        ("{{ a }}{{ b }}px", "x______x______px"),
        ("{# c\n #}d", "....\n...d"),
        ("{% raw %}{{ a }}{% endraw %}", ".........{{ a }}............"),
        ("{{ a -}}  b", "x_______  b"),
        ("a {{- b }} \tc", "a x_______  c"),
        ("a\r\n{{ b\r\n}}c", "a\nx___\n__c"),
    ],
)
def test_values_are_names_and_statements_white_space(source: str, shown: str) -> None:
    """Style sheets would be read as something else than what they become."""
    assert blanked(source).replace(VALUE, "_").replace(CODE, ".") == shown


@given(st.lists(PIECES))
def test_every_line_and_column_stays_where_it_is(pieces: list[str]) -> None:
    """Findings would lead to other lines than the ones that are meant."""
    source = "".join(pieces)
    try:
        jinja2.Environment().parse(source)
    except jinja2.TemplateSyntaxError:
        return
    text = source.replace("\r\n", "\n")
    made = blanked(source)
    assert [len(line) for line in made.split("\n")] == [len(line) for line in text.split("\n")]
    assert all(new in (old, CODE, VALUE, "x", " ") for old, new in zip(text, made, strict=True))


def test_template_code_that_is_not_well_formed_is_refused_with_its_line() -> None:
    """Half a template would be checked as if it were the whole."""
    with pytest.raises(jinja2.TemplateSyntaxError) as failure:
        blanked("a\n{{ 'b }}")
    assert failure.value.lineno == 2
