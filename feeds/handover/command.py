"""An edition is handed over by a command of the site's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which

from feeds.handover.problems import NotHandedError, short
from feeds.handover.running import TooLateError, run

__all__ = ["hand_by_command"]


def hand_by_command(
    words: Sequence[str],
    root: Path,
    path: str,
    environment: Mapping[str, str],
    *,
    allowed: bool,
    seconds: float = 300.0,
) -> str:
    """Runs it in the site's folder with the edition's path after its words, and gives what it said.

    No shell reads the words. `feeds.toml` comes with the site, from whoever can change that, so it
    runs only where whoever started the program `allowed` it. Raises `NotHandedError`.
    """
    if not allowed:
        raise NotHandedError("command_off")
    named = words[0] if Path(words[0]).name == words[0] else str(root.absolute() / words[0])
    program = which(named, path=environment.get("PATH"))
    if program is None:
        raise NotHandedError("command_missing", words[0])
    try:
        ended = run([program, *words[1:], path], root, environment, seconds=seconds)
    except TooLateError:
        raise NotHandedError("late", words[0]) from None
    except OSError as problem:
        raise NotHandedError("command_failed", problem.strerror or "") from None
    said = f"{ended.out.decode('utf-8', 'replace')}\n{ended.said}"
    if ended.status:
        raise NotHandedError("command_failed", said)
    return short(said)
