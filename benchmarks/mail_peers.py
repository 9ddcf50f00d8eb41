"""MJML and react-email, each in a Node.js process of its own that renders one issue on demand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import FailedError
from benchmarks.peers import MissingError

__all__ = ["NAMES", "Renderer", "command", "install", "running"]

NAMES = ("mjml", "react-email")
_PACKAGES = {"mjml": "mjml", "react-email": "@react-email/render"}
_FILES = Path(__file__).parent / "sites" / "newsletter"


def install(work: Path) -> tuple[Path, Mapping[str, str]]:
    """The folder in which both lie, installed there if need be, and their versions.

    Raises `MissingError`.
    """
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        raise MissingError("Node.js and npm are not installed")
    folder = work / "newsletter-peers"
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / ".installed"
    for file in _FILES.glob("*.*"):
        shutil.copyfile(file, folder / file.name)
    lock = (folder / "package-lock.json").read_text(encoding="utf-8")
    if not done.exists() or done.read_text(encoding="utf-8") != lock:
        _run(npm, "ci", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder))
        done.write_text(lock, encoding="utf-8")
    return folder, {name: _version(folder, package) for name, package in _PACKAGES.items()}


class Renderer:
    """A process that has the issue and renders it as often as it is asked."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self._name = name
        self._process = process

    def render(self) -> float:
        """Seconds that one rendering took, in the process. Raises `FailedError`."""
        return float(str(self._ask("time")["seconds"]))

    def html(self) -> str:
        """What one rendering gives. Raises `FailedError`."""
        return str(self._ask("html")["html"])

    def _ask(self, line: str) -> Mapping[str, object]:
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise FailedError(f"{self._name} has ended") from None
        answer = self._process.stdout.readline()
        if not answer:
            raise FailedError(f"{self._name} has ended")
        found: Mapping[str, object] = json.loads(answer)
        return found


@contextmanager
def running(name: str, folder: Path, digest: Path) -> Iterator[Renderer]:
    """One of `NAMES`, with the issue in that file."""
    process = subprocess.Popen(
        command(name, folder, digest),
        cwd=folder,
        env={**os.environ, "NODE_ENV": "production"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Renderer(name, process)
    finally:
        process.communicate()


def command(name: str, folder: Path, digest: Path) -> tuple[str, ...]:
    """The command that begins it; without anything to read it ends at once."""
    return ("node", str(folder / "render.mjs"), name, str(digest))


def _version(folder: Path, package: str) -> str:
    about = folder / "node_modules" / package / "package.json"
    return str(json.loads(about.read_text(encoding="utf-8"))["version"])


def _run(*words: str) -> None:
    try:
        subprocess.run(words, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as problem:
        raise MissingError(problem.stderr.strip() or f"{' '.join(words)} failed") from None
