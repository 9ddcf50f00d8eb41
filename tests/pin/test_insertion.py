"""What is written where: one piece, and not another byte."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.pin import Pinned

ID = "https://harbour.example/2026/11/23/walk/"
PinIt = Callable[..., tuple[Pinned, bytes]]
LINE = f"feed_id: {ID}"
MEMBER = f'"feed_id": "{ID}"'

# In each, ¶ stands for what is inserted, and is not there before.
CASES = {
    "yaml": ("---\ntitle: A\n¶---\nBody\n", f"{LINE}\n"),
    "yaml-crlf": ("---\r\ntitle: A\r\n¶---\r\nBody\r\n", f"{LINE}\r\n"),
    "yaml-cr": ("---\rtitle: A\r¶---\rBody\r", f"{LINE}\r"),
    "yaml-mixed-ends": ("---\ntitle: A\r\nlang: en\n¶---\r\nBody", f"{LINE}\n"),
    "yaml-bom": ("\ufeff---\ntitle: A\n¶---\nBody\n", f"{LINE}\n"),
    "yaml-no-final-newline": ("---\ntitle: A\n¶---", f"{LINE}\n"),
    "yaml-body-without-newline": ("---\ntitle: A\n¶---\nBody", f"{LINE}\n"),
    "yaml-empty": ("---\n¶---\nBody\n", f"{LINE}\n"),
    "yaml-blank": ("---\n\n¶---\nBody\n", f"{LINE}\n"),
    "yaml-dots": ("---\ntitle: A\n¶...\nBody\n", f"{LINE}\n"),
    "yaml-named": ("---yaml\ntitle: A\n¶---\nBody\n", f"{LINE}\n"),
    "yaml-comments": ("--- \n# one\ntitle: A # two\n# three\n¶---\nBody\n", f"{LINE}\n"),
    "yaml-anchors": (
        "---\nme: &me {name: Mio}\nauthors: [*me]\nmore: {<<: *me}\n¶---\n",
        f"{LINE}\n",
    ),
    "yaml-indented": ("---\n  title: A\n  tags:\n    - a\n¶---\n", f"  {LINE}\n"),
    "yaml-list-at-the-end": ("---\ntags:\n- a\n- b\n¶---\n", f"{LINE}\n"),
    "yaml-block-text": ("---\nexcerpt: |\n  one\n\n  two\n\n¶---\n", f"{LINE}\n"),
    "yaml-block-text-kept": ("---\nexcerpt: |+\n  one\n\n¶---\n", f"{LINE}\n"),
    "yaml-folded": ("---\ntitle: A\n  walk\n¶---\n", f"{LINE}\n"),
    "yaml-twice": ("---\ntitle: A\ntitle: B\n¶---\n", f"{LINE}\n"),
    "yaml-flow": ("---\n{¶title: A}\n---\n", f"{MEMBER}, "),
    "yaml-flow-lines": ("---\n{¶\n  title: A,\n}\n---\n", f"\n  {MEMBER},"),
    "yaml-rule-in-the-body": ("---\ntitle: A\n¶---\nBody\n\n---\nfeed_id: x\n", f"{LINE}\n"),
    "yaml-not-utf-8-below": ("---\ntitle: A\n¶---\n\udce9\n", f"{LINE}\n"),
    "toml": ('+++\ntitle = "A"\n¶+++\nBody\n', f'feed_id = "{ID}"\n'),
    "toml-crlf-bom": ('\ufeff+++\r\ntitle = "A"\r\n¶+++\r\n', f'feed_id = "{ID}"\r\n'),
    "toml-table": ('+++\n¶title = "A"\n[extra]\na = 1\n+++\n', f'feed_id = "{ID}"\n'),
    "toml-array": ('+++\n¶tags = [\n  ["a"],\n]\n+++\n', f'feed_id = "{ID}"\n'),
    "toml-empty": ("+++\n¶+++\n", f'feed_id = "{ID}"\n'),
    "toml-between-dashes": ('---toml\ntitle = "A"\n¶---\n', f'feed_id = "{ID}"\n'),
    "json": ('{¶\n  "title": "A"\n}\n\nBody\n', f"\n  {MEMBER},"),
    "json-crlf": ('{¶\r\n\t"title": "A"\r\n}\r\nBody', f"\r\n\t{MEMBER},"),
    "json-one-line": ('{¶"title": "A"}\nBody\n', f"{MEMBER}, "),
    "json-spaced": ('\ufeff{¶ "title": "A" }\n', f" {MEMBER},"),
    "json-empty": ("{¶}\nBody\n", MEMBER),
    "json-blank": ("{¶ \n }\nBody\n", MEMBER),
    "json-fenced": ('---json\n\n{¶"title": "A"}\n---\nBody\n', f"{MEMBER}, "),
    "header": ("Title: A\nDate: 2026-11-23\n¶\nBody\n", f"{LINE}\n"),
    "header-alone": ("Title: A\nDate: 2026-11-23¶", f"\n{LINE}\n"),
    "none": ("¶Body\n", f"---\n{LINE}\n---\n"),
    "none-crlf-bom": ("\ufeff¶Body\r\n\r\n", f"---\r\n{LINE}\r\n---\r\n"),
    "none-blank-lines": ("¶\n\n  Body", f"---\n{LINE}\n---\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_one_piece_is_inserted(name: str, pin_it: PinIt) -> None:
    """A byte that somebody wrote would change, or the id be where nothing reads it."""
    text, piece = CASES[name]
    before = text.replace("¶", "").encode("utf-8", "surrogateescape")
    after = text.replace("¶", piece).encode("utf-8", "surrogateescape")
    said, written = pin_it(before)
    assert said.finding is None
    assert written == after
    assert ID in said.line
    assert said.line in piece
    assert pin_it(after) == (type(said)(said.path), after), "pinned already"


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        ("tag:x.example,2026:1", "feed_id: tag:x.example,2026:1"),
        ("urn:x:", 'feed_id: "urn:x:"'),
        ("https://x.example/a#b", "feed_id: https://x.example/a#b"),
        ("https://x.example/%E6%B5%B7?a=1&b='c'*!", 'feed_id: "https://x.example/%E6%B5%B7?'),
        ("urn:uuid:1e5", "feed_id: urn:uuid:1e5"),
    ],
)
def test_ids_in_yaml(wanted: str, line: str, pin_it: PinIt) -> None:
    """YAML would take an id for something else."""
    said, written = pin_it(b"---\ntitle: A\n---\n", wanted)
    assert said.line.startswith(line)
    assert yaml.safe_load(written.decode().split("---\n")[1])["feed_id"] == wanted


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"---js\nconst title = 'A';\n---\n", "its front matter is a program"),
        (b"---\nfeed_id:\ntitle: A\n---\n", "cannot be written to"),
        (b"---\nfeed_id: urn:x:1\n---\n", "feed_id: urn:x:1 is there already"),
        (b"---\nfeed_id: [a]\n---\n", "feed_id: ['a'] is there already"),
        (b"---\ntitle: [\n---\n", "the YAML cannot be read"),
        (b"---\ntitle: A\n", "begins with --- and never ends"),
        (b"", "the file is empty"),
    ],
)
def test_what_is_left_untouched(data: bytes, says: str, pin_it: PinIt) -> None:
    """A file would be damaged, or an id that somebody chose be written over."""
    said, written = pin_it(data)
    assert said.finding is not None
    assert says in said.finding.what
    assert said.finding.remedy
    assert written == data


def test_an_id_that_is_not_kept_as_it_is_written(pin_it: PinIt) -> None:
    """Readers would get another id than the one that was to be kept."""
    said, written = pin_it(b"---\ntitle: A\n---\n", "HTTPS://X.example/%7e")
    assert said.finding is not None
    assert written == b"---\ntitle: A\n---\n"


def test_a_dry_run_writes_nothing(pin_it: PinIt) -> None:
    """Somebody who only asks would find the file changed."""
    data = b"---\ntitle: A\n---\n"
    said, written = pin_it(data, dry_run=True)
    assert (said.line, said.finding, written) == (LINE, None, data)


def test_what_the_site_calls_the_key(pin_it: PinIt) -> None:
    """The id would stand beside the key that the site has for it."""
    data = b"---\nheading: A\n---\n"
    said, written = pin_it(data, keys={"feed_id": "guid", "title": "heading"})
    assert written == f"---\nheading: A\nguid: {ID}\n---\n".encode()
    assert said.finding is None
    again, _ = pin_it(written, keys={"feed_id": "guid", "title": "heading"})
    assert (again.line, again.finding) == ("", None)
    _, deep = pin_it(data, keys={"feed_id": "meta.id"})
    assert deep == f"---\nheading: A\nfeed_id: {ID}\n---\n".encode()


def test_a_key_that_means_something_else_here(pin_it: PinIt) -> None:
    """The id would become the post's title."""
    data = b"---\ntitle: A\n---\n"
    said, written = pin_it(data, keys={"excerpt": "feed_id"})
    assert said.finding is not None
    assert written == data


# ── Any front matter ──────────────────────────────────────────────────────────────────

KEYS = st.sampled_from(["title", "tags", "excerpt", "lang", "meta", "image", "x-y", "a b", "é"])
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20) | (
    st.sampled_from(["---", "# x", "- a", "[x", "{", "a: b", "no", "012", "1e3", "'", '"', "|"])
)
LEAVES = TEXT | st.integers(-(2**53), 2**53) | st.booleans()
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
FRONT = st.dictionaries(KEYS, VALUES, max_size=5)
BODY = st.sampled_from(["", "Body", "Body\n", "\n\n---\nfeed_id: no\n", "+++\n", "{}"])
FEW = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def toml(value: object) -> str:
    """A value in TOML, tables within braces."""
    if isinstance(value, dict):
        pairs = (f"{toml(key)} = {toml(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def lines(values: dict[str, object]) -> str:
    """A table in TOML."""
    return "".join(f"{toml(key)} = {toml(value)}\n" for key, value in values.items())


def only_a_piece(before: bytes, after: bytes) -> bool:
    """Whether all that is in `before` is in `after`, with one piece in between."""
    pairs = enumerate(zip(before, after, strict=False))
    start = next((place for place, (old, new) in pairs if old != new), len(before))
    return len(after) > len(before) and after.endswith(before[start:])


@FEW
@given(values=FRONT, body=BODY, flow=st.sampled_from([None, False, True]), crlf=st.booleans())
def test_any_yaml(
    values: dict[str, object], body: str, flow: bool | None, crlf: bool, pin_it: PinIt
) -> None:
    """Some YAML would change, or say something else."""
    block = yaml.safe_dump(values, allow_unicode=True, default_flow_style=flow)
    text = f"---\n{block}---\n{body}"
    before = text.replace("\n", "\r\n").encode() if crlf else text.encode()
    said, after = pin_it(before)
    assert said.finding is None
    assert only_a_piece(before, after)
    head = after.decode().replace("\r\n", "\n")[: -len(body) or None]
    assert yaml.safe_load(head[4:-4]) == {**values, "feed_id": ID}


@FEW
@given(values=FRONT, body=BODY, tables=FRONT)
def test_any_toml(
    values: dict[str, object], body: str, tables: dict[str, object], pin_it: PinIt
) -> None:
    """Some TOML would change, or say something else."""
    block = f"{lines(values)}[extra]\n{lines(tables)}" if tables else lines(values)
    before = f"+++\n{block}+++\n{body}".encode()
    said, after = pin_it(before)
    assert said.finding is None
    assert only_a_piece(before, after)
    head = after.decode()[: -len(body) or None]
    expected = {**values, "feed_id": ID, **({"extra": tables} if tables else {})}
    assert tomllib.loads(head[4:-4]) == expected


@FEW
@given(values=FRONT, body=BODY, indent=st.sampled_from([None, 0, 2]))
def test_any_json(values: dict[str, object], body: str, indent: int | None, pin_it: PinIt) -> None:
    """Some JSON would change, or say something else."""
    before = f"{json.dumps(values, indent=indent)}\n{body}".encode()
    said, after = pin_it(before)
    assert said.finding is None
    assert only_a_piece(before, after)
    found, _ = json.JSONDecoder().raw_decode(after.decode())
    assert found == {**values, "feed_id": ID}
