"""Where in a post stands what was found in something that was made from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

__all__ = ["Source", "spellings"]

_LONGEST = 2000
_PATH_END = re.compile(r"/?(?:[?#].*)?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """A file in which something can be looked for, and the line it is at if not found.

    `path` is relative to the site. `text` is the whole file; empty where it is not at hand,
    as for an entry whose post is not known: then everything is at `line`. Nothing is looked
    for above `line`, which is where a post's body begins, counted from 1.
    """

    path: str | None
    line: int | None = None
    text: str = ""

    def line_of(self, evidence: Iterable[str]) -> int | None:
        """The line at which the first of these texts that is there begins."""
        start = self._start()
        for wanted in evidence:
            if not wanted or len(wanted) > _LONGEST:
                continue
            found = self.text.find(wanted, start)
            if found >= 0:
                lead = len(wanted) - len(wanted.lstrip("\n"))
                return self.text.count("\n", 0, found + lead) + 1
        return self.line

    def _start(self) -> int:
        position = 0
        for _ in range((self.line or 1) - 1):
            end = self.text.find("\n", position)
            if end < 0:
                break
            position = end + 1
        return position


def spellings(url: str, site: str) -> Iterator[str]:
    """How a post may have written an absolute URL, the most exact one first.

    `site` is the site's URL without a slash at its end. What comes last, the file's name or
    the last folder's, stands for the ways in which template code writes links.
    """
    written = [url]
    if site and url.startswith(site):
        written += [url.removeprefix(site), url.removeprefix(site).lstrip("/")]
    else:
        written.append(url.partition(":")[2])
    for each in written:
        yield each
        yield unquote(each)
        yield escape(each)
    _, sign, fragment = url.partition("#")
    if fragment:
        yield sign + fragment
        yield sign + unquote(fragment)
    name = _PATH_END.sub("", url).rpartition("/")[2]
    for each in (name, name.rpartition(".")[0]):
        if len(each) > 4 and not each.isdigit():
            yield each
            yield unquote(each)
