"""What is said of premailer is what premailer does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from feeds.digest.inline import StyleError, inline
from feeds.lint.templates.inlined import dropped
from feeds.lint.templates.markup import misplaced
from feeds.lint.templates.ordering import elements, misordered

BLOCKS = re.findall(
    r"^/\* ([a-z-]+): (.+?) \*/\n(.*?)(?=^/\*|\Z)",
    (Path(__file__).parent / "cases/premailer.css").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
PAGE = (
    "<!doctype html><html><head><style>{}</style></head><body><table><tr class=row>"
    '<td class="p">1</td><td id="x" class="a 日本 a:b x1">2 <b>3</b> '
    '<a class="b" title="x,y" href="https://x.example/">4</a></td></tr></table></body></html>'
)
MARK = "c0ffee"


def _inlined(css: str) -> tuple[str, str]:
    """What of the page's style is in attributes, and what in style sheets."""
    page = inline(PAGE.format(css))
    sheets = "".join(re.findall("<style>(.*?)</style>", page, re.DOTALL))
    return page.replace(sheets, "") if sheets else page, sheets


@pytest.mark.parametrize(("kind", "name", "css"), BLOCKS, ids=[block[1] for block in BLOCKS])
def test_a_rule_is_found_to_be_what_premailer_makes_of_it(kind: str, name: str, css: str) -> None:
    """Editors would move what is well where it is, or wonder where their rule went."""
    rules = {flaw.rule.removeprefix("template-css-") for flaw in dropped(css)}
    assert rules - {"nested"} == (set() if kind == "clean" else {kind})


@pytest.mark.parametrize(("kind", "name", "css"), BLOCKS, ids=[block[1] for block in BLOCKS])
def test_premailer_does_so(kind: str, name: str, css: str) -> None:
    """The check would go on saying what a new version of premailer no longer does."""
    if kind == "fails":
        with pytest.raises(StyleError):
            inline(PAGE.format(css))
        return
    attributes, sheets = _inlined(css)
    if kind == "dropped":
        assert MARK not in attributes
        assert MARK not in sheets
    elif kind == "important":
        assert MARK not in attributes
        assert MARK in sheets
        assert "important" not in sheets
    elif kind == "not-inlined":
        assert MARK not in attributes
        assert MARK in sheets
    elif kind == "fallback":
        assert MARK in attributes
        assert "#000000" not in attributes
        assert "none" not in attributes
    else:
        assert kind == "clean"
        assert MARK in attributes


def test_every_block_of_the_cases_is_read() -> None:
    """A block that nobody reads would prove nothing."""
    cases = (Path(__file__).parent / "cases/premailer.css").read_text(encoding="utf-8")
    assert len(BLOCKS) == cases.count("/* ") > 40
    assert {kind for kind, _, _ in BLOCKS} == {
        *("clean", "dropped", "fails", "fallback", "important", "not-inlined"),
    }


@pytest.mark.parametrize("name", ["a", "p", "h1", "h6"])
def test_a_table_leaves_what_cannot_hold_it(name: str) -> None:
    """Editors would be told to mend what stays where it is."""
    html = f"<{name} id=y><table id=z><tr><td>1</td></tr></table></{name}>"
    page = inline(f"<html><body>{html}</body></html>")
    assert re.search(rf'<{name} id="y"></{name}>\s*<table id="z">', page)
    assert [flaw.rule for flaw in misplaced(html)] == ["template-table-moved"]


def test_a_table_stays_where_it_can_be() -> None:
    """Editors would rearrange what is well."""
    html = "<a href=x><span id=y><table id=z><tr><td>1</td></tr></table></span></a>"
    page = inline(f"<html><body>{html}</body></html>")
    assert re.search(r'<span id="y">\s*<table id="z">', page)
    assert not list(misplaced(html))
    assert not list(misplaced("<p>1</p><table><tr><td><p>2</p></td></tr></table>"))


ORDERS = [
    ("td { margin-top: 9px } .a { margin: 0 } #x { margin-top: 5px }", ["margin-top"]),
    (".a { padding: 0 } td.a { padding-left: 5px } #x { padding: 1px }", ["padding"]),
    ("td { line-height: 2 } .a { font: 1em serif } #x { line-height: 3 }", ["line-height"]),
    (".a { margin: 0 } td { margin-top: 9px } #x { margin-top: 5px }", ["margin-top"]),
    ("td { margin-top: 9px } .a { margin: 0 } #x { margin-top: 5px !important }", ["margin-top"]),
    (".a { margin: 0 } #x { margin-top: 5px }", []),
    ("td { margin-top: 9px } .a { margin: 0 }", []),
    (".p { margin-top: 9px } .a { margin: 0 } #x { margin-top: 5px }", []),
]


@pytest.mark.parametrize(("css", "lost"), ORDERS)
def test_a_longhand_that_premailer_overrides_is_found(css: str, lost: list[str]) -> None:
    """A margin would be missing from the mail, and no rule would say why."""
    flaws = list(misordered(css, elements(PAGE)))
    assert [flaw.rule for flaw in flaws] == ["template-css-order" for _ in lost]
    for name, flaw in zip(lost, flaws, strict=True):
        assert css[(flaw.column or 0) - 1 :].startswith(f"{name}:")
        assert css.rindex(f"{name}:") == (flaw.column or 0) - 1
    attributes, _ = _inlined(css)
    (style,) = re.findall('<td id="x"[^>]*? style="([^"]*)"', attributes)
    names = [part.split(":")[0].strip() for part in style.split(";")]
    set_last = re.findall(r"#x \{ ([a-z-]+)", css)
    assert not set_last or (names[-1] != set_last[0]) == bool(lost)


def test_a_longhand_that_no_shorthand_resets_is_well_anywhere() -> None:
    """Editors would rearrange what is well."""
    css = "td { border-collapse: collapse } .a { border: 0 } #x { border-collapse: separate }"
    assert not list(misordered(css, elements(PAGE)))
