"""The pictures of an issue as `data:` URLs, as far as they fit into a file that is sent around."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlsplit

from feeds.media.files import Files
from feeds.media_types import media_type

__all__ = ["NOTHING", "Pictures"]

NOTHING = "data:,"
"""Stands for a picture that is not in the file: nothing is asked for, and its text is shown."""

_MOST = 4 * 1024 * 1024


class Pictures:
    """Finds them in what was made, by URL, and in the site's folder; `lacking` are the others."""

    def __init__(self, files: Files, made: Mapping[str, bytes]) -> None:
        self._files = files
        self._made = made
        self._left = _MOST
        self._known: dict[str, str] = {}

    @property
    def lacking(self) -> list[str]:
        """The URLs of those that were asked for and are not in the file."""
        return [url for url, data in self._known.items() if data == NOTHING]

    def data(self, url: str) -> str:
        """The picture itself in place of its URL, or `NOTHING`."""
        if url.startswith("data:image/"):
            return url
        if url not in self._known:
            self._known[url] = self._read(url)
        return self._known[url]

    def _read(self, url: str) -> str:
        try:
            kind = media_type(urlsplit(url).path)
        except ValueError:
            return NOTHING
        if not kind or not kind.startswith("image/"):
            return NOTHING
        data = self._made.get(url) or self._found(url)
        if not data or len(data) > self._left:
            return NOTHING
        self._left -= len(data)
        return f"data:{kind};base64,{b64encode(data).decode()}"

    def _found(self, url: str) -> bytes | None:
        found = self._files.find(url)
        if found is None or found.size > self._left:
            return None
        try:
            return self._files.read(found, found.size)
        except OSError:
            return None
