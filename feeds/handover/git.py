"""git, as the desk runs it: it asks nobody anything, and runs nothing that the site brings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from feeds.handover.problems import NotHandedError
from feeds.handover.running import Ended, TooLateError, run

__all__ = ["Git"]

# Variables by which a git that runs us would make us work on its repository.
_OF_ANOTHER = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)
# Hooks may lie in the site's own files, and could put more into a commit than its editor saw;
# a file system monitor is a program, too.
_OPTIONS = (
    *("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false"),
    *("-c", "core.quotePath=false", "-c", "color.ui=false", "-c", "rerere.enabled=false"),
    *("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "submodule.recurse=false"),
    *("--literal-pathspecs", "--no-pager"),
)


@dataclass(frozen=True, slots=True)
class Git:
    """A repository by a folder in it. `seconds` is how long a single command may take."""

    folder: Path
    environment: Mapping[str, str]
    seconds: float = 60.0

    def run(self, *words: str, **variables: str) -> Ended:
        """Runs a command of git's.

        Raises `NotHandedError` where there is no git, or it takes too long.
        """
        program = which("git", path=self.environment.get("PATH"))
        if program is None:
            raise NotHandedError("no_git")
        environment = {
            key: value for key, value in self.environment.items() if key not in _OF_ANOTHER
        }
        environment |= {
            "LC_ALL": "C",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_EDITOR": "true",
            "GIT_MERGE_AUTOEDIT": "no",
            "GIT_OPTIONAL_LOCKS": "0",
        } | variables
        words = (program, *_OPTIONS, *words)
        try:
            return run(words, self.folder, environment, seconds=self.seconds)
        except TooLateError:
            raise NotHandedError("late", " ".join(words[-3:])) from None
        except OSError as problem:
            raise NotHandedError("failed", problem.strerror or "") from None

    def text(self, *words: str) -> str | None:
        """What a command says, without its line end; None where it fails."""
        ended = self.run(*words)
        return None if ended.status else ended.out.decode("utf-8", "surrogateescape").rstrip("\n")

    def paths(self, *words: str) -> list[str]:
        """What a command says with NUL after each; nothing where it fails."""
        ended = self.run(*words)
        listed = ended.out.decode("utf-8", "surrogateescape").split("\0")
        return [] if ended.status else [path for path in listed if path]

    def done(self, *words: str, **variables: str) -> Ended:
        """Likewise, where it must not fail. Raises `NotHandedError` with what it says."""
        ended = self.run(*words, **variables)
        if ended.status:
            raise NotHandedError("failed", ended.said or ended.out.decode("utf-8", "replace"))
        return ended
