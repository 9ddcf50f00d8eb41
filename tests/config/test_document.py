"""`feeds.toml` as a file: what cannot be read, and what is not TOML."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.config.document import read_document

Mistakes = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1\na = 2", "2: this key is there already"),
        ("[a]\n[a]", "2:3: this table is there already"),
        ("[[a]]\n[a]", "2:3: this table is there already"),
        ("a = {b = 1, b = 2}", "1:18: this key is there already"),
        ("a = {}\na.b = 1", "2: this adds to a table that is complete"),
        ("[a.b]\n[c]\n[a]\nb.d = 1", "4: this adds to a table that is complete"),
        ("a 1", "1:3: after the key, = is missing"),
        ("[a", "1: the name of a table is not closed"),
        ("[[a]", "1:4: the name of a table is not closed"),
        ("a. = 1", "1:4: a key is missing or has characters that it cannot have"),
        ("a = 2026-02-30", "1:5: this is no date that exists"),
        ("a =", "1: this is no TOML value"),
        ("a = [1", "1: an array is not closed"),
        ("a = {b = 1", "1: a table is not closed"),
        ('a = """b', "1: a text is not closed"),
        ("a = '''b", "1: a text is not closed"),
        ('a = "b', "1: a text is not closed"),
        ("a = 'b", "1: a text is not closed"),
        ("a = 'b\n'", "1:7: a text is not closed"),
        (r'a = "\d"', "1:8: this backslash stands for nothing"),
        ("a = 1 2", "1:7: after a value its line must end"),
        ("!", "1:1: this is neither a key nor a table"),
        ("a = 1 # \x01", "1:9: this character cannot stand in TOML"),
        (r'a = "\ud800"', "1:12: this stands for no character"),
        (r'a = "\u12"', "1:8: this stands for no character"),
        ("a = " + "1" * 5000, " a number has too many digits"),
        ("a = " + "[" * 5000, " arrays or tables are nested too deeply"),
    ],
)
def test_what_is_not_toml(text: str, expected: str, mistakes: Mistakes) -> None:
    """The message would be tomllib's own, which every Python words in another way."""
    assert mistakes(text) == [f"feeds.toml:{expected}"]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Odd (at line 3, column 4)", "feeds.toml:3:4"),
        ("Odd (at end of document)", "feeds.toml:1"),
        ("Odd", "feeds.toml"),
    ],
)
def test_words_that_tomllib_has_never_used(
    said: str, place: str, monkeypatch: pytest.MonkeyPatch, mistakes: Mistakes
) -> None:
    """A Python with another wording would end in a traceback or without a line."""

    def fail(_: str) -> None:
        raise tomllib.TOMLDecodeError(said)

    monkeypatch.setattr(tomllib, "loads", fail)
    assert mistakes("a = 1\n\n") == [f"{place}: this is not TOML"]


def test_a_folder_is_no_file(tmp_path: Path, mistakes: Mistakes) -> None:
    """A folder named feeds.toml would end in a traceback."""
    (tmp_path / "feeds.toml").mkdir()
    assert mistakes(None) == ["feeds.toml: this is not a file"]


def test_a_pipe_is_not_waited_for(tmp_path: Path, mistakes: Mistakes) -> None:
    """A named pipe would hold the program for ever."""
    os.mkfifo(tmp_path / "feeds.toml")
    assert mistakes(None) == ["feeds.toml: this is not a file"]


def test_a_link_to_nothing(tmp_path: Path, mistakes: Mistakes) -> None:
    """A broken link would count as no settings, and the defaults be published."""
    (tmp_path / "feeds.toml").symlink_to("gone.toml")
    assert mistakes(None) == ["feeds.toml: this link leads nowhere"]


def test_what_the_system_refuses(tmp_path: Path, mistakes: Mistakes) -> None:
    """A file that cannot be read would end in a traceback."""
    (tmp_path / "feeds.toml").symlink_to("feeds.toml")
    (message,) = mistakes(None)
    assert message.startswith("feeds.toml: this cannot be read: ")


def test_a_huge_file_is_refused(mistakes: Mistakes) -> None:
    """A file of any size would be read and parsed."""
    assert mistakes("# " + "x" * 256 * 1024) == ["feeds.toml: this is larger than 256 KiB"]


def test_no_file_is_no_mistake(tmp_path: Path) -> None:
    """An adopted site would have to write a feeds.toml."""
    assert read_document(tmp_path) is None


def test_a_byte_order_mark_is_nothing(tmp_path: Path) -> None:
    """A file saved by some editors would not be TOML."""
    (tmp_path / "feeds.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    document = read_document(tmp_path)
    assert document is not None
    tables, source = document
    assert tables == {"a": 1}
    assert source.line(("a",)) == 1
