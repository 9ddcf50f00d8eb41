"""Files of editions on the disk: read within the site only, and written all or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from feeds.collect.scan import read_file
from feeds.errors import BuildError, Finding, PostError, error
from feeds.staging import beside, write_beside

__all__ = ["inside", "leads_out", "read_within", "write_all"]


def inside(root: Path, path: str) -> bool:
    """Whether a path below the site leads to something in the site, whatever links there are."""
    real_root = os.path.realpath(root)
    real = os.path.realpath(root / path)
    return real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep)


def leads_out(path: str) -> Finding:
    """What is said of a path that does not."""
    what = "the link leads out of the site and is not followed"
    return error(what, path, remedy="Copy what it leads to into the site.")


def read_within(root: Path, path: str) -> bytes:
    """The bytes of a file of the site.

    Raises `PostError` for what cannot be read, is no regular file, or lies elsewhere.
    """
    if not inside(root, path):
        raise PostError(leads_out(path))
    return read_file(root, path)


def write_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Writes files of the site by their paths, in that order, once all could be written.

    Raises `BuildError` where one cannot be; those that were not put in place are gone then.
    """
    path = ""
    try:
        for path, data in files.items():
            if not inside(root, path):
                raise BuildError(leads_out(path))
            write_beside(root / path, data)
        for path in files:
            beside(root / path).replace(root / path)
    except OSError as problem:
        what = f"the file cannot be written: {problem.strerror}"
        raise BuildError(error(what, path, remedy="Mend the permissions of its folder.")) from None
    finally:
        with suppress(OSError):
            for path in filter(partial(inside, root), files):
                beside(root / path).unlink(missing_ok=True)
