"""Whatever bytes there are, they are looked at, and what is said of them is bounded."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import Finding
from feeds.lint.issue import Issue
from feeds.lint.linting import MOST_OF_A_RULE, lint
from feeds.lint.rules import all_rules

from .issues import CASES, base_parts, compose, good_issue

PARTS = base_parts()
MAIL = compose(PARTS)
MAILS = [MAIL, *(path.read_bytes() for path in sorted((CASES / "good").glob("*.eml")))]
RULES = all_rules()
PIECES = st.sampled_from(
    [
        *(
            b"<",
            b">",
            b"</",
            b"/>",
            b"<!--",
            b"-->",
            b"<!--[if mso]>",
            b"<![endif]-->",
            b"<a href=",
        ),
        *(b"<img ", b"<table>", b"</table>", b"<style>", b"</style>", b"{", b"}", b"@media", b"/*"),
        *(b'style="color:', b'style="', b"rgb(", b"url(", b"&#x", b"&#146;", b"<h1>", b"<h7>"),
        *(b"=?utf-8?b?", b"?=", b"=?", b"\r\n\r\n", b"\n", b"--=_weekly", b"--", b"=", b"=\r\n"),
        *(b"Content-Type: multipart/mixed; boundary=", b"Content-Transfer-Encoding: base64\r\n"),
        *(b"charset=punycode", b"charset=idna", b"charset=utf-7", b"\x00", b"\xff", b"\xe3\x81"),
        *(b"{{", b"{%", b"*|A|*", b"http://[", b"https://x:y@z:99999/", b"data:", b"cid:", b"<>"),
    ]
)


def looked_at(data: bytes, *, html: bool = False, page: bytes | None = None) -> list[Finding]:
    """What is told of any bytes, which must be of rules that there are, and not too much."""
    findings = lint(Issue("letter", data, "html" if html else "message", page=page, page_path="p"))
    told = Counter((finding.rule, finding.path) for finding in findings)
    for finding in findings:
        assert finding.rule in RULES
        assert finding.line is None or finding.line >= 1
        assert len(finding.what) < 600
        assert finding.what.isprintable() or "\n" not in finding.what
    assert all(count <= MOST_OF_A_RULE + 1 for count in told.values())
    return findings


@given(st.binary(max_size=300))
def test_any_bytes_give_findings(data: bytes) -> None:
    """One odd file would end the check of all."""
    assert looked_at(data)
    looked_at(data, html=True)


@given(st.text(max_size=200))
def test_any_text_is_looked_at_as_html(text: str) -> None:
    """A page that holds anything would end the check."""
    looked_at(text.encode("utf-8", "surrogatepass"), html=True)


@given(
    st.sampled_from(MAILS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES | st.binary(max_size=6))),
)
def test_any_change_of_a_message_is_looked_at(
    data: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    """A message that is cut, spliced or garbled would end the check of all."""
    for place, cut, piece in changes[:6]:
        start = int(place * len(data))
        data = data[:start] + piece + data[start + cut :]
    looked_at(data)


@given(st.lists(st.tuples(st.floats(0, 1), PIECES | st.binary(max_size=6)), max_size=6))
def test_any_change_of_a_sites_issue_is_looked_at(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[float, bytes]]
) -> None:
    """What is known of an issue could be what trips over its bytes."""
    html = PARTS["html"].encode()
    for place, piece in changes:
        start = int(place * len(html))
        html = html[:start] + piece + html[start:]
    parts = {**PARTS, "html": html.decode("utf-8", "surrogateescape"), "page": "<p>"}
    lint(good_issue(Path("/nowhere"), parts, compose(parts)))


HEAD = MAIL.partition(b"\r\n\r\n")[0]
LARGE = 150_000
MADE_FOR_IT = {
    "comments": b"<!--" * (LARGE // 4),
    "tags": b"<a>" * (LARGE // 3),
    "links": b"<a href='https://x.example/'>x" * (LARGE // 30),
    "tables": b"<table><tr><td>" * (LARGE // 15),
    "headings": b"<h2>a</h2>" * (LARGE // 10),
    "styles": b"<style>a{color:red}</style>" * (LARGE // 27),
    "rules": b"<style>"
    + b".a .b .c{color:red}" * (LARGE // 19)
    + b"</style>"
    + b"<b class='c'>x" * 3000,
    "braces": b"<style>" + b"a{" * (LARGE // 2),
    "at-rules": b"<style>" + b"@media x{" * (LARGE // 9),
    "declarations": b"<p style='" + b"color:red;" * (LARGE // 10) + b"'>x",
    "parentheses": b"<p style='" + b"(" * LARGE + b"'>x",
    "tokens": b"{{" * (LARGE // 2),
    "percent": b"%%a" * (LARGE // 3),
    "marks": b"!" * LARGE,
    "hidden": b"<div style='display:none'>" + b"&nbsp;" * (LARGE // 6),
    "pictures": b"<img src='https://x.example/a.png'>" * (LARGE // 35),
    "words": b"https://x.example/ " * (LARGE // 19),
}


@pytest.mark.parametrize("name", MADE_FOR_IT)
def test_html_made_for_it_is_looked_at_in_time(name: str) -> None:
    """A post made for it would hold up the check, or fill its report."""
    begun = time.process_time()
    assert looked_at(MADE_FOR_IT[name], html=True)
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    "data",
    [
        b"A: b\r\n" * 100_000,
        b"Subject: " + b"=?utf-8?b?" * 30_000,
        b"Subject: " + b"x" * 300_000,
        b"From: " + b"<" * 30_000 + b"@" * 30_000,
        b"From: " + b"(" * 30_000,
        b"List-Unsubscribe: " + b"<a>," * 30_000,
        b"Content-Type: text/html" + b"; a=b" * 60_000 + b"\r\n\r\n<p>",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n" * 60_000,
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 6_000,
        b"Subject: x\r\n\r\n" + b"\xff" * 300_000,
        b"Content-Type: text/html; charset=punycode\r\n\r\n" + b"a-" * 150_000,
        b"Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"!" * 300_000,
    ],
    ids=range(12),
)
def test_a_message_made_for_it_is_looked_at_in_time(data: bytes) -> None:
    """A message made for it would hold up the check, or fill its report."""
    begun = time.process_time()
    assert looked_at(data)
    assert time.process_time() - begun < 20


def test_nothing_of_others_is_in_a_message_of_many_parts() -> None:
    """A message of a million parts would fill the memory."""
    part = b"--a\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n"
    data = b"Subject: x\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" + part * 10_000
    assert looked_at(data)
