"""Work in several processes gives what work in one gives, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from feeds.cores import spread


def process(number: int) -> tuple[int, int]:
    """The number, and the process that was given it."""
    return number, os.getpid()


def ends_at_seven(number: int) -> int:
    """The number; a process other than the test's is killed by a seven."""
    if number == 7 and os.getpid() != TEST:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def complains(number: int) -> int:
    """The number, but for a seven."""
    if number == 7:
        raise ValueError("seven")
    return number


TEST = os.getpid()


def test_results_come_in_order_from_several_processes() -> None:
    """Posts would be mixed up, or one core do all the work."""
    results = list(spread(process, iter(range(50)), jobs=2, worth=10))
    assert [number for number, _ in results] == list(range(50))
    assert os.getpid() not in {where for _, where in results}


@pytest.mark.parametrize(("jobs", "worth"), [(2, 51), (1, 10)])
def test_little_work_begins_no_process(jobs: int, worth: int) -> None:
    """A small blog would pay for processes that it has no use for."""
    results = list(spread(process, range(50), jobs=jobs, worth=worth))
    assert results == [(number, os.getpid()) for number in range(50)]


def test_beside_threads_no_process_is_begun() -> None:
    """The preview, which has threads, could hang for ever."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert list(spread(process, range(3), jobs=2, worth=1)) == [
            (number, os.getpid()) for number in range(3)
        ]
    finally:
        done.set()
        thread.join()


def test_a_process_that_is_killed_loses_nothing() -> None:
    """A machine short of memory would end the build."""
    assert list(spread(ends_at_seven, range(50), jobs=2, worth=10)) == list(range(50))


def test_an_error_comes_through() -> None:
    """A mistake in a process would be lost, or hang the run."""
    with pytest.raises(ValueError, match="seven"):
        list(spread(complains, range(50), jobs=2, worth=10))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_ended_run_leaves_no_process(tmp_path: Path, sent: signal.Signals) -> None:
    """Processes of a run that was ended would stay for ever, or fill the terminal."""
    code = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "from feeds.cores import spread\n"
        "def work(number):\n"
        "    Path(sys.argv[1], str(os.getpid())).touch()\n"
        "    time.sleep(0.05)\n"
        "try: list(spread(work, range(1000), jobs=2, worth=1))\n"
        "except KeyboardInterrupt: sys.exit(130)\n"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], start_new_session=True, stderr=subprocess.PIPE
    )
    pids: list[str] = []
    while len(pids) < 2:
        time.sleep(0.01)
        pids = os.listdir(tmp_path)  # noqa: PTH208 - names are wanted
        assert run.poll() is None
    (os.killpg if sent is signal.SIGINT else os.kill)(run.pid, sent)
    _, said = run.communicate(timeout=20)
    assert said == b""
    end = time.monotonic() + 20
    while any(Path("/proc", pid).exists() for pid in pids):
        assert time.monotonic() < end
        time.sleep(0.01)
