"""What a run is said to have taken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.measure import FailedError, launch

MIB = 1024
# Two processes, which hold what the line says for a while.
FORKED = """
import os, time
{before}
child = os.fork()
{after}
time.sleep(0.4)
if child:
    os.waitpid(child, 0)
else:
    os._exit(0)
"""
HELD = "held = bytearray(b'x') * (40 << 20)"


@pytest.fixture
def peak(tmp_path: Path, lacking):
    """The peak of the process tree of a script, in MiB."""
    if not Path("/proc/thread-self/children").exists():
        lacking("this kernel does not tell a process's children")

    def run(script: str) -> float:
        return launch((sys.executable, "-c", script), tmp_path, sample=True)["pss"] / MIB

    return run


def test_children_count(peak):
    """A program would look small because its workers are not looked at."""
    assert 80 < peak(FORKED.format(before="", after=HELD)) < 120


def test_what_processes_share_counts_once(peak):
    """A program with workers would look twice as large as it is."""
    assert 40 < peak(FORKED.format(before=HELD, after="")) < 75


def test_a_failure_is_no_result(tmp_path):
    """A program that fails at once would win."""
    with pytest.raises(FailedError, match="ended with 3"):
        launch((sys.executable, "-c", "raise SystemExit(3)"), tmp_path)


def test_bytecode_is_kept(tmp_path, monkeypatch):
    """On a machine that keeps no bytecode, each run would compile the program anew."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "module.py").write_text("")
    launch((sys.executable, "-c", "import module"), tmp_path)
    assert list((tmp_path / "__pycache__").iterdir())
