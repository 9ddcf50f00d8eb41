"""Whether an output holds the feeds that were asked for, each with its whole posts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.corpus import body_mark, expected_feeds, head_mark, marks_in

__all__ = ["Count", "UnfitError", "check"]

_ATOM = "{http://www.w3.org/2005/Atom}"
_MARKDOWN = re.compile(r"^(?:## |```)", re.MULTILINE)
_ROOTS = {f"{_ATOM}feed": ("atom", f"{_ATOM}entry"), "rss": ("rss", "item")}


class UnfitError(Exception):
    """A program wrote less than the others have to, so that its time says nothing."""


@dataclass(frozen=True)
class Count:
    """What a program wrote: files of feeds, and items in all of them."""

    feeds: int
    items: int


@dataclass(frozen=True)
class _Feed:
    format: str
    items: int
    posts: frozenset[int]
    text: str


def check(
    output: Path, total: int, formats: tuple[str, ...], digests: tuple[str, ...], edit: int
) -> Count:
    """Counts the feeds and items below a folder.

    Every format must have a feed for each set of posts in `expected_feeds`, with one item for
    each post, up to the post's last words, and no post as Markdown. After an `edit` (0: none),
    the feeds that show the newest post must show it as edited, and so must each file in
    `digests`.
    Raises `UnfitError` with what is missing.
    """
    feeds = [feed for path in output.rglob("*.xml") if (feed := _read(path))]
    wanted = expected_feeds(total)
    for format_ in formats:
        whole = {
            feed.posts for feed in feeds if feed.format == format_ and feed.items == len(feed.posts)
        }
        if missing := wanted - whole:
            raise UnfitError(f"{len(missing)} of {len(wanted)} {format_} feeds are not there")
    if any(_MARKDOWN.search(feed.text) for feed in feeds):
        raise UnfitError("a feed shows a post as Markdown")
    if edit and any(total - 1 in feed.posts and body_mark(edit) not in feed.text for feed in feeds):
        raise UnfitError("a feed shows the newest post as it was before")
    for digest in digests:
        text = _decoded(output / digest)
        if not text or (edit and head_mark(edit) not in text):
            raise UnfitError(f"{digest} is not there, or as it was before")
    return Count(len(feeds), sum(feed.items for feed in feeds))


def _read(path: Path) -> _Feed | None:
    root = ElementTree.parse(path).getroot()
    if root.tag not in _ROOTS:
        return None
    format_, item = _ROOTS[root.tag]
    text = "".join(root.itertext())
    return _Feed(format_, sum(1 for _ in root.iter(item)), marks_in(text), text)


def _decoded(file: Path) -> str:
    """What a file of the digest says, whatever its parts are encoded in; empty without it."""
    if not file.exists():
        return ""
    if file.suffix != ".eml":
        return file.read_text(encoding="utf-8")
    message = message_from_bytes(file.read_bytes())
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    return "".join(part.decode() for part in parts if isinstance(part, bytes))
