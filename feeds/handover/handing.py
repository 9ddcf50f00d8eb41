"""An edition is handed over by git: a commit of its files and of nothing else, and a push."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.handover.git import Git
from feeds.handover.joining import join
from feeds.handover.problems import NotHandedError
from feeds.handover.refusals import refusal
from feeds.handover.standing import Standing, stand
from feeds.model import Edition

__all__ = ["Author", "Handed", "hand_over"]

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Author:
    """Whose work it is: a name without angle brackets, on one line, and a mail address."""

    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over.

    `files` were committed, below the site; none where an earlier commit had them. `joined` is how
    many commits of others came along from `target`.
    """

    files: tuple[str, ...]
    commit: str
    target: str
    joined: int = 0


def hand_over(git: Git, edition: Edition, author: Author) -> Handed:
    """Commits the edition's files under its author's name, and pushes its branch.

    What others pushed meanwhile is merged, if it is about other files. Nothing else of the working
    tree is committed, and nothing that is not committed is touched. Raises `NotHandedError`; what
    was committed by then is there the next time.
    """
    standing = stand(git, edition)
    who = _identity(standing, author)
    if standing.changed:
        _commit(standing, edition, who)
    elif standing.ahead == 0:
        raise NotHandedError("nothing")
    joined = _push(standing, who)
    commit = standing.top.text("rev-parse", "--short", "HEAD") or ""
    return Handed(standing.shown(standing.changed), commit, standing.target, joined)


def _identity(standing: Standing, author: Author) -> dict[str, str]:
    """The variables by which git knows whose work it is; who commits is as git has it."""
    who = {"GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.mail}
    if not (standing.name and standing.mail):
        who |= {"GIT_COMMITTER_NAME": author.name, "GIT_COMMITTER_EMAIL": author.mail}
    return who


def _commit(standing: Standing, edition: Edition, who: dict[str, str]) -> None:
    top, files = standing.top, standing.changed
    told = top.done("check-attr", "-z", "filter", "--", *files).out.split(b"\0")
    if any(value not in (b"unspecified", b"unset") for value in told[2::3]):
        raise NotHandedError("filtered", files=standing.shown(files))
    subject = f"{edition.newsletter}: edition {edition.label} ({edition.status})"
    for words in (
        ("add", "--all", "--", *files),
        ("commit", "--only", "--no-verify", "--quiet", "-m", subject, "--", *files),
    ):
        ended = top.run(*words, **who)
        if ended.status:
            raise refusal(ended, kept=False)
    if left := [path for path in stand(top, edition).changed if path in files]:
        # An editor may have saved in between; then there is a next time.
        raise NotHandedError("failed", files=standing.shown(left), kept=True)


def _push(standing: Standing, who: dict[str, str]) -> int:
    """Pushes, with what others pushed meanwhile; gives how many commits that were."""
    top, joined = standing.top, 0
    for _ in range(_TRIES):
        ended = top.run(
            *("push", "--porcelain", "--no-verify", "--no-recurse-submodules", "--no-follow-tags"),
            *(standing.remote, f"HEAD:{standing.ref}"),
        )
        if not ended.status:
            return joined
        if b"[rejected]" not in ended.out:
            raise refusal(ended, kept=True)
        joined += join(standing, who)
    raise NotHandedError("refused", "others push all the time", kept=True)
