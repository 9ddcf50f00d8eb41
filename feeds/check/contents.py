"""The HTML of entries, as it is in the feeds: judged by itself, or kept for the post it is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import zip_longest

from feeds.check.bodies import body_findings
from feeds.check.checked import Checked
from feeds.check.feed.view import EntryView
from feeds.check.origins import Origins
from feeds.check.pages import Page
from feeds.check.sources import Source
from feeds.errors import Finding
from feeds.model import Post

__all__ = ["Contents", "pages_of", "without_html"]

_LONGEST = 1024 * 1024


class Contents:
    """Goes through feeds one after another; each body is looked at once, whatever feeds have it.

    Where `origins` know the post of an entry, the longest HTML that any feed has of it is kept,
    for whoever judges the post: `of_posts`, by path.
    """

    def __init__(self, origins: Origins | None = None) -> None:
        self.of_posts: dict[str, tuple[Post, str]] = {}
        self._origins = origins
        self._told: set[bytes] = set()

    def find(self, file: Checked, data: bytes) -> Iterator[Finding]:
        """What is wrong with the entries of which no post is known; `data` is the file's."""
        if file.view is None:
            return
        known = self._keep(file.view.entries)
        text = data.decode(errors="replace") if len(data) <= _LONGEST else ""
        lines = text.splitlines(keepends=True)
        ends = [None if after.line is None else after.line - 1 for after in file.view.entries[1:]]
        for entry, end in zip_longest(file.view.entries, ends):
            if not entry.html or entry.id in known or self._is_told(entry.html):
                continue
            source = Source(file.path, entry.body_line, "".join(lines[:end]))
            url = entry.url or file.view.address
            yield from body_findings(entry.html, url, source)

    def _keep(self, entries: Iterable[EntryView]) -> Set[str]:
        """Keeps the HTML of posts that are known; gives their entries' ids."""
        known = set()
        for entry in entries:
            post = self._origins.post(entry.id) if self._origins else None
            if post is not None:
                known.add(entry.id)
                _, html = self.of_posts.get(post.path, (post, ""))
                if len(entry.html) > len(html):
                    self.of_posts[post.path] = (post, entry.html)
        return known

    def _is_told(self, html: str) -> bool:
        digest = sha256(html.encode("utf-8", "replace")).digest()
        told = digest in self._told
        self._told.add(digest)
        return told


def pages_of(file: Checked, now: datetime) -> Iterator[Page]:
    """The entries of a feed as posts of which no more is known than it says."""
    for entry in file.view.entries if file.view else ():
        date = entry.date or now
        line = entry.body_line or entry.line or 1
        post = Post(
            file.path, entry.id, entry.url, entry.title, date, date, entry.language, body_line=line
        )
        yield Page(post, entry.html, "")


def without_html(file: Checked) -> Checked:
    """The same with no HTML, of which there may be much."""
    if file.view is None:
        return file
    entries = [replace(entry, html="") for entry in file.view.entries]
    return replace(file, view=replace(file.view, entries=entries))
