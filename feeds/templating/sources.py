"""Where templates lie, and what stands for all of them; loads nothing heavy."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import feeds

__all__ = ["FOLDER", "shipped_templates", "templates_hash"]

FOLDER = "templates"


def shipped_templates() -> Path:
    """The folder of the templates that come with the program: in a wheel, or in a checkout."""
    package = Path(feeds.__file__).parent
    installed = package / FOLDER
    return installed if installed.is_dir() else package.parent / FOLDER


def templates_hash(site: Path) -> str:
    """A hash of every file that the site's templates, or those shipped, can be made of."""
    hashed = sha256()
    for folder in (site / FOLDER, shipped_templates()):
        hashed.update(b"\0folder\0")
        home = os.path.realpath(folder)
        for path, below, names in os.walk(folder):
            below.sort()
            for name in sorted([*names, *below]):
                data = _content(Path(path, name), home)
                place = os.fsencode(os.path.relpath(Path(path, name), folder))
                hashed.update(b"%b\0%d\0%b" % (place, len(data), data))
    return hashed.hexdigest()


def _content(file: Path, home: str) -> bytes:
    """A file's bytes, and where a link leads; nothing where nothing can be read."""
    link = os.path.relpath(os.path.realpath(file), home) if file.is_symlink() else ""
    try:
        data = file.read_bytes() if file.is_file() else b""
    except OSError:
        data = b""
    return b"%b\0%b" % (os.fsencode(link), data)
