"""SARIF as its schema has it, and as GitHub's code scanning wants it.

The schema comes with a package that `make peers` installs, or that lies in the folder that
FEEDS_PEERS names.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from feeds.errors import Finding, Level
from feeds.reports import sarif
from feeds.text import one_line

from .conftest import FINDINGS

REPOSITORY = Path(__file__).resolve().parents[2]
SCHEMA = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


@pytest.fixture
def schema(lacking: Callable[[str], None]) -> Draft4Validator:
    """What checks a log by the published schema."""
    place = Path(os.environ.get("FEEDS_PEERS", REPOSITORY / "build" / "peers")) / SCHEMA
    if not place.is_file():
        lacking("the schema of SARIF is not installed: make peers")
    return Draft4Validator(json.loads(place.read_text(encoding="utf-8")))


def log_of(findings: list[Finding], rules: dict[str, str] | None = None) -> dict[str, Any]:
    """The log, read back."""
    written = sarif.write(findings, rules or {})
    assert written.isascii()
    log: dict[str, Any] = json.loads(written)
    return log


def results_of(findings: list[Finding]) -> list[dict[str, Any]]:
    """The results of the only run."""
    results: list[dict[str, Any]] = log_of(findings)["runs"][0]["results"]
    return results


def shown(message: str) -> str:
    """A message as a viewer shows it (§3.11.5, §3.11.6): fails on placeholders and links."""
    assert not re.search(r"(?<!\{)(?:\{\{)*\{[0-9]+\}", message)
    assert not re.search(r"(?<!\\)(?:\\\\)*\[[^\]]*(?<!\\)(?:\\\\)*\]\(", message)
    braces = message.replace("{{", "{").replace("}}", "}")
    return re.sub(r"\\([\[\]\\])", r"\1", braces) if r"\](" in braces else braces


def check_by_hand(log: dict[str, Any], findings: list[Finding]) -> None:
    """What the specification and code scanning require, without a schema."""
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "feeds"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    for rule in driver["rules"]:
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription", "help"))
    assert len(run["results"]) == len(findings)
    for result, finding in zip(run["results"], findings, strict=True):
        assert (
            ids[result["ruleIndex"]]
            == result["ruleId"]
            == (one_line(finding.rule) or "other-finding")
        )
        assert result["level"] == {"hint": "note"}.get(finding.level, finding.level)
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        uri = physical["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#\[\]-]|%[0-9A-Fa-f]{2})+", uri)
        assert physical["region"]["startLine"] == (finding.line or 1)
        if finding.line and finding.column:
            assert physical["region"]["startColumn"] == finding.column
    prints = [each["partialFingerprints"]["primaryLocationLineHash"] for each in run["results"]]
    assert len(set(prints)) == len(prints)


@given(findings=st.lists(FINDINGS, max_size=5))
def test_any_findings_make_a_log(findings: list[Finding]) -> None:
    """An upload would be refused because of one odd post."""
    check_by_hand(log_of(findings), findings)


def test_the_published_schema_takes_any_findings(schema: Draft4Validator) -> None:
    """A viewer other than ours would refuse the file."""

    @settings(max_examples=40)
    @given(st.lists(FINDINGS, max_size=5))
    def takes(findings: list[Finding]) -> None:
        schema.validate(log_of(findings))

    takes()


def test_the_schema_is_one_that_refuses(schema: Draft4Validator, findings: list[Finding]) -> None:
    """The test above would pass with any schema."""
    log = log_of(findings)
    assert schema.is_valid(log)
    log["runs"][0]["results"][0]["level"] = "hint"
    assert not schema.is_valid(log)


@given(FINDINGS)
def test_a_message_says_what_was_found(finding: Finding) -> None:
    """Template code in a message would vanish as a placeholder, brackets as a link."""
    (result,) = results_of([finding])
    said = ". ".join(filter(None, (finding.what, finding.remedy)))
    assert shown(result["message"]["text"]) == one_line(said)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("posts/a: b.md", "posts/a%3A%20b.md"),
        ("posts/港#1?.md", "posts/%E6%B8%AF%231%3F.md"),
        ("caf\udce9.md", "caf%E9.md"),
        ("/srv/out/feed.xml", "file:///srv/out/feed.xml"),
        ("//srv/out/feed.xml", "file:///srv/out/feed.xml"),
        ("https://x.example/feed.xml?a=1", "https://x.example/feed.xml?a=1"),
        (None, "feeds.toml"),
    ],
)
def test_a_place_is_a_uri(path: str | None, uri: str) -> None:
    """A result would be shown at no file, or at another one."""
    (result,) = results_of([Finding(Level.ERROR, "x", path)])
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    if artifact.get("uriBaseId") == "%SRCROOT%" and path:
        assert unquote(uri, errors="surrogateescape") == path


def _prints(findings: list[Finding]) -> list[str]:
    return [each["partialFingerprints"]["primaryLocationLineHash"] for each in results_of(findings)]


def test_a_finding_is_known_again() -> None:
    """Every edit above a finding would close its alert and open another one."""
    found = Finding(Level.ERROR, "the feed has 1,024 bytes", "posts/a.md", 3, rule="size")
    moved = replace(found, line=90, column=2, what="the feed has 2,048 bytes")
    assert _prints([found]) == _prints([moved])
    for other in (
        replace(found, path="posts/b.md"),
        replace(found, rule="other"),
        replace(found, what="the feed has no bytes"),
    ):
        assert _prints([found]) != _prints([other])


def test_rules_are_told_by_their_sentences() -> None:
    """People would see the name of a rule and not what it asks for."""
    log = log_of(
        [Finding(Level.ERROR, "x", rule="entry-without-id"), Finding(Level.HINT, "y", rule="a-b")],
        {"entry-without-id": "Every entry has an id.", "never-met": "Something else."},
    )
    texts = {
        rule["id"]: (rule["name"], rule["help"]["text"])
        for rule in log["runs"][0]["tool"]["driver"]["rules"]
    }
    assert texts == {
        "entry-without-id": ("EntryWithoutId", "Every entry has an id."),
        "a-b": ("AB", "A b"),
    }


def test_no_more_than_code_scanning_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole upload would be refused, the errors in it too."""
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    levels = [Level.HINT, Level.WARNING, Level.HINT, Level.ERROR, Level.WARNING]
    (run,) = log_of([Finding(level, "x") for level in levels])["runs"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "warning"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("2 more findings")
