"""How things stand before an edition is handed over: the branch, and which files have changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from feeds.editions.frozen import ATTRIBUTES, frozen_name, picture_name
from feeds.editions.labels import edition_path, folder_of
from feeds.editions.records import CLAIM_KEYS, record_name
from feeds.handover.git import Git
from feeds.handover.problems import NotHandedError
from feeds.model import Edition, FrozenKind

__all__ = ["Standing", "stand"]

_UNDER_WAY = (
    "MERGE_HEAD",
    "CHERRY_PICK_HEAD",
    "REVERT_HEAD",
    "BISECT_LOG",
    "rebase-merge",
    "rebase-apply",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A repository, and an edition in it. `top` is git at the repository's own folder.

    `ref` of `remote` is where `branch` goes. `changed` are the edition's files that are not
    committed as they are, `others` how many files of anything else are not, and `ahead` how many
    commits were not pushed yet, None where that is not known. Paths are below `top`; `prefix` is
    what they begin with in the site. `name` and `mail` are those that git knows for whoever works
    here, empty where it knows none.
    """

    top: Git
    prefix: str
    branch: str
    remote: str
    ref: str
    changed: tuple[str, ...]
    others: int
    ahead: int | None
    name: str
    mail: str

    @property
    def target(self) -> str:
        """Where the branch goes, as people say it."""
        return f"{self.remote}/{self.ref.removeprefix('refs/heads/')}"

    def shown(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Paths as they are below the site."""
        return tuple(path.removeprefix(self.prefix) for path in paths)


def stand(git: Git, edition: Edition) -> Standing:
    """Looks at the repository that holds the site, whose folder is git's.

    Asks no server. Raises `NotHandedError` where nothing can be handed over from there.
    """
    inside = git.run("rev-parse", "--is-inside-work-tree", "--show-toplevel", "--show-prefix")
    told = inside.out.decode("utf-8", "surrogateescape").split("\n")
    if inside.status or told[0] != "true":
        raise NotHandedError("owner" if "dubious ownership" in inside.said else "no_repository")
    top, prefix = replace(git, folder=Path(told[1])), told[2]
    branch = top.text("symbolic-ref", "--quiet", "--short", "HEAD")
    if branch is None:
        raise NotHandedError("detached")
    _quiet(top)
    remote = top.text("config", f"branch.{branch}.remote")
    ref = top.text("config", f"branch.{branch}.merge")
    if not remote or remote == "." or not ref:
        raise NotHandedError("no_upstream", who=branch)
    files = _files(top, prefix, edition)
    hidden = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--")
    if ignored := top.paths(*hidden, *sorted(files)):
        raise NotHandedError("ignored", files=tuple(each.removeprefix(prefix) for each in ignored))
    ahead = top.text("rev-list", "--count", "@{upstream}..HEAD")
    return Standing(
        top,
        prefix,
        branch,
        remote,
        ref,
        tuple(_changed(top, files)),
        sum(path not in files for path in _changed(top, ())),
        int(ahead) if ahead else None,
        top.text("config", "user.name") or "",
        top.text("config", "user.email") or "",
    )


def _quiet(top: Git) -> None:
    """Raises `NotHandedError` where something else is under way."""
    names = [word for name in (*_UNDER_WAY, "index.lock") for word in ("--git-path", name)]
    found = (top.text("rev-parse", *names) or "").split("\n")
    for name, path in zip((*_UNDER_WAY, "index.lock"), found, strict=False):
        if (top.folder / path).exists():
            raise NotHandedError("locked" if name == "index.lock" else "busy")
    if top.paths("ls-files", "--unmerged", "-z"):
        raise NotHandedError("busy")


def _files(top: Git, prefix: str, edition: Edition) -> set[str]:
    """All paths that are the edition's, whether something is there or not.

    What posts are called by now is written down in the edition before, and goes along.
    """
    label, before = edition.label, edition.previous
    folder = f"{prefix}{folder_of(edition.newsletter)}"
    names = [record_name(label, key) for key in CLAIM_KEYS]
    names += [frozen_name(label, kind) for kind in get_args(FrozenKind)]
    found = {f"{folder}/{name}" for name in names}
    found |= {f"{prefix}{edition_path(edition.newsletter, label)}", f"{prefix}{ATTRIBUTES}"}
    if before:
        found.add(f"{prefix}{edition_path(edition.newsletter, before)}")
        found.add(f"{folder}/{record_name(before, 'moved')}")
    pictures = f"{folder}/{picture_name(label, '')}"
    if (top.folder / pictures).is_dir():
        found |= {f"{pictures}{file.name}" for file in (top.folder / pictures).iterdir()}
    found |= set(top.paths("ls-files", "-z", "--", pictures))
    return found


def _changed(top: Git, files: Iterable[str]) -> list[str]:
    """The paths, of those or of all, that are not in the last commit as they are."""
    words = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")
    # "XY path", by two letters of state.
    return sorted(line[3:] for line in top.paths(*words, "--", *sorted(files)))
