"""From an entry of a feed back to the post that it was made from, and the line to mend there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from feeds.collect.frontmatter import FrontMatter, line_of, split_head
from feeds.collect.scan import read_file
from feeds.errors import PostError
from feeds.model import Post, Site

__all__ = ["Origins"]

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "Title"),
    "date": ("date", "Date", "published", "publishDate", "pubDate"),
    "updated": ("updated", "lastmod", "last_modified_at", "modified"),
    "feed_id": ("feed_id", "guid", "id", "permalink", "slug", "url"),
    "author": ("author", "authors", "Author"),
    "categories": ("categories", "category", "Category"),
    "tags": ("tags", "tag", "keywords", "Tags"),
    "enclosure": ("enclosure", "enclosures", "audio", "video", "podcast_link", "podcast_file"),
    "lang": ("lang", "language", "locale"),
}


class Origins:
    """A site's posts by the ids of their entries; their files are read when asked for."""

    def __init__(self, site: Site, posts: Iterable[Post]) -> None:
        self._root = Path(site.root)
        self._own = site.posts.keys
        self._posts = {post.id: post for post in posts}
        self._read = lru_cache(maxsize=256)(self._read_file)

    def post(self, entry_id: str) -> Post | None:
        """The post whose entry has that id."""
        return self._posts.get(entry_id)

    def text(self, post: Post) -> str:
        """The whole text of a post's file; empty where it cannot be read any more."""
        return self._read(post.path).decode(errors="replace").replace("\r\n", "\n")

    def line(self, post: Post, key: str) -> int:
        """The line of a key of front matter, or else that at which front matter begins.

        Without a key, the line at which the body begins.
        """
        if not key:
            return post.body_line
        front = self._front(post.path)
        if front is not None:
            names = (self._own.get(key, key).rpartition(".")[2], *_NAMES.get(key, (key,)))
            for name in names:
                if (line := line_of(front, name)) is not None:
                    return line
        return 1

    def _front(self, path: str) -> FrontMatter | None:
        try:
            return split_head(self._read(path), path, whole=True)
        except PostError:
            return None

    def _read_file(self, path: str) -> bytes:
        try:
            return read_file(self._root, path)
        except (OSError, PostError, ValueError):
            return b""
