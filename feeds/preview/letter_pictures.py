"""The pictures of a newsletter's issue, from where they lie before anything is published."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import dirname
from urllib.parse import quote, urlsplit

from feeds.media.files import Files, Found
from feeds.media_types import media_type
from feeds.model import Site
from feeds.preview.media import LocalPicture
from feeds.preview.snapshot import Letter

__all__ = ["LetterPictures"]

_MOST_BYTES = 50_000_000


class LetterPictures:
    """Those among the issue's documents, beside its posts, and in the site's `static` folders."""

    def __init__(self, site: Site, static: Sequence[str], letter: Letter) -> None:
        self._site = site
        self._letter = letter
        self._files = Files(site.root, site.url, static)
        self._posts = {dirname(post.url): post for post in letter.posts}

    def address(self, url: str) -> str | None:
        """Where the preview serves the picture of a URL; None for what is not here."""
        bare = url.partition("#")[0].partition("?")[0]
        if not bare.startswith(f"{self._site.url}/") or _image_type(bare) is None:
            return None
        path = bare.removeprefix(f"{self._site.url}/")
        if path not in self._letter.documents and not self._find(bare):
            return None
        return f"/picture/{quote(self._letter.name)}/{path}"

    def read(self, path: str) -> LocalPicture | None:
        """The picture at a path below the site's URL that is not percent-encoded."""
        kind = _image_type(path)
        if kind is None:
            return None
        if made := self._letter.documents.get(path):
            return LocalPicture(made.data, kind)
        found = self._find(f"{self._site.url}/{quote(path)}")
        try:
            return LocalPicture(self._files.read(found, _MOST_BYTES), kind) if found else None
        except OSError:
            return None

    def _find(self, url: str) -> Found | None:
        return self._files.find(url, self._posts.get(dirname(url)))


def _image_type(url: str) -> str | None:
    try:
        kind = media_type(urlsplit(url).path)
    except ValueError:
        return None
    return kind if kind and kind.startswith("image/") else None
