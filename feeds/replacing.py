"""A file of the site is replaced, whole."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from feeds.errors import PostError, error

__all__ = ["replace_file"]


def replace_file(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Puts new bytes in the place of those that are in a file of the site.

    The new file is written beside the old one, with its permissions, and then renamed. A link
    stays a link: what it leads to is replaced, if that is in the site.

    Raises `PostError`, with the file as it was, where it leads out of the site, has other
    bytes by now, or cannot be written.
    """
    try:
        file = (root / path).resolve(strict=True)
        if not file.is_relative_to(root.resolve()):
            what = "this is a link that leads out of the site, where nothing is written"
            raise PostError(error(what, path))
        new = file.with_name(f".{sha256(file.name.encode()).hexdigest()[:16]}.feeds-new")
        try:
            _write(new, after, file.stat())
            if file.read_bytes() != before:
                what = "the file was changed meanwhile, and is left as it is"
                raise PostError(error(what, path, remedy="Run the command again."))
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)
    except OSError as problem:
        raise PostError(error(f"the file cannot be written: {problem.strerror}", path)) from None


def _write(file: Path, data: bytes, like: os.stat_result) -> None:
    """Writes a new file whose permissions, and owner where that may be, are as those."""
    file.unlink(missing_ok=True)
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(file, how, 0o600)
    with os.fdopen(descriptor, "wb") as open_file:
        open_file.write(data)
        open_file.flush()
        os.fsync(descriptor)
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(file, like.st_uid, like.st_gid)
    file.chmod(stat.S_IMODE(like.st_mode))
