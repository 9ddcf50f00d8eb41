"""What every test gets: a clean environment, and a clear word on what it cannot use."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings

# How fast something is, benchmarks say: a test fails for what it finds, on any machine.
settings.register_profile("feeds", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=500)

THOROUGH = os.environ.get("FEEDS_THOROUGH") == "1"
settings.load_profile("thorough" if THOROUGH else "feeds")

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-F]{2})+")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@pytest.fixture(autouse=True)
def _hermetic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the home folder, the locale, the colours or the proxies of the machine."""
    for name in list(os.environ):
        if name.startswith(("LC_", "LANG", "XDG_", "GIT_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    for name in ("TZ", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))


def pytest_configure(config: pytest.Config) -> None:
    """In a worker of pytest-xdist an idle thread reads what the worker is told.

    From Python 3.12 on a fork beside it warns, as the program's own processes would not.
    """
    if hasattr(config, "workerinput"):
        config.addinivalue_line(
            "filterwarnings", "ignore:.*multi-threaded, use of fork:DeprecationWarning"
        )


@pytest.fixture(scope="session")
def thorough() -> bool:
    """Whether to try all that there is to try, as CI does, or a part of it."""
    return THOROUGH


@pytest.fixture
def lacking() -> Callable[[str], None]:
    """Skips a test that lacks something, and says what; in CI that is a failure."""

    def lacks(what: str) -> None:
        if os.environ.get("CI"):
            pytest.fail(f"{what}; CI has to have it")
        pytest.skip(what)

    return lacks


@pytest.fixture
def program(lacking: Callable[[str], None]) -> Callable[[str], str]:
    """The path of a program that the test runs beside ours."""

    def find(name: str) -> str:
        beside = str(Path(sys.executable).parent)
        path = shutil.which(name) or shutil.which(name, path=beside)
        if path is None:
            lacking(f"{name} is not installed")
        return str(path)

    return find


@pytest.fixture
def corpus() -> Callable[[str], Path]:
    """A folder of real posts beside the checkout; skips where the corpora are not there."""

    def find(name: str) -> Path:
        if not (CORPORA / name).is_dir():
            pytest.skip(f"the corpus {name} is not beside this checkout")
        return CORPORA / name

    return find


@pytest.fixture
def json_feed_errors(lacking: Callable[[str], None]) -> Callable[[bytes], list[str]]:
    """What a published JSON Schema of JSON Feed 1.1 says against a document.

    Dates and URIs are looked at, too.

    It is installed by `make peers`, or lies in the folder that FEEDS_PEERS names.
    """
    from jsonschema import Draft7Validator, FormatChecker

    place = Path(os.environ.get("FEEDS_PEERS", Path(__file__).parents[1] / "build" / "peers"))
    file = place / "node_modules" / "jsonfeed-schema" / "schema-v1.1.json"
    if not file.is_file():
        lacking("the JSON Feed schema is not installed: make peers")
    formats = FormatChecker(formats=())
    formats.checks("uri")(lambda text: _URI.fullmatch(text) is not None)
    formats.checks("date-time", ValueError)(
        lambda text: _DATE.fullmatch(text) and datetime.fromisoformat(text).tzinfo is not None
    )
    schema = Draft7Validator(json.loads(file.read_bytes()), format_checker=formats)
    return lambda data: [*map(str, schema.iter_errors(json.loads(data)))]


@dataclass(frozen=True)
class Asked:
    """One request that a server got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answering:
    """What a server answers, and all that it was asked."""

    address: str = ""
    answers: dict[str, Callable[[http.server.BaseHTTPRequestHandler], object]] = field(
        default_factory=dict
    )
    asked: list[Asked] = field(default_factory=list)

    def at(
        self, path: str, status: int = 200, body: bytes = b"", **headers: str | list[str]
    ) -> None:
        """Answers at a path so; header names have `_` for `-`."""

        def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                for each in [value] if isinstance(value, str) else value:
                    handler.send_header(name.replace("_", "-"), each)
            if "Content_Length" not in headers:
                handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            if handler.command != "HEAD":
                handler.wfile.write(body)

        self.answers[path] = answer

    def then(self, path: str, *statuses: int, body: bytes = b"") -> None:
        """Answers at a path with one status after the other, and with the last for ever."""
        left = list(statuses)

        def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
            self.at(path, left.pop(0) if len(left) > 1 else left[0], body)
            once = self.answers[path]
            self.answers[path] = answer
            once(handler)

        self.answers[path] = answer

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order, such as `GET /feed`."""
        return [f"{each.method} {each.path}" for each in self.asked]


@pytest.fixture
def serve() -> Iterator[Callable[..., Answering]]:
    """Starts a server on a loopback address, over TLS where it is given a context."""
    servers = []

    def start(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Answering:
        answering = Answering()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                answering.asked.append(
                    Asked(self.command, self.path, dict(self.headers), self.rfile.read(length))
                )
                answer = answering.answers.get(self.path) or answering.answers.get("*")
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)

            do_HEAD = do_POST = do_CONNECT = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer((host, 0), Handler)
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        scheme = "https" if context else "http"
        answering.address = f"{scheme}://{host}:{server.server_address[1]}"
        return answering

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def server(serve: Callable[..., Answering]) -> Answering:
    """One server."""
    return serve()
