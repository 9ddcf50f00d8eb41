"""Programs beside ours: without a shell, without a terminal, and not for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Ended", "TooLateError", "run"]

_MOST = 4 * 1024 * 1024
_MOST_SAID = 64 * 1024


class TooLateError(Exception):
    """The program was ended, as it took too long."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: `out` is at most 4 MiB, `said` the end of its errors."""

    status: int
    out: bytes
    said: str


def run(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], *, seconds: float
) -> Ended:
    """Runs a program to its end, in a session of its own, so that it can ask nobody anything.

    Raises `TooLateError`, with all that it started ended too, and OSError where it cannot be run.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - words, which no shell reads
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=said,
            start_new_session=True,
        )
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            raise TooLateError from None
        except BaseException:
            _end(process)
            raise
        out.seek(0)
        said.seek(max(said.seek(0, os.SEEK_END) - _MOST_SAID, 0))
        return Ended(status, out.read(_MOST), said.read().decode("utf-8", "replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends it and what it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
