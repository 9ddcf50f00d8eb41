"""Why an edition could not be handed over, as data: the page has the words."""

from __future__ import annotations

from typing import Literal

from feeds.text import one_line

__all__ = ["NotHandedError", "Why", "short"]

Why = Literal[
    "no_git",
    "no_repository",
    "owner",
    "detached",
    "busy",
    "locked",
    "ignored",
    "filtered",
    "no_upstream",
    "nobody",
    "offline",
    "login",
    "refused",
    "conflict",
    "in_the_way",
    "late",
    "nothing",
    "command_off",
    "command_missing",
    "command_failed",
    "failed",
]
_LONGEST = 600


class NotHandedError(Exception):
    """The edition is not where others have it. `why` names it.

    `files` are those that it is about, `who` is the name of a colleague, `said` what git, the
    server or the command said, and `kept` whether the edition is a commit on this machine by now.
    """

    def __init__(
        self,
        why: Why,
        said: str = "",
        *,
        files: tuple[str, ...] = (),
        who: str = "",
        kept: bool = False,
    ) -> None:
        super().__init__(why)
        self.why: Why = why
        self.said = short(said)
        self.files = files
        self.who = one_line(who)[:100]
        self.kept = kept


def short(said: str) -> str:
    """The end of what a program said, on one line: what is wrong stands last."""
    line = one_line(said)
    return line if len(line) <= _LONGEST else f"…{line[1 - _LONGEST :]}"
