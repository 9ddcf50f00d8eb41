"""Documents to disk: whole, only where they differ, and never over what is not ours.

The output folder holds a manifest, `.feeds-manifest`, of every file the program wrote,
with the SHA-256 of its bytes, and a lock file that keeps two runs apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from feeds.deferred import deferred
from feeds.errors import BuildError, Finding, error, warning
from feeds.model import Document, Staged
from feeds.packed import ENDINGS
from feeds.staging import PublishedIn, beside, unwritable, write_beside

__all__ = [
    "LOCK",
    "MANIFEST",
    "Manifest",
    "Publication",
    "locked",
    "publish",
    "read_manifest",
]

MANIFEST = ".feeds-manifest"
LOCK = ".feeds-lock"

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What earlier runs left: SHA-256 by output path, and of the findings they named.

    The findings are kept apart for runs of everything, `all`, and of a `part`.
    """

    files: Mapping[str, str]
    findings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did, or with `dry_run` would do; paths are below the output folder.

    `stale` are as an earlier run wrote them, are asked for no more, and stay. `news` says
    whether there is anything that the last run did not find already.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    stale: tuple[str, ...]
    findings: tuple[Finding, ...]
    news: bool

    @property
    def changed(self) -> bool:
        """Whether any output is other than it was."""
        return bool(self.written or self.removed)


@contextmanager
def locked(output: Path, seconds: float = 30) -> Iterator[None]:
    """Holds the output folder's lock, waiting that long for another run to end.

    Raises `BuildError` when it does not end, and where the folder cannot be written.
    """
    with deferred("asyncio"):
        from filelock import FileLock, Timeout

    try:
        output.mkdir(parents=True, exist_ok=True)
        lock = FileLock(output / LOCK)
        lock.acquire(timeout=seconds)
    except Timeout:
        raise BuildError(
            error(
                f"another run has held {output / LOCK} for more than {seconds:g} seconds",
                remedy="Try again when it has ended.",
            )
        ) from None
    except OSError as problem:
        raise unwritable(output, problem) from None
    try:
        yield
    finally:
        lock.release()


def read_manifest(output: Path) -> Manifest:
    """The manifest of an output folder; an empty one where there is none that can be read."""
    try:
        loaded = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        files, findings = loaded["files"], loaded["findings"]
    except (OSError, ValueError, KeyError, TypeError):
        return Manifest({})
    if not isinstance(files, dict) or not isinstance(findings, dict):
        return Manifest({})
    inside = {path: str(digest) for path, digest in files.items() if _is_inside(path)}
    return Manifest(inside, {kind: str(digest) for kind, digest in findings.items()})


def publish(
    documents: Sequence[Document | Staged],
    output: Path,
    *,
    standing: Mapping[str, str] | None = None,
    published: Callable[[str], str | None] | None = None,
    kind: str = "all",
    named: Sequence[Finding] = (),
    complete: bool = True,
    prune: bool = False,
    dry_run: bool = False,
) -> Publication:
    """Brings the output folder in line with the documents, staged ones or not.

    Each file is replaced by an atomic rename, or left untouched if its bytes are the
    same. `standing` are outputs that are asked for too, and known to be as they should be,
    by path with their SHA-256; `published` is what looked at them. `complete` says that
    these are all that the site asks for, so that what the manifest has beside them is
    stale; `prune` deletes that, as long as it is still what was written. Packed files of a
    document that is replaced are deleted before, so that nobody is ever given those in its
    place. `named` are the run's findings, remembered so that the next run of that `kind` knows
    them.

    Raises `BuildError` where the folder cannot be written.
    """
    manifest = read_manifest(output)
    look = published or PublishedIn(output)
    new = {each.path: each.data for each in documents if isinstance(each, Document)}
    staged = {each.path: each.sha256 for each in documents if isinstance(each, Staged)}
    hashes = {
        **(standing or {}),
        **staged,
        **{path: sha256(new[path]).hexdigest() for path in new},
    }
    findings: list[Finding] = []
    written: list[str] = []
    unchanged = list(standing or ())
    try:
        for document in documents:
            found = look(document.path)
            if found == hashes[document.path]:
                unchanged.append(document.path)
                continue
            if found and document.path not in manifest.files:
                target = output / document.path
                findings.append(
                    warning(f"{target} is replaced; it was not written by this program")
                )
            written.append(document.path)
        outdated, changed = _outdated(output, written, hashes, manifest, look)
        gone = [
            path
            for path in manifest.files
            if complete and path not in hashes and path not in outdated
        ]
        pruned, stale, kept = _prune(output, gone, manifest, look, prune=prune)
        removed = [*pruned, *(path for path in outdated if path not in hashes)]
        findings += [*changed, *kept]
        files = {
            path: digest
            for path, digest in {**manifest.files, **hashes}.items()
            if path not in removed and (path in hashes or (output / path).exists())
        }
        known = _digest([*map(repr, (*named, *findings)), *stale])
        after = Manifest(files, {**manifest.findings, kind: known})
        if not dry_run:
            contents = {path: new.get(path) for path in written}
            if after != manifest:
                contents[MANIFEST] = _serialise(after)
            _replace_all(output, contents, outdated)
            _remove(output, pruned)
    except OSError as problem:
        raise unwritable(Path(problem.filename or output), problem) from None
    return Publication(
        tuple(written),
        tuple(unchanged),
        tuple(removed),
        tuple(stale),
        tuple(findings),
        known != manifest.findings.get(kind, ""),
    )


def _outdated(
    output: Path,
    written: Sequence[str],
    hashes: Mapping[str, str],
    manifest: Manifest,
    look: Callable[[str], str | None],
) -> tuple[list[str], list[Finding]]:
    """Packed files of what is written anew, which a server would give out in its place."""
    outdated: list[str] = []
    findings: list[Finding] = []
    for path in (path + ending for path in written for ending in ENDINGS.values()):
        if path not in hashes and path not in manifest.files:
            continue
        found = look(path)
        if not found or found == hashes.get(path):
            continue
        if path in hashes or found == manifest.files[path]:
            outdated.append(path)
        else:
            findings.append(
                warning(
                    f"{output / path} is older than what it was packed from, but was changed"
                    " by somebody",
                    remedy="It stays; delete it by hand, or servers may give it out.",
                )
            )
    return outdated, findings


def _prune(
    output: Path,
    gone: Sequence[str],
    manifest: Manifest,
    look: Callable[[str], str | None],
    *,
    prune: bool,
) -> tuple[list[str], list[str], list[Finding]]:
    removed: list[str] = []
    stale: list[str] = []
    findings: list[Finding] = []
    for path in sorted(gone):
        found = look(path)
        folder = (output / path).parent.resolve()
        if not found or not folder.is_relative_to(output.resolve()):
            continue
        if found != manifest.files[path]:
            findings.append(
                warning(
                    f"{output / path} is asked for no more, but was changed by somebody",
                    remedy="It stays; delete it by hand.",
                )
            )
        elif prune:
            removed.append(path)
        else:
            stale.append(path)
    return removed, stale, findings


def _remove(output: Path, paths: Sequence[str]) -> None:
    """Deletes files, packed ones before their originals, and folders that are empty then."""
    for path in sorted(paths, reverse=True):
        (output / path).unlink()
        folder = (output / path).parent
        while folder != output and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def _replace_all(
    output: Path, contents: Mapping[str, bytes | None], outdated: Iterable[str]
) -> None:
    """Writes all new files beside the old ones first, and only then renames them.

    Those without bytes were staged, and lie there already. What is outdated goes in between.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, data in contents.items():
            target = output / path
            waiting[target] = beside(target)
            if data is not None:
                write_beside(target, data)
        for path in outdated:
            (output / path).unlink(missing_ok=True)
        for target in [*waiting]:
            waiting[target].replace(target)
            del waiting[target]
    finally:
        for new in waiting.values():
            new.unlink(missing_ok=True)


def _is_inside(path: str) -> bool:
    """Whether a manifest's path is one that this program could have written."""
    parts = path.split("/")
    return "\\" not in path and not any(part in ("", ".", "..") for part in parts)


def _serialise(manifest: Manifest) -> bytes:
    content = {
        "version": _VERSION,
        "findings": dict(sorted(manifest.findings.items())),
        "files": dict(sorted(manifest.files.items())),
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _digest(texts: Sequence[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest() if texts else ""
