"""A post as readers get it, and what it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.check.body.document import Document
from feeds.check.body.urls import references
from feeds.check.sources import Source, spellings
from feeds.model import Post

__all__ = ["Page"]


@dataclass(frozen=True)
class Page:
    """A post, its HTML with absolute URLs, and the whole text of its file."""

    post: Post
    html: str
    text: str

    def references(self) -> Iterator[tuple[str, str]]:
        """Every URL that the post has, once, with the attribute that has it; its picture first."""
        seen = set()
        if self.post.image is not None:
            seen.add(self.post.image.url)
            yield self.post.image.url, "src"
        for element in Document(self.html, self.post.url).elements:
            for reference in references(element):
                url = reference.url.strip()
                if url not in seen:
                    seen.add(url)
                    yield url, reference.attribute

    def line_of(self, url: str, site: str) -> int | None:
        """The line at which one of them is written, or that at which the body begins.

        `site` is the site's URL, which the post need not have written.
        """
        is_image = self.post.image is not None and self.post.image.url == url
        source = Source(self.post.path, 1 if is_image else self.post.body_line, self.text)
        return source.line_of(spellings(url, site))
