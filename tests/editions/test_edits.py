"""An edition's file is changed where its editor changed something, and nowhere else."""

from __future__ import annotations

import functools
import json
import tomllib
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.frontmatter import plain, split_head
from feeds.editions.edits import edited
from feeds.errors import PostError

PATH = "editions/digest/2026-11-23.md"

DRAFT = """\
---
# What stands in the inbox.
subject: Hello  # short
preheader:
colour: "blue"   # nobody knows this key
picks:  # in this order
  - posts/a.md  # The harbour
  # - posts/old.md  # older than the first window
  - {post: posts/b.md, title: "B: the \\"second\\""}  # The wind
  - posts/c.md
# Which posts stand where.
sections:
  - title: News
    categories: [news]
window: {from: 2026-11-16, to: 2026-11-22}
status: draft
---

Good morning.
"""

CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a text keeps its comment": (
        {"subject": "Five walks"},
        "subject: Hello  # short\n",
        "subject: Five walks  # short\n",
    ),
    "a text that needs quotes": (
        {"subject": "Walks: #1 of 5"},
        "subject: Hello  # short\n",
        'subject: "Walks: #1 of 5"  # short\n',
    ),
    "a key without a value": (
        {"preheader": "空の色"},
        "preheader:\n",
        "preheader: 空の色\n",
    ),
    "picks in another order keep what was said of them": (
        {"picks": ["posts/c.md", "posts/d.md", "posts/a.md"]},
        "picks:  # in this order\n"
        "  - posts/a.md  # The harbour\n"
        "  # - posts/old.md  # older than the first window\n"
        '  - {post: posts/b.md, title: "B: the \\"second\\""}  # The wind\n'
        "  - posts/c.md\n",
        "picks:  # in this order\n"
        "  - posts/c.md\n"
        "  - posts/d.md\n"
        "  - posts/a.md  # The harbour\n"
        "  # - posts/old.md  # older than the first window\n",
    ),
    "a pick with words of its own": (
        {"picks": [{"post": "posts/a.md", "title": "On air", "length": "full"}]},
        "picks:  # in this order\n"
        "  - posts/a.md  # The harbour\n"
        "  # - posts/old.md  # older than the first window\n"
        '  - {post: posts/b.md, title: "B: the \\"second\\""}  # The wind\n'
        "  - posts/c.md\n",
        "picks:  # in this order\n  - post: posts/a.md\n    title: On air\n    length: full\n",
    ),
    "no more sections": (
        {"sections": None},
        "sections:\n  - title: News\n    categories: [news]\n",
        "",
    ),
    "a new key stands below the others": (
        {"lead": "posts/b.md"},
        "status: draft\n",
        "status: draft\nlead: posts/b.md\n",
    ),
    "text of many lines": (
        {"text": "Hello\n\n  * one\n# two"},
        "status: draft\n",
        "status: draft\ntext: |-\n  Hello\n\n    * one\n  # two\n",
    ),
    "a table for a table": (
        {"window": {"from": "2026-11-16 08:00", "to": "2026-11-23 08:00"}},
        "window: {from: 2026-11-16, to: 2026-11-22}\n",
        "window:\n  from: 2026-11-16 08:00\n  to: 2026-11-23 08:00\n",
    ),
    "a text of many lines beside a comment": (
        {"subject": "one\ntwo"},
        "subject: Hello  # short\n",
        "subject: |-  # short\n  one\n  two\n",
    ),
    "nothing changes": ({"subject": "Hello", "lead": None}, "", ""),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("name", CASES)
def test_only_the_span_of_the_key_changes(name: str, end: str) -> None:
    """A comment, a key of the editor's own or a line end would be lost."""
    changes, before, after = CASES[name]
    assert before in DRAFT
    wanted = DRAFT.replace(before, after, 1) if before else DRAFT
    data = ("\ufeff" + DRAFT).replace("\n", end).encode()
    assert edited(data, PATH, changes) == ("\ufeff" + wanted).replace("\n", end).encode()


@pytest.mark.parametrize(
    ("text", "introduction", "after"),
    [
        ("---\na: b\n---\n\nOld\n", "New\n\n* one", "---\na: b\n---\n\nNew\n\n* one\n"),
        ("---\na: b\n---\r\n\r\nOld", "  New ", "---\na: b\n---\r\n\nNew\n"),
        ("---\na: b\n---", "New", "---\na: b\n---\n\nNew\n"),
        ("---\na: b\n---\n\nOld\n", "", "---\na: b\n---\n\n"),
        ("---\na: b\n---\n  Same  \n\n", "Same", "---\na: b\n---\n  Same  \n\n"),
        ("Old", "New", "New\n"),
        ('{"a": "b"}\nOld\n', "New", '{"a": "b"}\n\nNew\n'),
    ],
)
def test_the_introduction_alone_changes(text: str, introduction: str, after: str) -> None:
    """Somebody who writes an introduction would lose front matter."""
    assert edited(text.encode(), PATH, {}, introduction) == after.encode()


def test_an_introduction_is_never_taken_for_front_matter() -> None:
    """An introduction that begins with a rule would become keys."""
    with pytest.raises(PostError, match="read as front matter"):
        edited(b"Old\n", PATH, {}, "---\nstatus: sent\n---\n")


@pytest.mark.parametrize(
    ("text", "changes", "after"),
    [
        ('{"a": 1, "b": [1]}\nX', {"a": "x"}, '{"a": "x", "b": [1]}\nX'),
        ('{"a": 1, "b": [1]}\nX', {"a": None}, '{"b": [1]}\nX'),
        ('{"a": 1, "b": [1]}\nX', {"b": None}, '{"a": 1}\nX'),
        ('{\n  "a": 1\n}\nX', {"c": ["y"]}, '{\n  "a": 1,\n  "c": ["y"]\n}\nX'),
        ("{}\nX", {"c": "y"}, '{"c": "y"}\nX'),
        ("---\n{a: 1, b: c}\n---\n", {"b": ["x"]}, '---\n{a: 1, b: ["x"]}\n---\n'),
        (
            "+++\na = 1 # c\n\n[t]\nx = 1\n+++\n",
            {"a": "é"},
            '+++\na = "é" # c\n\n[t]\nx = 1\n+++\n',
        ),
        ("+++\na = 1\n[t]\nx = 1\n+++\n", {"b": ["x"]}, None),
        ("+++\na = [\n 1,\n] # c\n+++\n", {"a": None}, "+++\n+++\n"),
        ("Body", {"status": "sent"}, "---\nstatus: sent\n---\nBody"),
    ],
)
def test_other_syntaxes(text: str, changes: dict[str, Any], after: str | None) -> None:
    """An edition in TOML or JSON could not be approved."""
    done = edited(text.encode(), PATH, changes)
    if after is not None:
        assert done.decode() == after
    front = split_head(done, PATH, whole=True)
    assert front is not None
    for key, value in changes.items():
        assert front.values.get(key) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("---js\nconst status = 'draft';\n---\n", "the front matter is a program"),
        ("+++\n[status]\nx = 1\n+++\n", "status is not changed"),
        ("---\nstatus: a\nstatus: b\n---\n", "status is not changed"),
        ("---\nstatus: &x a\nother: *x\n---\n", "status is not changed"),
        ("---\n? [status]\n: a\n---\n", "cannot be read"),
        ("---\nstatus: [\n---\n", "cannot be read"),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(text: str, says: str) -> None:
    """Another key would change on the quiet."""
    with pytest.raises(PostError, match=says):
        edited(text.encode(), PATH, {"status": None})


# ── Whatever editors write ────────────────────────────────────────────────────────────

TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30) | st.sampled_from(
    [
        "",
        " ",
        "a: b",
        "- x",
        "# no",
        "yes",
        "2026-11-23",
        "12:30",
        "|",
        "a #b",
        "x\n\ny",
        "---",
        "…",
    ]
)
SCALARS = TEXTS | st.booleans() | st.integers(-(2**53), 2**53)
KEYS = st.sampled_from(["subject", "picks", "exclude", "text", "x-own", "日付"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FILES = st.dictionaries(KEYS, VALUES, max_size=5)


def as_yaml(values: dict[str, Any], *, flow: bool) -> str:
    """As somebody else's program writes it, with comments above keys."""
    texts = [yaml.safe_dump({key: value}, width=40) for key, value in values.items()]
    if flow:
        dumps = functools.partial(yaml.safe_dump, default_flow_style=True, width=4000)
        texts = [f"{dumps({key: value})[1:-2]}\n" for key, value in values.items()]
    parts = [f"# a comment: here\n{text}" for text in texts]
    return "---\n" + "".join(parts) + "# the end\n---\n"


def as_json(values: dict[str, Any], indent: int | None) -> str:
    """The same in JSON."""
    return json.dumps(values, indent=indent) + "\n"


def said(data: bytes) -> Any:
    """What the collector's reader makes of it."""
    front = split_head(data, PATH, whole=True)
    assert front is not None
    return dict(front.values)


@given(
    FILES,
    st.dictionaries(KEYS, VALUES | st.none(), min_size=1, max_size=3),
    st.sampled_from(["yaml", "yaml-flow", "json", "json-lines"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_what_is_set_is_said(
    values: dict[str, Any], changes: dict[str, Any], syntax: str, end: str, bom: bool
) -> None:
    """An edit would be lost, change another key, or drop a comment above one."""
    texts = {
        "yaml": lambda: as_yaml(values, flow=False),
        "yaml-flow": lambda: as_yaml(values, flow=True),
        "json": lambda: as_json(values, None),
        "json-lines": lambda: as_json(values, 2),
    }
    text = ("\ufeff" if bom else "") + texts[syntax]() + "\nBody # 1\n"
    data = text.replace("\n", end).encode()
    before = said(data)
    after = edited(data, PATH, changes)
    assert said(after) == {
        key: value for key, value in {**before, **changes}.items() if value is not None
    }
    assert after.endswith(f"{end}Body # 1{end}".encode())
    assert after.startswith(b"\xef\xbb\xbf") == bom
    if syntax.startswith("yaml"):
        assert b"# the end" in after
        kept = [key for key in values if key not in changes]
        assert after.count(b"# a comment: here") >= len(kept)
    if end == "\r\n":
        assert plain(after).count(b"\n") == after.count(b"\r\n") == after.count(b"\n")


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@given(
    st.dictionaries(KEYS, TEXTS | st.integers(0, 9), max_size=4),
    st.dictionaries(KEYS, VALUES | st.none(), min_size=1, max_size=3),
)
def test_toml(values: dict[str, Any], changes: dict[str, Any]) -> None:
    """An edition in TOML would be damaged, or become what no other program reads."""
    lines = [f"# c\n{_toml(key)} = {_toml(value)}\n" for key, value in values.items()]
    text = "+++\n" + "".join(lines) + "[other]\nx = 1 # d\n+++\nBody"
    after = edited(text.encode(), PATH, changes).decode()
    wanted = {**values, **changes, "other": {"x": 1}}
    block = after.removeprefix("+++\n").removesuffix("+++\nBody")
    assert tomllib.loads(block) == {k: v for k, v in wanted.items() if v is not None}
    assert after.endswith("[other]\nx = 1 # d\n+++\nBody")


@given(st.binary(max_size=200))
def test_no_bytes_end_in_a_traceback(data: bytes) -> None:
    """A damaged file would end the desk."""
    for head in (b"", b"---\n", b"{", b"+++\n"):
        try:
            after = edited(head + data, PATH, {"status": "approved"})
        except PostError:
            continue
        assert said(after)["status"] == "approved"
