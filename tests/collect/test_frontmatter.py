"""Front matter in every form that people write, and broken in every way that they break it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from feeds.collect.frontmatter import FrontMatter, body_of, decode, line_of, split_head
from feeds.collect.scalars import Timestamp
from feeds.errors import PostError

CASES = Path(__file__).parent / "cases"


def split(text: str) -> FrontMatter:
    """The front matter of a whole file with that text."""
    front = split_head(text.encode(), "a.md", whole=True)
    assert front is not None
    return front


@pytest.mark.parametrize("case", sorted(CASES.glob("*.post")), ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """A post of that form would be read otherwise than it has been until now."""
    expected = tomllib.loads(case.with_suffix(".toml").read_text(encoding="utf-8"))
    data = case.read_bytes()
    try:
        front = split_head(data, "a.md", whole=True)
        assert front is not None
        body = body_of(decode(data, "a.md"), "a.md")
    except PostError as problem:
        got: dict[str, object] = {"error": str(problem)}
    else:
        got = {
            "values": json.loads(json.dumps(front.values)),
            "body": body,
            "body_line": front.body_line,
        }
        if front.findings:
            got["findings"] = [str(finding) for finding in front.findings]
    assert got == expected


def test_timestamps_are_marked_only_without_quotes() -> None:
    """Jekyll's rule that an unquoted timestamp is UTC could not be followed."""
    values = split("---\na: 2025-01-01 10:00:00\nb: '2025-01-01 10:00:00'\n---\n").values
    assert isinstance(values["a"], Timestamp)
    assert not isinstance(values["b"], Timestamp)


def test_nothing_is_none() -> None:
    """A key without a value would become a text."""
    assert split("---\na: ~\nb:\nc: null\n---\n").values == dict.fromkeys("abc")


@pytest.mark.parametrize(
    "text",
    [
        "---\na0: &a0 {x: 1}\n"
        + "".join(f"a{n + 1}: &a{n + 1} {{<<: [*a{n}, *a{n}]}}\n" for n in range(40))
        + "---\n",
        "---\na: " + "[" * 30_000 + "\n---\n",
        "---\n" + "- " * 5_000 + "a\n---\n",
        "---\n" + "".join(" " * n + "a:\n" for n in range(300)) + "---\n",
        "---\na: &a [1]\n" + "b: [" + ", ".join(["*a"] * 30_000) + "]\n---\n",
        '{"a": ' + "[" * 100_000,
        "+++\na = " + "[" * 5_000 + "\n+++\n",
        "---\ntext: " + "x" * 300_000 + "\n---\n",
        "+++\n" + "'é' . " * 40_000 + "a = 1\n+++\n",
    ],
    ids=["merge-bomb", "flow", "dashes", "indents", "aliases", "json", "toml", "long", "dotted"],
)
def test_bombs_are_refused(text: str) -> None:
    """A post could hold up the run for minutes, or take the interpreter down."""
    with pytest.raises(PostError):
        split(text)


def test_errors_name_the_line_of_the_file() -> None:
    """An editor would look for the mistake in the wrong line."""
    with pytest.raises(PostError) as caught:
        split("---\ntitle: a\nbroken: [1, 2\n---\nbody\n")
    finding = caught.value.findings[0]
    assert (finding.path, finding.line) == ("a.md", 3)
    with pytest.raises(PostError) as caught:
        decode(b"---\ntitle: a\n---\nna\xefve\n", "posts/a.md")
    assert caught.value.findings[0].line == 4


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Some text would end the whole run, instead of being one bad post."""
    for opening in ("", "---\n", "+++\n", "{", "---\na: "):
        try:
            front = split(opening + text)
        except PostError:
            continue
        body = body_of(opening + text, "a.md")
        assert (opening + text).endswith(body)
        assert front.block in opening + text


PIECES = (
    *("---", "+++", "...", "\n", "\r\n", "\r", " ", "\t", "\ufeff", "港", "\ufffd", "body"),
    *("a: 1", "a = 1", "- x", "[", "]", "{", "}", '"', '{"a": 1', "\\u00", "tru", "-Inf", ": "),
)


def outcome(data: bytes, *, whole: bool, headers: bool = False) -> object:
    """What is made of those bytes, or what is said of them."""
    try:
        return split_head(data, "a.md", whole=whole, headers=headers)
    except PostError as problem:
        return problem.findings


@given(
    st.sampled_from(
        [
            "",
            "---\n",
            "---\r\na: 1\r\n",
            "+++\n",
            '{"a": ',
            '{\n"',
            "---json\n",
            "Date: 1\nTitle: 2\n",
        ]
    ),
    st.lists(st.sampled_from(PIECES), max_size=12),
    st.booleans(),
    st.data(),
)
def test_a_head_tells_as_much_as_the_file(
    opening: str, pieces: list[str], headers: bool, data: st.DataObject
) -> None:
    """A post would be read otherwise only because its file goes on beyond the first bytes."""
    file = (opening + "".join(pieces)).encode()
    cut = data.draw(st.integers(0, len(file)))
    head = outcome(file[:cut], whole=False, headers=headers)
    assert head is None or repr(head) == repr(outcome(file, whole=True, headers=headers))


@pytest.mark.parametrize(
    "text",
    [
        '---toml\ntitle = "港の朝"\n---\n港の朝の話',
        '---\ntitle: "港の朝"\n---\n港の朝の話',
        '+++\r\ntitle = "港の朝"\r\n+++\r\n港の朝の話',
        '\ufeff{"title": "港の朝"}\n港の朝の話',
    ],
    ids=["fence", "yaml", "toml-crlf", "json-bom"],
)
def test_every_cut(text: str) -> None:
    """A head that ends within a character or a delimiter would cost the post."""
    file = text.encode()
    heads = [outcome(file[:cut], whole=False) for cut in range(len(file))]
    first = next(number for number, head in enumerate(heads) if head is not None)
    assert file.index("港の朝の話".encode()) - first in (0, 1)
    assert heads[first:] == [split(text)] * len(heads[first:])
    assert split(text).values == {"title": "港の朝"}


@pytest.mark.parametrize("text", ["---\na: 港", "+++\na = '港", '{"a": "港', "---"])
def test_front_matter_without_an_end(text: str) -> None:
    """A mistake in the delimiters would be called something else where the reading was bounded."""
    assert split_head(text.encode(), "a.md", whole=False) is None
    for cut in (None, -1) if text.endswith("港") else (None,):
        findings = outcome(text.encode()[:cut], whole=True)
        assert "UTF-8" not in str(findings)
        assert "never ends" in str(findings) or "JSON cannot be read" in str(findings)


@pytest.mark.parametrize("head", ["---\na: 1\n---\n", "+++\na = 1\n+++\n", '{"a": 1}\n', ""])
def test_the_body_is_not_looked_at(head: str) -> None:
    """A post would be lost to its index for a byte that only its body's reader stumbles over."""
    front = split_head(head.encode() + b"na\xefve\n", "a.md", whole=True)
    assert front is not None
    assert front.values == ({"a": 1} if head else {})
    assert front.body_line == head.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: a\n\ndate: 1\n---\n", 4),
        ("\ufeff---\r\ntitle: a\r\n'date': 1\r\n---\r\ndate: 2\r\n", 3),
        ("+++\ntitle = 'a'\ndate = 2026-01-01\n+++\n", 3),
        ('{"title": "a",\n "date": 1}\n', 2),
        ("---\ntitle: a\n---\ndate: 1\n", None),
        ("date: 1\n", None),
    ],
)
def test_lines_of_keys(text: str, line: int | None) -> None:
    """A finding would lead to another line than the one to be mended."""
    assert line_of(split(text), "date") == line


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    """Some bytes would end the whole run, instead of being one bad post."""
    try:
        text = decode(data, "a.md")
    except PostError:
        return
    assert "\r" not in text


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.recursive(
            st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)
            | st.integers(-(10**9), 10**9)
            | st.booleans()
            | st.none(),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=8,
        ),
        max_size=5,
    )
)
def test_yaml_written_by_others_comes_back(values: dict[str, object]) -> None:
    """A value that another program wrote into a post would come out as another value."""
    text = f"---\n{yaml.safe_dump(values, allow_unicode=True)}---\nbody"
    assert split(text).values == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Title: A\nDate: 2026-10-01\n\nbody\n", {"title": "A", "date": "2026-10-01"}),
        ("date: 1\ntitle: A: b\n    c\nbody\n", {"date": "1", "title": "A: b c"}),
        ("Title: A\n\nDate: 1\n", {}),
        ("Title: A\nNote: 1\n\nbody\n", {}),
        ("Title:A\nDate:1\n\nbody\n", {}),
        ("\nTitle: A\nDate: 1\n\nbody\n", {}),
        ("Date: http://x.example\nSee: that\n\nbody\n", {}),
    ],
)
def test_headers(text: str, values: dict[str, object]) -> None:
    """A Pelican post would have no date, or the first words of another post be taken for keys."""
    front = split_head(text.encode(), "a.md", whole=True, headers=True)
    assert front is not None
    assert front.values == values
    assert split(text).values == {}
    body = body_of(text, "a.md", headers=bool(values))
    assert body == ("body\n" if values else text)


def test_a_header_without_an_end() -> None:
    """A file of nothing but keys would hold up the run."""
    text = "Title: A\nDate: 1\n" + "a: b\n" * 50_000
    with pytest.raises(PostError, match="longer than"):
        split_head(text.encode() + b"c: " + b"d" * 20_000, "a.md", whole=True, headers=True)
    assert split_head(b"Title: A\n", "a.md", whole=False, headers=True) is None
