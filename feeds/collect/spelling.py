"""How front matter is written: text and keys in its syntaxes, and where in a file something is."""

from __future__ import annotations

import json
import re

__all__ = ["BOM", "LINE_END", "in_file", "line_end", "plain_key", "quoted", "written_key"]

BOM = b"\xef\xbb\xbf"
LINE_END = re.compile(rb"\r\n|\r|\n")
_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")

# What YAML 1.1 takes for a line end or does not print, and TOML forbids (YAML §5.1, §5.4).
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def quoted(text: str) -> str:
    """In quotes, with JSON's escapes, which are YAML's and TOML's too."""
    return _ESCAPED.sub(_escape, json.dumps(text, ensure_ascii=False))


def plain_key(key: str) -> bool:
    """Whether a key stands for itself in YAML and in TOML."""
    return _KEY.fullmatch(key) is not None


def written_key(key: str) -> str:
    """A key as YAML and TOML take it: quoted only where it has to be."""
    return key if plain_key(key) else quoted(key)


def line_end(data: bytes) -> str:
    """The file's own line end, by its first line."""
    found = LINE_END.search(data)
    return found[0].decode() if found else "\n"


def in_file(data: bytes, text: bytes, offset: int) -> int:
    """Where in the file's own bytes is what is at an offset of its `plain` ones."""
    line = text.rfind(b"\n", 0, offset) + 1
    start = len(BOM) if data.startswith(BOM) else 0
    for _ in range(text.count(b"\n", 0, line)):
        end = LINE_END.search(data, start)
        start = end.end() if end else len(data)
    return start + offset - line


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
