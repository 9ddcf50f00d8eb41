"""A small file of what was learned, replaced as a whole, that may be gone at any time."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from feeds.errors import BuildError, error

__all__ = ["read_note", "write_note"]

_VERSION = 1


def read_note(file: Path, name: str) -> dict[str, Any]:
    """What the file has under that name; nothing where it is gone, damaged or of other times."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        return {}
    found = content.get(name)
    return found if isinstance(found, dict) else {}


def write_note(file: Path, name: str, value: dict[str, Any], remedy: str) -> None:
    """Replaces the file. Raises `BuildError` with the remedy where it cannot be written."""
    content = json.dumps({"version": _VERSION, name: value}, indent=1, ensure_ascii=False)
    beside = file.with_name(f".{file.name}.feeds-new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(f"{content}\n".encode("utf-8", "backslashreplace"))
        beside.replace(file)
    except OSError as problem:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        what = f"{file} cannot be written: {problem.strerror}"
        raise BuildError(error(what, remedy=remedy)) from None
