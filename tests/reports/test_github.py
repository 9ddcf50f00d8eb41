"""What a workflow run shows beside the lines of a change."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import Finding, Level
from feeds.reports import github
from feeds.text import clean, one_line

from .conftest import FINDINGS

_UNESCAPED = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


def read(line: str) -> tuple[str, dict[str, str], str]:
    """A command as a runner takes it apart: name, properties, message."""
    match = re.fullmatch(r"::(\w+)(?: ([^\r\n]*?))?::([^\r\n]*)", line)
    assert match
    properties = dict(part.split("=", 1) for part in (match[2] or "").split(",") if part)
    return match[1], {key: _plain(value) for key, value in properties.items()}, _plain(match[3])


def _plain(text: str) -> str:
    return re.sub("%(?:25|0D|0A|3A|2C)", lambda match: _UNESCAPED[match[0]], text)


def test_each_sign_is_escaped_where_it_means_something(findings: list[Finding]) -> None:
    """An annotation would lie on another file, or lose the rest of its message."""
    assert github.write(findings, {}).splitlines() == [
        "::error file=posts/2026/a%3A b%2C c.md,line=12,col=7,title=picture-not-there"
        "::the picture /media/港, 50%25.png is not there%0AAdd it: or take it out.",
        "::warning title=feed-without-language::the site has no language",
        "::notice file=posts/café.md,line=3,title=picture-not-there::two lines",
    ]


@given(st.lists(FINDINGS, max_size=5))
def test_a_runner_reads_what_was_found(findings: list[Finding]) -> None:
    """A post could write commands of its own into the log of a run."""
    written = github.write(findings, {})
    written.encode()
    lines = re.split("\r\n|\r|\n", written)
    assert lines.pop() == ""
    assert len(lines) == len(findings)
    for line, finding in zip(lines, findings, strict=True):
        name, properties, message = read(line)
        assert name == {"hint": "notice"}.get(finding.level, finding.level)
        assert message.split("\n")[0] == one_line(finding.what)
        if finding.path is None:
            assert properties.keys() <= {"title"}
        else:
            assert properties["file"] == clean(finding.path)


def test_a_place_without_a_file_is_none() -> None:
    """A runner would take the line for one of whatever file it thinks of."""
    assert github.write([Finding(Level.ERROR, "x", None, 3, 4)], {}) == "::error::x\n"
