"""Settings that nobody sane would write."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from feeds.config import load
from feeds.config.schema import FEED, FILTER, NEWSLETTER, POSTS, ROOT, SITE
from feeds.errors import ConfigurationError
from feeds.model import Adopted, Site

KEYS = sorted({*ROOT, *SITE, *POSTS, *FEED, *NEWSLETTER, *FILTER, "atom", "rss", "email"})
WORDS = [
    "https://example.org",
    "//[",
    "https://[::1",
    "/",
    "..",
    ":slug",
    "a/b.xml",
    "Asia/Tokyo",
    "en",
    "A <a@b.example>",
    "7 days",
    "{{ x }}",
    "mailto:",
    "category",
    "atom",
    "full",
    "main",
]

texts = st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8"), max_size=20)
keys = st.sampled_from(KEYS) | st.text(st.characters(codec="utf-8"), max_size=8)
scalars = texts | st.integers(-10, 10**30) | st.booleans() | st.floats()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=8,
)


def _tables(schema: Mapping[str, object]) -> st.SearchStrategy[dict[str, object]]:
    return st.dictionaries(st.sampled_from(sorted(schema)) | keys, values, max_size=5)


documents = st.fixed_dictionaries(
    {},
    optional={
        "site": _tables(SITE) | values,
        "posts": _tables(POSTS) | values,
        "feeds": st.lists(_tables(FEED), max_size=3) | values,
        "newsletters": st.lists(_tables(NEWSLETTER), max_size=3) | values,
    },
)


def toml(value: object) -> str:
    """The value as inline TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=True) if value.isascii() else _quoted(value)
    return repr(value)


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


def outcome(data: bytes, adopted: Adopted) -> Site | str:
    """The site, or every mistake, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "feeds.toml").write_bytes(data)
        try:
            return load(Path(folder), adopted)[0]
        except ConfigurationError as mistakes:
            assert mistakes.findings
            return str(mistakes)


@given(documents)
def test_any_settings_load_or_are_explained(document: dict[str, object]) -> None:
    """Some value would end in a traceback, or in a message that a terminal obeys."""
    text = "\n".join(f"{key} = {toml(value)}" for key, value in document.items())
    found = outcome(text.encode(), Adopted("", {}))
    if isinstance(found, str):
        assert found.replace("\n", "").isprintable()


@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_load_or_are_explained(data: bytes) -> None:
    """A file of any other kind would end in a traceback."""
    outcome(data, Adopted("", {}))


@given(_tables(SITE), _tables(POSTS), st.lists(_tables(FEED), max_size=3))
def test_any_adopted_settings_load_or_are_explained(
    site: dict[str, object], posts: dict[str, object], feeds: list[dict[str, object]]
) -> None:
    """A value in _config.yml would end in a traceback."""
    adopted = Adopted("_config.yml", {"site": site, "posts": posts}, tuple(feeds))
    outcome(b'[site]\nurl = "https://example.org"\n', adopted)


def test_nothing_heavy_is_imported() -> None:
    """Every run of the program would start later."""
    code = (
        "import sys, feeds.config; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "feeds" in loaded
    heavy = {
        "yaml",
        "lxml",
        "jinja2",
        "premailer",
        "feedgen",
        "babel",
        "markdown_it",
        "nh3",
        "rich",
    }
    assert not loaded & (heavy | {"difflib", "email", "starlette", "frontmatter"})
