"""A WebSub hub in a process of its own: Flask-WebSub's, with a thread for its task queue.

Called with a folder for its database and with the file of its troubles: while that has lines,
each request to publish takes one off and is answered with the status on it. Prints its
address, and then a line for each request to publish.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from types import SimpleNamespace

from flask import Flask, request
from flask_websub.hub import Hub, SQLite3HubStorage
from werkzeug.serving import make_server


class Task:
    """A task that waits for its turn in a queue."""

    def __init__(self, work: Callable[..., object], bind: bool, waiting: Queue[Todo]) -> None:
        self.work, self.bind, self.waiting = work, bind, waiting

    def delay(self, *args: object) -> None:
        """Puts it off."""
        self.waiting.put((self, args))

    def run(self, args: tuple[object, ...]) -> None:
        """Does it, and again where it asks for that."""
        for retries in range(4):
            again: list[float] = []
            own = SimpleNamespace(
                request=SimpleNamespace(retries=retries),
                retry=lambda countdown, again=again: again.append(countdown),
            )
            self.work(*([own] if self.bind else []), *args)
            if not again:
                return
            time.sleep(again[0])


Todo = tuple[Task, tuple[object, ...]]


class Worker:
    """As much of a task queue as the hub wants, with one thread that does one after the other."""

    def __init__(self) -> None:
        self.waiting: Queue[Todo] = Queue()
        threading.Thread(target=self.work, daemon=True).start()

    def work(self) -> None:
        """Does what is put off."""
        while True:
            task, args = self.waiting.get()
            try:
                task.run(args)
            except Exception:
                traceback.print_exc()

    def task(self, *, bind: bool = False, **_: object) -> Callable[[Callable[..., object]], Task]:
        """Makes tasks of functions."""
        return lambda work: Task(work, bind, self.waiting)


def trouble(file: Path) -> int:
    """The status of the next trouble, or 0."""
    lines = file.read_text().splitlines() if file.exists() else []
    if not lines:
        return 0
    file.write_text("".join(f"{line}\n" for line in lines[1:]))
    return int(lines[0])


def main(folder: str, troubles: str) -> None:
    """Serves until it is killed."""
    app = Flask(__name__)
    app.config["PUBLISH_SUPPORTED"] = True
    storage = SQLite3HubStorage(str(Path(folder) / "hub.sqlite"))
    hub = Hub(storage, Worker(), BACKOFF_BASE=0.05, REQUEST_TIMEOUT=30)
    one_at_a_time = threading.Lock()
    app.register_blueprint(hub.build_blueprint("/hub"))

    @app.before_request
    def told() -> tuple[str, int] | None:
        if request.form.get("hub.mode") != "publish":
            return None
        with one_at_a_time:
            status = trouble(Path(troubles))
            print(f"{status or 202} {request.form.get('hub.url')}", flush=True)
        return ("not now", status) if status else None

    server = make_server("127.0.0.1", 0, app, threaded=True)
    print(f"http://127.0.0.1:{server.port}/hub", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
