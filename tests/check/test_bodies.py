"""The rules about bodies: each finds its fault, and none cries over what is good."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.check.bodies import MOST_OF_A_RULE, RULES, body_findings
from feeds.check.body import nesting
from feeds.check.body.document import Document
from feeds.check.body.markup import VOID, Token, tokens
from feeds.check.sources import Source
from feeds.content.limits import TooMuchError
from feeds.content.sanitise import sanitise
from feeds.errors import Finding, Level
from feeds.text import legal

CASES = Path(__file__).parent / "cases" / "bodies"
URL = "https://x.example/2026/post/"


def found(html: str, text: str = "", line: int = 1) -> list[Finding]:
    """The findings of one body, in a post that has that text."""
    return list(body_findings(html, URL, Source("posts/a.md", line, text), "https://x.example"))


def read(path: Path) -> str:
    """A case as it is, line ends and odd characters included."""
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("path", sorted((CASES / "bad").glob("*.html")), ids=lambda path: path.stem)
def test_each_fault_is_found_and_nothing_else(path: Path) -> None:
    """A fault would reach readers, or hide behind others that are none.

    A case is named for its rule; a comment at its beginning names what comes with it.
    """
    html = read(path)
    also = re.match("<!-- also: (.*) -->", html)
    expected = {path.name.split(".")[0], *(also[1].split(", ") if also else ())}
    assert {finding.rule for finding in found(html)} == expected


@pytest.mark.parametrize(
    "path", sorted((CASES / "good").glob("*.html")), ids=lambda path: path.stem
)
def test_nothing_is_wrong_with_what_is_good(path: Path) -> None:
    """People would learn to look away."""
    assert found(read(path)) == []


def test_every_rule_has_a_case() -> None:
    """A rule could be lost and nobody would see it."""
    assert {path.name.split(".")[0] for path in (CASES / "bad").iterdir()} == set(RULES)


def test_names_are_stable_in_form() -> None:
    """What people exclude or look up could not be written down."""
    for name, rule in RULES.items():
        assert rule.name == name
        assert re.fullmatch(r"body(-[a-z]+)+", name)
        assert rule.sentence.endswith(".")


def test_messages_are_of_one_form() -> None:
    """Lists of findings would look like the work of many."""
    for path in (CASES / "bad").iterdir():
        for finding in found(read(path)):
            assert finding.what[0] != " "
            assert not finding.what.endswith(".")
            assert finding.remedy == "" or finding.remedy.endswith(".")
            assert finding.path == "posts/a.md"
            assert len(finding.what) < 300


POST = """---
title: A
---
Text with [a link](/about/) and
<a href="/other/">here</a>.

![A dog](/media/my%20dog.png)

<script>x</script>
"""


@pytest.mark.parametrize(
    ("html", "rule", "line"),
    [
        ('<a href="/about/">About</a>', "body-relative-url", 4),
        ('<a href="https://x.example/other/">here</a>', "body-link-text-vague", 5),
        (
            '<img src="https://x.example/media/my%20dog.png" width=1 height=2>',
            "body-alt-missing",
            7,
        ),
        ("<script>x</script>", "body-script", 9),
        ("<p>{{ made.elsewhere }}</p>", "body-template-code", 3),
    ],
)
def test_a_finding_is_at_its_line(html: str, rule: str, line: int) -> None:
    """An editor would have to read the whole post for one link."""
    assert line in [each.line for each in found(html, POST, 3) if each.rule == rule]


def test_many_faults_of_a_kind_are_told_shortly() -> None:
    """One bad template would fill the log of every post."""
    findings = found('<p><a href="/a/">One</a></p>' * 1234)
    assert len(findings) == MOST_OF_A_RULE + 1
    assert "1,229 more places" in findings[-1].what
    assert {finding.level for finding in findings} == {Level.ERROR}


PIECES = st.sampled_from(
    [
        *("<", ">", "</", "/>", "<!--", "-->", "<!", "<?", "&#", "&amp;", '"', "'", "=", " ", "\n"),
        *("<p>", "</p>", "<div>", "<svg>", "</svg>", "<math/>", "<script>", "</script ", "<table>"),
        *(
            "<tr>",
            "<td>",
            "<li>",
            "<ul>",
            "<a href=",
            "<img src=",
            " srcset=",
            "http://[",
            "https://",
        ),
        *(
            "#",
            "//",
            ":",
            "%zz",
            "{{",
            "}}",
            "{%",
            "%}",
            "Ã",
            "â€",
            "\ufffd",
            "\ud800",
            "\x00",
            "\x92",
        ),
        *("<h1>", "<h6>", "</h6>", "<textarea>", "<title>", "xlink:href", "data:", "javascript:"),
    ]
)


@given(st.lists(PIECES | st.text(st.characters(codec=None), max_size=8), max_size=40).map("".join))
def test_any_html_gives_findings(html: str) -> None:
    """One odd body would end the check of all."""
    for finding in found(html, html):
        assert finding.rule in RULES
        assert finding.level is RULES[finding.rule].level


@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_what_the_program_makes_safe_is_safe(html: str) -> None:
    """The program would publish what its own check refuses, or the check cry over nothing."""
    try:
        safe = sanitise(legal(html), URL)
    except TooMuchError:
        return
    dangerous = {"body-template-code", "body-local-url"}
    errors = [each for each in found(safe) if each.level is Level.ERROR]
    assert not [each for each in errors if each.rule not in dangerous]


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "<a ", "<a href='", '<a "', "<!--", "<p><b>", "</i>", "<li>", "<table>", "<td>"),
        *("{{", "{% a", "<script>", "<svg>", "[a", "![", "&#1", "<a =", "<title></", "\u202e", "Ã"),
        *("<a href=#>", "<p id=a>", "<img srcset='a,'>", "<img srcset=a,,,", "<%= ", "<b></i>"),
    ],
)
def test_a_large_body_is_read_to_its_end(piece: str, thorough: bool) -> None:
    """A post made for it would stop the check of the whole site, or fill its report."""
    size = 300_000 if thorough else 60_000
    assert len(found(piece * (size // len(piece)))) <= len(RULES) * (MOST_OF_A_RULE + 1)


NESTED = (
    *("div", "p", "b", "i", "ul", "ol", "li", "h2", "blockquote", "a", "dl", "dt", "dd", "span"),
    *("table", "tbody", "tr", "td", "th", "figure", "details", "summary", "ruby", "rt", "br"),
)
Shape = list[tuple[tuple[str, ...], str]]


def shape(html: str, *, repaired: bool) -> Shape:
    """Each element and text with what it lies in; `repaired` HTML has every end tag."""
    found: Shape = []
    opened: list[str] = []
    for token in tokens(html):
        if token.kind == "text":
            found.append((tuple(opened), token.text))
        elif token.kind == "end":
            if repaired:
                opened.pop()
            else:
                list(nesting.end(token, opened))
        else:
            if not repaired:
                list(nesting.start(token, opened))
            elif token.name not in VOID:
                opened.append(token.name)
            found.append((tuple(opened), token.name))
    return [
        (tuple(each for each in place if each != "tbody"), name)
        for place, name in found
        if name != "tbody"
    ]


@given(
    st.lists(
        st.sampled_from([*NESTED, *(f"/{name}" for name in NESTED)]).map("<{}>".format)
        | st.sampled_from("xy"),
        max_size=12,
    ).map("".join)
)
def test_what_is_not_told_of_needs_no_repair(html: str) -> None:
    """Readers would move or drop parts of a body, each in its own way, and nobody be told.

    What html5ever, which parses as browsers do, makes of it is what was written, but for the
    end tags and the tbody that may be left out.
    """
    if not list(nesting.find(Document(html, URL))):
        made = nh3.clean(html, tags=set(NESTED), attributes={}, clean_content_tags=set())
        assert shape(made, repaired=True) == shape(html, repaired=False)


def test_a_tag_is_read_as_browsers_read_it() -> None:
    """What browsers run would not be seen, or seen where it is none."""
    html = "<IMG/SRC=a ALT='x>y' =b><script>a<b</scripting></SCRIPT ><p x=1 X=2>&lt;"
    start, script, text, end, paragraph, last = tokens(html)
    assert (start.name, dict(start.attributes)) == ("img", {"src": "a", "alt": "x>y", "=b": ""})
    assert (script.name, text.text, text.raw, end.kind) == (
        "script",
        "a<b</scripting>",
        True,
        "end",
    )
    assert (dict(paragraph.attributes), paragraph.oddity) == ({"x": "1"}, "attribute twice")
    assert last.text == "<"


PARTS = st.sampled_from(
    [
        *(
            "<i",
            "<b",
            "</i",
            "</b>",
            "<i>",
            " ",
            "x",
            "y",
            "X",
            "=",
            '"',
            "'",
            "/",
            ">",
            "<",
            "&lt;",
        ),
        *(
            "<!--",
            "-->",
            "--!>",
            "<!",
            "<?",
            "</",
            "&#39;",
            "\n",
            "\f",
            "-",
            "<style>",
            "</style>",
        ),
    ]
)


@given(st.lists(PARTS, max_size=14).map("".join))
def test_tags_and_text_are_those_that_a_browser_finds(html: str) -> None:
    """A handler or a script could be written so that only browsers see it."""
    made = nh3.clean(
        html,
        tags={"i", "b"},
        attributes={name: {"x", "y"} for name in "ib"},
        clean_content_tags={"style"},
    )
    ours = [each for each in tokens(html) if each.name in ("i", "b") or each.kind == "text"]
    theirs = list(tokens(made))
    assert _text(ours) == _text(theirs)
    for each in ours:
        if each.kind == "start":
            known = {name: value for name, value in each.attributes.items() if name in ("x", "y")}
            assert any(
                other.name == each.name and dict(other.attributes) == known for other in theirs
            )


def _text(found: Iterable[Token]) -> str:
    return "".join(each.text for each in found if each.kind == "text" and not each.raw)
