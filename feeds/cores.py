"""Work spread over the machine's cores, in processes, where there is enough of it.

A small piece of work is done right here: starting processes costs more than it gains.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["Told", "batches", "spread"]

Told = Callable[[int, int], None]
"""Is told how many of how many pieces of work are done."""

_Work = TypeVar("_Work")
_Result = TypeVar("_Result")

_AHEAD = 2


def _cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def batches(work: Iterable[_Work], size: int) -> Iterator[Sequence[_Work]]:
    """The work in order, so many pieces at once."""
    waiting = iter(work)
    while batch := list(islice(waiting, size)):
        yield batch


def spread(
    function: Callable[[_Work], _Result], work: Iterable[_Work], *, jobs: int, worth: int
) -> Iterator[_Result]:
    """The function's result for each piece of work, in order.

    `jobs` processes share it (0: one a core), but only where there are at least `worth`
    pieces; then function, work and results have to be picklable. Work is taken little by
    little, as results are. Where processes cannot be had, or one of them is killed, the
    rest is done in this one; and so is all where other threads run: a process that is
    begun beside them could inherit a lock that nobody opens.
    """
    waiting = iter(work)
    jobs = jobs or _cores()
    if jobs > 1 and threading.active_count() == 1:
        first = list(islice(waiting, worth))
        pieces = chain(first, waiting)
        if len(first) >= worth and (pool := _pool(jobs, function)):
            yield from _shared(pool, function, pieces, jobs * _AHEAD)
            return
        waiting = pieces
    yield from map(function, waiting)


def _shared(
    pool: ProcessPoolExecutor,
    function: Callable[[_Work], _Result],
    pieces: Iterator[_Work],
    ahead: int,
) -> Iterator[_Result]:
    from concurrent.futures import BrokenExecutor

    given: deque[_Work] = deque()
    results: deque[Future[_Result]] = deque()
    # What is there already stays shared with the processes: collecting it would copy it.
    gc.freeze()
    try:
        for piece in pieces:
            given.append(piece)
            results.append(pool.submit(_work, piece))
            if len(results) > ahead:
                yield results[0].result()
                results.popleft()
                given.popleft()
        while results:
            yield results[0].result()
            results.popleft()
            given.popleft()
    except BrokenExecutor:
        yield from map(function, chain(given, pieces))
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()


def _pool(jobs: int, function: Callable[[_Work], _Result]) -> ProcessPoolExecutor | None:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("fork" if sys.platform == "linux" else "spawn")
    try:
        return ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(function,))
    except OSError:
        return None


_function: Callable[[Any], Any]


def _begin(function: Callable[[_Work], _Result]) -> None:
    """Leaves Ctrl-C to the process that began this one, and ends when that one has ended."""
    from multiprocessing import parent_process

    global _function
    _function = function
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.join,), daemon=True).start()


def _work(piece: _Work) -> Any:
    return _function(piece)


def _follow(wait: Callable[[], None]) -> None:
    with suppress(OSError):
        wait()
    os._exit(1)
