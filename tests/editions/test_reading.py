"""What an edition's file says, and what is said of its mistakes."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.editions.reading import parse_edition
from feeds.errors import PostError
from feeds.model import Claim, Exclusion, Filter, Pick, SectionSettings, Site

from .conftest import LETTER, Read

WHOLE = """\
---
subject: Five walks
preheader: And a harbour
status: approved
window: {from: 2026-11-16 08:00, to: 2026-11-23 08:00}
picks:
  - posts/a.md
  - post: posts/b.md
    title: B
    excerpt: Of b
    image: https://harbour.example/b.jpg
    image_alt: A b
    length: full
lead: posts/b.md
exclude:
  posts/c.md: later
  posts/d.md: never
sections:
  - title: News
    categories: [news]
    front_matter: {kind: [short]}
    limit: 3
    length: headline
text: |
  Hello

    * one
posts:
  - {id: "urn:a", path: a.md, url: "https://a", published: "2026-11-20T09:00:00+09:00", title: A}
previous: 2026-11-16
files: {2026-11-23.eml: %s, 2026-11-23.txt: %s, 2026-11-23.html: %s}
withdrawn: [a.md]
---

Good *morning*.
""" % (("0" * 64,) * 3)  # fmt: skip


def line_of(start: str) -> int:
    """The line of WHOLE that begins so."""
    return next(n for n, line in enumerate(WHOLE.splitlines(), 1) if line.startswith(start))


def jst(text: str) -> datetime:
    """A moment in Tokyo."""
    return datetime.fromisoformat(f"{text}+09:00")


CLAIM = Claim("urn:a", "a.md", "https://a", jst("2026-11-20T09:00:00"), "A")


def test_every_key(read: Read) -> None:
    """Something that an editor decided would not count."""
    file = read(WHOLE)
    edition = file.edition
    assert file.findings == ()
    assert edition
    assert (edition.newsletter, edition.label) == ("letter", "2026-11-23")
    assert edition.path == "editions/letter/2026-11-23.md"
    assert (edition.subject, edition.preheader) == ("Five walks", "And a harbour")
    assert (edition.since, edition.until) == (jst("2026-11-16T08:00"), jst("2026-11-23T08:00"))
    assert edition.picks == (
        Pick("posts/a.md", line=7),
        Pick("posts/b.md", "B", "Of b", "https://harbour.example/b.jpg", "A b", "full", 8),
    )
    assert edition.lead == "posts/b.md"
    assert edition.exclude == (
        Exclusion("posts/c.md", "later", 16),
        Exclusion("posts/d.md", "never", 17),
    )
    wanted = Filter(categories=("news",), front_matter=(("kind", ("short",)),))
    assert edition.sections == (SectionSettings("News", wanted, 3, "headline"),)
    assert edition.text == "Hello\n\n  * one"
    assert edition.posts == (CLAIM,)
    assert edition.previous == "2026-11-16"
    assert edition.files == {f"2026-11-23.{kind}": "0" * 64 for kind in ("eml", "txt", "html")}
    assert edition.withdrawn == ("a.md",)
    assert (edition.introduction, edition.body_line) == ("Good *morning*.", line_of("Good"))
    assert edition.lines["picks"] == line_of("picks:")
    assert edition.lines["withdrawn"] == line_of("withdrawn:")


def test_what_is_left_out_is_left_to_the_program(read: Read) -> None:
    """An editor who deletes a line would have decided something."""
    for text in ("", "Hello", "---\n---\nHello", "---\nsubject:\nlead: ''\npicks:\n---\n"):
        file = read(text)
        assert file.findings == ()
        edition = file.edition
        assert edition
        assert (edition.subject, edition.lead, edition.picks, edition.sections) == (None,) * 4
        assert edition.status == "draft"
        assert edition.until == jst("2026-11-23T23:59:59")
        assert edition.since == jst("2026-11-16T23:59:59")


def test_days_are_whole_days(read: Read) -> None:
    """A post of the first minute of a day would be in the edition before."""
    edition = read("---\nwindow: {from: 2026-11-16, to: 2026-11-22}\n---\n").edition
    assert edition
    assert edition.since < jst("2026-11-16T00:00:00") <= jst("2026-11-22T23:59:59")
    assert edition.until == jst("2026-11-22T23:59:59")


SYNTAXES = {
    "toml": ('+++\nsubject = "A"\npicks = ["a",\n "b"]\n[window]\nfrom = 2026-11-16\n+++\n', 3),
    "json": ('{"subject": "A",\n"picks": ["a",\n "b"], "window": {"from": "2026-11-16"}}\n', 2),
    "fenced": ('---json\n{"subject": "A",\n"picks": ["a",\n"b"], "window":WINDOW}\n---\n', 3),
    "crlf": ("---\r\nsubject: A\r\npicks: [a,\r\n b]\r\nwindow: WINDOW\r\n---\r\n", 3),
    "flow": ("\ufeff---\n{subject: A, picks: [\na,\n b], window: WINDOW}\n---\n", 3),
    "emoji": ("---\nsubject: A\n# 😀\u2028\x85\npicks:\n- a\n- b\nwindow: WINDOW\n---\n", 5),
}


@pytest.mark.parametrize("name", SYNTAXES)
def test_syntaxes(read: Read, name: str) -> None:
    """An edition in the syntax of the site's posts would not be read, or its lines be wrong."""
    text, line = SYNTAXES[name]
    text = text.replace("WINDOW", '{"from": "2026-11-16"}')
    file = read(text + "Hi")
    edition = file.edition
    assert file.findings == ()
    assert edition
    assert (edition.subject, edition.introduction) == ("A", "Hi")
    assert edition.picks == (Pick("a", line=line), Pick("b", line=line + 1))
    assert edition.since == jst("2026-11-15T23:59:59")


MISTAKES = {
    "prehader: x": (2, "warning", 'prehader: no such key (did you mean "preheader"?)'),
    "subject: [a]": (2, "error", "subject: must be text, not an array"),
    "subject: 5": (2, "error", "subject: must be text, not a whole number"),
    "status: aproved": (2, "error", 'did you mean "approved"?'),
    "window: soon": (2, "error", "window: must be a table, not text"),
    "window:\n  from: soon": (3, "error", "window.from: must be a date such as"),
    "window:\n  from: 2026-11-23\n  to: 2026-11-16": (2, "error", "ends before it begins"),
    "window: {from: 2026-12-23}": (2, "error", "the window ends before it begins"),
    "window: {form: 2026-11-16}": (2, "warning", 'window.form: no such key (did you mean "from"?)'),
    "picks: posts/a.md": (2, "error", "picks: must be a list, not text"),
    "picks:\n  - a\n  - [b]": (4, "error", "picks[2]"),
    "picks:\n  - a\n  - b\n  - a": (5, "error", 'picks[3]: "a" is named twice'),
    "picks:\n  - title: A": (3, "error", "picks[1]: has no post"),
    "picks:\n  - post: a\n    lenght: full": (4, "warning", 'did you mean "length"?'),
    "picks:\n  - post: a\n    length: ful": (4, "error", 'did you mean "full"?'),
    "picks:\n  - post: a\n    image: b.jpg": (4, "error", "must be an http or https URL"),
    "exclude:\n  a: later\n  b: for ever": (4, "error", "exclude.b: must be one of"),
    "exclude:\n  - {post: a, until: nevr}": (3, "error", 'did you mean "never"?'),
    "sections:\n  - limit: 3": (3, "error", "sections[1]: has no title"),
    "sections:\n  - title: A\n    category: b": (4, "warning", 'did you mean "categories"?'),
    "sections:\n  - {title: A, limit: x}": (3, "error", "limit: must be a whole number"),
    "posts:\n  - {id: a}": (3, "error", "posts[1]: path is missing"),
    "posts: other.jsonl": (2, "error", "posts must be a list, or 2026-11-23.posts.jsonl"),
    "passed: 2026-11-23.passed.jsonl": (None, "error", "the file is not there"),
    "previous: last": (2, "error", "previous: must be the name of an edition"),
    "files: {a.eml: 12}": (2, "error", "must be a SHA-256"),
    "withdrawn: [a]": (2, "warning", "a is withdrawn, but the edition does not show it"),
    "text: [a]": (2, "error", "text: must be text, not an array"),
    "subject: a\na: [b": (3, "error", "the YAML cannot be read"),
    "subject: a\nsubject: b": (3, "warning", "the key subject is given twice"),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_are_named_with_their_line(read: Read, text: str) -> None:
    """An editor would search the whole file, or a mistake would pass unnoticed."""
    line, level, what = MISTAKES[text]
    file = read(f"---\n{text}\n---\n")
    assert len(file.findings) == 1, file.findings
    found = file.findings[0]
    assert found.level == level
    assert what in found.what
    assert found.line == line
    assert (found.path or "").startswith("editions/letter/2026-11-23")
    assert file.usable == (level == "warning")


def test_500_picks_are_read_and_10_000_refused(read: Read) -> None:
    """A large edition would fail, or a huge one exhaust the machine."""
    picks = "".join(f"  - posts/{number}.md\n" for number in range(500))
    file = read(f"---\npicks:\n{picks}---\n")
    assert file.findings == ()
    assert file.edition
    assert len(file.edition.picks or ()) == 500
    assert file.edition.picks
    assert file.edition.picks[-1].line == 502
    picks = "".join(f"  - posts/{number}.md\n" for number in range(10_000))
    file = read(f"---\npicks:\n{picks}---\n")
    assert [finding.what for finding in file.findings] == [
        "picks: 10,000 picks are too many; 2,000 is the most"
    ]


def test_a_file_that_is_no_edition(read: Read, site: Site) -> None:
    """A large file, a folder or broken text would end the run."""
    assert "larger than 1024 KiB" in read("x" * 1_100_000).findings[0].what
    assert "not UTF-8" in read(b"---\nsubject: \xff\n---\n").findings[0].what
    broken = read(b"---\nsubject: a\n---\n\nb\n\xff\n").findings[0]
    assert ("not UTF-8" in broken.what, broken.line) == (True, 6)
    (site.root / "editions/letter/2026-11-23.md").unlink()
    (site.root / "editions/letter/2026-11-23.md").mkdir()
    from feeds.editions.reading import read_edition

    assert read_edition(site, LETTER, "2026-11-23").findings[0].what == "this is not a regular file"


def test_many_records_stand_in_a_file_beside(read: Read) -> None:
    """The first edition of an old blog would be unreadable, or lose what it passed."""
    from feeds.editions.records import as_lines

    claims = [CLAIM] * 3000
    head = "---\npassed: 2026-11-23.passed.jsonl\n---\n"
    file = read(head, passed=as_lines(claims))
    assert file.findings == ()
    assert file.edition
    assert list(file.edition.passed) == claims
    broken = read(head, passed=as_lines([CLAIM]) + b'{"id": 1}\n' + as_lines([CLAIM]))
    assert (broken.findings[0].line, broken.findings[0].what) == (2, "id is no text")
    assert broken.findings[0].path == "editions/letter/2026-11-23.passed.jsonl"


def test_aliases_do_not_multiply(read: Read) -> None:
    """A few lines would take all memory."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 10)}]" for n in range(9)]
    file = read("---\n" + "\n".join(lines) + "\n---\n")
    assert "too large" in file.findings[0].what


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([
            "subject", "status", "window", "picks", "lead", "exclude", "sections", "text", "posts",
            "never", "passed", "moved", "previous", "files", "withdrawn", "other",
        ]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8)
            | st.sampled_from(["post", "later", "2026-11-16", "full", "title"]),
            lambda inner: st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["post", "title", "from", "to", "until", "id", "limit", "x"]),
                inner, max_size=3,
            ),
            max_leaves=8,
        ),
    ),
    st.binary(max_size=40),
)  # fmt: skip
def test_whatever_the_values_nothing_is_raised(
    site: Site, values: dict[str, object], tail: bytes
) -> None:
    """An edition would end the run for all others."""
    import json

    data = json.dumps(values).encode() + b"\n" + tail
    try:
        file = parse_edition(data, site, LETTER, "2026-11-23")
    except PostError as problem:
        assert problem.findings[0].path
    else:
        assert all(finding.path for finding in file.findings)
