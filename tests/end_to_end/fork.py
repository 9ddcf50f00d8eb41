"""Runs commands for tests, each time in a process of its own, which is a fork of this one.

A line of JSON on the standard input is one run: its `commands` (lists of arguments), one after
the other; its `environment` and `folder`; its `memory` in bytes, and the `seconds` after which
it is ended. The answer is a line of JSON with the process's `exit`, as `subprocess` has it, and
what each command `told`: its status, standard output and standard error. What a run imports
of the program, the next ones find imported: that is most of what a process costs.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from feeds.cli import main


def run(asked: dict[str, Any]) -> list[tuple[int, str, str]]:
    """What each command told, in a process that has no way back."""
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
    signal.alarm(asked["seconds"])
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    told = []
    for command in asked["commands"]:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(command)
        told.append((status, out.getvalue(), err.getvalue()))
    return told


def forked(asked: dict[str, Any]) -> dict[str, Any]:
    """The answer to one line."""
    reads, writes = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reads)
        told = run(asked)
        with os.fdopen(writes, "w") as pipe:
            ours = [name for name in sys.modules if name.startswith("feeds.")]
            json.dump({"told": told, "imported": ours}, pipe)
        os._exit(0)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        answer = json.loads(pipe.read() or '{"told": [], "imported": []}')
    _, status = os.waitpid(child, 0)
    for name in answer.pop("imported"):
        importlib.import_module(name)
    return {"exit": os.waitstatus_to_exitcode(status), **answer}


def warm() -> None:
    """Loads what nearly every run needs, and compiles the templates."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        Path(folder, "feeds.toml").write_text('[site]\nurl = "https://x.example"\ntitle = "X"\n')
        Path(folder, "posts").mkdir()
        Path(folder, "posts/a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\n*a*\n")
        assert main(["build", folder, "--no-cache", "--now", "2026-01-02"]) == 0
    gc.freeze()


if __name__ == "__main__":
    warm()
    for line in sys.stdin:
        print(json.dumps(forked(json.loads(line))), flush=True)
