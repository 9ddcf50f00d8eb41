"""What was approved: files beside the edition, whose SHA-256 it keeps, byte for byte for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import get_args

from feeds.editions.disk import read_within
from feeds.editions.labels import FOLDER, folder_of, label_in
from feeds.errors import Finding, PostError, error
from feeds.model import Edition, FrozenKind

__all__ = [
    "ATTRIBUTES",
    "Frozen",
    "attributes",
    "for_git",
    "frozen_name",
    "picture_name",
    "read_frozen",
    "unfrozen",
]

ATTRIBUTES = f"{FOLDER}/.gitattributes"
"""Where git is told not to touch line ends."""

_LINES = ("*.eml -text", "*.txt -text", "*.html -text", "*.jsonl -text", "*.pictures/** -text")
_WHY = "# What was approved stays byte for byte what it was."
_PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


def frozen_name(label: str, kind: FrozenKind) -> str:
    """The name of a frozen document, in the folder of its edition."""
    return f"{label}.{kind}"


def picture_name(label: str, name: str) -> str:
    """That of a picture."""
    return f"{label}.pictures/{name}"


@dataclass(frozen=True, slots=True)
class Frozen:
    """The frozen files of an edition by their names; without any where a finding says why."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def document(self, edition: Edition, kind: FrozenKind) -> bytes:
        """One of the three documents. Raises KeyError where there are findings."""
        return self.files[frozen_name(edition.label, kind)]

    def pictures(self, edition: Edition) -> Mapping[str, bytes]:
        """The pictures by their own names."""
        start = picture_name(edition.label, "")
        return {
            name.removeprefix(start): data
            for name, data in self.files.items()
            if name.startswith(start)
        }


def unfrozen(edition: Edition) -> Finding | None:
    """What is said of an edition that counts as approved, and keeps no word of its files."""
    names = {frozen_name(edition.label, kind): kind for kind in get_args(FrozenKind)}
    missing = [kind for name, kind in names.items() if name not in edition.files]
    if not missing:
        return None
    line = edition.lines.get("files", edition.lines.get("status"))
    others = (name.removesuffix(".eml") for name in edition.files if name.endswith(".eml"))
    other = next((label for label in others if label_in(label)), edition.label)
    if other != edition.label:
        what = f"its files are those of edition {other}"
        remedy = (
            f"If it was renamed, call it {other}.md again; if it is a copy, write status: draft."
        )
    else:
        what = f"the edition is {edition.status}, but nothing says what its {missing[0]} is"
        remedy = "Write status: draft, and run feeds digest approve."
    return error(what, edition.path, line, remedy=remedy)


def read_frozen(root: Path, edition: Edition) -> Frozen:
    """Reads and verifies what was approved; where anything is not as it was, nothing is given."""
    folder = folder_of(edition.newsletter)
    line = edition.lines.get("files", edition.lines.get("status"))
    if wrong := unfrozen(edition):
        return Frozen(findings=(wrong,))
    files: dict[str, bytes] = {}
    findings: list[Finding] = []
    for name, digest in edition.files.items():
        path = f"{folder}/{name}"
        if not _is_frozen(edition.label, name):
            what = f"{name} is no file of this edition"
            findings.append(error(what, edition.path, line, remedy="Delete that line."))
            continue
        restore = f"Bring it back with: git checkout -- {path}"
        try:
            files[name] = read_within(root, path)
        except PostError as problem:
            what = f"what was approved cannot be read: {problem.findings[0].what}"
            findings.append(error(what, path, remedy=restore))
            continue
        if sha256(files[name]).hexdigest() != digest:
            what = "the file is not what was approved; it is not published"
            findings.append(error(what, path, remedy=restore))
    return Frozen({} if findings else files, tuple(findings))


def for_git(root: Path) -> dict[str, bytes]:
    """`.gitattributes` by its path, if it lacks anything. Raises `PostError` as `read_within`."""
    present = read_within(root, ATTRIBUTES) if (root / ATTRIBUTES).exists() else None
    told = attributes(present)
    return {} if told is None else {ATTRIBUTES: told}


def attributes(present: bytes | None) -> bytes | None:
    """What `.gitattributes` has to say beside what it says; None where it says it all."""
    text = (present or b"").decode("utf-8", "surrogateescape")
    have = {" ".join(line.split()) for line in text.splitlines()}
    lacking = [line for line in _LINES if line not in have]
    if not lacking:
        return None
    gap = "" if not text or text.endswith("\n") else "\n"
    added = "\n".join((_WHY, *lacking, ""))
    return f"{text}{gap}{added}".encode("utf-8", "surrogateescape")


def _is_frozen(label: str, name: str) -> bool:
    start = picture_name(label, "")
    if name.startswith(start):
        return _PICTURE.fullmatch(name.removeprefix(start)) is not None
    return name in {frozen_name(label, kind) for kind in get_args(FrozenKind)}
