"""What others pushed meanwhile comes into the branch, where it is about other files than ours."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.handover.problems import NotHandedError
from feeds.handover.refusals import refusal
from feeds.handover.standing import Standing

__all__ = ["join"]


def join(standing: Standing, who: Mapping[str, str]) -> int:
    """Fetches and merges; gives how many commits came.

    Two versions of one file are never mixed, since lines that fit together may still be no edition.
    Files with changes that are not committed stay as they are. Raises `NotHandedError`, with
    everything as it was.
    """
    top = standing.top
    ended = top.run(
        *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"),
        *(standing.remote, f"+{standing.ref}:{_OURS}"),
    )
    if ended.status:
        raise refusal(ended, kept=True)
    base = top.text("merge-base", "HEAD", _OURS)
    if base is None:
        raise NotHandedError("conflict", kept=True)
    theirs = {*top.paths(*_NAMES, base, _OURS)}
    both = theirs & {*top.paths(*_NAMES, base, "HEAD")} & {*top.paths(*_NAMES, "HEAD", _OURS)}
    if both:
        files = sorted(both)
        name = top.text("log", "-1", "--format=%an", f"{base}..{_OURS}", "--", *files) or ""
        raise NotHandedError("conflict", files=standing.shown(files), who=name, kept=True)
    message = f"Merge {standing.target}"
    options = ("--quiet", "--no-verify", "--ff", "--no-squash", "--commit", "--no-autostash")
    ended = top.run("merge", *options, "-m", message, _OURS, **who)
    if ended.status:
        top.run("merge", "--abort")
        raise refusal(ended, kept=True)
    return int(top.text("rev-list", "--count", f"{base}..{_OURS}") or 0)


# A place of our own for what is fetched, as others may fetch at the same time.
_OURS = "refs/feeds/handover"
_NAMES = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff")
