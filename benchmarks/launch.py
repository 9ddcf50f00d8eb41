"""Runs one command to its end and prints, as JSON, what it took.

    python -I -S launch.py [--sample] COMMAND ...

A process of its own, and a small one: a child's `ru_maxrss` begins at the size of whoever
started it. With `--sample`, the memory of the whole process tree is sampled while it runs, as
PSS: a page that several processes share is counted once. Sampling is given a fifth of one
core at most, and what it costs is in `seconds`.
"""

import json
import os
import sys
import time

_PAUSE = 0.001
_REST = 4


def _tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    found = [pid]
    for one in found:
        try:
            threads = os.listdir(f"/proc/{one}/task")  # noqa: PTH208
        except OSError:
            continue
        for thread in threads:
            found += map(int, _read(f"/proc/{one}/task/{thread}/children").split())
    return found


def _pss(pid: int) -> int:
    """A process's proportional set size in KiB, 0 when it is gone."""
    for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return ""


def main(arguments: list[str]) -> int:
    """Runs, measures, prints."""
    sample = arguments[0] == "--sample"
    command = arguments[1:] if sample else arguments
    if sample and not os.path.exists("/proc/thread-self/children"):  # noqa: PTH110
        sys.exit("this kernel does not tell a process's children (CONFIG_PROC_CHILDREN)")
    silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    peak = 0
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=silence)
    if sample:
        while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            begun = time.perf_counter()
            peak = max(peak, sum(map(_pss, _tree(child))))
            time.sleep(max(_PAUSE, _REST * (time.perf_counter() - begun)))
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - started
    result = {
        "seconds": seconds,
        "status": os.waitstatus_to_exitcode(status),
        "rss": usage.ru_maxrss,
        "pss": peak,
    }
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
