"""The pictures of a site, behind the URLs at which a mail shows them: looked up, never fetched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from posixpath import dirname
from urllib.parse import urlsplit

from feeds.check.addresses import below
from feeds.check.site_files import SiteFiles
from feeds.media.facts import read_facts
from feeds.media.files import Files
from feeds.media_types import media_type
from feeds.model import Post

__all__ = ["Shown", "SitePictures"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture's file: bytes, and pixels where it tells them."""

    size: int
    width: int | None
    height: int | None


class SitePictures:
    """Finds them in the site's `static` folders, in what was built, and beside posts.

    `made` are documents that are not yet written, by their output paths.
    """

    def __init__(
        self,
        root: Path,
        url: str,
        static: Sequence[str],
        posts: Sequence[Post],
        outputs: Sequence[Path] = (),
        made: Mapping[str, bytes] | None = None,
    ) -> None:
        self._made = {f"{url}/{path}": len(data) for path, data in (made or {}).items()}
        self._url = url
        self._files = Files(root, url, static)
        self._built = [Files(output, url) for output in outputs]
        self._posts = {dirname(post.url): post for post in posts}
        bundles = {post.url: post.path for post in posts}
        self._known = SiteFiles(root, url, outputs, bundles)
        self.look = lru_cache(maxsize=2_000)(self._look)

    def lacks(self, url: str) -> bool:
        """Whether a file would have to be there for the URL, and is not."""
        normal = below(url, self._url)
        if normal is None or self.look(url) is not None:
            return False
        return self._known.knows(normal) and not self._known.holds(normal)

    def _look(self, url: str) -> Shown | None:
        """The file of a URL; None where it is not the site's, or not there."""
        normal = below(url, self._url)
        kind = None if normal is None else media_type(urlsplit(normal).path)
        if normal is None or kind is None:
            return None
        if normal in self._made:
            return Shown(self._made[normal], None, None)
        post = self._posts.get(dirname(normal))
        for files in (self._files, *self._built):
            if (found := files.find(normal, post)) is not None:
                facts = read_facts(files.absolute(found), kind)
                return Shown(found.size, facts.width, facts.height)
        return None
