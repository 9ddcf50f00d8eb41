"""Runs the preview: one socket, one event loop, the server and the watch in it."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncGenerator, Callable
from contextlib import ExitStack, aclosing, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import uvicorn

from feeds.errors import ConfigurationError, error
from feeds.preview.app import make_app
from feeds.preview.state import State
from feeds.preview.watch import saves
from feeds.workspace import Workspace, moment, open_site

__all__ = ["listen", "serve"]

_HOST = "127.0.0.1"
_LAST_PORT = 65535
_STOP_SECONDS = 3


def serve(
    root: Path,
    *,
    port: int,
    now: str | None,
    drafts: bool,
    future: bool,
    open_browser: bool,
    cache: Path | None = None,
) -> None:
    """Shows what the site in that folder would publish, until Ctrl-C.

    `now` is what counts as now, as `feeds.build.moment` reads it, and `cache` the folder
    of what is remembered from one time to the next. Prints the address once
    it answers. Raises `FeedsError` where the site cannot be made in the beginning, and
    `ConfigurationError` for a port that cannot be used.
    """
    with ExitStack() as held:
        listening = held.enter_context(listen(port))
        if cache is None:
            # For this once: without any memory, every change would read all posts again.
            cache = Path(held.enter_context(TemporaryDirectory(prefix="feeds-")))
        open_it = partial(open_site, root, drafts=drafts, future=future, cache=cache)
        held.enter_context(suppress(KeyboardInterrupt))
        held.callback(signal.signal, signal.SIGTERM, signal.signal(signal.SIGTERM, _interrupt))
        asyncio.run(_run(root, open_it, now, listening, open_browser=open_browser))


def _interrupt(_number: int, _frame: object) -> None:
    """Being ended is like Ctrl-C: nothing is left behind."""
    signal.raise_signal(signal.SIGINT)


def listen(port: int) -> socket.socket:
    """A socket that listens on that port of this machine alone, or on a free one.

    Raises `ConfigurationError` for a port that is none, or that may not be used.
    """
    if not 0 <= port <= _LAST_PORT:
        raise ConfigurationError(
            error(f"--port: {port} is not a port", remedy=f"Give one from 1 to {_LAST_PORT}.")
        )
    try:
        return socket.create_server((_HOST, port))
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            return socket.create_server((_HOST, 0))
        raise ConfigurationError(
            error(f"--port: {port} cannot be used: {problem.strerror}", remedy="Give another one.")
        ) from None


async def _run(
    root: Path,
    open_it: Callable[[], Workspace],
    now: str | None,
    listening: socket.socket,
    *,
    open_browser: bool,
) -> None:
    async with aclosing(saves(root)) as saved:
        await anext(saved)
        state = State(open_it, open_it(), now)
        moment(now, state.site)
        port = listening.getsockname()[1]
        server = _Server(state, port)
        address = f"http://{_HOST}:{port}/"
        print(f"Preview: {address} (Ctrl-C stops it)", flush=True)
        if open_browser and _has_display():
            # Some browsers keep the call until they are closed: nothing waits for it.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        following = asyncio.create_task(_follow(saved, state))
        try:
            await asyncio.wait({serving, following}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            server.should_exit = True
            following.cancel()
            await asyncio.wait({serving, following})
        for task in (serving, following):
            if not task.cancelled():
                task.result()


async def _follow(saved: AsyncGenerator[frozenset[str], None], state: State) -> None:
    async for paths in saved:
        await state.changed(paths)


def _has_display() -> bool:
    """Without one, a browser would be a text browser, and take over the terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class _Server(uvicorn.Server):
    """Ends the event streams before it waits for open connections."""

    def __init__(self, state: State, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                make_app(state, port),
                http="h11",
                ws="none",
                lifespan="off",
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=_STOP_SECONDS,
            )
        )
        self._state = state

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stops serving."""
        self._state.close()
        await super().shutdown(sockets)
