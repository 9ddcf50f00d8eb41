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
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from starlette.types import ASGIApp

from feeds.errors import ConfigurationError, error
from feeds.preview.address import LOOPBACK, Address, Reach, address, checked
from feeds.preview.app import make_app
from feeds.preview.door import Door
from feeds.preview.http import Server
from feeds.preview.state import State
from feeds.preview.tokens import Tokens, kept_key
from feeds.preview.watch import saves
from feeds.workspace import Workspace, moment, open_site

__all__ = ["listen", "serve"]

_LAST_PORT = 65535
_THIS_MACHINE = Reach()


def serve(
    root: Path,
    *,
    port: int,
    now: str | None,
    drafts: bool,
    future: bool,
    open_browser: bool,
    cache: Path | None = None,
    reach: Reach = _THIS_MACHINE,
    commands: bool = False,
) -> None:
    """Shows what the site in that folder would publish, until Ctrl-C.

    `now` is what counts as now, as `feeds.build.moment` reads it, and `cache` the folder
    of what is remembered from one time to the next. Prints the address once it answers,
    with the token that it asks for. `commands` lets whoever has it run those that the
    site's settings name. Raises `FeedsError` where the site cannot be made in
    the beginning, and `ConfigurationError` for a port or a reach that cannot be used.
    """
    checked(reach)
    with ExitStack() as held:
        listening = held.enter_context(listen(port, reach.host))
        found = address(reach, listening.getsockname()[1])
        door = Door(reach, found, Tokens(kept_key(cache), found))
        if cache is None:
            # For this once: without any memory, every change would read all posts again.
            cache = Path(held.enter_context(TemporaryDirectory(prefix="feeds-")))
        open_it = partial(open_site, root, drafts=drafts, future=future, cache=cache)
        make = partial(make_app, commands=commands)
        held.enter_context(suppress(KeyboardInterrupt))
        held.callback(signal.signal, signal.SIGTERM, signal.signal(signal.SIGTERM, _interrupt))
        asyncio.run(_run(root, open_it, now, listening, door, make, open_browser=open_browser))


def _interrupt(_number: int, _frame: object) -> None:
    """Being ended is like Ctrl-C: nothing is left behind."""
    signal.raise_signal(signal.SIGINT)


def listen(port: int, host: str = LOOPBACK) -> socket.socket:
    """A socket that listens on that port of that IP address.

    For this machine alone, a free port is taken if that one is in use. Raises
    `ConfigurationError` for a port that is none, or that may not be used.
    """
    if not 0 <= port <= _LAST_PORT:
        raise ConfigurationError(
            error(f"--port: {port} is not a port", remedy=f"Give one from 1 to {_LAST_PORT}.")
        )
    try:
        return _listening(host, port)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE and host == LOOPBACK:
            return _listening(host, 0)
        option, which = ("--port", port) if host == LOOPBACK else ("--host", f"{host}:{port}")
        why = os.strerror(problem.errno) if problem.errno else problem
        raise ConfigurationError(
            error(f"{option}: {which} cannot be used: {why}", remedy="Give another one.")
        ) from None


def _listening(host: str, port: int) -> socket.socket:
    if ip_address(host).version == 6:
        return socket.create_server((host, port), family=socket.AF_INET6)
    return socket.create_server((host, port))


async def _run(
    root: Path,
    open_it: Callable[[], Workspace],
    now: str | None,
    listening: socket.socket,
    door: Door,
    make: Callable[[State, Address, Tokens], ASGIApp],
    *,
    open_browser: bool,
) -> None:
    async with aclosing(saves(root)) as saved:
        await anext(saved)
        state = State(open_it, open_it(), now)
        moment(now, state.site)
        server = Server(make(state, door.address, door.tokens), door.reach, state.close)
        print(f"Preview: {door.start} (Ctrl-C stops it)", flush=True)
        if open_browser and _has_display():
            # Some browsers keep the call until they are closed: nothing waits for it.
            Thread(target=webbrowser.open, args=(door.once(),), daemon=True).start()
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
