"""The sources of a site's templates."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.clients import DEFAULT_CLIENTS
from feeds.digest.look import SHIPPED
from feeds.errors import Finding, Level
from feeds.lint.templates import RULES, check_templates
from feeds.templating.templates import Templates

CASES = Path(__file__).parent / "cases"


@pytest.fixture
def check(tmp_path: Path) -> Callable[[dict[str, str | bytes]], list[Finding]]:
    """Checks a template of those files, which lies over the shared one."""

    def checked(files: dict[str, str | bytes]) -> list[Finding]:
        for name, text in files.items():
            path = tmp_path / "templates/mine" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return check_templates(Templates(tmp_path), "mine", DEFAULT_CLIENTS)

    return checked


def test_a_template_has_the_findings_that_are_written_beside_it() -> None:
    """Editors would not hear what is lost of their template, or not in which line."""
    found = check_templates(Templates(CASES / "site"), "paper", DEFAULT_CLIENTS)
    text = "".join(f"{finding.level} {finding.rule} {finding}\n" for finding in found)
    assert text == (CASES / "site.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_templates_hurt_nobody(tmp_path: Path, name: str) -> None:
    """Each newsletter would look broken in a client that many people use."""
    found = check_templates(Templates(tmp_path), name, DEFAULT_CLIENTS, shipped=True)
    assert [str(each) for each in found if each.level is not Level.HINT] == []


def test_only_files_of_the_site_are_looked_at(tmp_path: Path) -> None:
    """Editors would be told of what they cannot change."""
    assert check_templates(Templates(tmp_path), "digest", DEFAULT_CLIENTS) == []
    assert check_templates(Templates(tmp_path), "digest", DEFAULT_CLIENTS, shipped=True) != []


def test_only_the_named_clients_count(tmp_path: Path) -> None:
    """A site whose readers all use Apple Mail could not use what it supports."""
    shutil.copytree(CASES / "site", tmp_path / "site")
    found = check_templates(Templates(tmp_path / "site"), "paper", ["apple-mail"])
    assert {each.rule for each in found if each.rule.startswith("client-")} == set()


def test_a_template_that_is_not_well_formed_is_named_with_its_line(
    check: Callable[[dict[str, str | bytes]], list[Finding]],
) -> None:
    """Editors would get an error without a place, and hear nothing of the other files."""
    found = check(
        {"post.html": "<p>\n{% if %}</p>", "style.css": "* { margin: 0 }", "more.html": b"\xff"}
    )
    assert [(each.path, each.line, each.rule) for each in found] == [
        ("templates/mine/more.html", 1, "template-unreadable"),
        ("templates/mine/post.html", 2, "template-unreadable"),
        ("templates/mine/style.css", 1, "template-css-dropped"),
    ]


@pytest.mark.parametrize(
    ("file", "text", "rules"),
    [
        ("style.css", '[{{ a }}="x,y"] { color: red }', []),
        ("style.css", ".a { color: #111; {% if b %}color: #222;{% endif %} }", []),
        (
            "style.css",
            ".a { color: #111; color: #222; {% if b %}margin: 0{% endif %} }",
            ["fallback"],
        ),
        ("style.css", ".Big { color: red }", []),
        ("style.css", "@media print { @page { margin: 0 } }", ["nested"]),
        ("page.html", "<style>* { color: red }</style>", ["dropped"]),
        ("page.html", '<style data-premailer="ignore">* { color: red }</style>', []),
        ("page.html", "<p><b></p><table></table>", []),
        ("page.html", '<b style="color: red; {% if a %}color: blue{% endif %}"></b>', []),
        ("page.html", '<b style="color: red; color: blue"></b>', ["fallback"]),
        ("style.css", " " * 100_001, ["unreadable"]),
    ],
)
def test_a_file_breaks_these_rules(
    check: Callable[[dict[str, str | bytes]], list[Finding]], file: str, text: str, rules: list[str]
) -> None:
    """Editors would mend what is well, or not hear of what is not."""
    told = [each.rule for each in check({file: text}) if each.rule.startswith("template-")]
    assert [rule.removeprefix("template-").removeprefix("css-") for rule in told] == rules


def test_what_several_files_include_is_told_once_and_no_more_than_anybody_reads(
    check: Callable[[dict[str, str | bytes]], list[Finding]],
) -> None:
    """The same line would be named again and again."""
    include = '{% include "mine/part.html" %}'
    found = check({"part.html": "{% if %}", "page.html": include, "post.html": include})
    assert [(each.path, each.line) for each in found] == [("templates/mine/part.html", 1)]
    assert len(check({"style.css": "* { margin: 0 }\n" * 600})) == 500


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """A template could show any file of the machine."""
    (tmp_path / "secret.css").write_text("* { margin: 0 }")
    (tmp_path / "templates/mine").mkdir(parents=True)
    (tmp_path / "templates/mine/style.css").symlink_to(tmp_path / "secret.css")
    (found,) = check_templates(Templates(tmp_path), "mine", DEFAULT_CLIENTS)
    assert (found.rule, found.path) == ("template-unreadable", "templates/mine/style.css")


@pytest.mark.parametrize(
    "css",
    [
        "(" * 50_000,
        "@media x {" * 10_000,
        ".a{b:c}" * 5_000,
        "a," * 5_000 + "b{c:d}",
        '"\\' * 50_000,
        "/*" * 50_000,
        "{{ '" * 10_000,
        "x" * 100_001,
        "\ue000{\ue000:\ue000}",
        ".a{" + "b:c;" * 5_000 + "}",
    ],
    ids=[
        "brackets",
        "queries",
        "rules",
        "selectors",
        "strings",
        "comments",
        "code",
        "length",
        "signs",
        "long",
    ],
)
def test_hostile_style_sheets_end(
    check: Callable[[dict[str, str | bytes]], list[Finding]], css: str
) -> None:
    """A template could stop the command for good."""
    found = check({"style.css": css, "clients.css": css, "page.html": f"<style>{css}</style>"})
    assert len(found) <= 500
    assert {each.rule for each in found if each.rule.startswith("template-")} <= set(RULES)
