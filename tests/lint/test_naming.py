"""A finding leads to what has to be mended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from feeds.errors import Finding, Level, warning
from feeds.lint.issue import Issue
from feeds.lint.linting import MOST_OF_A_RULE, lint

from .issues import base_parts, compose, good_issue, own, site


def found(root: Path, html: str = "", **parts: str) -> list[Finding]:
    """What is said of the issue with other HTML, or with other parts."""
    given = {**base_parts(), **parts}
    if html:
        given["html"] = given["html"].replace("It came back in March", html)
    return own(lint(good_issue(root, given, compose(given))))


def test_a_picture_is_looked_for_in_its_own_post_first(tmp_path: Path) -> None:
    """An editor would be sent to a post that has nothing to do with it."""
    posts = base_parts()
    for name in ("ferry", "lamp"):
        posts[name] += "\n![](/media/wire.jpg)\n"
    shown = '<img src="https://blog.example/media/wire.jpg" width="300" height="200"> It came'
    (finding,) = found(tmp_path, shown, **{name: posts[name] for name in ("ferry", "lamp")})
    assert finding.rule == "picture-alt-missing"
    assert finding.path == "posts/lamp.md"


def test_what_no_post_has_is_at_its_line_of_the_published_html(tmp_path: Path) -> None:
    """Nobody would find it in a page of a thousand lines."""
    parts = base_parts()
    parts["html"] = parts["html"].replace(
        "</body>", '<iframe src="https://film.example/"></iframe></body>'
    )
    issue = replace(good_issue(tmp_path, parts, compose(parts)), html_path="weekly/latest.html")
    (finding,) = own(lint(issue))
    line = parts["html"][: parts["html"].index("<iframe")].count("\n") + 1
    assert finding.place == f"weekly/latest.html:{line}"


def test_of_a_file_of_html_every_finding_has_its_line(tmp_path: Path) -> None:
    """Whoever writes HTML by hand would have to search for it."""
    html = base_parts()["html"].replace(' alt="A small ferry at its quay in the rain"', "")
    (finding,) = own(lint(Issue("mail.html", html.encode(), "html")))
    line = html[: html.index("<img")].count("\n") + 1
    assert (finding.rule, finding.place) == ("picture-alt-missing", f"mail.html:{line}")


def test_every_finding_says_why_and_what_to_do(tmp_path: Path) -> None:
    """Editors would be told off, and not helped."""
    (finding,) = found(tmp_path, '<a href="javascript:x()">A story</a>')
    assert finding.what.endswith("take the mail for an attack")
    assert finding.remedy == "Link to a page."


def test_of_many_faults_of_a_kind_the_first_are_told(tmp_path: Path) -> None:
    """A report would be as long as the issue."""
    links = "".join(f'<a href="/{number}">Page {number}</a>, ' for number in range(100))
    findings = [each for each in found(tmp_path, links) if each.rule == "link-relative"]
    assert len(findings) == MOST_OF_A_RULE + 1
    assert sum("80 more places" in finding.what for finding in findings) == 1


def test_ignored_rules_say_nothing(tmp_path: Path) -> None:
    """What a site has decided would be told it at every run."""
    parts = base_parts()
    parts["html"] = parts["html"].replace("https://wire.example/", "http://wire.example/")
    issue = good_issue(tmp_path, parts, compose(parts))
    assert [each.rule for each in own(lint(issue))] == ["link-http"]
    assert own(lint(replace(issue, site=site(tmp_path, ignore=("link-http",))))) == []


def test_what_is_known_already_is_passed_on_once(tmp_path: Path) -> None:
    """What the reading of an edition found would be lost."""
    parts = base_parts()
    known = warning("the post is gone", "editions/weekly/2026-11-23.md", 5)
    issue = replace(good_issue(tmp_path, parts, compose(parts)), findings=(known, known))
    assert own(lint(issue)) == [known]


def test_what_clients_lack_is_told_at_its_place_in_the_html(tmp_path: Path) -> None:
    """Nobody would know which clients show the issue otherwise."""
    html = base_parts()["html"].replace("margin:0;", "margin:0; display:grid;")
    findings = lint(Issue("mail.html", html.encode(), "html"))
    (finding,) = [each for each in findings if each.rule == "client-css-display-grid"]
    assert finding.level is Level.WARNING
    assert finding.line == html[: html.index("<body")].count("\n") + 1
    assert "Outlook" in finding.what


def test_a_feature_of_which_a_rule_speaks_is_not_told_twice(tmp_path: Path) -> None:
    """One fault would look like two."""
    html = base_parts()["html"].replace("margin:0;", "margin:0; position:fixed;")
    rules = {each.rule for each in lint(Issue("mail.html", html.encode(), "html"))}
    assert "mail-position" in rules
    assert "client-css-position" not in rules
