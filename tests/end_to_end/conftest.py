"""Sites built the way a person builds them, and served the way readers get them."""

from __future__ import annotations

import contextlib
import functools
import http.server
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from feeds.cli import main

from .newsletter import Blog

REPOSITORY = Path(__file__).resolve().parents[2]
CORPORA = REPOSITORY.parent / "shared" / "corpora"


@dataclass(frozen=True)
class Run:
    """What one run of the command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All of it: `init` tells findings among what it prints."""
        return self.out + self.err


@pytest.fixture
def feeds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Run]:
    """Runs the command in this process; what it remembers of a corpus stays out of there."""

    def run(*argv: object) -> Run:
        capsys.readouterr()
        remembers = argv[:1] not in [("init",), ("diff",), ("pin",)]
        if remembers and any(CORPORA in Path(str(argument)).parents for argument in argv):
            argv = (*argv, "--cache", tmp_path / "cache")
        try:
            status = main([str(argument) for argument in argv])
        except SystemExit as ended:
            status = int(ended.code or 0)
        said = capsys.readouterr()
        return Run(status, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def _forks() -> Iterator[Callable[[dict[str, Any]], dict[str, Any]]]:
    """The process that starts others: see fork.py."""
    with (
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("fork.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):

        def ask(asked: dict[str, Any]) -> dict[str, Any]:
            start = errors.seek(0, os.SEEK_END)
            assert process.stdin
            assert process.stdout
            print(json.dumps(asked), file=process.stdin, flush=True)
            answer = process.stdout.readline()
            errors.seek(start)
            said = errors.read()
            assert answer, said
            return {**json.loads(answer), "said": said}

        yield ask


@pytest.fixture
def apart(_forks: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[..., list[Run]]:
    """Runs commands one after the other in a process of their own, with little memory.

    It is ended when it takes so many seconds that it hangs.
    """

    def run(*commands: Sequence[object], memory: int = 4 * 2**30, seconds: int = 120) -> list[Run]:
        answer = _forks(
            {
                "commands": [[str(argument) for argument in each] for each in commands],
                "environment": dict(os.environ),
                "folder": str(Path.cwd()),
                "memory": memory,
                "seconds": seconds,
            }
        )
        assert answer["exit"] == 0, (answer["exit"], answer["said"][-2000:])
        return [Run(*told) for told in answer["told"]]

    return run


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the repository's own sample blog."""
    site = tmp_path / "sample"
    site.mkdir()
    shutil.copy(REPOSITORY / "feeds.toml", site)
    for folder in ("posts", "media"):
        shutil.copytree(REPOSITORY / folder, site / folder)
    return site


@pytest.fixture
def write_site(tmp_path: Path) -> Callable[..., Path]:
    """Writes a site with `feeds.toml` and such posts, and gives its folder."""

    def write(files: Mapping[str, str], settings: str = "") -> Path:
        site = tmp_path / "site"
        (site / "posts").mkdir(parents=True)
        toml = f'[site]\nurl = "https://x.example"\ntitle = "X"\ntimezone = "UTC"\n{settings}'
        for name, text in {"feeds.toml": toml, **files}.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text(text, encoding="utf-8")
        return site

    return write


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on loopback and gives its address."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = functools.partial(_Quiet, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def _begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The blog that each test gets a copy of."""

    def run(*argv: object) -> Run:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([str(argument) for argument in argv])
        return Run(status, out.getvalue(), err.getvalue())

    blog = Blog(tmp_path_factory.mktemp("letter") / "blog", run)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CI", raising=False)
        blog.begin()
    return blog.root


@pytest.fixture
def blog(
    _begun: Path,
    feeds: Callable[..., Run],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Blog:
    """A blog whose first edition was sent, and whose second is being written."""
    monkeypatch.delenv("CI", raising=False)
    return Blog(shutil.copytree(_begun, tmp_path / "blog"), feeds)
