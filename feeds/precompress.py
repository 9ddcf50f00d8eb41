"""Every document that is asked for, packed as well, where that was not done before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from feeds.cores import Told, spread
from feeds.model import Document, Staged, Standing
from feeds.packed import ENDINGS, LEAST, Packing, packable, packed
from feeds.staging import PublishedIn, Stage, beside, unwritable

__all__ = ["precompress"]

_WORTH = 32
_MEDIA_TYPES: Mapping[Packing, str] = {"gzip": "application/gzip", "br": "application/octet-stream"}

_Output = Document | Staged | Standing


@dataclass(frozen=True, slots=True)
class _Work:
    """A document, as its bytes or where they are, and how and where it is to be packed."""

    path: str
    source: bytes | Path
    kind: Packing


def precompress(
    outputs: Sequence[_Output],
    kinds: Sequence[Packing],
    known: Mapping[str, str],
    published: PublishedIn,
    *,
    stage: Stage | None,
    jobs: int = 0,
    told: Told | None = None,
) -> list[_Output]:
    """The packed documents that belong beside those outputs.

    `known` are the files of the manifest. A document and what was packed of it enter it in
    one step, so that where both are as it says, nothing is packed again. With a `stage`, what
    is packed is put there, by `jobs` processes; without, it is held.

    Raises `BuildError` where the output folder cannot be read or written.
    """
    try:
        ready: list[_Output] = []
        work: list[_Work] = []
        for output, kind in ((each, kind) for each in outputs for kind in kinds):
            path = output.path + ENDINGS[kind]
            if not packable(output.path):
                continue
            if _stands(output, path, known, published):
                ready.append(Standing(path, known[path]))
            else:
                work.append(_Work(path, _source(output, published.output), kind))
        if stage:
            stage.expect(each.path for each in work)
        return ready + list(_all(work, stage, jobs, told))
    except OSError as problem:
        raise unwritable(Path(problem.filename or published.output), problem) from None


def _stands(output: _Output, path: str, known: Mapping[str, str], published: PublishedIn) -> bool:
    """Whether what lies at that path was packed from what the output is."""
    if not isinstance(output, Standing) or known.get(output.path) != output.sha256:
        return False
    return path in known and published(path) == known[path]


def _source(output: _Output, folder: Path) -> bytes | Path:
    if isinstance(output, Document):
        return output.data
    place = folder / output.path
    return beside(place) if isinstance(output, Staged) else place


def _all(
    work: Sequence[_Work], stage: Stage | None, jobs: int, told: Told | None
) -> Iterator[_Output]:
    made = spread(partial(_made, stage), work, jobs=jobs, worth=_WORTH)
    for done, output in enumerate(made, 1):
        if told:
            told(done, len(work))
        if output is not None:
            yield output


def _made(stage: Stage | None, work: _Work) -> _Output | None:
    """A packed document; None of one that is too small for it."""
    data = work.source if isinstance(work.source, bytes) else work.source.read_bytes()
    if len(data) < LEAST:
        return None
    document = Document(work.path, _MEDIA_TYPES[work.kind], packed(data, work.kind))
    return stage.put(document) if stage else document
