"""What git or a server says when it refuses, understood."""

from __future__ import annotations

import re

from feeds.handover.problems import NotHandedError, Why
from feeds.handover.running import Ended

__all__ = ["refusal"]

_MEANINGS: tuple[tuple[Why, str], ...] = (
    ("in_the_way", "would be overwritten by merge|cannot merge|is not uptodate"),
    ("conflict", "Automatic merge failed|refusing to merge unrelated histories"),
    ("ignored", "are ignored by one of your .gitignore"),
    ("locked", r"index\.lock|Unable to create .*\.lock"),
    (
        "nobody",
        "tell me who you are|empty ident name|auto-detect|consists only of disallowed",
    ),
    (
        "login",
        "Authentication failed|Permission denied|could not read (Username|Password)|"
        "terminal prompts disabled|error: 40[13]|Host key verification failed|access denied",
    ),
    (
        "offline",
        "Could not resolve host|unable to access|Connection (refused|timed out|reset)|"
        "Network is unreachable|No route to host|unable to connect|Operation timed out|"
        "does not appear to be a git repository|Could not read from remote repository|"
        "repository .* not found|unable to look up|early EOF|hung up unexpectedly",
    ),
    ("refused", r"\[remote rejected\]|pre-receive hook|protected branch"),
)
_FILE = re.compile(r"^\t(.+)$", re.MULTILINE)


def refusal(ended: Ended, *, kept: bool) -> NotHandedError:
    """What a command of git's that failed means."""
    out = ended.out.decode("utf-8", "replace")
    said = f"{out}\n{ended.said}".strip()
    why: Why = next(
        (why for why, signs in _MEANINGS if re.search(signs, said, re.IGNORECASE)), "failed"
    )
    files = tuple(_FILE.findall(ended.said)[:20]) if why == "in_the_way" else ()
    return NotHandedError(why, said, files=files, kept=kept)
