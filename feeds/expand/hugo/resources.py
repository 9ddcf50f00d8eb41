"""Files in a page's own folder, where the page's address does not lie in that folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

__all__ = ["with_own_files"]

_DESTINATION = re.compile(
    r"(\]\(\s*<?|^[ \t]*\[[^\]\n]+\]:[ \t]*<?|\b(?:src|href)=[\"'`]?)(?:\./)?([^\s)\"'`<>#?]+)",
    re.MULTILINE,
)


def with_own_files(text: str, url: str, names: Sequence[str]) -> str:
    """The body with links to those files led into the folder beside the page's address.

    With `uglyURLs`, the page is at `post.html` and its files are in `post/`. `names` are
    the files and, with a slash, the folders beside the body's own file.
    """
    folder = urlsplit(url).path.rpartition("/")[2].removesuffix(".html")
    own = {name.rstrip("/") for name in names}

    def led(found: re.Match[str]) -> str:
        first = unquote(found[2]).partition("/")[0]
        return f"{found[1]}{folder}/{found[2]}" if first in own else found[0]

    return _DESTINATION.sub(led, text)
