"""Where a post lies, as feeds by folder and filters mean it."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["folder_of"]


def folder_of(path: str, folders: Sequence[str]) -> str:
    """The first folder below those that hold posts; of what lies in one directly, that one.

    `path` is the post's below the site. Underscores before a name, which generators put
    there, are no part of it. Empty for a post that lies in the site itself.
    """
    place = path.rpartition("/")[0]
    home = max(
        (one for one in folders if one == "." or f"{place}/".startswith(f"{one}/")),
        key=len,
        default=".",
    )
    below = place if home == "." else place[len(home) + 1 :]
    name = below.partition("/")[0] or ("" if home == "." else home.rpartition("/")[2])
    return name.lstrip("_") or name
