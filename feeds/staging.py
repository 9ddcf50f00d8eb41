"""New files beside the ones that they are to replace, and how an output folder is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EISDIR
from hashlib import sha256
from pathlib import Path

from feeds.errors import BuildError, error
from feeds.model import Document, Staged, Standing

__all__ = ["PublishedIn", "Stage", "beside", "staging", "unwritable", "write_beside"]


class PublishedIn:
    """Tells the SHA-256 of the file at an output path, None where there is no file.

    Each file is read once. Raises OSError for one that cannot be read.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self._known: dict[str, str | None] = {}

    def __call__(self, path: str) -> str | None:
        """What it says of that path."""
        if path not in self._known:
            try:
                data = (self.output / path).read_bytes()
                self._known[path] = sha256(data).hexdigest()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                self._known[path] = None
        return self._known[path]


class Stage:
    """Writes documents beside their places as they are made, so that none has to be held.

    Any process may do so. `publish` puts them in place; what is left is to be cleared.
    """

    def __init__(self, published: PublishedIn) -> None:
        self._published = published
        self._expected: list[str] = []

    def expect(self, paths: Iterable[str]) -> None:
        """Says where other processes may put documents."""
        self._expected += paths

    def put(self, document: Document) -> Staged | Standing:
        """Writes a document, unless the output is just that.

        Raises `BuildError` where that cannot be done.
        """
        digest = sha256(document.data).hexdigest()
        target = self._published.output / document.path
        try:
            if self._published(document.path) == digest:
                return Standing(document.path, digest)
            self._expected.append(document.path)
            write_beside(target, document.data)
        except OSError as problem:
            raise unwritable(Path(problem.filename or target), problem) from None
        return Staged(document.path, digest)

    def clear(self) -> None:
        """Deletes what still lies beside the places that were to be expected."""
        with suppress(OSError):
            for path in self._expected:
                beside(self._published.output / path).unlink(missing_ok=True)


@contextmanager
def staging(published: PublishedIn) -> Iterator[Stage]:
    """A stage, which is cleared where the run fails."""
    stage = Stage(published)
    try:
        yield stage
    except BaseException:
        stage.clear()
        raise


def write_beside(target: Path, data: bytes) -> None:
    """Writes a new file to where it waits. Raises OSError where that cannot be done."""
    if target.is_dir():
        raise IsADirectoryError(EISDIR, "a folder has that name", str(target))
    new = beside(target)
    new.unlink(missing_ok=True)
    try:
        new.write_bytes(data)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(data)


def beside(target: Path) -> Path:
    """Where a new file waits: its name is short enough for its system and no other file's."""
    return target.with_name(f".{sha256(target.name.encode()).hexdigest()[:16]}.feeds-new")


def unwritable(place: Path, problem: OSError) -> BuildError:
    """What is said of a place in the output folder that cannot be written."""
    return BuildError(
        error(
            f"{place} cannot be written: {problem.strerror}",
            remedy="Nothing more was written. Mend its permissions or choose another --output.",
        )
    )
